"""Starting over: a fresh starter, or one fresh definition, with the old text kept."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kindling.course.model import Workshop
from kindling.learner import backups, progress
from kindling.learner.definitions import definition, name_in, replaced
from kindling.learner.work import LearnerError, Work


@dataclass(frozen=True)
class Fresh:
    """What `reset` did.

    Attributes:
        path: the learner's file.
        kept: the backup of its old text; None if there was no file.
        changed: whether the file was not fresh already.
    """

    path: Path
    kept: Path | None
    changed: bool


def reset(work: Work, workshop: Workshop, exercise: str | None = None) -> Fresh:
    """Put the starter's text, or that of one exercise, in place of the learner's.

    Raises:
        LearnerError: the workshop was not started, or the starter lacks the exercise.
        OSError: something could not be written; the learner's file is as it was.
    """
    path = work.starter(workshop.name)
    if not path.parent.is_dir():
        raise LearnerError(f"{workshop.name} is not started yet: kindling start {workshop.name}")
    with work.changing():
        old = path.read_bytes() if path.exists() else None
        fresh = workshop.starter.read_bytes()
        if exercise is not None and old is not None:
            fresh = _with_fresh(work, workshop, exercise, old)
        if old == fresh:
            return Fresh(path, None, changed=False)
        kept = backups.replace(work, path, fresh)
    names = [exercise] if exercise else [each.name for each in workshop.exercises]
    progress.forget(work, workshop.name, names)
    return Fresh(path, kept, changed=True)


def _with_fresh(work: Work, workshop: Workshop, exercise: str, old: bytes) -> bytes:
    fresh = definition(workshop.starter.read_text(encoding="utf-8"), exercise)
    if fresh is None:
        raise LearnerError(f"{work.shown(workshop.starter)} has no definition of {exercise}.")
    text = old.decode("utf-8", "surrogateescape")
    text = replaced(text, name_in(text, workshop.exercise(exercise)), fresh)
    return text.encode("utf-8", "surrogateescape")
