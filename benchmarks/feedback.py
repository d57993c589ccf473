"""How long a learner waits for a verdict, beside other ways to check: `python benchmarks/feedback.py`.

Everything is measured in turn in one run, so that a busy machine slows all of it alike; medians are quoted,
and ratios of medians are what to compare between machines. Nothing here passes or fails.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WORKSHOP, EXERCISE = "w1d2_tensors", "flatten_batch"
PYTEST = """
import torch
from starter import flatten_batch

def test_flatten_batch():
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

    def pytest(self) -> None:
        """A cold pytest of one equivalent assertion."""
        run("-m", "pytest", "-q", "-p", "no:cacheprovider", "test_starter.py", folder=self.work)

    def import_torch(self) -> None:
        """Python, and torch imported."""
        run("-c", "import torch")


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory(prefix="kindling-bench-") as name:
        folder = Path(name)
        os.environ.update(
            KINDLING_ROOT=name, KINDLING_RUNTIME=str(folder / "run"), KINDLING_CACHE=str(folder / "cache")
        )
        bench = Bench(folder)
        first = seconds(bench.command)
        times = measure(bench, rounds)
        from kindling.engine import stop

        stop()
    report(first, times)


def measure(bench: Bench, rounds: int) -> dict[str, list[float]]:
    """Every way in turn, round by round; the warm engine ten times a round."""
    times: dict[str, list[float]] = {}
    for _ in range(rounds):
        for act in (bench.import_torch, bench.pytest, bench.cold_command):
            times.setdefault(act.__name__, []).append(seconds(act))
        time.sleep(8)  # the engine finishes its own start
        for act in [bench.warm] * 10 + [bench.command] * 3:
            times.setdefault(act.__name__, []).append(seconds(act))
    return times


def report(first: float, times: dict[str, list[float]]) -> None:
    """Print medians, the 95th percentile, and the ratios that matter."""
    median = {name: statistics.median(each) for name, each in times.items()}
    print(f"{WORKSHOP}, {EXERCISE}; the very first check, with nothing kept: {first:.2f} s")
    for name, each in times.items():
        worst = statistics.quantiles(each, n=20)[-1]
        words = (getattr(Bench, name).__doc__ or name).rstrip(".")
        print(f"{median[name]:8.3f} s median  {worst:8.3f} s 95th percentile  {len(each):3d} runs  {words}")
    print(f"pytest / warm engine: {median['pytest'] / median['warm']:.1f} times")
    print(
        f"cold `kindling check` / import torch: {median['cold_command'] / median['import_torch']:.2f} times"
    )


if __name__ == "__main__":
    main()
