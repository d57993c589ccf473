"""One request to the engine for several exercises of a file, whose verdicts are taken as they are wanted."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from pathlib import Path

from kindling.course.model import Workshop
from kindling.learner import checking
from kindling.learner.choosing import Choice
from kindling.learner.work import Work
from kindling.verdicts import Verdict


class Asking:
    """The verdicts on a learner's file, as they come.

    Args:
        work: the learner's folder.
        workshop: whose exercises.
        answer: the file.
        exercises: those whose verdicts will be wanted.

    Raises:
        OSError: the file can't be read.
    """

    def __init__(self, work: Work, workshop: Workshop, answer: Path, exercises: Sequence[str]) -> None:
        self._work = work
        self._answer = answer
        self._opened = answer.read_bytes()
        choice = Choice(workshop, tuple(exercises))
        self._stream = checking.verdicts(choice, answer, checking.engine_check())
        self._told: dict[str, Verdict] = {}
        self._trouble: Exception | None = None

    def verdict(self, exercise: str) -> Verdict:
        """The verdict on one of the exercises; waits for it.

        Raises:
            EngineError: the engine can't be started, or broke off, now or at an earlier exercise.
            AuthoringError: the workshop's own files are at fault.
        """
        while exercise not in self._told:
            if self._trouble:
                raise self._trouble
            try:
                told = next(self._stream)
            except Exception as error:
                self._trouble = error
                raise
            self._told[told.exercise] = told
        return self._told[exercise]

    def end(self) -> None:
        """Ask for no more, and keep what was told in the learner's progress."""
        if isinstance(self._stream, Generator):
            self._stream.close()
        checking.keep(self._work, list(self._told.values()), self._answer, self._opened)
