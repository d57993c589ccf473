"""Global settings: made the same before every probe, compared after it, and put back."""

from __future__ import annotations

import builtins
import math
import os
import random
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch

from kindling.observing.circumstances import USUAL, Circumstances

_TORCH = str(Path(torch.__file__).parent)
_GUARDED = (builtins, math, torch, torch.Tensor, torch.nn, torch.nn.functional, torch.optim, torch.autograd)


def _names(holder: Any) -> str:
    return str(getattr(holder, "__name__", holder)) if holder is not torch.Tensor else "torch.Tensor"


@dataclass(frozen=True)
class Ambient:
    """The settings that an answer must leave as they were."""

    dtype: torch.dtype
    device: str
    grad: bool
    threads: int
    deterministic: bool
    folder: str
    live_threads: int

    @staticmethod
    def now() -> Ambient:
        """The settings as they are."""
        return Ambient(
            dtype=torch.get_default_dtype(),
            device=_device(),
            grad=torch.is_grad_enabled(),
            threads=torch.get_num_threads(),
            deterministic=torch.are_deterministic_algorithms_enabled(),
            folder=_folder(),
            live_threads=threading.active_count(),
        )

    def side_effects(self, after: Ambient) -> tuple[str, ...]:
        """Phrases for what changed between this and `after`."""
        phrases = {
            "dtype": f"torch's default dtype is {after.dtype}",
            "device": f"torch's default device is {after.device}",
            "grad": f"gradients are switched {'on' if after.grad else 'off'} everywhere",
            "threads": f"torch works on {after.threads} threads",
            "deterministic": "torch's deterministic mode has changed",
            "folder": "the working directory has changed",
        }
        found = [text for name, text in phrases.items() if getattr(self, name) != getattr(after, name)]
        return (*found, *(["a thread is still running"] if after.live_threads > self.live_threads else []))


def _device() -> str:
    try:
        return str(torch.get_default_device())
    except (RuntimeError, AssertionError):
        return "one that is not here"


def _folder() -> str:
    try:
        return str(Path.cwd())
    except OSError:
        return "a folder that is gone"


def prepare(folder: str, circumstances: Circumstances = USUAL) -> Ambient:
    """Put every setting to its fixed value, seed every generator, and return the settings."""
    os.chdir(folder)
    torch.set_default_dtype(torch.float32)
    torch.set_default_device(None)
    torch.set_grad_enabled(True)
    if torch.are_deterministic_algorithms_enabled():
        torch.use_deterministic_algorithms(False)
    if torch.get_num_threads() != circumstances.threads:
        torch.set_num_threads(circumstances.threads)
    random.seed(circumstances.seed)
    np.random.seed(circumstances.seed)  # noqa: NPY002 - the generator that an answer may draw from
    torch.manual_seed(circumstances.seed)
    return Ambient.now()


class Originals:
    """The functions of Python and torch as they were before an answer was loaded."""

    def __init__(self) -> None:
        self._tensor = set(vars(torch.Tensor))
        self._held = [(each, {k: v for k, v in vars(each).items() if callable(v)}) for each in _GUARDED]

    def replaced(self) -> list[str]:
        """Names such as `torch.allclose` that no longer mean what they meant; puts them back."""
        found = []
        for holder, held in self._held:
            current = vars(holder)
            for name, original in held.items():
                now = current.get(name)
                if now is not original and not _from_torch(now):
                    found.append(f"{_names(holder)}.{name}")
                    setattr(holder, name, original)
        return [*found, *_added_to_tensor(self._tensor)]


def _added_to_tensor(before: set[str]) -> list[str]:
    """Methods that cover those which `torch.Tensor` inherits; takes them away."""
    new = {name: value for name, value in vars(torch.Tensor).items() if name not in before}
    added = [name for name, value in new.items() if callable(value) and not _from_torch(value)]
    for name in added:
        delattr(torch.Tensor, name)
    return [f"torch.Tensor.{name}" for name in added]


def _from_torch(value: Any) -> bool:
    """Whether torch itself put this there, as it does with a few functions when it loads its compiler."""
    if isinstance(value, type):
        home = sys.modules.get(str(value.__module__)) if str(value.__module__).startswith("torch") else None
        return getattr(home, value.__name__, None) is value
    code = getattr(value, "__code__", None)
    return code is not None and code.co_filename.startswith(_TORCH)
