"""Threads, seeds and the order of the probes can be varied, and trials tell how close a verdict was."""

from __future__ import annotations

from pathlib import Path

from kindling import engine
from kindling.course import read
from kindling.engine import Trial
from kindling.observing.circumstances import USUAL, Circumstances

PROBES = '''
import random

import numpy as np

from kindling import at_least, at_most, equal

order = []


@probe(judge=at_least(0))
def threads(double):
    """How many threads torch works with."""
    order.append("threads")
    return torch.get_num_threads()


@probe(judge=at_most(1))
def drawn(double):
    """What the global generators give."""
    return [torch.rand(()), random.random(), np.random.rand()]


@probe(judge=at_least(0))
def place(double):
    """How many of the others ran before."""
    return len(order)


@probe(judge=equal(rtol=0.5))
def half(double):
    """Twice 1."""
    return double(1.0)
'''


def trial(course: Path, change: str = "2 * x", circumstances: Circumstances = USUAL) -> Trial:
    """How `double` fares, written with this expression."""
    workshop = read(course / "workshops" / "w9d9_small")
    if PROBES not in (text := workshop.checks.read_text()):
        workshop.checks.write_text(text + PROBES)
    answer = course / "starter.py"
    answer.write_text(workshop.solution.read_text().replace("2 * x", change))
    (found,) = engine.try_out(workshop, [("double", answer)], closely=True, circumstances=circumstances)
    return found


def values(found: Trial) -> dict[str, float | None]:
    return {each.probe: each.value for each in found.closeups}


def test_usually_there_is_one_thread_and_the_probes_run_as_they_stand(small_course: Path) -> None:
    found = values(trial(small_course))
    assert (found["threads"], found["place"]) == (1, 1)


def test_other_circumstances_are_those_of_the_solution_too(small_course: Path) -> None:
    found = trial(small_course, circumstances=Circumstances(threads=2, seed=3, backwards=True))
    assert (values(found)["threads"], values(found)["place"]) == (2, 0)
    assert found.verdict.status == "passed"
    assert not found.verdict.remarks


def test_every_global_generator_begins_at_the_seed(small_course: Path) -> None:
    usual, again, other = (trial(small_course, circumstances=Circumstances(seed=each)) for each in (0, 0, 4))
    digests = [{each.probe: each.digest for each in found.closeups} for found in (usual, again, other)]
    assert digests[0] == digests[1]
    assert {name for name, digest in digests[2].items() if digest != digests[0][name]} == {"drawn"}


def test_a_trial_tells_how_much_of_a_tolerance_an_answer_uses(small_course: Path) -> None:
    found = next(
        each
        for each in trial(small_course, "x * (2.1 if isinstance(x, float) else 2)").closeups
        if each.probe == "half"
    )
    assert found.value is not None
    assert abs(found.value - 0.1) < 1e-5
    assert found.limit == 1


def test_nobody_is_told_closely_who_did_not_ask(small_course: Path) -> None:
    workshop = read(small_course / "workshops" / "w9d9_small")
    (found,) = engine.try_out(workshop, [("double", workshop.solution)])
    assert found.closeups == ()
