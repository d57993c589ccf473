"""Judges many answers to one workshop in one go: what they share is read and observed once."""

from __future__ import annotations

import traceback
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from kindling.course.model import Workshop
from kindling.engine.observer import ClientGone, Observer
from kindling.engine.requests import Closeup, Trial
from kindling.judging.margins import margin
from kindling.judging.sentences import full_stop
from kindling.judging.verdict import Case, judge
from kindling.marks import AuthoringError, KnownAnswer
from kindling.observations import Ended, Raised, Sighting
from kindling.verdicts import Status, Verdict

AHEAD = 12
LEAST_SECONDS = 1.0
TIMES_THE_SOLUTION = 10.0


def try_out(
    observer: Observer,
    workshop: Workshop,
    answers: Sequence[tuple[str, str]],
    *,
    hurry: bool,
    closely: bool = False,
) -> Iterator[Trial]:
    """The verdicts on answers to single exercises, in their order; a few are always running ahead.

    Earlier exercises that an answer uses are taken as passed: the answers' files differ from the solution in
    one exercise each.

    Args:
        observer: gives the sightings.
        workshop: whose exercises.
        answers: exercise and file of each.
        hurry: whether to end a probe at ten times the solution's time, before its own limit.
        closely: whether to tell how close each probe came to being failed.
    """
    court = _Court(observer, workshop, hurry, closely)
    for i in range(min(AHEAD, len(answers))):
        court.ask(*answers[i])
    for i, (exercise, path) in enumerate(answers):
        if i + AHEAD < len(answers):
            court.ask(*answers[i + AHEAD])
        yield court.trial(exercise, path)


@dataclass
class _Court:
    """What the trials of one request share.

    Attributes:
        observer: gives the sightings.
        workshop: whose exercises.
        hurry: whether probes end at ten times the solution's time.
        closely: whether the trials tell how close each probe came to being failed.
        expected: what the solution showed, by exercise.
        wrong: the misconceptions with what they showed, by exercise.
    """

    observer: Observer
    workshop: Workshop
    hurry: bool
    closely: bool
    expected: dict[str, Sighting] = field(default_factory=dict)
    wrong: dict[str, list[tuple[KnownAnswer, Sighting]]] = field(default_factory=dict)

    def ask(self, exercise: str, path: str) -> None:
        """Have an answer run."""
        limits = self._limits(exercise) if self.hurry else ()
        self.observer.ask(exercise, Path(path), limits=limits)

    def trial(self, exercise: str, path: str) -> Trial:
        """The verdict on an answer that was asked for; what was seen of it is let go."""
        empty = Verdict(self.workshop.name, exercise, Status.NOT_CHECKED, "", path=path)
        came = self.observer.sight(exercise, Path(path))
        digests = self.observer.digests(exercise, Path(path)) if self.closely else {}
        self.observer.forget(exercise, Path(path))
        try:
            verdict = judge(self._case(empty, came))
        except (ClientGone, AuthoringError):
            raise
        except Exception as error:  # noqa: BLE001 - whatever it is, the other answers get their verdicts
            return Trial(spoiled(empty, error))
        closeups = tuple(self._closeups(exercise, came, digests))
        return Trial(verdict, *_end(verdict, came), closeups)

    def _closeups(self, exercise: str, came: Sighting, digests: Mapping[str, str]) -> Iterator[Closeup]:
        for probe in self.observer.probes(exercise) if digests else ():
            seen, wanted = came.of(probe.name), self._solution(exercise).of(probe.name)
            if seen and wanted:
                found = margin(probe.judge, wanted.value, seen.value)
                line = (found.value, found.limit) if found else (None, None)
                yield Closeup(probe.name, digests.get(probe.name, ""), *line)

    def _case(self, empty: Verdict, came: Sighting) -> Case:
        name = empty.exercise
        probes, note = self.observer.probes(name), self.workshop.exercise(name).note
        return Case(empty, probes, self._solution(name), came, lambda: self._wrong(name), note)

    def _solution(self, exercise: str) -> Sighting:
        if exercise not in self.expected:
            self.expected[exercise] = self.observer.sight_known(exercise, None)
        return self.expected[exercise]

    def _wrong(self, exercise: str) -> list[tuple[KnownAnswer, Sighting]]:
        if exercise not in self.wrong:
            self.wrong[exercise] = self.observer.sight_wrong(exercise)
        return self.wrong[exercise]

    def _limits(self, exercise: str) -> tuple[tuple[str, float], ...]:
        seen = self._solution(exercise).observations
        limits = {each.probe: max(LEAST_SECONDS, TIMES_THE_SOLUTION * each.seconds) for each in seen}
        return tuple(
            (each.name, min(each.seconds, limits.get(each.name, each.seconds)))
            for each in self.observer.probes(exercise)
        )


def spoiled(empty: Verdict, error: Exception) -> Verdict:
    """The verdict where a mistake of Kindling's own spoils it; the log tells why."""
    traceback.print_exception(error)
    failed = f"Kindling itself failed while it judged `{empty.exercise}` ({type(error).__name__})."
    return replace(empty, sentence=failed)


def _end(verdict: Verdict, came: Sighting) -> tuple[str, bool]:
    """How the first failing probe ended; where it raised, whether the verdict says more than Python said."""
    seen = came.of(verdict.evidence.probe) if verdict.evidence else None
    value = seen.value if seen else None
    if isinstance(value, Raised):
        return "raised", not verdict.sentence.endswith(full_stop(value.message))
    return (value.kind, False) if isinstance(value, Ended) else ("", False)
