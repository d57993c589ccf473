"""Observed values in words: of which kind they are, and how they look."""

from __future__ import annotations

import re
from typing import Any

import torch

from kindling.observations import Raised
from kindling.observations.describe import float_text, shape_text, shown_values
from kindling.observations.values import SeenTensor, SeenText
from kindling.observations.words import with_article

SHOWN_VALUES = 12
SHOWN_ITEMS = 6
SHOWN_LENGTH = 200
SHOWN_MESSAGE = 300
_DEEPEST = 3
_MILLION = 1_000_000
_OBJECT = re.compile(r"<(?:[\w.]|<locals>)*?(\w+) object at 0x[0-9a-fA-F]+>")

_TENSORS = {"tensor": "tensor", "array": "NumPy array", "scalar": "NumPy number"}
_WORDS = {
    "None": "None",
    "bool": "a bool (True or False)",
    "int": "an int (a whole number)",
    "float": "a float (a Python number)",
    "complex": "a complex Python number",
    "str": "a str (a text)",
    "set": "a set",
    "dtype": "a dtype",
    "device": "a device",
}
_CALLABLE = ("function", "method", "builtin_function_or_method", "method-wrapper", "method_descriptor")


def kind_of(value: Any) -> str:
    """The value's type by the name under which a learner knows it."""
    if isinstance(value, SeenTensor):
        sparse = "" if value.layout == "strided" else "sparse "
        return sparse + _TENSORS.get(value.kind, "tensor")
    if isinstance(value, SeenText):
        return value.text if value.kind == "object" else value.kind
    if isinstance(value, frozenset):
        return "set"
    return "None" if value is None else type(value).__name__


def in_words(value: Any) -> str:
    """The value's type as part of a sentence: `a tensor`, `a Python number (a float)`."""
    kind = kind_of(value)
    if kind.startswith(("a ", "an ")):
        return kind
    return _WORDS.get(kind) or with_article(kind)


def advice(expected: Any, came: Any) -> str:
    """Where a value of one kind came in place of another: the usual reason, as a sentence, or nothing."""
    if came is None:
        return "Is a `return` missing?"
    wanted, got = kind_of(expected), kind_of(came)
    if got in _CALLABLE:
        return "Are the parentheses of a call missing, as in `x.mean()`?"
    if got == "tensor" and wanted in ("int", "float", "bool") and came.shape in ((), (1,)):
        return "`.item()` takes the number out of a tensor."
    if got == "tuple" and wanted == "tensor":
        return "Some functions of torch return several tensors: pick the one that is wanted."
    return _ADVICE.get((wanted, got), "")


_ADVICE = {
    ("tensor", "int"): "Did `.item()` or `int(...)` take it out of its tensor?",
    ("tensor", "float"): "Did `.item()` or `float(...)` take it out of its tensor?",
    ("tensor", "bool"): "`torch.equal` and `bool(...)` give one answer; `==` compares element by element.",
    ("tensor", "list"): "`torch.tensor` makes a tensor from a list of numbers, `torch.stack` from tensors.",
    ("tensor", "NumPy array"): "`torch.from_numpy` makes a tensor of it.",
    ("tensor", "NumPy number"): "`torch.tensor` makes a tensor of it.",
    ("float", "NumPy number"): "`float(...)` turns it into one.",
    ("int", "NumPy number"): "`int(...)` turns it into one.",
    ("int", "float"): "`/` always gives a float; `//` and `int(...)` give whole numbers.",
    ("list", "generator"): "`list(...)` collects what it yields.",
    ("list", "map"): "`list(...)` collects what it yields.",
    ("list", "tensor"): "`.tolist()` makes a list of it.",
}


def show(value: Any, depth: int = 0) -> str:
    """An observed value in a few words."""
    if isinstance(value, SeenTensor):
        return _show_tensor(value)
    if isinstance(value, SeenText):
        return with_article(value.text) if value.kind == "object" else value.text
    if isinstance(value, Raised):
        message = without_addresses(value.message)
        cut = message if len(message) <= SHOWN_MESSAGE else message[: SHOWN_MESSAGE - 3] + "..."
        return f"{value.type}: {cut}"
    if isinstance(value, float):
        return float_text(value)
    if isinstance(value, str):
        return repr(value if len(value) <= 80 else value[:77] + "...")
    if isinstance(value, (tuple, list, frozenset, dict)) and depth < _DEEPEST:
        return _show_items(value, depth)
    text = "..." if isinstance(value, (tuple, list, frozenset, dict)) else repr(value)
    return text if len(text) <= 80 else text[:77] + "..."


def without_addresses(message: str) -> str:
    """What Python said, with `a Value` in place of `<starter.Value object at 0x7f5d50ce43d0>`."""
    return _OBJECT.sub(lambda found: with_article(found[1]), message)


def _show_items(value: Any, depth: int) -> str:
    if isinstance(value, dict):
        shown = [f"{show(k, _DEEPEST)}: {show(v, depth + 1)}" for k, v in list(value.items())[:SHOWN_ITEMS]]
    else:
        shown = [show(each, depth + 1) for each in list(value)[:SHOWN_ITEMS]]
    while len(shown) > 1 and sum(map(len, shown)) > SHOWN_LENGTH:
        shown.pop()
    inner = ", ".join([*shown, *(["..."] if len(value) > len(shown) else [])])
    if isinstance(value, list):
        return f"[{inner}]"
    if isinstance(value, tuple):
        return f"({inner},)" if len(value) == 1 else f"({inner})"
    return f"{{{inner}}}" if value or isinstance(value, dict) else "an empty set"


def _show_tensor(value: SeenTensor) -> str:
    place = "" if value.device == "cpu" else f" on {value.device}"
    kind = kind_of(value)
    name = "array" if kind == "NumPy array" else kind
    if value.data is not None and value.data.numel() <= SHOWN_VALUES:
        return f"{name} {shown_values(value.data)} {value.dtype}{place}"
    return f"{name} {shape_text(value.shape)} {value.dtype}{place}"


def show_number(value: torch.Tensor | complex, digits: int = 6) -> str:
    """One number, or one element of a tensor, in so many significant digits; below a million all in front."""
    number = value.item() if isinstance(value, torch.Tensor) else value
    if isinstance(number, float) and 10**digits <= abs(number) < _MILLION:
        return f"{number:.0f}"
    if isinstance(number, float | complex):
        return f"{number:.{digits}g}"
    return repr(number)


def apart(came: Any, expected: Any, digits: int = 6) -> tuple[str, str]:
    """Two different numbers in as many digits as show that they differ, as far as any do."""
    while digits < 17 and show_number(came, digits) == show_number(expected, digits):
        digits += 1
    return show_number(came, digits), show_number(expected, digits)
