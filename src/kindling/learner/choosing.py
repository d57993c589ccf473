"""Which workshop and which exercises a command means."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kindling import course
from kindling.course.model import Exercise, Workshop
from kindling.learner import progress
from kindling.learner.journey import State, Stop
from kindling.learner.journey import journey as journey_of
from kindling.learner.progress import Progress
from kindling.learner.work import LearnerError, Work


@dataclass(frozen=True)
class Choice:
    """A workshop, and exercises of it by name; none named means all."""

    workshop: Workshop
    exercises: tuple[str, ...] = ()


def choose(work: Work, names: Sequence[str]) -> Choice:
    """Read `[workshop] [exercise ...]`, where the workshop may be left out.

    Without a workshop it is the one that was started last; an exercise that this one lacks is
    looked for in the other started ones.

    Raises:
        LearnerError: a name is unknown, or nothing was started yet.
        CourseError: a workshop's name is unknown.
    """
    if names and re.match(r"w\d", Path(names[0]).name):
        return _within(course.find(work.root, names[0]), names[1:])
    current = started_last(work)
    if all(name in _names(current) for name in names):
        return Choice(current, tuple(names))
    others = [course.find(work.root, name) for name in _known(work) if name != current.name]
    fitting = [each for each in others if all(name in _names(each) for name in names)]
    return Choice(fitting[0], tuple(names)) if len(fitting) == 1 else _within(current, names)


def started_last(work: Work) -> Workshop:
    """The workshop that was started last.

    Raises:
        LearnerError: none was.
    """
    known = _known(work)
    last = progress.load(work).last
    if last in known:
        return course.find(work.root, str(last))
    if known:
        return course.find(work.root, known[0])
    first = next((folder.name for folder in course.folders(work.root)), "w1d1")
    raise LearnerError(f"No workshop is started yet. Begin with: kindling start {first}")


def first_unfinished(work: Work, choice: Choice) -> Exercise | None:
    """The chosen exercise, or the first of the workshop that did not pass; None if all did."""
    if choice.exercises:
        return choice.workshop.exercise(choice.exercises[0])
    record = progress.load(work)
    left = [each for each in choice.workshop.exercises if not record.passed(choice.workshop.name, each.name)]
    return left[0] if left else None


def journey(work: Work, record: Progress) -> list[Stop]:
    """Every workshop of the course with how it stands."""
    started = {name: work.starter(name).read_bytes() for name in work.started()}
    return journey_of(course.workshops(work.root), record, started)


def standing(work: Work, workshop: Workshop, record: Progress) -> Stop:
    """How one workshop stands."""
    starter = work.starter(workshop.name)
    content = {workshop.name: starter.read_bytes()} if starter.is_file() else {}
    return journey_of([workshop], record, content)[0]


def upcoming(work: Work) -> str:
    """The name of the workshop to start next.

    Raises:
        LearnerError: there is none left.
    """
    for stop in journey(work, progress.load(work)):
        if stop.state is State.NEXT:
            return stop.workshop
    raise LearnerError("Every workshop is started. Go on with: kindling check")


def after(work: Work, workshop: Workshop) -> str | None:
    """The command that begins the workshop after this one; None after the last."""
    names = [folder.name for folder in course.folders(work.root)]
    following = names[names.index(workshop.name) + 1 :]
    return f"kindling start {following[0]}" if following else None


def _within(workshop: Workshop, names: Sequence[str]) -> Choice:
    known = _names(workshop)
    for name in names:
        if name not in known:
            close = difflib.get_close_matches(name, known, n=1)
            hint = f"Did you mean {close[0]}?" if close else f"It has: {', '.join(known)}."
            raise LearnerError(f"{workshop.name} has no exercise {name!r}. {hint}")
    return Choice(workshop, tuple(names))


def _names(workshop: Workshop) -> list[str]:
    return [each.name for each in workshop.exercises]


def _known(work: Work) -> list[str]:
    """The started workshops that the course still has."""
    return [name for name in work.started() if (work.root / "workshops" / name).is_dir()]
