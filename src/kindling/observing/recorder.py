"""Writes down the calls that a probe makes on a function, without the function noticing."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import torch

from kindling.observations import Call
from kindling.observations.describe import describe

CALLS = 12
COPIED_ELEMENTS = 4_000_000


@dataclass
class Recorder:
    """The calls of one probe, in order; only the first twelve are described."""

    calls: list[Call] = field(default_factory=list)
    changed: set[str] = field(default_factory=set)
    count: int = 0

    def watch(self, answer: Callable[..., Any]) -> Callable[..., Any]:
        """The answer, recorded. Classes are returned as they are: a subclass or `isinstance` must see them."""
        if isinstance(answer, type) or not callable(answer):
            return answer

        @functools.wraps(answer)
        def recorded(*arguments: Any, **named: Any) -> Any:
            return self._call(answer, arguments, named)

        return recorded

    def _call(self, answer: Callable[..., Any], arguments: tuple[Any, ...], named: dict[str, Any]) -> Any:
        self.count += 1
        shown = self.count <= CALLS
        text = call_text(answer, arguments, named) if shown else ""
        before = list(_copies(answer, arguments, named))
        index = len(self.calls)
        if shown:
            self.calls.append(Call(text))
        returned = answer(*arguments, **named)
        changed = tuple(name for name, value, copy, wants in before if not _same(value, copy, wants))
        self.changed.update(changed)
        if shown:
            self.calls[index] = Call(text, describe(returned), returned is None, changed)
        return returned


def call_text(answer: Callable[..., Any], arguments: tuple[Any, ...], named: dict[str, Any]) -> str:
    """The call as code, with shapes in place of long values."""
    parts = [describe(each) for each in arguments] + [
        f"{key}={describe(each)}" for key, each in named.items()
    ]
    return f"{getattr(answer, '__name__', 'answer')}({', '.join(parts)})"


def _copies(
    answer: Any, arguments: tuple[Any, ...], named: dict[str, Any]
) -> Iterator[tuple[str, Any, Any, bool]]:
    code = getattr(answer, "__code__", None)
    names = code.co_varnames[: code.co_argcount] if code else ()
    for index, value in enumerate(arguments):
        yield from _copy(names[index] if index < len(names) else f"argument {index + 1}", value)
    for name, value in named.items():
        yield from _copy(name, value)


def _copy(name: str, value: Any) -> Iterator[tuple[str, Any, Any, bool]]:
    if isinstance(value, torch.Tensor) and value.numel() <= COPIED_ELEMENTS:
        yield name, value, value.detach().clone(), value.requires_grad
    elif isinstance(value, np.ndarray) and value.size <= COPIED_ELEMENTS:
        yield name, value, value.copy(), False
    elif isinstance(value, (list, tuple)) and len(value) <= 100:
        for index, each in enumerate(value):
            yield from _copy(f"{name}[{index}]", each) if not isinstance(each, (list, tuple)) else ()


def _same(value: Any, copy: Any, required_grad: bool) -> bool:
    """Whether a tensor or array still has the bytes that it had, and the same `requires_grad`."""
    if isinstance(value, np.ndarray):
        return value.shape == copy.shape and value.dtype == copy.dtype and value.tobytes() == copy.tobytes()
    if value.requires_grad != required_grad or value.shape != copy.shape or value.dtype != copy.dtype:
        return False
    now = value.detach()
    return bool(((now == copy) | ((now != now) & (copy != copy))).all())
