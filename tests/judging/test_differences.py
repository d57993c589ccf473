"""Which values count as the same, and what is said first where they do not."""

from __future__ import annotations

import math
from collections import namedtuple
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import nn, tensor, zeros

from kindling.judging.differences import ORDER, Difference, first_difference
from kindling.judging.tolerance import Agreement
from kindling.observations.encoding import TENSOR_BYTES, encode
from kindling.observations.values import decode

INF, NAN = math.inf, math.nan
Point = namedtuple("Point", "x y")


def between(expected: Any, came: Any, **agreement: Any) -> Difference | None:
    return first_difference(decode(*encode(expected)), decode(*encode(came)), Agreement(**agreement))


SAME = [
    (1.0, 1.0 + 5e-5),
    (0.0, 1e-7),
    (-0.0, 0.0),
    (2.0, 2),
    (INF, INF),
    (NAN, NAN),
    (np.float64(0.5), 0.5),
    ((1, 2), Point(1, 2)),
    ((2, 3), torch.Size([2, 3])),
    ({"a": 1, "b": 2}, {"b": 2, "a": 1}),
    (zeros(2), nn.Parameter(zeros(2))),
    (zeros(2), zeros(2, requires_grad=True)),
    (zeros(2, 3), zeros(3, 2).t()),
    (tensor([0.0]), tensor([-0.0])),
    (tensor([1.0, NAN, INF]), tensor([1.00005, NAN, INF])),
    (tensor([100.0]), tensor([100.005])),
    (torch.ones(3).bfloat16(), torch.ones(3).bfloat16() * 1.01),
    (tensor([2**63 + 1], dtype=torch.uint64), tensor([2**63 + 1], dtype=torch.uint64)),
    (torch.empty(2, device="meta"), torch.empty(2, device="meta")),
    (zeros(0, 3), zeros(0, 3)),
    ("loss", "loss"),
    (torch.float32, torch.float32),
    (nn.Linear, nn.Linear),
    ({1, 2}, {2, 1}),
    ([], []),
]


@pytest.mark.parametrize(("expected", "came"), SAME, ids=repr)
def test_agree(expected: Any, came: Any) -> None:
    assert between(expected, came) is None


DIFFERENT = [
    # type: what a learner should mend before anything else
    ("type", 2.0, tensor(2.0), "`.item()` takes the number out of a tensor"),
    ("type", 2.0, np.float32(2.0), "`float(...)` turns it into one"),
    ("type", tensor(2.0), 2.0, "Did `.item()` or `float(...)` take it out"),
    ("type", tensor([1.0]), [1.0], "`torch.tensor` makes a tensor from a list"),
    ("type", tensor([1.0]), np.ones(1), "`torch.from_numpy`"),
    ("type", tensor([1.0]), torch.ones(1, 2).max(1), "pick the one that is wanted"),
    ("type", tensor([1.0]), None, "Is a `return` missing?"),
    ("type", tensor([1.0]), tensor([1.0]).mean, "Are the parentheses of a call missing"),
    ("type", tensor([1.0]), zeros(1).to_sparse(), "a sparse tensor; a tensor was expected"),
    ("type", True, 1, "an int (a whole number); a bool (True or False) was expected"),
    ("type", 1, True, "a bool (True or False); an int (a whole number) was expected"),
    ("type", 2, 2.0, "`//` and `int(...)` give whole numbers"),
    ("type", 2.0, True, "a bool (True or False); a float (a Python number) was expected"),
    ("type", True, tensor(True), "`.item()` takes the number out"),
    ("type", (1, 2), [1, 2], "The result is a list; a tuple was expected."),
    ("type", [1, 2], (each for each in (1, 2)), "`list(...)` collects what it yields"),
    ("type", "1", 1, "an int (a whole number); a str (a text) was expected"),
    ("type", 1.0, nn.Linear(1, 1), "The result is a Linear; a float (a Python number) was expected."),
    # what can't be looked into never passes
    ("type", nn.Linear(1, 1), nn.Linear(1, 1), "Kindling can't look into one"),
    ("values", zeros(TENSOR_BYTES), zeros(TENSOR_BYTES), "too large to be compared"),
    # structure
    ("structure", [1, 2], [1], "The result has 1 item instead of 2."),
    ("values", (4, 3), (12,), "The result is (12,) instead of (4, 3)."),
    ("values", (4, 3), (4, 4), "The result is (4, 4) instead of (4, 3)."),
    ("structure", {"a": 1}, {"b": 1}, "The result lacks 'a' and has in addition 'b'."),
    ("structure", {3: 1}, {tensor(3): 1}, "lacks 3 and has in addition tensor 3 int64"),
    # shape, dtype, device
    ("shape", zeros(3, 1), zeros(3), "The shape is (3,) instead of (3, 1)."),
    ("shape", zeros(0, 3), zeros(3, 0), "The shape is (3, 0) instead of (0, 3)."),
    ("dtype", zeros(2), zeros(2).double(), "The dtype is float64 instead of float32."),
    ("dtype", zeros(2).long(), zeros(2).int(), "The dtype is int32 instead of int64."),
    ("dtype", zeros(2).bool(), zeros(2), "The dtype is float32 instead of bool."),
    ("device", zeros(2), zeros(2, device="meta"), "The device is meta instead of cpu."),
    # nan and values
    ("nan", tensor([1.0, 2.0]), tensor([NAN, 2.0]), "holds nan (not a number) in 1 of 2 places"),
    ("nan", 1.0, NAN, "The result is nan (not a number)."),
    ("values", NAN, 1.0, "The result is 1 instead of nan."),
    ("values", tensor([NAN]), tensor([1.0]), "The value at [0] is 1 instead of nan."),
    ("values", tensor([INF, 0.0]), tensor([0.0, 0.0]), "is 0 instead of inf; 1 of 2 values differ"),
    ("values", tensor([0.0]), tensor([INF]), "is inf instead of 0"),
    ("values", tensor([INF]), tensor([-INF]), "is -inf instead of inf"),
    ("values", INF, 1e30, "The result is 1e+30 instead of inf."),
    ("values", -INF, 0.0, "The result is 0 instead of -inf."),
    ("values", 1.0, 1.001, "The result is 1.001 instead of 1."),
    ("values", 1.0, 10**400, "The result is inf instead of 1."),
    ("values", 3, 4, "The result is 4 instead of 3."),
    ("values", 2 + 1j, 2 - 1j, "The result is 2-1j instead of 2+1j."),
    ("values", tensor([1 + 2j]), tensor([1 - 2j]), "is 1-2j instead of 1+2j"),
    ("values", zeros(2, 2), tensor([[0.0, 0], [0, 1]]), "The value at [1, 1] is 1 instead of 0; 1 of 4"),
    ("values", tensor(3), tensor(4), "The value is 4 instead of 3."),
    ("values", tensor([True]), tensor([False]), "is False instead of True"),
    (
        "values",
        tensor([2**63 + 1], dtype=torch.uint64),
        tensor([2**63], dtype=torch.uint64),
        "The value at [0]",
    ),
    ("values", "cat", "dog", "The result is 'dog' instead of 'cat'."),
    ("values", "a" * 90 + "b", "a" * 90 + "c", "differs from character 91 on"),
    ("values", "a" * 90, "a" * 91, "differs from character 91 on"),
    ("values", torch.float32, torch.float64, "torch.float64 instead of torch.float32"),
    ("values", nn.Linear, nn.Conv2d, "Conv2d instead of Linear"),
    ("values", {1, 2}, {1, 3}, "instead of {1, 2}"),
    ("values", [1, [2, 3]], [1, [2, 4]], "Item 2 of the result, item 2 is 4 instead of 3."),
    ("values", {"lr": 0.1}, {"lr": 0.2}, "Entry 'lr' of the result is 0.2 instead of 0.1."),
]


@pytest.mark.parametrize(
    ("kind", "expected", "came", "words"), DIFFERENT, ids=[each[-1] for each in DIFFERENT]
)
def test_differ(kind: str, expected: Any, came: Any, words: str) -> None:
    found = between(expected, came)
    assert found is not None
    assert (found.kind, words in found.sentence) == (kind, True), found
    assert found.came != found.expected or "can't look" in found.sentence or "too large" in found.sentence


def test_the_first_difference_is_the_first_in_the_order_and_not_in_the_value() -> None:
    """Value, dtype, shape, structure and type differ, each in an item of its own."""
    expected = [1.0, zeros(2), zeros(3), [1, 2], 3]
    mended = [2.0, zeros(2).double(), zeros(4), [1], "3"]
    for kind, index in (("type", 4), ("structure", 3), ("shape", 2), ("dtype", 1), ("values", 0)):
        found = between(expected, mended)
        assert found is not None
        assert found.kind == kind
        mended[index] = expected[index]
    assert between(expected, mended) is None
    assert ORDER == ("type", "structure", "shape", "dtype", "device", "nan", "values")


@pytest.mark.parametrize(
    ("expected", "came"),
    [
        (tensor([1e-3, 2e-3]), tensor([1.01e-3, 2e-3])),
        (tensor([2e-5]), tensor([3e-5])),
        (tensor([2e-5]), tensor([0.0])),
        (tensor([1.0]), tensor([1.001])),
        (1e-4, 2e-4),
    ],
)
def test_small_values_are_looked_at_closely(expected: Any, came: Any) -> None:
    assert between(expected, came) is not None


def test_what_cancels_out_may_leave_the_rounding_of_float32() -> None:
    """The mean of standardised numbers is 0 for everyone, give or take a millionth."""
    assert between(tensor([3e-8, -6e-8]), tensor([-5e-7, 4e-7])) is None


def test_another_order_of_summation_agrees() -> None:
    x = torch.rand(1000, 64, generator=torch.Generator().manual_seed(0))
    assert between(x.sum(0), torch.stack(list(x)).flip(0).cumsum(0)[-1]) is None


def test_an_author_may_replace_one_tolerance_and_keep_the_other() -> None:
    assert between(tensor([100.0]), tensor([101.0]), rtol=2e-2) is None
    assert between(tensor([0.0]), tensor([5e-6]), rtol=2e-2) is not None, "0.1 of 1e-5 is left near zero"
    assert between(tensor([1.0, 0.0]), tensor([1.0, 5e-6]), rtol=2e-2) is None
    assert between(tensor([100.0]), tensor([100.005]), atol=1e-9) is None
    assert between(tensor([1]), tensor([2]), rtol=1.0, atol=1.0) is not None, "whole numbers are exact"


def test_digits_are_added_until_the_difference_shows() -> None:
    found = between(tensor([1.0], dtype=torch.float64), tensor([1.0 + 1e-6], dtype=torch.float64))
    assert found is not None
    assert found.sentence == "The value at [0] is 1.000001 instead of 1."
    assert found.came != found.expected


FLOATS = st.lists(st.floats(width=32), min_size=1, max_size=4)


@given(FLOATS)
def test_every_value_agrees_with_itself(values: list[float]) -> None:
    assert between(tensor(values), tensor(values)) is None
    assert between(values, values) is None


@given(FLOATS, st.integers(0, 3), st.floats(0.01, 1e6))
def test_a_changed_value_is_always_noticed(values: list[float], index: int, change: float) -> None:
    index %= len(values)
    if not math.isfinite(values[index]) or abs(values[index]) > 10:
        values[index] = 1.0
    other = [each + change if i == index else each for i, each in enumerate(values)]
    assert between(tensor(values), tensor(other)) is not None


def test_a_long_list_is_shown_by_its_beginning() -> None:
    told = between(zeros(3), [[zeros(3, 3) for _ in range(5)] for _ in range(3)])
    assert told is not None
    assert told.came.startswith("[[tensor [[0, 0, 0], [0, 0, 0], [0, 0, 0]] float32, ")
    assert told.came.endswith(", ...], ...]")
    assert len(told.came) < 250
