"""One exercise of the notebook's folder: judged as the file was last saved, with the hints given so far."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kindling import course
from kindling.course.model import Exercise, Workshop
from kindling.learner import checking, progress
from kindling.learner import hints as ladders
from kindling.learner.choosing import Choice
from kindling.learner.hints import Ladder
from kindling.learner.work import LearnerError, Work
from kindling.verdicts import Verdict


@dataclass(frozen=True)
class Desk:
    """Where a notebook works on one exercise.

    Attributes:
        work: the learner's folder of the course.
        workshop: the one that the notebook's folder is named after.
        exercise: the exercise.
        answer: the learner's file, beside the notebook.
    """

    work: Work
    workshop: Workshop
    exercise: Exercise
    answer: Path

    def verdict(self) -> tuple[Verdict, list[str]]:
        """Judge the file as it is, and keep how the exercise stands; with a remark where that fails.

        Raises:
            LearnerError: the file is missing.
            EngineError: the engine could not be reached, or gave nothing.
        """
        choice = Choice(self.workshop, (self.exercise.name,))
        verdict = next(checking.verdicts(choice, self.answer, checking.engine_check()))
        try:
            remark = progress.load(self.work).remark  # says so if the file was damaged
            checking.keep(self.work, [verdict], self.answer)
        except (LearnerError, OSError) as error:
            remark = f"Your progress was not kept: {error}"
        return verdict, [remark] if remark else []

    def hints(self) -> Ladder:
        """The hints that were given so far, here or in the terminal; none where that cannot be read."""
        try:
            return ladders.given(self.work, self.workshop, self.exercise)
        except (LearnerError, OSError):
            return Ladder(self.exercise.name, (), len(self.exercise.hints), climbed=True)

    def next_hint(self) -> Ladder:
        """One hint more, remembered as `kindling hint` remembers it."""
        return ladders.next_hint(self.work, self.workshop, self.exercise)


def desk(name: str, folder: Path) -> Desk:
    """The exercise of that name in the workshop that a folder is named after.

    Raises:
        AuthoringError: the workshop is not written as an author must write it.
        CourseError: there is no such workshop.
        LearnerError: the workshop has no such exercise.
    """
    root = course.find_root(folder)
    workshop = course.find(root, folder.name)
    names = [each.name for each in workshop.exercises]
    if name not in names:
        raise LearnerError(f"{workshop.name} has no exercise {name!r}. It has: {', '.join(names)}.")
    return Desk(Work(root), workshop, workshop.exercise(name), folder / "starter.py")
