"""Observed values as JSON and raw bytes, so that nothing that an answer wrote is ever unpickled."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch

from kindling.observations.model import Ended, Raised

TENSOR_BYTES = 16 * 2**20
TEXT_CHARACTERS = 1_000_000
ITEMS = 100_000
DEPTH = 40

_dtypes = {str(each): each for each in vars(torch).values() if isinstance(each, torch.dtype)}


@dataclass(frozen=True)
class SeenTensor:
    """A tensor that an answer returned, copied to the CPU.

    Attributes:
        data: the values, or None where they are too large to carry or have none.
        shape: its shape.
        dtype: its dtype, for example `float32`.
        device: where it was: `cpu`, `cuda`, `meta`.
        array: whether it was a NumPy array.
    """

    data: torch.Tensor | None
    shape: tuple[int, ...]
    dtype: str
    device: str
    array: bool = False


@dataclass(frozen=True)
class SeenText:
    """A value that is known by its text alone: a dtype, a device, an object of some class."""

    kind: str
    text: str


class _Encoder:
    def __init__(self) -> None:
        self.body = bytearray()
        self.items = 0

    def encode(self, value: Any, depth: int = 0) -> Any:
        self.items += 1
        if depth > DEPTH or self.items > ITEMS:
            return {"text": "object", "is": "a structure too deep or too long to look at"}
        if value is None or value is True or value is False:
            return value
        kind = type(value)
        if kind in (int, float, str, complex):
            return self._plain(value)
        if isinstance(value, torch.Tensor):
            return self._tensor(value)
        if kind is np.ndarray or isinstance(value, np.generic):
            return self._array(value)
        if isinstance(value, (tuple, list)):
            name = "list" if isinstance(value, list) else "tuple"
            return {name: [self.encode(each, depth + 1) for each in value]}
        if isinstance(value, dict):
            return {
                "dict": [[self.encode(k, depth + 1), self.encode(v, depth + 1)] for k, v in value.items()]
            }
        return self._other(value, depth)

    def _plain(self, value: Any) -> Any:
        if isinstance(value, complex):
            return {"complex": [value.real, value.imag]}
        if isinstance(value, str):
            return value[:TEXT_CHARACTERS].encode("utf-8", "backslashreplace").decode()
        if isinstance(value, int) and value.bit_length() > 10_000:
            return {"text": "object", "is": "an int of more than 3,000 digits"}
        return value

    def _tensor(self, value: torch.Tensor) -> Any:
        with torch._C.DisableTorchFunctionSubclass(), torch.no_grad():
            tree = {"shape": list(value.shape), "dtype": str(value.dtype), "device": value.device.type}
            if value.layout is not torch.strided or value.is_quantized:
                return {"text": "object", "is": f"a tensor with layout {value.layout}"}
            count = value.numel() * value.element_size()
            if count > TENSOR_BYTES - len(self.body) or value.device.type == "meta":
                return {"tensor": {**tree, "at": -1}}
            flat = value.detach().to("cpu").resolve_conj().resolve_neg().contiguous().reshape(-1)
            return {"tensor": {**tree, "at": self._store(flat.view(torch.uint8).numpy().tobytes())}}

    def _array(self, value: Any) -> Any:
        if value.dtype.hasobject or value.dtype.kind not in "biufc":
            return {"text": "object", "is": f"a NumPy array of {value.dtype}"}
        array = np.ascontiguousarray(value)
        tree = {"shape": list(np.shape(value)), "dtype": f"numpy.{array.dtype.name}", "device": "cpu"}
        if array.nbytes > TENSOR_BYTES - len(self.body):
            return {"array": {**tree, "at": -1}}
        return {"array": {**tree, "at": self._store(array.tobytes())}}

    def _store(self, data: bytes) -> int:
        at = len(self.body)
        self.body += data
        return at

    def _other(self, value: Any, depth: int) -> Any:
        if isinstance(value, torch.dtype):
            return {"text": "dtype", "is": str(value)}
        if isinstance(value, torch.device):
            return {"text": "device", "is": value.type}
        if isinstance(value, (int, float, str)):
            plain = next(each for each in (int, float, str) if isinstance(value, each))
            return self._plain(plain(value))
        if isinstance(value, (set, frozenset)):
            return {"set": sorted((self.encode(each, depth + 1) for each in value), key=repr)}
        if isinstance(value, bytes):
            return {"text": "bytes", "is": value[:TEXT_CHARACTERS].hex()}
        return {"text": "object", "is": type(value).__name__}


def encode(value: Any) -> tuple[Any, bytes]:
    """A value as a JSON tree and the raw bytes of its tensors.

    Tensors beyond 16 MiB in all keep their shape, dtype and device and lose their values.
    """
    encoder = _Encoder()
    tree = encoder.encode(value)
    return tree, bytes(encoder.body)


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
    kind, inner = next(iter(tree.items()))
    if kind in ("tensor", "array"):
        return _decode_tensor(inner, body, array=kind == "array")
    if kind == "dict":
        return {_key(decode(k, body)): decode(v, body) for k, v in inner}
    if kind == "complex":
        return complex(*inner)
    if kind == "raised":
        return Raised(**inner)
    if kind == "ended":
        return Ended(**inner)
    if kind in ("list", "tuple", "set"):
        items = [decode(each, body) for each in inner]
        return tuple(items) if kind == "tuple" else items if kind == "list" else frozenset(map(_key, items))
    raise ValueError("not an observation")


def _key(value: Any) -> Any:
    """Something hashable that stands for the value in a dict or a set."""
    return repr(value) if isinstance(value, (list, dict, SeenTensor)) else value


def _decode_tensor(tree: dict[str, Any], body: bytes, *, array: bool) -> SeenTensor:
    shape = tuple(int(each) for each in tree["shape"])
    name = str(tree["dtype"]).removeprefix("numpy.") if array else str(tree["dtype"])
    dtype = _dtypes.get(f"torch.{name}" if array else name)
    text = name.removeprefix("torch.")
    data = None
    if tree["at"] >= 0 and dtype is not None:
        count = math.prod(shape) * torch.empty((), dtype=dtype).element_size()
        raw = bytearray(body[tree["at"] : tree["at"] + count])
        if len(raw) != count:
            raise ValueError("an observation was cut")
        data = torch.frombuffer(raw, dtype=dtype).reshape(shape) if count else torch.empty(shape, dtype=dtype)
    return SeenTensor(data, shape, text, str(tree["device"]), array)


def plain(value: Any) -> Any:
    """The value with ordinary tensors in place of `SeenTensor`, for an author's predicate."""
    if isinstance(value, SeenTensor):
        return value.data
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, tuple | list):
        return type(value)(plain(each) for each in value)
    return value


def numbers(value: Any) -> Sequence[float] | None:
    """The value as a list of numbers, or None where it is not numbers."""
    if isinstance(value, bool):
        return None
    if isinstance(value, (int, float)):
        return [float(value)]
    if isinstance(value, SeenTensor) and value.data is not None and not value.data.is_complex():
        return [float(each) for each in value.data.double().reshape(-1)]
    if isinstance(value, (tuple, list)):
        parts = [numbers(each) for each in value]
        return (
            None if any(part is None for part in parts) else [each for part in parts for each in part or ()]
        )
    return None
