"""The watch without a terminal: plain lines, as VS Code's task and a pipe get them."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from .tmux import SOURCE, STARTER, start_workshop, until, write

ROOT = SOURCE.parent
KINDLING = [sys.executable, "-m", "kindling"]
WRITTEN = "return x + x"


class Piped:
    """A watch whose lines go to a file and whose keys come from a pipe, or from nowhere."""

    def __init__(self, course: Path, shown: Path, *, keys: bool) -> None:
        start_workshop(course)
        self.starter = course / STARTER
        self._shown = shown
        variables = {**os.environ, "KINDLING_ROOT": str(course), "PYTHONPATH": str(SOURCE)}
        with shown.open("w") as out:
            self.process = subprocess.Popen(
                [*KINDLING, "watch", "--plain"], env=variables, stdout=out, stderr=out, text=True,
                stdin=subprocess.PIPE if keys else subprocess.DEVNULL,
            )  # fmt: skip

    def text(self) -> str:
        """All that was shown so far."""
        return self._shown.read_text()

    def wait(self, wanted: str, count: int = 1) -> None:
        """Wait until this was shown so often."""
        until(lambda: self.text().count(wanted) >= count, self.text)

    def press(self, line: str) -> None:
        """Send a line."""
        assert self.process.stdin
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()


@pytest.fixture
def watches(small_course: Path, tmp_path: Path) -> Iterator:
    """Starts a watch; it is ended afterwards."""
    started: list[Piped] = []

    def start(*, keys: bool) -> Piped:
        started.append(Piped(small_course, tmp_path / "shown.txt", keys=keys))
        return started[-1]

    yield start
    for each in started:
        each.process.kill()
        each.process.wait()


def test_without_keys_every_save_is_checked_and_the_one_after_a_pass_goes_on(watches):
    watch = watches(keys=False)
    watch.wait("Waiting until")
    assert "not written yet  double" in watch.text()
    write(watch.starter, "double", "return x * x")
    watch.wait("Waiting until", 2)
    assert "double: This multiplies x by itself" in watch.text()
    write(watch.starter, "double", WRITTEN)
    watch.wait("Waiting until", 3)
    assert "passed  double" in watch.text()
    assert "That save goes on to the next exercise." in watch.text()
    write(watch.starter, "double", "return 2 * x")
    watch.wait("not written yet  row_means")
    watch.process.send_signal(signal.SIGINT)
    assert watch.process.wait(20) == 2
    assert "Your files are as they were" in watch.text()
    assert "Traceback" not in watch.text()
    assert "\x1b" not in watch.text()


def test_keys_come_as_lines(watches):
    watch = watches(keys=True)
    watch.wait("Waiting until")
    watch.press("hint")
    watch.wait("hint 1 of 2")
    watch.press("l")
    watch.wait("○ not checked      row_means")
    watch.press("l")
    watch.wait("○ not checked      row_means", 2)
    for count in (1, 2):
        watch.press("wrong")
        watch.wait("This key does nothing here.", count)
    watch.press("row_means")
    watch.wait("not written yet  row_means")
    watch.press("l")
    watch.press("a")
    watch.wait("0 of 3 exercises pass. n goes to the next that does not.")
    watch.press("?")
    watch.wait("quit; so does Ctrl-C")
    watch.process.stdin.write("q")  # the last line of a pipe may lack its end
    watch.process.stdin.close()
    assert watch.process.wait(20) == 1
    assert "The watch has ended. 0 of 3 exercises of w9d9_small pass." in watch.text()


def test_the_task_in_vs_code_knows_when_a_check_begins_and_ends(watches):
    """The Problems panel is emptied at the first line, and filled once the last has come."""
    tasks = json.loads((ROOT / ".vscode" / "tasks.json").read_text())["tasks"]
    matcher = next(each for each in tasks if "watch" in each["args"])["problemMatcher"][0]
    begins, ends = (
        re.compile(matcher["background"][key], re.MULTILINE) for key in ("beginsPattern", "endsPattern")
    )
    problem = re.compile(matcher["pattern"]["regexp"], re.MULTILINE)
    watch = watches(keys=False)
    until(lambda: bool(ends.search(watch.text())), watch.text)
    write(watch.starter, "double", "return x * x")
    until(lambda: len(ends.findall(watch.text())) == 2, watch.text)
    text = watch.text()
    assert len(begins.findall(text)) == 2
    last = text[[each.start() for each in begins.finditer(text)][-1] :]
    (found,) = problem.findall(last[: ends.search(last).start()])
    assert found[0] == STARTER
    assert "multiplies x by itself" in found[2]


def test_signals_from_outside_end_it_with_their_own_code(watches):
    watch = watches(keys=False)
    watch.wait("Checking")
    watch.process.terminate()
    assert watch.process.wait(20) == 128 + signal.SIGTERM
    assert "Traceback" not in watch.text()


def test_without_a_started_workshop_it_is_one_sentence(small_course):
    variables = {**os.environ, "KINDLING_ROOT": str(small_course), "PYTHONPATH": str(SOURCE)}
    done = subprocess.run([*KINDLING, "watch"], env=variables, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "kindling start" in done.stderr


def test_its_help_names_the_keys():
    variables = {**os.environ, "PYTHONPATH": str(SOURCE)}
    done = subprocess.run(
        [*KINDLING, "watch", "--help"], env=variables, capture_output=True, text=True, check=True
    )
    assert "n next exercise, h hint, s solution" in " ".join(done.stdout.split())
