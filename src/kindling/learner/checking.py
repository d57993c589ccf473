"""Checking the learner's work: verdicts are passed on as they come, and kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from kindling.learner import progress
from kindling.learner.choosing import Choice
from kindling.learner.work import LearnerError, Work
from kindling.verdicts import Verdict

Check = Callable[..., Iterator[Verdict]]
"""The engine's entrance: (workshop, answer, exercises, device=, data=) -> verdicts as they come."""


def engine_check() -> Check:
    """The engine's entrance, imported only now because it is slow to start."""
    from kindling.engine import check

    return check


def verdicts(
    choice: Choice, answer: Path, check: Check, *, device: str = "cpu", data: str = "embedded"
) -> Iterator[Verdict]:
    """The verdicts of an answer's file, as they come; that the file is there is seen to at once.

    Raises:
        LearnerError: the file is missing.
    """
    if not answer.is_file():
        name = choice.workshop.name
        raise LearnerError(f"There is no {answer.name} of {name} yet. Begin with: kindling start {name}")
    names = choice.exercises or None
    return check(choice.workshop, answer, names, device=device, data=data)


def keep(work: Work, told: list[Verdict], answer: Path) -> None:
    """Write how exercises stand into the progress, if the answer is the learner's own copy."""
    own = [each for each in told if answer.resolve() == work.starter(each.workshop).resolve()]
    if own:
        progress.record(work, own)
