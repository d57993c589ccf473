"""Short descriptions of values, made without calling anything that an answer defined."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch

SHOWN = 8


def describe(value: Any) -> str:
    """A few words for any value: `tensor (3, 4) float32`, `[1, 2]`, `a Linear`.

    Small tensors show their values, long ones their shape and dtype.
    """
    try:
        return _describe(value)
    except Exception:  # noqa: BLE001 - a hostile value must not break its description
        return f"a {type(value).__name__}"


def _describe(value: Any, depth: int = 0) -> str:
    if isinstance(value, torch.Tensor):
        return _tensor(value)
    if isinstance(value, np.ndarray):
        return f"array {tuple(value.shape)} {value.dtype}"
    if value is None or type(value) in (bool, int, float, complex):
        return f"{value:.6g}" if type(value) is float else repr(value)[:60]
    if type(value) is str:
        return repr(value if len(value) <= 40 else value[:37] + "...")
    if type(value) in (list, tuple) and depth < 2:
        return _items(value, depth)
    if type(value) is dict and depth < 2:
        inner = ", ".join(f"{_describe(k, 2)}: {_describe(v, depth + 1)}" for k, v in list(value.items())[:4])
        return "{" + inner + (", ..." if len(value) > 4 else "") + "}"
    if isinstance(value, (torch.dtype, torch.device, torch.Size)):
        return str(value)
    if isinstance(value, type) or callable(value) and hasattr(value, "__name__"):
        return str(value.__name__)
    name = type(value).__name__
    return f"an {name}" if name[:1] in "AEIOU" else f"a {name}"


def _items(value: list[Any] | tuple[Any, ...], depth: int) -> str:
    opening, closing = "[]" if isinstance(value, list) else "()"
    if len(value) > SHOWN:
        return f"a {type(value).__name__} of {len(value)} items"
    inner = ", ".join(_describe(each, depth + 1) for each in value)
    return f"{opening}{inner}{',' if len(value) == 1 and opening == '(' else ''}{closing}"


def _tensor(value: torch.Tensor) -> str:
    dtype = str(value.dtype).removeprefix("torch.")
    place = "" if value.device.type == "cpu" else f" on {value.device.type}"
    if value.numel() <= SHOWN and value.dim() <= 1 and value.device.type == "cpu":
        return f"tensor {shown_values(value)} {dtype}"
    return f"tensor {shape_text(tuple(value.shape))} {dtype}{place}"


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
