"""The course as a journey: which workshops are done, begun, and next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
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


@dataclass(frozen=True)
class Stop:
    """One workshop on the way.

    Attributes:
        workshop: its name.
        title: its title.
        state: how it stands.
        passed: how many of its exercises passed at their last check.
        exercises: how many it has.
    """

    workshop: str
    title: str
    state: State
    passed: int
    exercises: int

    def to_json(self) -> dict[str, Any]:
        """The stop as plain JSON data."""
        return asdict(self)


def journey(workshops: Sequence[Workshop], progress: Progress, started: Sequence[str]) -> list[Stop]:
    """Every workshop with how it stands; "next" is the first one after those begun or done."""
    stops = [_stop(each, progress, each.name in started) for each in workshops]
    known = [index for index, stop in enumerate(stops) if stop.state is not State.AHEAD]
    following = known[-1] + 1 if known else 0
    return [
        Stop(**{**vars(stop), "state": State.NEXT}) if index == following else stop
        for index, stop in enumerate(stops)
    ]


def _stop(workshop: Workshop, progress: Progress, started: bool) -> Stop:
    passed = sum(progress.passed(workshop.name, each.name) for each in workshop.exercises)
    total = len(workshop.exercises)
    if total and passed == total:
        state = State.DONE
    else:
        state = State.BEGUN if started or progress.touched(workshop.name) else State.AHEAD
    return Stop(workshop.name, workshop.title, state, passed, total)
