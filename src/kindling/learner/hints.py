"""The hint ladder and the solution: help that comes rung by rung, and is remembered."""

from __future__ import annotations

from dataclasses import dataclass

from kindling.course.model import Exercise, Workshop
from kindling.learner import progress
from kindling.learner.definitions import definition, name_in
from kindling.learner.work import Work


@dataclass(frozen=True)
class Ladder:
    """The hints of one exercise that the learner has by now.

    Attributes:
        exercise: its name.
        given: the hints so far, gentlest first.
        total: how many there are.
        climbed: whether the last of `given` is new; False where all were given before.
    """

    exercise: str
    given: tuple[str, ...]
    total: int
    climbed: bool


@dataclass(frozen=True)
class Beside:
    """A solution beside the learner's own definition.

    Attributes:
        exercise: its name.
        yours: the learner's definition; None where the file has none.
        solution: the definition in `solution.py`.
    """

    exercise: str
    yours: str | None
    solution: str


def next_hint(work: Work, workshop: Workshop, exercise: Exercise) -> Ladder:
    """Give the next rung of an exercise's ladder, and remember that it was given."""
    total = len(exercise.hints)
    with progress.changing(work) as record:
        before = record.hints(workshop.name, exercise.name)
        given = min(before + 1, total)
        record.exercise(workshop.name, exercise.name)["hints"] = max(given, before)
    return Ladder(exercise.name, exercise.hints[:given], total, climbed=before < total)


def given(work: Work, workshop: Workshop, exercise: Exercise) -> Ladder:
    """The rungs that were given already, and no other."""
    before = min(progress.load(work).hints(workshop.name, exercise.name), len(exercise.hints))
    return Ladder(exercise.name, exercise.hints[:before], len(exercise.hints), climbed=True)


def solution(work: Work, workshop: Workshop, exercise: Exercise) -> Beside | None:
    """The solution, if the exercise passed or this is the second time of asking; else None."""
    with progress.changing(work) as record:
        known = record.passed(workshop.name, exercise.name) or record.asked(workshop.name, exercise.name)
        if not known:
            record.exercise(workshop.name, exercise.name)["asked_for_solution"] = True
            return None
    path = work.starter(workshop.name)
    text = path.read_bytes().decode("utf-8", "replace") if path.exists() else ""
    return Beside(exercise.name, definition(text, name_in(text, exercise)), exercise.code)
