"""Mistakes with layers and losses, really made."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import torch
from torch import nn, rand, randn, tensor, zeros
from torch.nn import functional

from kindling.explaining import explain
from kindling.explaining.layers import LAYERS
from kindling.explaining.losses import LOSSES

MISTAKES = [
    ("inner sizes that match, and these are 3 and 4", lambda: zeros(2, 3) @ zeros(4, 5)),
    ("these are 64 and 8: (16, 64) times (8, 10)", lambda: nn.Linear(8, 10)(zeros(16, 64))),
    ("`output, hidden`", lambda: nn.Linear(3, 2)(nn.LSTM(3, 3)(zeros(2, 1, 3)))),
    (
        "wants 3 channels, and dimension 1 of its input has size 8",
        lambda: nn.Conv2d(3, 4, 3)(zeros(1, 8, 8, 3)),
    ),
    ("Conv2d wants (batch, channels, height, width) and got [8, 8]", lambda: nn.Conv2d(1, 4, 3)(zeros(8, 8))),
    (
        "The kernel is 9 x 9, and the image with its padding only 5 x 5",
        lambda: nn.Conv2d(1, 4, 9)(zeros(1, 1, 5, 5)),
    ),
    ("too small to be pooled once more", lambda: nn.MaxPool2d(2)(zeros(1, 1, 1, 1))),
    ("can't learn from a batch of one", lambda: nn.BatchNorm1d(3)(zeros(1, 3))),
    ("was made for 3 channels, and its input has 4", lambda: nn.BatchNorm2d(3)(zeros(2, 4, 5, 5))),
    ("wants 4D input and got 2D", lambda: nn.BatchNorm2d(3)(zeros(2, 3))),
    ("made for last sizes [3], and its input has shape [2, 4]", lambda: nn.LayerNorm(3)(zeros(2, 4))),
    (
        "wants 3 numbers per step, and the last dimension of its input has size 5",
        lambda: nn.LSTM(3, 4)(zeros(2, 1, 5)),
    ),
    ("should have shape (1, 1, 4) and has (1, 2, 4)", lambda: nn.RNN(3, 4)(zeros(2, 1, 3), zeros(1, 2, 4))),
    (
        "The recurrent layer and its input have different dtypes",
        lambda: nn.LSTM(3, 4)(zeros(2, 1, 3).double()),
    ),
    ("must be a multiple of their number", lambda: nn.MultiheadAttention(5, 2)),
    ("Dimension 1 has size 5", lambda: nn.Unflatten(1, (2, 2))(zeros(2, 5))),
    ("looks rows up by whole numbers", lambda: nn.Embedding(3, 2)(zeros(1))),
    ("One factor holds whole numbers", lambda: nn.Linear(3, 2)(zeros(2, 3).long())),
    ("One factor holds whole numbers", lambda: zeros(2, 3) @ zeros(3, 2).long()),
    ("One factor is float64", lambda: nn.Linear(3, 2)(zeros(2, 3).double())),
    ("One factor is float64", lambda: zeros(2, 3).double() @ zeros(3, 2)),
    ("factors of a product have different dtypes", lambda: zeros(2, 3).half() @ zeros(3, 2)),
    ("holds whole numbers (uint8)", lambda: nn.Conv2d(1, 1, 3)(zeros(1, 1, 5, 5).byte())),
    ("is float64 and the layer float32", lambda: nn.Conv2d(1, 1, 3)(zeros(1, 1, 5, 5).double())),
    ("and these are float32", lambda: functional.cross_entropy(zeros(2, 3), tensor([0.0, 1.0]))),
    ("and these are int32", lambda: functional.cross_entropy(zeros(2, 3), tensor([0, 1]).int())),
    ("`squeeze(1)` makes (n,) of it", lambda: functional.cross_entropy(zeros(2, 3), tensor([[0], [1]]))),
    ("There is a label 3", lambda: functional.cross_entropy(zeros(2, 3), tensor([0, 3]))),
    (
        "outputs for 2 samples and labels for 3",
        lambda: functional.cross_entropy(zeros(2, 3), zeros(3).long()),
    ),
    (
        "the targets [4] and the outputs [4, 1]",
        lambda: functional.binary_cross_entropy_with_logits(zeros(4, 1), zeros(4)),
    ),
    ("shape [4] and the predictions [4, 1]", lambda: functional.mse_loss(zeros(4, 1), zeros(4))),
    ("shape [4] and the predictions [4, 1]", lambda: functional.binary_cross_entropy(rand(4, 1), rand(4))),
    ("takes a network's raw output", lambda: functional.binary_cross_entropy(randn(9) * 9, rand(9))),
    (
        "targets of this loss are 0, 1 or between",
        lambda: functional.binary_cross_entropy(rand(2), tensor([1.0, 2.0])),
    ),
    ("a tensor of dtype int64 came", lambda: functional.binary_cross_entropy(rand(2), tensor([0, 1]))),
    (
        "scores for every pixel here",
        lambda: functional.cross_entropy(zeros(2, 1, 8, 8), zeros(2).long()),
    ),
    (
        "'none', and total is none of these",
        lambda: functional.mse_loss(zeros(2), zeros(2), reduction="total"),
    ),
    ("the share of numbers to drop, from 0 to 1, and got 2.5", lambda: nn.Dropout(2.5)),
]


@pytest.mark.parametrize(("sentence", "mistake"), MISTAKES, ids=[words for words, _ in MISTAKES])
def test_is_told_in_plain_words(
    sentence: str, mistake: Callable[[], object], said: Callable[..., list[str]]
) -> None:
    assert [explain(each) for each in said(mistake) if sentence in (explain(each) or "")], said(mistake)


def test_every_meaning_is_met_here(said: Callable[..., list[str]]) -> None:
    messages = [each for _, mistake in MISTAKES for each in said(mistake)]
    assert [each.pattern for each in (*LAYERS, *LOSSES) if not any(map(each.of, messages))] == []


def test_squeezing_the_labels_is_what_the_loss_wants() -> None:
    labels = tensor([[0], [1]])
    assert torch.isfinite(functional.cross_entropy(zeros(2, 3), labels.squeeze(1)))
