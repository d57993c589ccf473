"""What can be known of a value's class without asking the class, which may be an answer's own."""

from __future__ import annotations

import torch

# Within it, a class's `__torch_function__` does not run; torch's documentation knows no other way.
without_overrides = torch._C.DisableTorchFunctionSubclass  # noqa: SLF001

_NAME = type.__dict__["__name__"]
_BASES = type.__dict__["__mro__"]
_MEMBERS = type.__dict__["__dict__"]


def class_name(kind: type) -> str:
    """The class's name, also where its metaclass would give another."""
    return str(_NAME.__get__(kind))[:200]


def takes_over_operations(kind: type[torch.Tensor]) -> bool:
    """Whether a class of tensors defines `__torch_dispatch__`, which runs at every look into it."""
    bases = _BASES.__get__(kind)
    return any("__torch_dispatch__" in _MEMBERS.__get__(each) for each in bases[: bases.index(torch.Tensor)])
