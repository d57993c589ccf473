"""The mistake's name: an answer is diagnosed as a doctor does, by every symptom of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from kindling.judging.diagnosis import same_symptoms, symptoms
from kindling.marks import Probe, at_least
from kindling.observations import Ended, Raised
from kindling.verdicts import Status, Verdict

from .conftest import SOLUTION, misconception, probe, sighting  # isort: skip

SQUARE = misconception("square", {"first": 2.0, "second": 16.0, "third": 36.0})
ZERO = misconception("zero at the end", {"first": 2.0, "second": 4.0, "third": 0.0})
HALF = misconception("half at the start", {"first": 1.0, "second": 4.0, "third": 6.0})
CRASH = misconception("crash", {"first": Raised("ValueError", "no"), "second": 4.0, "third": 6.0})
ENDLESS = misconception("endless", {"first": 2.0, "second": Ended("time", "5 seconds")})
KNOWN = (SQUARE, ZERO, HALF, CRASH, ENDLESS)


def names(told: Verdict) -> list[str]:
    return [each.name for each in told.diagnoses]


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ((2.0, 16.0, 36.0), ["square"]),
        ((2.0, 16.0001, 36.0), ["square"]),
        ((2.0, 4.0, 0.0), ["zero at the end"]),
        ((1.0, 4.0, 0.0), ["half at the start", "zero at the end"]),
        ((1.0, 16.0, 36.0), ["half at the start", "square"]),
        ((2.0, 16.0, 0.0), []),
        ((2.0, 16.0, 6.0), []),
        ((9.0, 16.0, 36.0), []),
        ((9.0, 4.0, 0.0), []),
        ((Raised("ValueError", "no", 8), 4.0, 6.0), ["crash"]),
        ((Raised("ValueError", "never", 8), 4.0, 6.0), []),
        ((2.0, Ended("time", "1 second")), ["endless"]),
        ((2.0, Ended("memory", "4 GB")), []),
        ((2.0, 4.0, 6.0), []),
    ],
    ids=str,
)
def test_a_mistake_is_named_where_every_symptom_of_it_shows(
    values: tuple[Any, ...], found: list[str], verdict_on: Callable[..., Verdict]
) -> None:
    """(2, 16, 0): two mistakes on one probe leave neither's symptoms; (9, 4, 0): nothing explains the 9."""
    told = verdict_on(dict(zip(SOLUTION, values, strict=False)), KNOWN)
    assert names(told) == found


def test_two_mistakes_are_both_told_the_first_failing_probes_first(
    verdict_on: Callable[..., Verdict],
) -> None:
    told = verdict_on({"first": 1.0, "second": 16.0, "third": 36.0}, (SQUARE, HALF))
    assert told.sentence == "This is half at the start. This is square."
    assert [each.probe for each in told.diagnoses] == ["first", "second"]


def test_one_whose_symptoms_another_covers_is_dropped(verdict_on: Callable[..., Verdict]) -> None:
    only_second = misconception("only the second", {"first": 2.0, "second": 16.0, "third": 6.0})
    assert names(verdict_on({"first": 2.0, "second": 16.0, "third": 36.0}, (only_second, SQUARE))) == [
        "square"
    ]
    assert names(verdict_on({"first": 2.0, "second": 16.0, "third": 6.0}, (only_second, SQUARE))) == [
        "only the second"
    ]


def test_a_named_mistake_comes_with_its_evidence(verdict_on: Callable[..., Verdict]) -> None:
    told = verdict_on({"first": 2.0, "second": 4.0, "third": 0.0}, KNOWN)
    assert (told.status, told.sentence) == (Status.FAILED, "This is zero at the end.")
    assert told.evidence is not None
    assert (told.evidence.probe, told.evidence.came, told.evidence.expected) == ("third", "0.0", "6.0")


def test_an_endless_answer_is_stopped_and_named(verdict_on: Callable[..., Verdict]) -> None:
    told = verdict_on({"first": 2.0, "second": Ended("time", "5 seconds", 7)}, KNOWN)
    assert (told.status, names(told), told.line) == (Status.STOPPED, ["endless"], 7)


def test_misconceptions_are_not_asked_for_where_they_are_not_needed(
    verdict_on: Callable[..., Verdict],
) -> None:
    asked = misconception("broken", {"first": 2.0})
    assert names(verdict_on(SOLUTION, (asked,))) == []


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ((2.0, 16.0, 36.0), (2.0, 16.0, 36.0), True),
        ((2.0, 16.0, 36.0), (2.0, 16.0, 6.0), False),
        ((2.0, 16.0, 36.0), (2.0, 16.0, 37.0), False),
    ],
)
def test_two_misconceptions_with_the_same_symptoms(one: Any, other: Any, same: bool) -> None:
    probes: list[Probe] = [probe(name) for name in SOLUTION]
    shown = [
        symptoms(probes, sighting(SOLUTION), sighting(dict(zip(SOLUTION, each, strict=True))))
        for each in (one, other)
    ]
    assert same_symptoms(probes, *shown) is same


def test_a_trained_number_is_recognised_within_two_percent() -> None:
    probes = [probe("accuracy", at_least(0.95))]
    expected = sighting({"accuracy": 0.97})
    one, other, third = (
        symptoms(probes, expected, sighting({"accuracy": each})) for each in (0.51, 0.515, 0.6)
    )
    assert same_symptoms(probes, one, other)
    assert not same_symptoms(probes, one, third)
