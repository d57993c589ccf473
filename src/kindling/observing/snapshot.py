"""Copies of what a probe hands to an answer, to see afterwards what the call changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch

from kindling.observations import Changed
from kindling.observations.classes import without_overrides

COPIED_ELEMENTS = 4_000_000
ITEMS = 100
DEPTH = 4


@dataclass(frozen=True)
class Kept:
    """A value of the caller's, and what it was before the call.

    Attributes:
        where: its place in the call and the answer's name for it.
        value: the value itself.
        copy: a copy of its contents.
        requires_grad: for a tensor, whether it required gradients.
    """

    where: Changed
    value: Any
    copy: Any
    requires_grad: bool = False

    def changes(self) -> Iterator[Changed]:
        """What is different by now."""
        if not _same(self.value, self.copy):
            yield self.where
        if isinstance(self.copy, torch.Tensor) and self.value.requires_grad != self.requires_grad:
            place, name = self.where.place, self.where.name
            yield Changed(f"{place}.requires_grad", f"{name}.requires_grad")


def keep(answer: Any, arguments: tuple[Any, ...], named: dict[str, Any]) -> list[Kept]:
    """Copies of all tensors, arrays, lists and dicts among a call's arguments, nested ones included."""
    with without_overrides():
        return [each for where, value in _places(answer, arguments, named) for each in _keep(where, value)]


def changes(kept: list[Kept]) -> list[Changed]:
    """What is different by now."""
    with without_overrides():
        return [found for each in kept for found in each.changes()]


def _places(answer: Any, arguments: tuple[Any, ...], named: dict[str, Any]) -> Iterator[tuple[Changed, Any]]:
    code = getattr(answer, "__code__", None)
    names = code.co_varnames[: code.co_argcount] if code else ()
    for index, value in enumerate(arguments):
        name = names[index] if index < len(names) else f"number {index + 1}"
        yield Changed(str(index + 1), name), value
    for name, value in named.items():
        yield Changed(name, name), value


def _keep(where: Changed, value: Any, depth: int = 0) -> Iterator[Kept]:
    kind = type(value)
    if issubclass(kind, torch.Tensor) and _can_be_copied(value):
        yield Kept(where, value, value.detach().clone(), value.requires_grad)
    elif issubclass(kind, np.ndarray) and value.size <= COPIED_ELEMENTS:
        yield Kept(where, value, value.copy())
    elif kind in (list, tuple, dict) and len(value) <= ITEMS and depth < DEPTH:
        if kind is not tuple:
            yield Kept(where, value, value.copy())
        items = value.items() if kind is dict else enumerate(value)
        for key, each in list(items):
            at = f"[{key!r}]" if type(key) in (int, str) else "[...]"
            yield from _keep(Changed(where.place + at, where.name + at), each, depth + 1)


def _same(value: Any, copy: Any) -> bool:
    if isinstance(copy, torch.Tensor):
        return _same_tensor(value, copy)
    if isinstance(copy, np.ndarray):
        same_form = value.shape == copy.shape and value.dtype == copy.dtype
        return bool(same_form and value.tobytes() == copy.tobytes())
    if len(value) != len(copy):
        return False
    if isinstance(copy, dict):
        return all(key in value and _same_item(value[key], each) for key, each in copy.items())
    return all(map(_same_item, value, copy))


def _same_item(value: Any, copy: Any) -> bool:
    """Whether it is the same object still; numbers and texts may be equal ones."""
    return value is copy or (type(value) is type(copy) and type(value) in (int, str) and value == copy)


def _same_tensor(value: torch.Tensor, copy: torch.Tensor) -> bool:
    if value.shape != copy.shape or value.dtype != copy.dtype:
        return False
    now = value.detach()
    return bool(((now == copy) | (now.isnan() & copy.isnan())).all())


def _can_be_copied(value: torch.Tensor) -> bool:
    return value.layout is torch.strided and not value.is_meta and value.numel() <= COPIED_ELEMENTS
