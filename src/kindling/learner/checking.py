"""Checking the learner's work: verdicts are passed on as they come, and kept."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from kindling.course.model import Workshop
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
    choice: Choice, answer: Path, check: Check, *, device: str = "cpu", data: str = "embedded", **more: Any
) -> Iterator[Verdict]:
    """The verdicts of an answer's file, as they come; that the file is there is seen to at once.

    Args:
        choice: the workshop, and its exercises.
        answer: the file.
        check: the engine's entrance.
        device: `cpu` or `cuda`.
        data: `embedded` or `real`.
        more: what else `check` takes.

    Raises:
        LearnerError: the file is missing.
    """
    if not answer.is_file():
        name = choice.workshop.name
        raise LearnerError(f"There is no {answer.name} of {name} yet. Begin with: kindling start {name}")
    names = choice.exercises or None
    return check(choice.workshop, answer, names, device=device, data=data, **more)


def prepare(
    workshop: Workshop, names: Sequence[str] = (), *, device: str = "cpu", data: str = "embedded"
) -> None:
    """Start the engine while the learner still reads, and let it look at what will be asked for first.

    Args:
        workshop: whose exercises.
        names: the exercises in the order in which they will be wanted; all of them where none is named.
        device: `cpu` or `cuda`.
        data: `embedded` or `real`.
    """
    from kindling import engine

    with contextlib.suppress(engine.EngineError):  # told by the check, which needs it
        engine.prepare(workshop, names, device, data)


def keep(work: Work, told: list[Verdict], answer: Path) -> None:
    """Write how exercises stand into the progress, if the answer is the learner's own copy."""
    own = [each for each in told if answer.resolve() == work.starter(each.workshop).resolve()]
    if own:
        progress.record(work, own)
