"""Observed values as JSON and raw bytes, made without running anything that an answer's classes define.

Looking at a value of an unknown class is dangerous: `isinstance`, `len`, iteration, `str` and even
`==` call methods that the class may define. So the class is asked with `type`, and values are read
with the methods of the built-in class that it derives from: `list.__iter__(value)`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import torch

from kindling.observations.classes import class_name, takes_over_operations, without_overrides
from kindling.observations.values import CARRIED

TENSOR_BYTES = 16 * 2**20
TEXT_CHARACTERS = 1_000_000
INTEGER_BITS = 10_000
ITEMS = 100_000
DEPTH = 40

_NUMPY_SCALARS = frozenset(np.sctypeDict.values())


def encode(value: Any) -> tuple[Any, bytes]:
    """A value as a JSON tree and the raw bytes of its tensors.

    Tensors beyond 16 MiB in all keep their shape, dtype and device and lose their values. A value
    that is none of those that a probe may return is known by the name of its class alone.
    """
    encoder = _Encoder()
    try:
        return encoder.encode(value), bytes(encoder.body)
    except _TooMuchError:
        return _opaque("a structure too deep or too long to look at"), b""


class _TooMuchError(Exception):
    """The value has more parts than are carried, or holds itself."""


class _Encoder:
    def __init__(self) -> None:
        self.body = bytearray()
        self.items = 0

    def encode(self, value: Any, depth: int = 0) -> Any:
        self.items += 1
        if depth > DEPTH or self.items > ITEMS:
            raise _TooMuchError
        if value is None or value is True or value is False:
            return value
        kind = type(value)
        if issubclass(kind, torch.Tensor):
            return self._tensor(value)
        if kind is np.ndarray or kind in _NUMPY_SCALARS:
            return self._array(value)
        for base, inside in _CONTAINERS.items():
            if issubclass(kind, base):
                return inside(self, value, depth)
        return _plain(value, kind)

    def of_list(self, value: list[Any], depth: int) -> Any:
        return {"list": [self.encode(each, depth + 1) for each in list.__iter__(value)]}

    def of_tuple(self, value: tuple[Any, ...], depth: int) -> Any:
        return {"tuple": [self.encode(each, depth + 1) for each in tuple.__iter__(value)]}

    def of_dict(self, value: dict[Any, Any], depth: int) -> Any:
        items = dict.items(value)
        return {"dict": [[self.encode(k, depth + 1), self.encode(v, depth + 1)] for k, v in items]}

    def of_set(self, value: set[Any], depth: int) -> Any:
        return {"set": sorted((self.encode(each, depth + 1) for each in set.__iter__(value)), key=repr)}

    def of_frozenset(self, value: frozenset[Any], depth: int) -> Any:
        items = frozenset.__iter__(value)
        return {"set": sorted((self.encode(each, depth + 1) for each in items), key=repr)}

    def _tensor(self, value: torch.Tensor) -> Any:
        if takes_over_operations(type(value)):
            return _opaque(class_name(type(value)))
        with without_overrides(), torch.no_grad():
            ordinary = torch.Tensor.detach(value)
            if ordinary.is_nested or str(ordinary.dtype) not in CARRIED:
                return _opaque(f"a tensor of dtype {ordinary.dtype}")
            return self._ordinary_tensor(ordinary)

    def _ordinary_tensor(self, value: torch.Tensor) -> Any:
        tree = {"shape": list(value.shape), "dtype": str(value.dtype), "device": value.device.type}
        if value.layout is not torch.strided:
            tree["layout"] = str(value.layout).removeprefix("torch.")
        if value.device.type == "meta" or self._is_full(value.numel() * value.element_size()):
            return {"tensor": {**tree, "at": -1}}
        strided = value if value.layout is torch.strided else value.to_dense()
        plain = strided.to("cpu").resolve_conj().resolve_neg()
        flat = torch.empty(plain.numel(), dtype=plain.dtype, device="cpu")
        flat.copy_(plain.reshape(-1))  # contiguous() keeps the odd stride of a single element
        return {"tensor": {**tree, "at": self._store(flat.view(torch.uint8).numpy().tobytes())}}

    def _array(self, value: Any) -> Any:
        kind = "array" if type(value) is np.ndarray else "scalar"
        array = np.ascontiguousarray(value)
        if value.dtype == np.float64 and kind == "scalar":
            return float(value)  # it is a float to Python, too
        if f"torch.{array.dtype.name}" not in CARRIED:
            return _opaque(f"a NumPy array of {array.dtype.name}")
        tree = {"shape": list(value.shape), "dtype": f"numpy.{array.dtype.name}", "device": "cpu"}
        if self._is_full(array.nbytes):
            return {kind: {**tree, "at": -1}}
        return {kind: {**tree, "at": self._store(array.astype(array.dtype.newbyteorder("=")).tobytes())}}

    def _is_full(self, count: int) -> bool:
        return count > TENSOR_BYTES - len(self.body)

    def _store(self, data: bytes) -> int:
        at = len(self.body)
        self.body += data
        return at


_CONTAINERS: dict[type, Callable[[_Encoder, Any, int], Any]] = {
    list: _Encoder.of_list,
    tuple: _Encoder.of_tuple,
    dict: _Encoder.of_dict,
    set: _Encoder.of_set,
    frozenset: _Encoder.of_frozenset,
}


def _opaque(text: str) -> Any:
    return {"text": "object", "is": text[:200]}


def _plain(value: Any, kind: type) -> Any:
    """A value that holds no others."""
    if kind is torch.dtype:
        return {"text": "dtype", "is": str(value)}
    if kind is torch.device:
        return {"text": "device", "is": value.type}
    if issubclass(kind, type):
        return {"text": "class", "is": class_name(value)}
    read = next((how for base, how in _SCALARS.items() if issubclass(kind, base)), None)
    return read(value) if read else _opaque(class_name(kind))


def _text(value: str) -> Any:
    text = str.__str__(value)
    if len(text) > TEXT_CHARACTERS:
        return _opaque("a str of more than 1,000,000 characters")
    return text.encode("utf-8", "backslashreplace").decode()


def _integer(value: int) -> Any:
    number = int.__int__(value)
    return number if number.bit_length() <= INTEGER_BITS else _opaque("an int of more than 3,000 digits")


def _bytes(value: bytes) -> Any:
    raw = bytes.__getitem__(value, slice(TEXT_CHARACTERS + 1))
    if len(raw) > TEXT_CHARACTERS:
        return _opaque("bytes of more than 1,000,000 in number")
    return {"text": "bytes", "is": raw.hex()}


def _complex(value: complex) -> Any:
    number = complex.__complex__(value)
    return {"complex": [number.real, number.imag]}


_SCALARS: dict[type, Callable[[Any], Any]] = {
    int: _integer,
    float: float.__float__,
    str: _text,
    complex: _complex,
    bytes: _bytes,
}
