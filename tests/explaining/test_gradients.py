"""Mistakes with autograd, really made."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest
import torch
from torch import Tensor, tensor, zeros
from torch.nn import functional

from kindling.explaining import explain
from kindling.explaining.gradients import GRADIENTS


def weights() -> Tensor:
    return torch.ones(3, requires_grad=True)


def train_on_a_number() -> None:
    tensor(weights().sum().item()).backward()


def update_without_no_grad() -> None:
    w = weights()
    w -= 0.1


def set_one_weight() -> None:
    weights()[0] = 1


def go_back_twice() -> None:
    loss = (weights() ** 2).sum()
    loss.backward()
    loss.backward()


def change_what_backward_needs() -> None:
    y = weights().exp()
    y += 1
    y.sum().backward()


def train_on_inference() -> None:
    with torch.inference_mode():
        x = zeros(3)
    (weights() * x).sum().backward()


def change_an_inference_tensor() -> None:
    with torch.inference_mode():
        x = zeros(3)
    x += 1


class ReturnsOneGradient(torch.autograd.Function):
    @staticmethod
    def forward(_: Any, x: Tensor, y: Tensor) -> Tensor:
        return x * y

    @staticmethod
    def backward(_: Any, gradient: Tensor) -> Tensor:
        return gradient


class HasNoBackward(torch.autograd.Function):
    @staticmethod
    def forward(_: Any, x: Tensor) -> Tensor:
        return x * 2


MISTAKES = [
    ("The way back from the loss is cut", train_on_a_number),
    ("The way back from the loss is cut", lambda: weights().argmax().backward(None)),
    ("update it under `torch.no_grad()`", update_without_no_grad),
    ("update it under `torch.no_grad()`", set_one_weight),
    ("an earlier `backward()` has used up", go_back_twice),
    ("was changed in place", change_what_backward_needs),
    ("`backward()` starts from one number", (weights() * 2).backward),
    ("a gradient of shape [2] for a tensor of shape [3]", lambda: (weights() * 2).backward(torch.ones(2))),
    ("Was a parameter rebound", lambda: (weights() * 2).grad),
    ("does not depend on this tensor", lambda: torch.autograd.grad(weights().sum(), weights())),
    ("`requires_grad_()`", lambda: torch.autograd.grad(weights().sum(), zeros(2))),
    ("no derivative for `igamma`", lambda: torch.igamma(weights(), torch.ones(3)).sum().backward()),
    (
        "gives no gradient for its argument `weight`",
        lambda: functional.nll_loss(zeros(2, 3), tensor([0, 1]), weight=weights()),
    ),
    ("make it under `no_grad` instead", train_on_inference),
    ("`clone()` gives one that can be changed", change_an_inference_tensor),
    ("`.detach()` gives one that requires no gradient", lambda: (weights() * 2).requires_grad_(False)),
    ("can't be deep-copied", lambda: copy.deepcopy(weights() * 2)),
    ("`.detach()` before `.numpy()`", lambda: weights().numpy()),
    ("A hook waits for a gradient", lambda: zeros(2).register_hook(print)),
    ("`out=` can't be used", lambda: torch.add(weights(), 1, out=zeros(3))),
    (
        "differs from the measured one",
        lambda: torch.autograd.gradcheck(
            lambda x: x.detach() * x, (weights().double().detach().requires_grad_(),)
        ),
    ),
    ("None included: 2, and 1 came", lambda: ReturnsOneGradient.apply(weights(), zeros(3)).sum().backward()),
    ("The Function has no `backward`", lambda: HasNoBackward.apply(weights()).sum().backward()),
    ("`Name.apply(x)`", lambda: HasNoBackward()(weights())),
    ("a function that returns one number", lambda: torch.func.grad(lambda x: x)(zeros(2))),
]


@pytest.mark.parametrize(("sentence", "mistake"), MISTAKES, ids=[words for words, _ in MISTAKES])
def test_is_told_in_plain_words(
    sentence: str, mistake: Callable[[], object], said: Callable[..., list[str]]
) -> None:
    assert [explain(each) for each in said(mistake) if sentence in (explain(each) or "")], said(mistake)


def test_every_meaning_is_met_here(said: Callable[..., list[str]]) -> None:
    messages = [each for _, mistake in MISTAKES for each in said(mistake)]
    assert [each.pattern for each in GRADIENTS if not any(map(each.of, messages))] == []


def test_a_float64_gradcheck_is_what_the_sentence_promises() -> None:
    cubes = torch.tensor([0.5, -1.2], dtype=torch.float64, requires_grad=True)
    assert torch.autograd.gradcheck(lambda x: x**3, (cubes,))
