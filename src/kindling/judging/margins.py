"""How close an observation that passes comes to the line where it would not."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import torch

from kindling.judging.tolerance import Agreement
from kindling.marks import AtLeast, AtMost, Decreasing, Equal, Judge
from kindling.observations.values import SeenTensor, as_float, numbers


@dataclass(frozen=True)
class Margin:
    """A number and the line that it must not cross.

    Attributes:
        value: what came; or, for a judge that wants equal values, the share of the tolerance that is used.
        limit: the bar of `at_least` or `at_most`; 1 for a tolerance.
    """

    value: float
    limit: float


def margin(judge: Judge, expected: Any, came: Any) -> Margin | None:
    """How close a passing observation comes; None where the judge draws no line between numbers."""
    seen = numbers(came) or []
    match judge:
        case AtLeast(threshold) if seen:
            return Margin(min(seen), threshold)
        case AtMost(threshold) if seen:
            return Margin(max(seen), threshold)
        case Decreasing(factor=factor) if seen and seen[0]:
            return Margin(seen[-1] / seen[0], factor)
        case Equal(rtol, atol):
            shares = list(_shares(expected, came, Agreement(rtol, atol)))
            return Margin(max(shares), 1.0) if shares else None
    return None


def _shares(expected: Any, came: Any, agreement: Agreement) -> Iterator[float]:
    """For every number that may differ a little, the share of its tolerance that is used."""
    if isinstance(expected, SeenTensor) and isinstance(came, SeenTensor):
        yield from _of_tensors(expected, came, agreement)
    elif isinstance(expected, (tuple, list)) and isinstance(came, (tuple, list)):
        for one, other in zip(expected, came, strict=False):
            yield from _shares(one, other, agreement)
    elif isinstance(expected, dict) and isinstance(came, dict):
        for key in expected.keys() & came.keys():
            yield from _shares(expected[key], came[key], agreement)
    elif isinstance(expected, float) and isinstance(came, (int, float)) and math.isfinite(expected):
        limits = agreement.of_numbers()
        yield _share(abs(as_float(came) - expected), limits.atol + limits.rtol * abs(expected))


def _of_tensors(expected: SeenTensor, came: SeenTensor, agreement: Agreement) -> Iterator[float]:
    if expected.data is None or came.data is None or not expected.data.is_floating_point():
        return
    wanted, got = expected.data.double(), came.data.double()
    finite = wanted.isfinite()
    if wanted.shape == got.shape and finite.any():
        wanted, got = wanted[finite], got[finite]
        limits = agreement.of_tensors(expected.dtype, expected.device, wanted.abs().max().item())
        allowed = limits.atol + limits.rtol * wanted.abs()
        off = (got - wanted).abs()
        yield torch.where(off == 0, 0.0, off / allowed).max().item()


def _share(off: float, allowed: float) -> float:
    if not off:
        return 0.0
    return off / allowed if allowed else math.inf
