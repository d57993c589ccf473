"""Mistakes with shapes, dimensions and positions, really made."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import torch
from torch import ones, randn, zeros
from torch.nn import functional

from kindling.explaining import explain
from kindling.explaining.shapes import SHAPES


def write_three_into_two() -> None:
    zeros(3)[:2] = ones(3)


def write_two_into_a_mask_of_three() -> None:
    zeros(3)[ones(3) == 1] = ones(2)


def add_in_place_to_an_expanded_tensor() -> None:
    x = zeros(1).expand(3)
    x += 1


def assign_a_shape() -> None:
    zeros(2).shape = (1, 2)


MISTAKES = [
    ("these have the shapes [3] and [2]", lambda: zeros(3, 2)[[0, 1, 2], [0, 1]]),
    ("in dimension 1 the sizes 3 and 4 do not fit", lambda: zeros(2, 3) + zeros(2, 4)),
    ("keeps its tensor's shape [3], and this result has shape [2, 3]", lambda: zeros(3).add_(zeros(2, 3))),
    ("of shape [2, 3] does not fit into shape [4, 3]", lambda: zeros(2, 3).expand(4, 3)),
    ("of shape [3] does not fit into shape [2]", write_three_into_two),
    ("A (2, 3) matrix can be multiplied by a vector of 3 numbers, and", lambda: zeros(2, 3) @ zeros(2)),
    ("needs equal lengths, and these have 2 and 3", lambda: zeros(2) @ zeros(3)),
    ("should begin with sizes (2, 4)", lambda: torch.bmm(zeros(2, 3, 4), zeros(3, 4, 2))),
    ("`bmm` multiplies batches of matrices", lambda: torch.bmm(zeros(2, 3), zeros(3, 2))),
    ("`mm` takes two matrices and `dot` two vectors", lambda: torch.mm(zeros(2, 3), zeros(3))),
    ("`mm` takes two matrices and `dot` two vectors", lambda: torch.dot(zeros(2, 2), zeros(2, 2))),
    ("There is no dimension 2: this tensor's dimensions go from -2 to 1", lambda: zeros(2, 3).sum(2)),
    ("Index 5 does not exist in dimension 0, which has size 2", lambda: zeros(2, 3)[5]),
    ("counted from 0 and end before the size", lambda: torch.nn.Embedding(3, 2)(torch.tensor([3]))),
    ("end before the size", lambda: zeros(3).index_add_(0, torch.tensor([0, 5]), ones(2))),
    ("more indices than dimensions: the tensor has 2", lambda: zeros(2, 3)[0, 0, 0]),
    ("a single number, so it has nothing to index", lambda: torch.tensor(1.0)[0]),
    ("can't be looped over", lambda: list(torch.tensor(1.0))),
    ("has no length", lambda: len(torch.tensor(1.0))),
    ("The mask has shape [3] and the tensor [2, 3]", lambda: zeros(2, 3)[ones(3) == 1]),
    ("picks a part of shape [3], and values of shape [2]", write_two_into_a_mask_of_three),
    ("can't fill a shape of [4, -1]", lambda: zeros(2, 3).view(4, -1)),
    ("6 numbers do not fill a shape of [4, 2]", lambda: zeros(2, 3).reshape(4, 2)),
    ("-1 stands for one size", lambda: zeros(2, 3).reshape(-1, -1)),
    ("`reshape` copies where it must", lambda: zeros(2, 3).t().view(6)),
    ("`cat` joins along dimension 0; all other sizes", lambda: torch.cat([zeros(2, 3), zeros(2, 4)])),
    ("equally many dimensions, and these have 2 and 1", lambda: torch.cat([zeros(2, 3), zeros(2)])),
    ("Only tensors of one shape can be stacked", lambda: torch.stack([zeros(2), zeros(3)])),
    ("list of tensors to join is empty", lambda: torch.cat([])),
    ("list of tensors to join is empty", lambda: torch.stack([])),
    ("as many dimensions as the tensor", lambda: zeros(2, 3).gather(1, torch.tensor([0, 1]))),
    ("in dimension 0 the index is too large", lambda: zeros(2, 3).gather(1, zeros(3, 1).long())),
    ("there are 3 slices and 2 indices", lambda: zeros(3).index_add_(0, torch.tensor([0, 1]), ones(3))),
    (
        "What is added has shape [2, 3] and the tensor [3, 2]",
        lambda: zeros(3, 2).index_add_(0, torch.tensor([0, 1]), ones(2, 3)),
    ),
    ("must have one dimension", lambda: zeros(2, 3).index_add_(0, torch.tensor([[0]]), ones(1, 3))),
    ("the tensor has 3, and 2 are named", lambda: zeros(2, 3, 4).permute(0, 1)),
    ("this tensor has 3 dimensions", lambda: zeros(2, 3, 4).t()),
    ("`.mT` swaps the last two", lambda: zeros(2, 3, 4).T),
    ("the letter j stands for two sizes", lambda: torch.einsum("ij,jk->ik", zeros(2, 3), zeros(4, 5))),
    ("writes 2 letters for a tensor of 1", lambda: torch.einsum("ij->i", zeros(2))),
    ("`clone()` it first", add_in_place_to_an_expanded_tensor),
    ("`x.flip(0)` does", lambda: zeros(3)[::-1]),
    ("A size is negative", lambda: zeros(-1)),
    ("`reshape` gives a tensor of another shape", assign_a_shape),
    ("Say over which dimension softmax goes", lambda: functional.softmax(zeros(2, 3))),
    ("Every size must be a whole number", lambda: zeros(4 / 2, 3)),
    ("Every size must be a whole number", lambda: zeros(4).reshape(4 / 2, 2)),
    ("Every size must be a whole number", lambda: randn(4 / 2)),
    ("Every size must be a whole number", lambda: torch.nn.Linear(4 / 2, 3)),
    ("and here one is named twice", lambda: zeros(2, 3, 4).permute(2, 0, 0)),
    ("Dimension 1 is named twice", lambda: zeros(2, 3).mean(dim=(1, -1))),
    ("and this tensor has 1", lambda: zeros(3).mT),
    ("equally many numbers, and these have 2 and 3", lambda: torch.cdist(zeros(4, 2), zeros(5, 3))),
    ("A window of 10 does not fit into dimension 1, which has size 7", lambda: zeros(5, 7).unfold(1, 10, 1)),
    ("moves its window by a step of 1 or more", lambda: zeros(5).unfold(0, 2, 0)),
    ("more numbers than there are in that dimension", lambda: zeros(2, 3).topk(4)),
]


@pytest.mark.parametrize(("sentence", "mistake"), MISTAKES, ids=[words for words, _ in MISTAKES])
def test_is_told_in_plain_words(
    sentence: str, mistake: Callable[[], object], said: Callable[..., list[str]]
) -> None:
    assert [explain(each) for each in said(mistake) if sentence in (explain(each) or "")], said(mistake)


def test_every_meaning_is_met_here(said: Callable[..., list[str]]) -> None:
    messages = [each for _, mistake in MISTAKES for each in said(mistake)]
    assert [each.pattern for each in SHAPES if not any(map(each.of, messages))] == []
