"""How long a learner waits for a verdict, beside other ways to check: `python benchmarks/feedback.py`.

Everything is measured in turn in one run, so that a busy machine slows all of it alike; medians are quoted,
and ratios of medians are what to compare between machines. Nothing here passes or fails.

With `--grader`, otter-grader grades a notebook of the same exercise beside the others. It is no part of the
lock: uv installs it into a temporary environment, which reads torch from this one.
"""

from __future__ import annotations

import argparse
import json
import os
import pty
import select
import shutil
import statistics
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil

ROOT = Path(__file__).resolve().parent.parent
WORKSHOP, EXERCISE = "w1d2_tensors", "flatten_batch"
PYTEST = """
import torch
from starter import flatten_batch

def test_flatten_batch():
    images = torch.arange(60.0).reshape(2, 3, 2, 5)
    assert torch.equal(flatten_batch(images), images.reshape(2, 30))
"""


CELL = (
    PYTEST.partition("def test")[0]
    + """
images = torch.arange(60.0).reshape(2, 3, 2, 5)
assert torch.equal(flatten_batch(images), images.reshape(2, 30))
"""
)
OTTER_TEST = """
from otter.test_files import test_case

OK_FORMAT = False
name = "flatten_batch"
points = 1

@test_case()
def test_rows(flatten_batch):
    import torch
    images = torch.arange(60.0).reshape(2, 3, 2, 5)
    assert torch.equal(flatten_batch(images), images.reshape(2, 30))
"""


def seconds(act: Callable[[], object]) -> float:
    """Wall time of one call."""
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


def run(*command: str, folder: Path = ROOT) -> None:
    """Run Python with arguments, quietly; anything but success ends the benchmark."""
    done = subprocess.run([sys.executable, *command], cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")


class Bench:
    """The ways to check one exercise, on a copy of the course with the solution as the learner's work."""

    def __init__(self, folder: Path) -> None:
        from kindling.course import find

        self.workshop = find(ROOT, WORKSHOP)
        self.work = folder / "work" / WORKSHOP
        self.work.mkdir(parents=True)
        shutil.copy(self.workshop.solution, self.work / "starter.py")
        shutil.copytree(ROOT / "workshops", folder / "workshops")
        shutil.copy(ROOT / "pyproject.toml", folder)
        (self.work / "test_starter.py").write_text(PYTEST)
        (self.work / "graded.ipynb").write_text(json.dumps(notebook(CELL)))
        self.watching: Watching | None = None
        self.otter = ""
        self.kernel: tuple[Any, Any] | None = None

    def warm(self) -> None:
        """From request to verdict, the engine warm."""
        from kindling.engine import check

        verdict = next(check(self.workshop, self.work / "starter.py", [EXERCISE]))
        if verdict.status != "passed":
            raise SystemExit(f"the benchmark's own answer does not pass: {verdict}")

    def command(self) -> None:
        """`kindling check` as a command of its own."""
        run("-m", "kindling", "check", WORKSHOP, EXERCISE)

    def cold_command(self) -> None:
        """The same with no engine running."""
        from kindling.engine import stop

        stop()
        self.command()

    def save_in_watch(self) -> None:
        """From a save to the verdict on the screen of `kindling watch`."""
        if self.watching is None:
            self.watching = Watching()
        self.watching.save(self.work / "starter.py")

    def notebook_run(self) -> None:
        """A graded notebook of the same assertion, run from top to bottom by nbconvert (nbclient)."""
        run("-m", "nbconvert", "--to", "notebook", "--execute", "--stdout", "graded.ipynb", folder=self.work)

    def grader(self) -> None:
        """otter-grader: `otter check` of the same assertion."""
        command = [self.otter, "check", "starter.py", "-t", "tests", "-q", "flatten_batch"]
        done = subprocess.run(command, cwd=self.work, capture_output=True, text=True, check=False)
        if done.returncode or "passed" not in done.stdout:
            raise SystemExit(f"otter check failed:\n{done.stdout}{done.stderr}")

    def install_grader(self, folder: Path) -> None:
        """otter-grader in an environment of its own, which looks for torch in this one."""
        python = folder / "bin" / "python"
        subprocess.run(["uv", "venv", "--quiet", "--python", sys.executable, folder], check=True)
        subprocess.run(["uv", "pip", "install", "--quiet", "--python", python, "otter-grader"], check=True)
        (packages,) = folder.glob("lib/python*/site-packages")
        (packages / "zz_torch.pth").write_text(sysconfig.get_path("purelib"))
        (self.work / "tests").mkdir()
        (self.work / "tests" / "flatten_batch.py").write_text(OTTER_TEST)
        self.otter = str(folder / "bin" / "otter")

    def pytest(self) -> None:
        """A cold pytest of one equivalent assertion."""
        run("-m", "pytest", "-q", "-p", "no:cacheprovider", "test_starter.py", folder=self.work)

    def panel(self) -> None:
        """`check` in a notebook, from the cell's start until its panel has left the kernel."""
        self.cell(f"check({EXERCISE!r})")

    def cell(self, code: str) -> None:
        """Run a cell in a kernel that works beside the learner's file."""
        from jupyter_client.manager import start_new_kernel

        from kindling.gate.notebook import run_cell

        if self.kernel is None:
            self.kernel = start_new_kernel(kernel_name="python3", cwd=str(self.work))
            self.cell("from kindling.notebook import check\nimport ipywidgets")
        if failure := run_cell(code, *self.kernel, seconds=120).failure:
            raise SystemExit(f"{code}: {failure}")

    def end_kernel(self) -> None:
        """End the kernel, if one was started."""
        if self.kernel is not None:
            manager, client = self.kernel
            client.stop_channels()
            manager.shutdown_kernel(now=True)

    def import_torch(self) -> None:
        """Python, and torch imported."""
        run("-c", "import torch")


class Watching:
    """`kindling watch` in a terminal, and what it shows."""

    def __init__(self) -> None:
        self._terminal, end = pty.openpty()
        command = [sys.executable, "-m", "kindling", "watch", WORKSHOP, EXERCISE]
        self._process = subprocess.Popen(
            command, stdin=end, stdout=end, stderr=end, env={**os.environ, "TERM": "xterm-256color"}
        )
        os.close(end)
        self._wait("passed", EXERCISE)

    def save(self, path: Path) -> None:
        """Save the file, and wait for the verdict on what was saved, which comes after "Checking"."""
        while select.select([self._terminal], [], [], 0)[0]:
            os.read(self._terminal, 1 << 16)  # what was shown before
        path.write_text(path.read_text() + "\n")
        self._wait("Checking", "passed")

    def end(self) -> None:
        """Quit."""
        os.write(self._terminal, b"q")
        self._process.wait(20)

    def _wait(self, *wanted: str) -> None:
        """Read what is shown until all of these have come, one after the other."""
        text = ""
        while not in_order(text, wanted):
            text += os.read(self._terminal, 1 << 16).decode("utf-8", "replace")


def in_order(text: str, wanted: tuple[str, ...]) -> bool:
    """Whether the words stand in a text, each after the one before it."""
    place = 0
    for each in wanted:
        place = text.find(each, place)
        if place < 0:
            return False
    return True


def notebook(cell: str) -> dict[str, object]:
    """A notebook of one cell, as JSON data."""
    code = {
        "cell_type": "code",
        "id": "a",
        "metadata": {},
        "source": cell,
        "outputs": [],
        "execution_count": None,
    }
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return {"cells": [code], "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}


def idle_memory() -> tuple[int, int]:
    """The memory of the idle engine in MiB and its processes; shared pages count in part (PSS)."""
    from kindling.engine.places import socket_path

    (server,) = [
        each
        for each in psutil.process_iter(["cmdline", "ppid"])
        if str(socket_path()) in (each.info["cmdline"] or []) and each.info["ppid"] == 1
    ]
    family = [server, *server.children(recursive=True)]
    return sum(each.memory_full_info().pss for each in family) >> 20, len(family)


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--grader", action="store_true", help="otter-grader as well; needs uv and a network")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="kindling-bench-") as name:
        folder = Path(name)
        os.environ.update(
            KINDLING_ROOT=name, KINDLING_RUNTIME=str(folder / "run"), KINDLING_CACHE=str(folder / "cache")
        )
        bench = Bench(folder)
        if arguments.grader:
            bench.install_grader(folder / "otter")
        first = seconds(bench.command)
        times = measure(bench, arguments.rounds, slow_ways(bench, grader=arguments.grader))
        if bench.watching:
            bench.watching.end()
        bench.end_kernel()
        time.sleep(5)  # the engine comes to rest
        memory = idle_memory()
        from kindling.engine import stop

        stop()
    report(first, times)
    print(f"the idle engine: {memory[0]} MiB in {memory[1]} processes (PSS)")


def slow_ways(bench: Bench, *, grader: bool) -> list[Callable[[], None]]:
    """What is measured once a round, each in a fresh process."""
    ways = [bench.import_torch, bench.pytest, bench.notebook_run, bench.cold_command]
    return [*ways, bench.grader] if grader else ways


def measure(bench: Bench, rounds: int, slow: list[Callable[[], None]]) -> dict[str, list[float]]:
    """Every way in turn, round by round; the warm engine and the watch ten times a round."""
    fast = [bench.warm] * 10 + [bench.save_in_watch] * 10 + [bench.panel] * 10 + [bench.command] * 3
    times: dict[str, list[float]] = {}
    for number in range(rounds):
        for act in slow:
            times.setdefault(act.__name__, []).append(seconds(act))
        time.sleep(8)  # the engine finishes its own start
        if not number:
            bench.save_in_watch()  # the watch itself starts
            bench.panel()  # and so does the kernel
        for act in fast:
            times.setdefault(act.__name__, []).append(seconds(act))
            time.sleep(0.2)  # as even a quick hand leaves
    return times


def report(first: float, times: dict[str, list[float]]) -> None:
    """Print medians, the 95th percentile, and the ratios that matter."""
    median = {name: statistics.median(each) for name, each in times.items()}
    print(f"{WORKSHOP}, {EXERCISE}; the very first check, with nothing kept: {first:.2f} s")
    for name, each in times.items():
        worst = statistics.quantiles(each, n=20)[-1] if len(each) > 1 else each[0]
        words = (getattr(Bench, name).__doc__ or name).rstrip(".")
        print(f"{median[name]:8.3f} s median  {worst:8.3f} s 95th percentile  {len(each):3d} runs  {words}")
    for slow in [name for name in ("pytest", "notebook_run", "grader") if name in median]:
        print(f"{slow} / save in watch: {median[slow] / median['save_in_watch']:.1f} times")
    print(
        f"cold `kindling check` / import torch: {median['cold_command'] / median['import_torch']:.2f} times"
    )


if __name__ == "__main__":
    main()
