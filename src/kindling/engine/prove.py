"""Runs an exercise's known answers and says of each whether the checks see it for what it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from kindling.course.model import Exercise, Workshop
from kindling.engine.observer import Observer
from kindling.engine.requests import Proof
from kindling.judging.diagnosis import Symptoms, same_symptoms, symptoms
from kindling.judging.verdict import Case, judge
from kindling.marks import KnownAnswer, Probe
from kindling.observations import Ended, Observation, Raised, Sighting
from kindling.verdicts import Status, Verdict


def prove(observer: Observer, workshop: Workshop, name: str) -> Iterator[Proof]:
    """How the solution and every known answer of an exercise fare.

    The solution runs twice, so that one that changes from run to run is noticed.
    """
    exercise = workshop.exercise(name)
    known = observer.answers(name)
    observer.ask_known(name, None)
    for index, _ in known:
        observer.ask_known(name, index)
    observer.ask(name, workshop.solution, again=True)
    seen = [(each, observer.sight_known(name, index)) for index, each in known]
    lineup = Lineup(
        workshop, exercise, tuple(observer.probes(name)), observer.sight_known(name, None), tuple(seen)
    )
    yield lineup.solution(observer.sight(name, workshop.solution, again=True))
    for each, sighting in seen:
        yield lineup.known(each, sighting)


@dataclass(frozen=True)
class Lineup:
    """All known answers of one exercise with what was seen of them.

    Attributes:
        workshop: whose exercise.
        exercise: which.
        probes: its probes.
        expected: what the solution showed.
        seen: the alternatives and misconceptions with what they showed.
    """

    workshop: Workshop
    exercise: Exercise
    probes: tuple[Probe, ...]
    expected: Sighting
    seen: tuple[tuple[KnownAnswer, Sighting], ...]

    @property
    def wrong(self) -> list[tuple[KnownAnswer, Sighting]]:
        """The misconceptions."""
        return [each for each in self.seen if each[0].wrong]

    @cached_property
    def symptoms(self) -> dict[str, Symptoms]:
        """The symptoms of each misconception, by its name."""
        return {known.name: symptoms(self.probes, self.expected, sighting) for known, sighting in self.wrong}

    def solution(self, again: Sighting) -> Proof:
        """How a second run of the solution fares against the first."""
        verdict = self._verdict(str(self.workshop.solution), again)
        problems = [problem for seen in again.observations for problem in _solution_problems(seen)]
        problems += [f"the top level of the file raised {e.type}: {e.message}" for e in again.load_errors]
        if verdict.status is not Status.PASSED:
            problems.insert(0, f"the solution does not pass its own probes: {verdict.sentence}")
        return Proof(
            self.exercise.name, "solution", "", self.exercise.line, verdict, problems=tuple(problems)
        )

    def known(self, known: KnownAnswer, sighting: Sighting) -> Proof:
        """How an alternative or a misconception fares."""
        verdict = self._verdict(str(self.workshop.answers), sighting)
        twins = self._twins(known)
        kind = "misconception" if known.wrong else "alternative"
        problems = tuple(_known_problems(known, verdict, twins))
        failed = tuple(symptoms(self.probes, self.expected, sighting))
        return Proof(self.exercise.name, kind, known.name, known.line, verdict, failed, twins, problems)

    def _verdict(self, path: str, came: Sighting) -> Verdict:
        empty = Verdict(self.workshop.name, self.exercise.name, Status.NOT_CHECKED, "", path=path)
        return judge(Case(empty, self.probes, self.expected, came, lambda: self.wrong, self.exercise.note))

    def _twins(self, known: KnownAnswer) -> tuple[str, ...]:
        mine = self.symptoms.get(known.name)
        if not mine:
            return ()
        others = ((name, theirs) for name, theirs in self.symptoms.items() if name != known.name)
        return tuple(name for name, theirs in others if same_symptoms(self.probes, mine, theirs))


def _solution_problems(seen: Observation) -> Iterator[str]:
    if isinstance(seen.value, (Raised, Ended)):
        yield f"probe {seen.probe} does not come to its end on the solution: {seen.value}"
    yield from (f"probe {seen.probe}: the solution left this behind: {each}" for each in seen.side_effects)
    yield from (f"probe {seen.probe}: the solution tried to {each}" for each in seen.forbidden)
    for each in seen.warnings:
        yield f"probe {seen.probe}: a warning in line {each.line}: {each.message}"


def _known_problems(known: KnownAnswer, verdict: Verdict, twins: tuple[str, ...]) -> Iterator[str]:
    if not known.wrong:
        if verdict.status is not Status.PASSED:
            yield f"the alternative '{known.name}' is right but does not pass: {verdict.sentence}"
        return
    if verdict.status is Status.PASSED:
        yield f"the misconception '{known.name}' is not caught: no probe of {known.exercise} sees it"
        return
    for twin in twins:
        yield f"'{known.name}' and '{twin}' show the same symptoms: merge them, or add a probe"
    names = [each.name for each in verdict.diagnoses]
    if names != [known.name] and not twins:
        told = " and ".join(f"'{each}'" for each in names) or "no name at all"
        yield f"the misconception '{known.name}' is caught under {told}"
