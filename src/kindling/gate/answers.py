"""Proves the checks of one workshop: starter, solution, alternatives and misconceptions."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby

from kindling import engine
from kindling.course.model import Workshop
from kindling.engine import Proof
from kindling.gate.model import Fault, Plan, Tally
from kindling.verdicts import Status, Verdict

Tell = Callable[[str], None]


def starter_verdicts(workshop: Workshop, plan: Plan) -> dict[str, Verdict]:
    """What a learner is told who has written nothing yet."""
    return {
        each.exercise: each for each in engine.check(workshop, workshop.starter, None, plan.device, plan.data)
    }


def starter_faults(workshop: Workshop, verdicts: dict[str, Verdict]) -> list[Fault]:
    """Exercises for which the untouched starter is told anything but that it is not written yet."""
    found = []
    for verdict in verdicts.values():
        if verdict.status is Status.PASSED:
            reason = f"{verdict.exercise}: the untouched starter passes, so the probes prove nothing"
        elif verdict.status is not Status.NOT_WRITTEN or verdict.remarks:
            told = " ".join([verdict.sentence, *verdict.remarks])
            reason = (
                f"{verdict.exercise}: the untouched starter should be 'not written yet', and is told: {told}"
            )
        else:
            continue
        found.append(Fault(str(workshop.starter), verdict.line, reason))
    return found


def prove(workshop: Workshop, plan: Plan, tell: Tell) -> list[Proof]:
    """How every known answer fares; says so exercise by exercise."""
    proofs: list[Proof] = []
    running = engine.prove(workshop, None, plan.device, plan.data)
    for name, group in groupby(running, lambda each: each.exercise):
        proofs += (told := list(group))
        sound = sum(not each.problems for each in told)
        tell(f"{workshop.name}: {name}, {sound} of {len(told)} known answers as they should be")
    return proofs


def proof_faults(workshop: Workshop, proofs: list[Proof]) -> list[Fault]:
    """Everything that the known answers brought to light."""
    return [
        Fault(str(workshop.solution if each.kind == "solution" else workshop.answers), each.line, problem)
        for each in proofs
        for problem in each.problems
    ]


def tallies(workshop: Workshop, verdicts: dict[str, Verdict], proofs: list[Proof]) -> list[Tally]:
    """One line of the table for each exercise."""
    return [_tally(each.name, verdicts, proofs) for each in workshop.exercises]


def _tally(name: str, verdicts: dict[str, Verdict], proofs: list[Proof]) -> Tally:
    mine = [each for each in proofs if each.exercise == name]

    def count(kind: str) -> tuple[int, int]:
        of_kind = [each for each in mine if each.kind == kind]
        return sum(not each.problems for each in of_kind), len(of_kind)

    return Tally(
        exercise=name,
        probes=max((each.verdict.probes for each in mine), default=0),
        starter_refused=name in verdicts and verdicts[name].status is Status.NOT_WRITTEN,
        solution=count("solution") == (1, 1),
        alternatives=count("alternative"),
        misconceptions=count("misconception"),
        seconds=sum(each.verdict.seconds for each in mine),
    )
