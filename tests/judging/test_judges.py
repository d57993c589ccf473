"""Where each judge draws its line, and when two wrong answers are alike."""

from __future__ import annotations

from typing import Any

import pytest
import torch
from torch import tensor, zeros

from kindling.judging.judges import alike, difference, noun
from kindling.judging.margins import Margin, margin
from kindling.marks import Judge, at_least, at_most, decreasing, equal, predicate
from kindling.observations import Changed, Ended, Observation, Raised
from kindling.observations.encoding import encode
from kindling.observations.values import decode


def seen(value: Any, **more: Any) -> Observation:
    whole = value if isinstance(value, Raised | Ended) else decode(*encode(value))
    return Observation("probe", whole, **more)


def said(judge: Judge, came: Any, expected: Any = 0.97) -> str:
    """What the judge says; nothing where it is satisfied."""
    found = difference(judge, seen(expected), seen(came))
    return found.sentence if found else ""


@pytest.mark.parametrize("came", [0.95, 0.96, 1, tensor(0.95, dtype=torch.float64), [0.95]])
def test_at_least_takes_what_reaches_it(came: Any) -> None:
    assert said(at_least(0.95), came) == ""


@pytest.mark.parametrize(
    ("came", "words"),
    [
        (0.94, "The number is 0.94; at least 0.95 is wanted."),
        (0.949999, "The number is 0.949999; at least 0.95 is wanted."),
        (float("nan"), "The result is nan (not a number)."),
        (float("inf"), "The result is infinite."),
        (None, "The result is None, where numbers were expected."),
        (True, "a bool (True or False), where numbers were expected."),
        (zeros(0), "a tensor, where numbers were expected."),
        (torch.ones(360), "There should be one number here, and there are 360."),
        ([], "a list, where numbers were expected."),
    ],
)
def test_at_least_refuses_the_rest(came: Any, words: str) -> None:
    assert words in said(at_least(0.95), came)


def test_at_least_of_many_numbers_looks_at_each() -> None:
    assert said(at_least(0.5), tensor([0.9, 0.4]), expected=[0.9, 0.9]).startswith("The number is 0.4")


@pytest.mark.parametrize(
    ("came", "words"),
    [
        (0.01, ""),
        (-3.0, ""),
        (0.0101, "The number is 0.0101; at most 0.01 is wanted."),
        (float("-inf"), "The result is infinite."),
        ([0.0, 0.0], "There should be one number here, and there are 2."),
    ],
)
def test_at_most(came: Any, words: str) -> None:
    assert said(at_most(0.01), came) == words


def test_the_number_is_called_by_its_name_and_shown_in_full() -> None:
    judge = at_most(50_000, "the number of parameters")
    assert said(judge, 85_130.0) == "The number of parameters is 85130; at most 50000 is wanted."


@pytest.mark.parametrize(
    ("judge", "came", "words"),
    [
        (decreasing(), [3, 2, 1], ""),
        (decreasing(), tensor([3.0, 3.0, 1.0]), ""),
        (decreasing(), [2.3, 2.3, 2.3], "The numbers fall too little: from 2.3 to 2.3."),
        (decreasing(), [3, 1, 2], "The numbers should fall, but number 3 is 2, after 1."),
        (decreasing(slack=1), [3, 1, 2], ""),
        (decreasing(slack=1), [3, 1, 2.1], "number 3 is 2.1, after 1"),
        (decreasing(factor=0.5), [3, 2, 1.5], ""),
        (decreasing(factor=0.5), [3, 2, 1.6], "fall too little: from 3 to 1.6"),
        (decreasing(), [3], "one number can't fall"),
        (decreasing(), [3, float("nan")], "nan"),
        (decreasing(), [float("inf"), 1.0], "infinite"),
        (decreasing(), "321", "a str (a text), where numbers were expected"),
    ],
)
def test_decreasing(judge: Judge, came: Any, words: str) -> None:
    told = said(judge, came, expected=[3.0, 2.0, 1.0])
    assert words in told
    assert bool(words) is bool(told)


BALANCED = predicate(lambda rows: bool((rows.sum(1) - 1).abs().max() < 1e-6), "Every row should add up to 1.")


@pytest.mark.parametrize(
    ("came", "words"),
    [
        (torch.full((2, 4), 0.25), ""),
        (torch.full((2, 4), 0.5), "Every row should add up to 1."),
        (zeros(4), "The shape is (4,) instead of (2, 4)."),
        (None, "Is a `return` missing?"),
        ([0.25] * 4, "`torch.tensor` makes a tensor from a list"),
    ],
)
def test_a_predicate_says_its_sentence_or_what_kept_it_from_looking(came: Any, words: str) -> None:
    told = said(BALANCED, came, expected=torch.full((2, 4), 0.25))
    assert words in told
    assert bool(words) is bool(told)


def test_equal_with_an_authors_tolerance() -> None:
    assert said(equal(atol=0.1), 1.05, expected=1.0) == ""
    assert said(equal(atol=0.1), 1.2, expected=1.0) != ""


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"changed": (Changed("1", "t"),)}, "The call changes its argument `t`"),
        ({"changed": (Changed("1.requires_grad", "t.requires_grad"),)}, "`t.requires_grad`"),
        (
            {"side_effects": ("gradients are switched off everywhere",)},
            "After the call gradients are switched off",
        ),
        ({"forbidden": ("use the network",)}, "It tried to use the network"),
    ],
)
def test_what_a_call_does_beside_its_result(more: dict[str, Any], words: str) -> None:
    found = difference(equal(), seen(1.0), seen(1.0, **more))
    assert found is not None
    assert words in found.sentence
    assert difference(equal(), seen(1.0, **more), seen(1.0, **more)) is None, "the solution does so, too"


def test_another_name_for_a_changed_argument_is_no_difference() -> None:
    solution = seen(1.0, changed=(Changed("1", "x"),))
    assert difference(equal(), solution, seen(1.0, changed=(Changed("1", "tensor"),))) is None
    assert difference(equal(), solution, seen(1.0, changed=(Changed("2", "x"),))) is not None


@pytest.mark.parametrize(
    ("one", "other", "answer"),
    [
        (1.0, 1.0005, True),
        (1.0, 1.01, False),
        (tensor([1.0]), tensor([1.0005]), True),
        (tensor([1]), tensor([2]), False),
        (tensor([1.0]), tensor([[1.0]]), False),
        (float("nan"), float("nan"), True),
        (torch.nn.Linear(1, 1), torch.nn.Linear(1, 1), True),
        (Raised("TypeError", "no"), Raised("TypeError", "no", line=7), True),
        (Raised("TypeError", "no"), Raised("ValueError", "no"), False),
        (Raised("TypeError", "<A object at 0x7f01>"), Raised("TypeError", "<A object at 0x7f99>"), True),
        (Raised("TypeError", "no"), 1.0, False),
        (Ended("time", "5 seconds"), Ended("time", "1 second"), True),
        (Ended("time"), Ended("crash"), False),
        (Ended("time"), None, False),
    ],
)
def test_two_wrong_answers_are_alike(one: Any, other: Any, answer: bool) -> None:
    assert alike(equal(), seen(one), seen(other)) is answer
    assert alike(equal(), seen(other), seen(one)) is answer


def test_trained_numbers_are_alike_within_two_percent() -> None:
    assert alike(at_least(0.95), seen(0.51), seen(0.515))
    assert not alike(at_least(0.95), seen(0.51), seen(0.55))
    assert not alike(decreasing(), seen([3.0, 2.0]), seen([3.0]))
    assert alike(predicate(bool, "It holds."), seen("a"), seen("a"))


def test_what_was_changed_tells_wrong_answers_apart() -> None:
    assert alike(equal(), seen(1.0, changed=(Changed("1", "x"),)), seen(1.0, changed=(Changed("1", "y"),)))
    assert not alike(equal(), seen(1.0, changed=(Changed("1", "x"),)), seen(1.0))


@pytest.mark.parametrize(
    ("tried", "found"),
    [
        ("The dtype of the result.", "The dtype of the result"),
        ("Two steps: the weights afterwards.", "The weights afterwards"),
        ("Five examples; the last is wrong: the loss.", "The loss"),
        ("The same run; its loss rises again. The weights at the end.", "The weights at the end"),
        ("How often a six comes up; about 1,000 times is right.", "How often a six comes up"),
        ("x and x[2:]", "x and x[2:]"),
        ("", ""),
    ],
)
def test_what_a_probe_finds_out(tried: str, found: str) -> None:
    assert noun(tried) == found


def test_what_was_found_out_is_named_and_a_result_is_called_so() -> None:
    def sentence(came: Any, expected: Any, **more: Any) -> str:
        told = difference(equal(), seen(expected), seen(came, **more), "Two steps: the weights.")
        return told.sentence if told else ""

    derived = {"is_result": False}
    assert sentence(1.0, 2.0) == "The result is 1 instead of 2."
    assert sentence(1.0, 2.0, **derived) == "The weights: 1 instead of 2."
    assert sentence(None, 2.0).endswith("was expected. Is a `return` missing?")
    assert sentence(None, 2.0, **derived).endswith("was expected. Did a `return` or a gradient go missing?")
    assert sentence([1, 2], [1, 3]) == "Item 2 of the result is 2 instead of 3."
    assert sentence([1, 2], [1, 3], **derived) == "The weights: item 2 is 2 instead of 3."
    assert sentence([1], [1, 3], **derived) == "The weights: 1 item instead of 2."
    assert sentence({}, {"lr": 1}, **derived) == "The weights: it lacks 'lr'."
    assert sentence(zeros(2), zeros(3), **derived) == "The weights: the shape is (2,) instead of (3,)."
    told = sentence({"a": zeros(2)}, {"a": zeros(3)}, **derived)
    assert told == "The weights: entry 'a', the shape is (2,) instead of (3,)."


def test_how_close_an_observation_comes_to_its_line() -> None:
    assert margin(at_least(0.9), 0.95, 0.96) == Margin(0.96, 0.9)
    assert margin(equal(rtol=0.1, atol=0), 10.0, 10.5) == Margin(0.5, 1.0)
    assert margin(equal(rtol=0, atol=0), {"a": 1.0}, {"a": 1.0}) == Margin(0.0, 1.0)
    assert margin(equal(rtol=0, atol=0), {"a": 1.0}, {"a": 2.0}) == Margin(float("inf"), 1.0)
