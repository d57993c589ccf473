"""Whatever a learner wrote is in the work folder or in a backup, in any order of commands."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from kindling import course
from kindling.learner import backups, resetting, starting
from kindling.learner.work import LearnerError, Work

COURSE = Path(__file__).parent / "course"
EXERCISES = ("double", "quadruple", "Counter")
TEXTS = st.one_of(
    st.binary(max_size=30),
    st.sampled_from(EXERCISES).map(lambda name: f"def {name}(x):\n    return x\n\n\n# mine\n".encode()),
    st.sampled_from(EXERCISES).map(lambda name: f"x = 1\r\ndef {name}(:\r\n    oops\r\n".encode()),
)


class Learner(RuleBasedStateMachine):
    """A learner who starts, edits, resets and undoes in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.root = Path(tempfile.mkdtemp())
        shutil.copytree(COURSE / "workshops", self.root / "workshops")
        self.work = Work(self.root)
        self.small = course.find(self.root, "w1d1")
        self.file = self.work.starter(self.small.name)
        self.written: bytes | None = None
        self.replaced: list[bytes] = []

    def teardown(self) -> None:
        shutil.rmtree(self.root)

    def command(self, do) -> None:
        """Run a command; from now on the kit answers for what was in the file."""
        before = self.file.read_bytes() if self.file.exists() else None
        try:
            do()
        except LearnerError:
            assert (self.file.read_bytes() if self.file.exists() else None) == before
            return
        if before is not None and self.file.read_bytes() != before:
            self.replaced.append(before)
        self.written = self.file.read_bytes()

    @rule()
    def start(self):
        self.command(lambda: starting.start(self.work, self.small))

    @rule(text=TEXTS)
    def edit(self, text):
        if self.file.parent.exists():
            self.file.write_bytes(text)
            self.written = text

    @rule(addition=st.binary(max_size=10))
    def append(self, addition):
        if self.file.exists():
            self.edit(self.file.read_bytes() + addition)

    @rule()
    def delete(self):
        self.file.unlink(missing_ok=True)
        self.written = None

    @rule(exercise=st.sampled_from([None, *EXERCISES]))
    def reset(self, exercise):
        self.command(lambda: resetting.reset(self.work, self.small, exercise))

    @rule()
    def undo(self):
        self.command(lambda: backups.undo(self.work))

    @rule()
    def undo_twice_changes_nothing(self):
        before = self.file.read_bytes() if self.file.exists() else None
        try:
            backups.undo(self.work)
        except LearnerError:
            return
        if before is None:
            self.written = self.file.read_bytes()
            return
        backups.undo(self.work)
        assert self.file.read_bytes() == before

    @invariant()
    def the_file_is_what_was_written_last(self):
        if self.written is not None:
            assert self.file.read_bytes() == self.written

    @invariant()
    def every_replaced_text_is_in_a_backup(self):
        kept = {path.read_bytes() for path in self.work.backups.glob("*/*/starter.py")}
        assert set(self.replaced) <= kept

    @invariant()
    def nothing_half_written_is_left(self):
        assert not list(self.root.rglob("*.tmp"))


TestLearner = Learner.TestCase
TestLearner.settings = settings(max_examples=25, stateful_step_count=15)
