"""Start, edit, check, reset, undo and kill -9 in any order: no text is lost, and no check leaves a lie.

A hundred interleavings run by default; KINDLING_INTERLEAVINGS=1000 in the environment runs a thousand.
"""

from __future__ import annotations

import os
import re
import runpy
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import filelock  # noqa: F401 - here once, and not in every process below
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from kindling import cli, course
from kindling.learner import choosing, progress
from kindling.learner.journey import Remark, State
from kindling.learner.work import Work
from kindling.verdicts import Status

HERE = Path(__file__).parent
COURSE = HERE / "course"
FAKE_CHECK = runpy.run_path(str(HERE / "fake_engine.py"))["check"]
MEMORY = Path("/dev/shm")  # where waiting for the disk costs nothing
EXERCISES = ("double", "quadruple", "Counter")
BODIES = {
    "return 2 * x": Status.PASSED,
    "return 'wrong'": Status.FAILED,
    'raise NotImplementedError("TODO")': Status.NOT_WRITTEN,
}
ENDINGS = ("", "# mine", "def broken(:\n    oops", "\r\n# from elsewhere\r\n", "# \xff\xfe")

exercises = st.sampled_from(EXERCISES)
bodies = st.sampled_from(list(BODIES))
kills = st.one_of(
    st.none(),
    st.integers(1, 250).map(lambda lines: ("lines", lines)),
    st.integers(0, 8_000).map(lambda microseconds: ("microseconds", microseconds)),
)


class Learner(RuleBasedStateMachine):
    """A learner who does anything in any order, on a machine that may stop a command at any moment."""

    def __init__(self) -> None:
        super().__init__()
        self.root = Path(tempfile.mkdtemp(dir=MEMORY if MEMORY.is_dir() else None))
        (self.root / "workshops").symlink_to(COURSE / "workshops")
        self.work = Work(self.root)
        self.small = course.find(self.root, "w1d1")
        self.file = self.work.starter(self.small.name)
        self.replaced: set[bytes] = set()
        self.edits = 0

    def teardown(self) -> None:
        shutil.rmtree(self.root)

    # What a learner does

    @initialize(kill=kills)
    def begin(self, kill):
        self.command(kill, "start", "w1d1")
        self.command(None, "start", "w1d1")

    @rule(kill=kills)
    def start(self, kill):
        self.command(kill, "start", "w1d1")

    @rule(exercise=exercises, body=bodies)
    def write(self, exercise, body):
        self.edits += 1
        text = (self.text() or b"").decode("latin-1")
        fresh = f"def {exercise}(x):\n    # edit {self.edits}\n    {body}\n\n\n"
        found = piece(text, exercise)
        self.save((text.replace(found, fresh) if found else fresh + text).encode("latin-1"))

    @rule()
    def write_all_rightly(self):
        for exercise in EXERCISES:
            self.write(exercise, "return 2 * x")

    @rule(ending=st.sampled_from(ENDINGS))
    def write_below(self, ending):
        self.edits += 1
        self.save((self.text() or b"") + f"\n# edit {self.edits}\n{ending}\n".encode("latin-1"))

    @rule(sure=st.integers(1, 4))
    def delete(self, sure):
        if sure == 4:
            self.file.unlink(missing_ok=True)

    @rule(exercise=st.one_of(st.none(), st.none(), exercises), kill=kills)
    def check(self, exercise, kill):
        if self.text() is None:
            return
        asked = (exercise,) if exercise else EXERCISES
        true = {each: status(self.text().decode("latin-1"), each) for each in asked}
        if self.command(kill, "check", "w1d1", *filter(None, [exercise])):
            self.assert_progress_says(true)

    @rule(kill=kills)
    def hint(self, kill):
        self.command(kill, "hint", "w1d1")

    @rule(exercise=st.one_of(st.none(), exercises), body=st.one_of(st.none(), bodies), kill=kills)
    def reset(self, exercise, body, kill):
        if body:
            self.write(exercise or "double", body)
        before = self.text()
        self.command(kill, "reset", "w1d1", *(["--exercise", exercise] if exercise else []))
        if exercise and before is not None and self.text() != before:
            self.assert_only_changed(exercise, before.decode("latin-1"))

    @rule(kill=kills)
    def undo(self, kill):
        self.command(kill, "undo", whole=self.backups())

    @rule()
    def undo_twice_changes_nothing(self):
        before = self.text()
        if self.command(None, "undo", whole=self.backups()) and before is not None:
            self.command(None, "undo", whole=self.backups())
            assert self.text() == before

    # What must hold

    def assert_progress_says(self, true: dict[str, Status]) -> None:
        record = progress.load(self.work)
        stop = choosing.journey(self.work, record)[0]
        said = record.data["workshops"][self.small.name]["exercises"]
        assert {each: said[each]["status"] for each in true} == true
        if len(true) == len(EXERCISES):
            passed = [each for each in true.values() if each is Status.PASSED]
            assert stop.passed == len(passed)
            assert (stop.state is State.DONE) == (len(passed) == len(true))
            assert stop.remark is Remark.NONE
        elif stop.state is State.DONE and stop.remark is Remark.NONE:
            assert all(status(self.text().decode("latin-1"), each) is Status.PASSED for each in EXERCISES)

    def assert_only_changed(self, exercise: str, before: str) -> None:
        now = self.text().decode("latin-1")
        assert status(now, exercise) is Status.NOT_WRITTEN
        for each in EXERCISES:
            assert each == exercise or piece(now, each).strip() == piece(before, each).strip()

    @invariant()
    def every_text_that_a_command_replaced_is_in_the_file_or_in_a_backup(self):
        assert self.replaced <= {self.text(), *self.backups()}

    @invariant()
    def the_progress_can_be_read(self):
        assert progress.load(self.work).remark == ""

    # How it is done

    def save(self, text: bytes) -> None:
        self.file.parent.mkdir(parents=True, exist_ok=True)
        self.file.write_bytes(text)

    def text(self) -> bytes | None:
        return self.file.read_bytes() if self.file.exists() else None

    def backups(self) -> set[bytes]:
        return {path.read_bytes() for path in self.work.backups.glob("*/*/starter.py")}

    def command(self, kill, *arguments: str, whole: set[bytes] | None = None) -> bool:
        """Run `kindling`, perhaps to be killed; say whether it did what was asked.

        Whatever happens, the file holds what it held, or a text that is whole.
        """
        before = self.text()
        ended = run(self.root, arguments, kill)
        now = self.text()
        if now != before and before is not None:
            self.replaced.add(before)
        if "--exercise" not in arguments:
            assert now in {before, self.small.starter.read_bytes(), *(whole or ())}
        assert ended in (0, 1, 2, -signal.SIGKILL)
        if ended == 2:
            assert now == before
        return ended in (0, 1)


def piece(text: str, exercise: str) -> str:
    """The last definition of an exercise, up to the next line at the left margin."""
    found = re.findall(rf"^(?:def|class) {exercise}\b.*?(?=^\S|\Z)", text, re.MULTILINE | re.DOTALL)
    return found[-1] if found else ""


def status(text: str, exercise: str) -> Status:
    """What the stand-in for the engine must say of an exercise."""
    written = piece(text, exercise)
    words = {"NotImplementedError": Status.NOT_WRITTEN, "wrong": Status.FAILED}
    return next((words[each] for each in words if each in written), Status.PASSED)


def run(root: Path, arguments: tuple[str, ...], kill: tuple[str, int] | None) -> int:
    """The exit code of a command; negative if it ran in a process of its own that was killed."""
    if kill is None:
        return kindling(root, arguments)
    process = os.fork()
    if not process:
        try:
            if kill[0] == "lines":
                sys.settrace(killing_at(kill[1]))
            os._exit(kindling(root, arguments))
        finally:
            os._exit(70)
    if kill[0] == "microseconds":
        time.sleep(kill[1] / 1e6)
        os.kill(process, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


def kindling(root: Path, arguments: tuple[str, ...]) -> int:
    """The exit code of a command; what it says goes nowhere."""
    with pytest.MonkeyPatch.context() as patch, Path(os.devnull).open("w") as nowhere:
        patch.setenv("KINDLING_ROOT", str(root))
        patch.setattr(sys, "stdout", nowhere)
        patch.setattr(sys, "stderr", nowhere)
        return cli.main(list(arguments), check=FAKE_CHECK)


def killing_at(line: int) -> Callable[..., object]:
    """A trace function that kills this process at that line of what changes a learner's files."""
    left = line

    def trace(frame, event, _argument):
        nonlocal left
        name = frame.f_code.co_filename
        if "/kindling/learner/" not in name and not name.endswith(
            ("/kindling/files.py", "/kindling/commands.py")
        ):
            return None
        left -= event == "line"
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return trace

    return trace


TestLearner = Learner.TestCase
TestLearner.settings = settings(
    max_examples=int(os.environ.get("KINDLING_INTERLEAVINGS", "100")), stateful_step_count=12
)
