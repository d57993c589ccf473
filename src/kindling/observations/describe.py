"""Short descriptions of values, made without calling anything that an answer defined."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import torch

from kindling.observations.classes import class_name, takes_over_operations, without_overrides
from kindling.observations.words import with_article

SHOWN = 8
_DEEPEST = 2
_FUNCTIONS = (type(lambda: None), type(len), type(torch.add))


def describe(value: Any) -> str:
    """A few words for any value: `tensor (3, 4) float32`, `[1, 2]`, `a Linear`.

    Small tensors show their values, long ones their shape and dtype.
    """
    try:
        return _describe(value, 0)
    except Exception:  # noqa: BLE001 - a strange value must not break its description
        return with_article(class_name(type(value)))


def _describe(value: Any, depth: int) -> str:
    kind = type(value)
    if issubclass(kind, torch.Tensor):
        return _tensor(value)
    if kind in _SHOWN_BY:
        return _SHOWN_BY[kind](value)
    if kind in (list, tuple) and depth < _DEEPEST:
        return _items(value, depth)
    if kind is dict and depth < _DEEPEST:
        return _entries(value, depth)
    if issubclass(kind, type):
        return class_name(value)
    if kind in _FUNCTIONS:
        return str(value.__name__)
    return with_article(class_name(kind))


def _items(value: list[Any] | tuple[Any, ...], depth: int) -> str:
    opening, closing = "[]" if type(value) is list else "()"
    if len(value) > SHOWN:
        return f"a {'list' if opening == '[' else 'tuple'} of {len(value)} items"
    inner = ", ".join(_describe(each, depth + 1) for each in value)
    return f"{opening}{inner}{',' if len(value) == 1 and opening == '(' else ''}{closing}"


def _entries(value: dict[Any, Any], depth: int) -> str:
    shown = [f"{_describe(k, _DEEPEST)}: {_describe(v, depth + 1)}" for k, v in list(value.items())[:4]]
    return f"{{{', '.join(shown)}{', ...' if len(value) > 4 else ''}}}"


def _tensor(value: torch.Tensor) -> str:
    if takes_over_operations(type(value)):
        return with_article(class_name(type(value)))
    with without_overrides():
        ordinary = torch.Tensor.detach(value)
        dtype = str(ordinary.dtype).removeprefix("torch.")
        place = "" if ordinary.device.type == "cpu" else f" on {ordinary.device.type}"
        if ordinary.numel() <= SHOWN and ordinary.dim() <= 1 and not place:
            return f"tensor {shown_values(ordinary)} {dtype}"
        return f"tensor {shape_text(tuple(ordinary.shape))} {dtype}{place}"


def _text(value: str) -> str:
    return repr(value if len(value) <= 40 else value[:37] + "...")


def float_text(value: float) -> str:
    """A float in six significant digits, with its point, so that it does not read as an int."""
    text = f"{value:.6g}"
    return f"{text}.0" if text.lstrip("-").isdigit() else text


def _exactly(value: object) -> str:
    return repr(value)[:60]


_SHOWN_BY: dict[type, Callable[[Any], str]] = {
    type(None): _exactly,
    bool: _exactly,
    int: _exactly,
    float: float_text,
    complex: _exactly,
    str: _text,
    torch.dtype: str,
    torch.device: str,
    torch.Size: str,
    np.ndarray: lambda value: f"array {shape_text(value.shape)} {value.dtype}",
}


def shape_text(shape: tuple[int, ...]) -> str:
    """A shape as Python writes it."""
    return f"({', '.join(map(str, shape))}{',' if len(shape) == 1 else ''})"


def shown_values(value: torch.Tensor) -> str:
    """The values of a small tensor as nested lists, four significant digits."""

    def show(item: Any) -> str:
        if isinstance(item, list):
            return f"[{', '.join(map(show, item))}]"
        return f"{item:.4g}" if isinstance(item, float) else str(item)

    return show(value.detach().tolist())
