"""Mutants of the small workshop, run for real: what a learner would be told, and how an endless loop ends."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from kindling.course.model import Workshop
from kindling.mutants.making import mutants
from kindling.mutants.model import Outcome, Result, Variant
from kindling.mutants.trying import judged


@pytest.fixture
def results(small: Workshop) -> dict[str, Result]:
    """What became of every mutant, by the lines that it has instead."""
    return {each.variant.after: each for each in judged(small, mutants(small))}


def variant(small: Workshop, exercise: str, before: str, after: str) -> Variant:
    """A changed solution that no operator makes."""
    text = small.solution.read_text()
    assert text.count(before) == 1
    return Variant(small.name, exercise, "by hand", 1, before, after, 1, text.replace(before, after))


def test_the_checks_notice_each_in_its_own_way(results: dict[str, Result]) -> None:
    assert results["return x.mean(dim=1)"].outcome is Outcome.NAMED
    assert [each.name for each in results["return x.mean(dim=1)"].verdict.diagnoses] == ["no keepdim"]
    assert results["return 3 * x"].outcome is Outcome.DIFFERENT
    assert results["2 * x"].verdict.sentence.startswith("It returned nothing")
    assert results["return x.mean(dim=2, keepdim=True)"].outcome is Outcome.EXPLAINED
    assert "There is no dimension 2" in results["return x.mean(dim=2, keepdim=True)"].verdict.sentence
    assert Counter(each.outcome for each in results.values())[Outcome.NOT_JUDGED] == 0


def test_an_exercise_that_uses_earlier_ones_does_not_wait_for_them(results: dict[str, Result]) -> None:
    only_means = results["return row_means(x)"]
    assert only_means.outcome is Outcome.NAMED
    assert [each.name for each in only_means.verdict.diagnoses] == ["only means"]


def test_a_change_that_no_probe_sees_survives(small: Workshop) -> None:
    blind = small.checks.read_text().replace("    return row_means(torch", "    return 1 or row_means(torch")
    small.checks.write_text(blind)
    made = [each for each in mutants(small) if each.exercise == "row_means"]
    assert {each.outcome for each in judged(small, made)} == {Outcome.SURVIVED}


def test_an_endless_loop_is_timed_out_soon_and_the_others_are_judged(small: Workshop) -> None:
    endless = variant(small, "row_means", "return x.mean(dim=1, keepdim=True)", "while True: pass")
    last = variant(small, "double", "return 2 * x", "return x * x")
    loop, square = judged(small, [endless, last])
    assert loop.outcome is Outcome.TIMED_OUT
    assert "still running after 1 seconds of work" in loop.verdict.sentence
    assert [each.name for each in square.verdict.diagnoses] == ["square"]


def test_who_must_pass_is_given_all_the_time_of_the_probe(small: Workshop) -> None:
    """A right answer may be slow: without hurry a probe's own limit counts, here 5 seconds."""
    slow = "from time import process_time as now\n    end = now() + 1.5\n    while now() < end: pass"
    right = "return x.mean(dim=1, keepdim=True)"
    change = variant(small, "row_means", right, f"{slow}\n    {right}")
    assert [each.outcome for each in judged(small, [change], hurry=False)] == [Outcome.SURVIVED]
    assert [each.outcome for each in judged(small, [change])] == [Outcome.TIMED_OUT]


def test_a_mutant_that_ends_the_process_or_prints_without_end_is_stopped(small: Workshop) -> None:
    exits = variant(small, "double", "return 2 * x", "__import__('os')._exit(3)")
    (result,) = judged(small, [exits])
    assert result.outcome is Outcome.STOPPED
    assert result.outcome.killed


def test_many_answers_come_back_in_their_order(small: Workshop) -> None:
    right = variant(small, "double", "return 2 * x", "return x + x")
    wrong = variant(small, "double", "return 2 * x", "return x")
    many = [replace(right if number % 3 else wrong, nth=number) for number in range(40)]
    told = list(judged(small, many))
    assert [each.variant.nth for each in told] == list(range(40))
    assert [each.outcome is Outcome.SURVIVED for each in told] == [bool(number % 3) for number in range(40)]
