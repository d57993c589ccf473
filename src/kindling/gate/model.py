"""What the gate found, as data."""

from __future__ import annotations

from dataclasses import dataclass

from kindling.engine import Proof


@dataclass(frozen=True)
class Plan:
    """How workshops are checked.

    Attributes:
        device: `cpu` or `cuda`.
        data: `embedded` or `real`.
        lessons: whether lessons and scripts run as well.
    """

    device: str = "cpu"
    data: str = "embedded"
    lessons: bool = True


@dataclass(frozen=True)
class Fault:
    """Something that must be mended before a workshop may be given to anybody.

    Attributes:
        path: the file.
        line: the line in it, counted from 1.
        reason: one sentence.
    """

    path: str
    line: int
    reason: str


@dataclass(frozen=True)
class Tally:
    """How the known answers of one exercise fared.

    Attributes:
        exercise: its name.
        probes: how many probes it has.
        starter_refused: whether the untouched starter is told that it is not written yet.
        solution: whether the solution passes.
        alternatives: how many pass, and how many there are.
        misconceptions: how many are caught under their own name, and how many there are.
        seconds: wall time that its answers ran in all.
    """

    exercise: str
    probes: int
    starter_refused: bool
    solution: bool
    alternatives: tuple[int, int]
    misconceptions: tuple[int, int]
    seconds: float

    @property
    def sound(self) -> bool:
        """Whether everything is as it must be."""
        whole = all(good == total for good, total in (self.alternatives, self.misconceptions))
        return whole and self.solution and self.starter_refused


@dataclass(frozen=True)
class Report:
    """What the gate found in one workshop.

    Attributes:
        workshop: its name.
        tallies: one for each exercise.
        proofs: one for each known answer.
        faults: everything to mend.
        lesson_seconds: wall time of the lesson from top to bottom; None where it was not run.
        script_seconds: wall time of `python solution.py`; None where it was not run.
    """

    workshop: str
    tallies: tuple[Tally, ...] = ()
    proofs: tuple[Proof, ...] = ()
    faults: tuple[Fault, ...] = ()
    lesson_seconds: float | None = None
    script_seconds: float | None = None
