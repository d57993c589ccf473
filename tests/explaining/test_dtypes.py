"""Mistakes with dtypes, masks and Python numbers, really made."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
import torch
from torch import ones, tensor, zeros
from torch.nn import functional

from kindling.explaining import explain
from kindling.explaining.dtypes import DTYPES


def halve_whole_numbers_in_place() -> None:
    x = tensor([1, 2])
    x /= 2


def count_in_a_mask() -> None:
    x = tensor([True])
    x += 1


def decide_by_many() -> None:
    assert tensor([True, False])


def read_only() -> object:
    array = np.ones(2)
    array.flags.writeable = False
    return torch.from_numpy(array)


MISTAKES = [
    ("stores int64: convert it with `.float()`", halve_whole_numbers_in_place),
    (
        "stores int64",
        lambda: functional.binary_cross_entropy_with_logits(torch.rand(2), tensor([0, 1])),
    ),
    ("stores True and False", count_in_a_mask),
    ("`~mask` is the opposite", lambda: tensor([True]) - tensor([True])),
    ("`~mask` is the opposite", lambda: -tensor([True])),
    ("`~mask` is the opposite", lambda: 1 - tensor([True])),
    ("This needs floats", lambda: tensor([1, 2]).mean()),
    ("This needs floats", lambda: tensor([1, 2]).std()),
    ("This needs floats", lambda: tensor([1, 2]).softmax(0)),
    ("This needs floats", lambda: tensor([1, 2]).norm()),
    ("This needs floats", lambda: torch.randn(2, dtype=torch.int64)),
    ("This needs floats", lambda: torch.quantile(tensor([1, 2]), 0.5)),
    (
        "labels or indices, and float32 came",
        lambda: functional.multilabel_margin_loss(zeros(2, 3), zeros(2, 3)),
    ),
    (
        "dtype float32 is wanted here, and one of dtype float64",
        lambda: torch.bmm(zeros(1, 2, 3), zeros(1, 3, 2).double()),
    ),
    ("An index holds whole numbers", lambda: zeros(2, 3).gather(1, zeros(2, 1))),
    ("An index holds whole numbers", lambda: zeros(2, 3).index_select(0, zeros(1))),
    ("An index is a whole number, a slice, or a mask", lambda: zeros(3)[tensor([0.0, 1.0])]),
    ("An index is a whole number, a slice, or a mask", lambda: zeros(3)[1.0]),
    ("`one_hot` wants class numbers", lambda: functional.one_hot(tensor([0.0]))),
    ("end before `num_classes`", lambda: functional.one_hot(tensor([3]), 2)),
    ("counted from 0", lambda: functional.one_hot(tensor([-1]))),
    (
        "must have the tensor's dtype",
        lambda: zeros(2, 3).scatter_(1, tensor([[0], [1]]), ones(2, 1).long()),
    ),
    (
        "must have the tensor's dtype",
        lambda: zeros(3).index_add_(0, tensor([0, 1]), ones(2).double()),
    ),
    ("A mask holds True and False", lambda: zeros(3).masked_fill(zeros(3), 1.0)),
    ("A mask holds True and False", lambda: torch.where(ones(3), 1.0, 0.0)),
    ("Only floats can require gradients", lambda: tensor([1], requires_grad=True)),
    ("Only floats can require gradients", lambda: tensor([1]).requires_grad_()),
    ("Only a tensor of one element becomes", lambda: tensor([1, 2]).item()),
    ("Only a tensor of one element becomes", lambda: float(tensor([1.0, 2.0]))),
    ("`torch.stack` makes one tensor of several", lambda: tensor([zeros(2), zeros(2)])),
    ("one whole number here", lambda: range(tensor([1, 2]))),
    ("one whole number here", lambda: range(tensor(2.0))),
    ("One True or False is wanted here", decide_by_many),
    ("`&` and `|` combine masks", lambda: zeros(2) > 0 and zeros(2) < 1),
    ("there is a NoneType among these", lambda: tensor([None, 1])),
    ("no text", lambda: tensor("a")),
    ("no text", lambda: tensor(["a"])),
    ("no text", lambda: tensor(np.array(["a"]))),
    ("these lists have lengths 2 and 1", lambda: tensor([[1, 2], [3]])),
    ("memory that runs backwards", lambda: torch.from_numpy(np.arange(3)[::-1])),
    ("`x.clone()` copies a tensor", lambda: tensor(zeros(2))),
    ("make one array of it first", lambda: tensor([np.ones(2), np.ones(2)])),
    ("The array is read-only", read_only),
    ("A standard deviation can't be negative", lambda: torch.normal(0.0, -1.0, (2,))),
    ("These are no probabilities", lambda: torch.multinomial(tensor([-1.0, 1.0]), 1)),
    ("or all are 0", lambda: torch.multinomial(zeros(2), 1)),
    ("or True and False, and the tensor holds float32", lambda: zeros(3).bincount()),
    ("counts whole numbers from 0", lambda: tensor([1, -1]).bincount()),
    ("7 must be below 1", lambda: torch.randint(7, 1, (3,))),
    ("`clamp` needs a bound", lambda: zeros(2).clamp()),
]


@pytest.mark.parametrize(("sentence", "mistake"), MISTAKES, ids=[words for words, _ in MISTAKES])
def test_is_told_in_plain_words(
    sentence: str, mistake: Callable[[], object], said: Callable[..., list[str]]
) -> None:
    assert [explain(each) for each in said(mistake) if sentence in (explain(each) or "")], said(mistake)


def test_every_meaning_is_met_here(said: Callable[..., list[str]]) -> None:
    messages = [each for _, mistake in MISTAKES for each in said(mistake)]
    assert [each.pattern for each in DTYPES if not any(map(each.of, messages))] == []
