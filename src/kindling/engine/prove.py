"""Runs an exercise's known answers and says of each whether the checks see it for what it is."""

from __future__ import annotations

from collections.abc import Iterator

from kindling.course.model import Exercise, Workshop
from kindling.engine.observer import Observer
from kindling.engine.requests import Proof
from kindling.judging.diagnosis import Symptoms, same_symptoms, symptoms
from kindling.judging.verdict import Case, judge
from kindling.marks import KnownAnswer
from kindling.observations import Ended, Raised, Sighting
from kindling.verdicts import Status, Verdict


def prove(observer: Observer, workshop: Workshop, name: str) -> Iterator[Proof]:
    """How the solution and every known answer of an exercise fare.

    Each is run afresh, also where its sighting is kept, so that one that changes from run to run shows.
    """
    exercise = workshop.exercise(name)
    known = observer.answers(name)
    observer.ask_known(name, None)
    for index, _ in known:
        observer.ask_known(name, index)
    observer.ask(name, workshop.solution, again=True)
    expected = observer.sight_known(name, None)
    fresh = observer.sight(name, workshop.solution, again=True)
    yield _solution(observer, workshop, exercise, expected, fresh)
    seen = [(each, observer.sight_known(name, index)) for index, each in known]
    wrong = [(each, sighting) for each, sighting in seen if each.wrong]
    shown = {each.name: symptoms(observer.probes(name), expected, sighting) for each, sighting in wrong}
    for each, sighting in seen:
        yield _known(observer, workshop, exercise, (each, sighting, expected), wrong, shown)


def _case(
    observer: Observer,
    workshop: Workshop,
    exercise: Exercise,
    expected: Sighting,
    came: Sighting,
    wrong: list[tuple[KnownAnswer, Sighting]],
) -> Case:
    path = str(workshop.solution if not wrong else workshop.answers)
    verdict = Verdict(workshop.name, exercise.name, Status.NOT_CHECKED, "", path=path)
    return Case(verdict, observer.probes(exercise.name), expected, came, lambda: wrong, exercise.note)


def _solution(
    observer: Observer, workshop: Workshop, exercise: Exercise, expected: Sighting, fresh: Sighting
) -> Proof:
    verdict = judge(_case(observer, workshop, exercise, expected, fresh, []))
    problems = []
    if verdict.status is not Status.PASSED:
        problems.append(f"the solution does not pass its own probes: {verdict.sentence}")
    for seen in fresh.observations:
        if isinstance(seen.value, (Raised, Ended)):
            problems.append(f"probe {seen.probe} does not come to its end on the solution: {seen.value}")
        problems += [f"probe {seen.probe}: the solution left {each}" for each in seen.side_effects]
        problems += [f"probe {seen.probe}: the solution tried to {each}" for each in seen.forbidden]
        problems += [f"probe {seen.probe}: a warning: {each.message} (line {each.line})" for each in seen.warnings]
    problems += [f"the top level of the file raised {each.type}: {each.message}" for each in fresh.load_errors]
    return Proof(exercise.name, "solution", "", exercise.line, verdict, problems=tuple(problems))


def _known(
    observer: Observer,
    workshop: Workshop,
    exercise: Exercise,
    answer: tuple[KnownAnswer, Sighting, Sighting],
    wrong: list[tuple[KnownAnswer, Sighting]],
    shown: dict[str, Symptoms],
) -> Proof:
    known, sighting, expected = answer
    probes = observer.probes(exercise.name)
    verdict = judge(_case(observer, workshop, exercise, expected, sighting, wrong))
    mine = symptoms(probes, expected, sighting)
    twins = tuple(
        name
        for name, theirs in shown.items()
        if known.wrong and name != known.name and mine and same_symptoms(probes, mine, theirs)
    )
    kind = "misconception" if known.wrong else "alternative"
    problems = tuple(_problems(known, verdict, twins))
    return Proof(exercise.name, kind, known.name, known.line, verdict, tuple(mine), twins, problems)


def _problems(known: KnownAnswer, verdict: Verdict, twins: tuple[str, ...]) -> Iterator[str]:
    if not known.wrong:
        if verdict.status is not Status.PASSED:
            yield f"the alternative '{known.name}' is right but does not pass: {verdict.sentence}"
        return
    if verdict.status is Status.PASSED:
        yield f"the misconception '{known.name}' is not caught: no probe of {known.exercise} sees it"
        return
    for twin in twins:
        yield f"the misconceptions '{known.name}' and '{twin}' show the same symptoms: merge them, or add a probe"
    names = [each.name for each in verdict.diagnoses]
    if names != [known.name] and not twins:
        told = " and ".join(f"'{each}'" for each in names) or "no name at all"
        yield f"the misconception '{known.name}' is caught under {told}"
