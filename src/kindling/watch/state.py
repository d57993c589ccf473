"""What the watch knows, what can happen to it, and what it may ask to be done: plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kindling.course.model import Workshop
from kindling.learner.hints import Beside, Ladder
from kindling.verdicts import Status, Verdict


@dataclass(frozen=True)
class AskFirst:
    """The solution was asked for once, before the exercise passes."""

    exercise: str


@dataclass(frozen=True)
class Keys:
    """The list of keys was asked for."""


@dataclass(frozen=True)
class Picking:
    """The list of exercises is open.

    Attributes:
        cursor: the marked exercise, counted from 0.
    """

    cursor: int


Aside = Ladder | Beside | AskFirst | Keys | Picking | None
"""What is shown below the verdict."""


@dataclass(frozen=True)
class State:
    """All that the watch shows.

    Attributes:
        workshop: whose exercises.
        names: the exercises that are watched, in the order of the workshop.
        place: the answer's file as the learner knows it.
        standing: how each exercise stood last; one that is missing was never checked.
        following: the command that begins the next workshop; empty after the last, and where only some
            exercises of this one are watched.
        current: the exercise that is checked at every save; empty for all of them.
        round: the number of the last check that was begun.
        wanted: the exercises that this check judges.
        checking: whether it still runs.
        told: its verdicts so far.
        trouble: why there is no verdict: a file that is gone, an engine that failed.
        aside: what is shown below.
        remark: one sentence about the last key.
        lines: whether keys come as lines, and what is shown stays: then nothing can be moved in or closed.
        keyless: whether no key can be pressed: then a save after a passed exercise goes on to the next.
    """

    workshop: Workshop
    names: tuple[str, ...]
    place: str
    standing: Mapping[str, Status] = field(default_factory=dict)
    following: str = ""
    current: str = ""
    round: int = 0
    wanted: tuple[str, ...] = ()
    checking: bool = False
    told: tuple[Verdict, ...] = ()
    trouble: str = ""
    aside: Aside = None
    remark: str = ""
    lines: bool = False
    keyless: bool = False

    def passed(self, name: str) -> bool:
        """Whether an exercise passed when it was last checked."""
        return self.standing.get(name) is Status.PASSED

    @property
    def left(self) -> tuple[str, ...]:
        """The exercises that do not pass, those after the current one first."""
        start = self.names.index(self.current) + 1 if self.current else 0
        turned = (*self.names[start:], *self.names[:start])
        return tuple(name for name in turned if not self.passed(name))


# What can happen


@dataclass(frozen=True)
class Saved:
    """The file was saved, or is gone.

    Attributes:
        trouble: why it can't be checked, as a sentence; empty where it can.
    """

    trouble: str = ""


@dataclass(frozen=True)
class Pressed:
    """A key, or a line where there are no keys: `n`, `enter`, `up`, or an exercise's name."""

    key: str


@dataclass(frozen=True)
class Told:
    """A check gave a verdict."""

    round: int
    verdict: Verdict


@dataclass(frozen=True)
class Ended:
    """A check has given all its verdicts, or broke off with a sentence."""

    round: int
    trouble: str = ""


@dataclass(frozen=True)
class Helped:
    """The help that was asked for."""

    aside: Ladder | Beside | AskFirst


@dataclass(frozen=True)
class Standing:
    """How the exercises stand by the progress file, which other commands write too."""

    standing: Mapping[str, Status]


@dataclass(frozen=True)
class Failed:
    """Something that was asked for could not be done; why, as a sentence."""

    sentence: str


Event = Saved | Pressed | Told | Ended | Helped | Standing | Failed


# What may be asked


@dataclass(frozen=True)
class Check:
    """Judge these exercises, and let go of any check that still runs."""

    round: int
    names: tuple[str, ...]


@dataclass(frozen=True)
class Abandon:
    """Let go of the check that runs."""


@dataclass(frozen=True)
class Keep:
    """Write into the progress what a check has told so far."""

    told: tuple[Verdict, ...]


@dataclass(frozen=True)
class GiveHint:
    """Give the next hint for an exercise."""

    exercise: str


@dataclass(frozen=True)
class ShowSolution:
    """Show the solution of an exercise, if it may be shown."""

    exercise: str


@dataclass(frozen=True)
class Quit:
    """End the watch."""


Effect = Check | Abandon | Keep | GiveHint | ShowSolution | Quit
Step = tuple[State, tuple[Effect, ...]]
