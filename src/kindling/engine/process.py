"""Small doings with processes that Python's library lacks."""

from __future__ import annotations

import ctypes
import signal
import sys

_PARENT_DEATH_SIGNAL, _CHILD_SUBREAPER = 1, 36


def die_with_parent() -> None:
    """Have this process killed when its parent ends (Linux)."""
    _prctl(_PARENT_DEATH_SIGNAL, signal.SIGKILL)


def adopt_orphans() -> None:
    """Become the parent of every descendant that loses its own (Linux)."""
    _prctl(_CHILD_SUBREAPER, 1)


def _prctl(option: int, value: int) -> None:
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(option, ctypes.c_ulong(value), 0, 0, 0)
