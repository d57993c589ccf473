"""Observed values as the judge has them. What an answer's process wrote is decoded, never unpickled."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import torch

from kindling.observations.describe import shape_text, shown_values
from kindling.observations.model import Raised

_NAMES = (
    "bool uint8 uint16 uint32 uint64 int8 int16 int32 int64 float16 bfloat16 float32 float64 complex32 "
    "complex64 complex128 float8_e4m3fn float8_e4m3fnuz float8_e5m2 float8_e5m2fnuz float8_e8m0fnu"
)
CARRIED: Mapping[str, torch.dtype] = {
    f"torch.{each}": getattr(torch, each) for each in _NAMES.split() if hasattr(torch, each)
}
"""The dtypes whose values are carried, by name; others, such as quantized ones, do not hold their values."""


@dataclass(frozen=True)
class SeenTensor:
    """A tensor that an answer returned, copied to the CPU.

    Attributes:
        data: the values, or None where they are too large to carry or have none.
        shape: its shape.
        dtype: its dtype, for example `float32`.
        device: where it was: `cpu`, `cuda`, `meta`.
        kind: `tensor`, `array` (NumPy's), `scalar` (a NumPy number).
        layout: `strided`, or `sparse_coo` and the like; `data` is strided all the same.
    """

    data: torch.Tensor | None
    shape: tuple[int, ...]
    dtype: str
    device: str
    kind: str = "tensor"
    layout: str = "strided"


@dataclass(frozen=True)
class SeenText:
    """A value that is known by its text alone.

    Attributes:
        kind: `dtype`, `device`, `class`, `bytes`, `tensor` (as a key of a dict), or `object`: a value
            of some other class, of which only the class's name is known.
        text: how it reads.
    """

    kind: str
    text: str


def decode(tree: Any, body: bytes) -> Any:
    """The value of `encode`; tensors and arrays come back as `SeenTensor`.

    Raises:
        ValueError: the tree is not one that `encode` writes.
    """
    if not isinstance(tree, dict):
        if tree is None or isinstance(tree, (bool, int, float, str)):
            return tree
        raise ValueError("not an observation")
    if "text" in tree:
        return SeenText(str(tree["text"]), str(tree["is"]))
    kind, inner = next(iter(tree.items()), ("", None))
    if kind not in _DECODERS:
        raise ValueError("not an observation")
    return _DECODERS[kind](inner, body)


def _list(inner: Any, body: bytes) -> list[Any]:
    return [decode(each, body) for each in inner]


def _dict(inner: Any, body: bytes) -> dict[Any, Any]:
    found: dict[Any, Any] = {}
    for key, value in inner:
        found[_unused(_hashable(decode(key, body)), found)] = decode(value, body)
    return found


def _raised(inner: Any, _: bytes) -> Raised:
    return Raised.from_header(inner)


def _complex(inner: Any, _: bytes) -> complex:
    real, imaginary = inner
    return complex(float(real), float(imaginary))


def _tensor(tree: dict[str, Any], body: bytes, kind: str) -> SeenTensor:
    shape = tuple(int(each) for each in tree["shape"])
    name = str(tree["dtype"]).removeprefix("torch.").removeprefix("numpy.")
    dtype = CARRIED.get(f"torch.{name}")
    if dtype is None or any(each < 0 for each in shape):
        raise ValueError("not an observation")
    data = _data(body, int(tree["at"]), shape, dtype)
    return SeenTensor(data, shape, name, str(tree["device"]), kind, str(tree.get("layout", "strided")))


def _data(body: bytes, at: int, shape: tuple[int, ...], dtype: torch.dtype) -> torch.Tensor | None:
    if at < 0:
        return None
    if not math.prod(shape):
        return torch.empty(shape, dtype=dtype)
    count = math.prod(shape) * dtype.itemsize
    raw = bytearray(body[at : at + count])
    if len(raw) != count:
        raise ValueError("an observation was cut")
    return torch.frombuffer(raw, dtype=dtype).reshape(shape)


_DECODERS: dict[str, Callable[[Any, bytes], Any]] = {
    "tensor": lambda inner, body: _tensor(inner, body, "tensor"),
    "array": lambda inner, body: _tensor(inner, body, "array"),
    "scalar": lambda inner, body: _tensor(inner, body, "scalar"),
    "dict": _dict,
    "list": _list,
    "tuple": lambda inner, body: tuple(_list(inner, body)),
    "set": lambda inner, body: frozenset(map(_hashable, _list(inner, body))),
    "complex": _complex,
    "raised": _raised,
}


def _hashable(value: Any) -> Any:
    """What stands for a value as a key: a tensor is never equal to another, so it is known by its text."""
    if isinstance(value, SeenTensor):
        if value.data is not None and value.data.numel() <= 8:
            return SeenText("tensor", f"tensor {shown_values(value.data)} {value.dtype}")
        return SeenText("tensor", f"tensor {shape_text(value.shape)} {value.dtype}")
    if isinstance(value, tuple):
        return tuple(map(_hashable, value))
    return repr(value) if isinstance(value, (list, dict, Raised)) else value


def _unused(key: Any, keys: Mapping[Any, Any]) -> Any:
    """The key, numbered where the dict has one that reads alike: tensors as keys never coincide."""
    number, found = 2, key
    while isinstance(key, SeenText) and found in keys:
        number, found = number + 1, SeenText(key.kind, f"{key.text} (number {number})")
    return found


def plain(value: Any) -> Any:
    """The value as a probe returned it, for an author's predicate: ordinary tensors, dtypes, devices."""
    if isinstance(value, SeenTensor):
        return value.data if value.data is None or value.kind == "tensor" else value.data.numpy()
    if isinstance(value, SeenText):
        return _plain_text(value)
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, tuple | list):
        return type(value)(plain(each) for each in value)
    return value


def _plain_text(value: SeenText) -> Any:
    if value.kind == "dtype":
        return CARRIED.get(value.text, value)
    return torch.device(value.text) if value.kind == "device" else value


def numbers(value: Any) -> list[float] | None:
    """The value as a list of numbers, or None where it is not numbers; True and False are none."""
    if isinstance(value, bool):
        return None
    if isinstance(value, (int, float)):
        return [as_float(value)]
    if isinstance(value, SeenTensor):
        return _tensor_numbers(value)
    if isinstance(value, (tuple, list)):
        return _all_numbers(numbers(each) for each in value)
    return None


def as_float(value: float) -> float:
    """The number as a float; a whole number that is too large for one is infinite."""
    try:
        return float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf


def _tensor_numbers(value: SeenTensor) -> list[float] | None:
    if value.data is None or value.data.is_complex() or value.data.dtype is torch.bool:
        return None
    return [float(each) for each in value.data.double().reshape(-1).tolist()]


def _all_numbers(parts: Iterable[list[float] | None]) -> list[float] | None:
    found: list[float] = []
    for part in parts:
        if part is None:
            return None
        found += part
    return found
