"""The course as a journey: which workshops are done, begun, and next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any

from kindling.course.model import Workshop
from kindling.learner.progress import Progress


class State(StrEnum):
    """How a workshop stands."""

    DONE = "done"
    BEGUN = "begun"
    NEXT = "next"
    AHEAD = "ahead"


class Remark(StrEnum):
    """What is to be known of a workshop beside its state."""

    NONE = ""
    CHANGED = "changed since its last whole check"
    GONE = "its starter.py is not in work/ any more"
    GROWN = "has exercises that it had not when you finished it"
    APART = "every exercise passes; one check of the whole file is still to come"


@dataclass(frozen=True)
class Stop:
    """One workshop on the way.

    Attributes:
        workshop: its name.
        title: its title.
        state: how it stands; done only after one check of the whole file in which every exercise passed.
        passed: how many of its exercises passed at their last check.
        exercises: how many it has.
        next_exercise: the first exercise that did not pass; empty where all did.
        remark: what else is to be known.
    """

    workshop: str
    title: str
    state: State
    passed: int
    exercises: int
    next_exercise: str = ""
    remark: Remark = Remark.NONE

    def to_json(self) -> dict[str, Any]:
        """The stop as plain JSON data."""
        return asdict(self)


def journey(workshops: Sequence[Workshop], progress: Progress, started: Mapping[str, bytes]) -> list[Stop]:
    """Every workshop with how it stands; "next" is the first one after those begun or done.

    Args:
        workshops: the course.
        progress: what checks said.
        started: what the learner's starters hold, by workshop.
    """
    stops = [_stop(each, progress, started.get(each.name)) for each in workshops]
    known = [index for index, stop in enumerate(stops) if stop.state is not State.AHEAD]
    following = known[-1] + 1 if known else 0
    return [
        replace(stop, state=State.NEXT) if index == following else stop for index, stop in enumerate(stops)
    ]


def _stop(workshop: Workshop, progress: Progress, content: bytes | None) -> Stop:
    left = [each.name for each in workshop.exercises if not progress.passed(workshop.name, each.name)]
    total = len(workshop.exercises)
    state, remark = _standing(workshop, progress, content, complete=bool(total) and not left)
    passed = total - len(left)
    return Stop(workshop.name, workshop.title, state, passed, total, left[0] if left else "", remark)


def _standing(
    workshop: Workshop, progress: Progress, content: bytes | None, *, complete: bool
) -> tuple[State, Remark]:
    finish = progress.finished(workshop.name)
    grown = finish is not None and not {each.name for each in workshop.exercises} <= set(finish.exercises)
    if complete and finish and not grown:
        if content is None:
            return State.DONE, Remark.GONE
        return State.DONE, Remark.NONE if finish.by(content) else Remark.CHANGED
    if content is None:
        touched = progress.touched(workshop.name)
        return (State.BEGUN, Remark.GONE) if touched else (State.AHEAD, Remark.NONE)
    return State.BEGUN, Remark.GROWN if grown else Remark.APART if complete else Remark.NONE
