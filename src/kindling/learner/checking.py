"""Checking the learner's work: verdicts are passed on as they come, and kept."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from kindling import course
from kindling.course.model import Workshop
from kindling.learner import progress
from kindling.learner.choosing import Choice
from kindling.learner.progress import Finish, Progress
from kindling.learner.work import LearnerError, Work
from kindling.verdicts import Status, Verdict

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


def keep(work: Work, told: Sequence[Verdict], answer: Path, opened: bytes | None = None) -> Progress:
    """Write how the exercises of a workshop stand into the progress, if the answer is the learner's own copy.

    Args:
        work: the learner's folder.
        told: the verdicts of one check.
        answer: the file that was checked.
        opened: what it held when the check began. Where every exercise of the workshop passed and the file
            still holds the same, the workshop is finished.

    Returns:
        The progress as it stands now.
    """
    if not told or answer.resolve() != work.starter(told[0].workshop).resolve():
        return progress.load(work)
    return progress.record(work, told, _finish(work, told, answer, opened))


def _finish(work: Work, told: Sequence[Verdict], answer: Path, opened: bytes | None) -> Finish | None:
    if opened is None or any(each.status is not Status.PASSED for each in told):
        return None
    names = [each.name for each in course.find(work.root, told[0].workshop).exercises]
    whole = {each.exercise for each in told} >= set(names)
    return Finish.of(names, opened) if whole and _content(answer) == opened else None


def _content(answer: Path) -> bytes | None:
    try:
        return answer.read_bytes()
    except OSError:  # it was moved or closed off while it was checked
        return None
