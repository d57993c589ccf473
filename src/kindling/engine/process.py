"""Small doings with processes that Python's library lacks."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import sys
from pathlib import Path

# A tenth of the processor where others want it too: hardly felt, and it still gets on.
_PATIENT = 10
_PARENT_DEATH_SIGNAL, _CHILD_SUBREAPER = 1, 36


def die_with_parent() -> None:
    """Have this process killed when its parent ends (Linux)."""
    _prctl(_PARENT_DEATH_SIGNAL, signal.SIGKILL)


def adopt_orphans() -> None:
    """Become the parent of every descendant that loses its own (Linux)."""
    _prctl(_CHILD_SUBREAPER, 1)


def be_patient() -> None:
    """Let others go first: this process, and all that it starts from now on."""
    os.nice(_PATIENT)


def stay_patient() -> None:
    """Keep a patient process so in its new session: Linux may share the processor among sessions first."""
    if os.getpriority(os.PRIO_PROCESS, 0) > 0:
        with contextlib.suppress(OSError):
            Path("/proc/self/autogroup").write_text(str(_PATIENT))


def _prctl(option: int, value: int) -> None:
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(option, ctypes.c_ulong(value), 0, 0, 0)
