"""Runs known answers again and again, to see a verdict that changes before a learner does."""

from __future__ import annotations

import math
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kindling import engine
from kindling.course.model import Workshop
from kindling.engine import Closeup, Trial
from kindling.mutants.figures import Share
from kindling.observing.circumstances import USUAL, Circumstances
from kindling.rewrites.written import Written, written
from kindling.verdicts import Status, Verdict

OTHER_SEEDS = tuple(Circumstances(seed=seed) for seed in range(1, 6))
EACH_OTHER = 5
_BATCH = 20


Seen = dict[str, list[Closeup]]


@dataclass(frozen=True)
class Nearest:
    """The probe whose number came nearest to the line that it must not cross.

    Attributes:
        closeup: what it saw then.
        spread: how far its numbers lie apart, over all runs.
    """

    closeup: Closeup
    spread: float

    @property
    def times(self) -> float:
        """The way to the line, measured by how far runs lie apart: without end where they are all alike."""
        return (self.closeup.room or 0.0) / self.spread if self.spread else math.inf

    @property
    def nearness(self) -> tuple[float, float]:
        """What is smaller the nearer it is; where runs are all alike, the line itself measures the way."""
        return self.times, (self.closeup.room or 0.0) / abs(self.closeup.limit or 1.0)


@dataclass
class Repeated:
    """What came of one exercise's known answers, run again and again, each time in a process of its own.

    Attributes:
        exercise: its name.
        runs: how often its solution ran.
        others: how often one of its alternatives ran.
        wrong: how often one of its misconceptions ran.
        seeded: how often one of them all ran under another seed than the usual one.
        amiss: the verdicts that were not due, with what was run: a right answer is due to pass, a
            misconception to be caught under its own name and no other.
        same: what each probe saw of the solution under the usual seed.
        reseeded: what each saw of the solution under other seeds.
        varied: what each saw of the alternatives.
    """

    exercise: str
    runs: int = 0
    others: int = 0
    wrong: int = 0
    seeded: int = 0
    amiss: list[tuple[str, Verdict]] = field(default_factory=list)
    same: Seen = field(default_factory=lambda: defaultdict(list))
    reseeded: Seen = field(default_factory=lambda: defaultdict(list))
    varied: Seen = field(default_factory=lambda: defaultdict(list))

    @property
    def share(self) -> Share:
        """How many of all runs got the verdict that was due, of how many."""
        runs = self.runs + self.others + self.wrong + self.seeded
        return runs - len(self.amiss), runs

    @property
    def changing(self) -> list[str]:
        """The probes that did not see the same of the solution every time, to the last bit."""
        return [name for name, seen in self.same.items() if len({each.digest for each in seen}) > 1]

    @property
    def led_by_seeds(self) -> list[str]:
        """The probes that see another thing of the solution where a global generator begins elsewhere."""
        return [
            name
            for name, seen in self.reseeded.items()
            if {each.digest for each in seen} - {each.digest for each in self.same[name]}
        ]

    @property
    def nearest(self) -> Nearest | None:
        """Which probe was nearest to failing a right answer; None where none judges by numbers."""
        found = [_nearest([*self.same[name], *self.reseeded[name], *self.varied[name]]) for name in self.same]
        return min((each for each in found if each), key=lambda each: each.nearness, default=None)


def _nearest(seen: Sequence[Closeup]) -> Nearest | None:
    lines = [
        (each.room, each.value, each) for each in seen if each.room is not None and each.value is not None
    ]
    if not lines:
        return None
    values = [value for _, value, _ in lines]
    return Nearest(min(lines, key=lambda each: each[0])[2], max(values) - min(values))


def repeated(workshop: Workshop, exercise: str, times: int, seconds: float) -> Repeated:
    """The known answers of an exercise, run again and again, each in a file of its own.

    The solution runs `times` times, or as often as fits into the time, at least once; then each alternative
    and each misconception five times; then all of them once under each of five other seeds.

    Args:
        workshop: whose exercise.
        exercise: its name.
        times: how often the solution is to run.
        seconds: wall time after which no more repetitions of the solution begin.

    Raises:
        EngineError: the engine can't be started, or broke off.
    """
    found = Repeated(exercise)
    mine = [each for each in written(workshop) if each.exercise == exercise]
    solution, *alternatives = [each for each in mine if not each.wrong]
    wrong = [each for each in mine if each.wrong]
    started = time.perf_counter()
    while found.runs < times and (not found.runs or time.perf_counter() - started < seconds):
        _note(found, workshop, [solution] * min(_BATCH, times - found.runs), USUAL)
    for answers in (alternatives, wrong):
        _note(found, workshop, answers * EACH_OTHER, USUAL)
    for circumstances in OTHER_SEEDS:
        for answers in ([solution, *alternatives], wrong):
            _note(found, workshop, answers, circumstances)
    return found


def _note(
    found: Repeated, workshop: Workshop, answers: Sequence[Written], circumstances: Circumstances
) -> None:
    usual = circumstances == USUAL
    for answer, trial in zip(answers, _run(workshop, answers, circumstances), strict=True):
        if not usual:
            found.seeded += 1
        elif answer.wrong:
            found.wrong += 1
        elif answer.name:
            found.others += 1
        else:
            found.runs += 1
        if not _is_due(answer, trial.verdict):
            found.amiss.append((f"{answer}, {circumstances}", trial.verdict))
        where = found.varied if answer.name else (found.same if usual else found.reseeded)
        for each in trial.closeups:
            where[each.probe].append(each)


def _is_due(answer: Written, verdict: Verdict) -> bool:
    if answer.wrong:
        return [each.name for each in verdict.diagnoses] == [answer.name]
    return verdict.status is Status.PASSED


def _run(workshop: Workshop, answers: Sequence[Written], circumstances: Circumstances) -> Iterator[Trial]:
    with tempfile.TemporaryDirectory(prefix="kindling-repeated-") as name:
        files = []
        for number, each in enumerate(answers):
            path = Path(name, str(number), "starter.py")
            path.parent.mkdir()
            path.write_text(each.text)
            files.append((each.exercise, path))
        closely = not any(each.wrong for each in answers)
        yield from engine.try_out(workshop, files, closely=closely, circumstances=circumstances)
