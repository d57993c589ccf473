"""The kernel's own wall around an answer: with Landlock it can write nowhere but in its scratch folder.

Landlock needs no privileges (Linux 5.13 and later, where it is switched on). It also holds for C++ code,
such as the file writer of `torch.save`, and for child processes. Numbers and structures are those of the
kernel's documentation, Documentation/userspace-api/landlock.rst.
"""

from __future__ import annotations

import ctypes
import os
import struct
import sys
from collections.abc import Sequence

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_GET_VERSION, _PATH_BENEATH, _NO_NEW_PRIVILEGES = 1, 1, 38
_WRITE_FILE = 1 << 1
_TREE_CHANGES = sum(1 << bit for bit in range(4, 13))
_REFER, _TRUNCATE = 1 << 13, 1 << 14
_BIND_TCP, _CONNECT_TCP = 1, 2
_SCOPED = 0b11  # abstract sockets and signals stay inside


def version() -> int:
    """The kernel's Landlock version, or 0 where there is none."""
    if not sys.platform.startswith("linux"):
        return 0
    libc = ctypes.CDLL(None, use_errno=True)
    return max(0, int(libc.syscall(_CREATE_RULESET, None, ctypes.c_size_t(0), ctypes.c_uint(_GET_VERSION))))


def restrict(folders: Sequence[str], *, files_below: Sequence[str] = ("/dev",)) -> bool:
    """Let this process and its children change nothing but what lies in `folders`.

    Existing files below `files_below` can be written but not made or removed (devices). No TCP
    connection can be made or taken, and no signal sent outside, where the kernel's version allows that.

    Returns:
        Whether the wall stands.
    """
    abi = version()
    if not abi:
        return False
    rights = _WRITE_FILE | _TREE_CHANGES | (_REFER if abi >= 2 else 0) | (_TRUNCATE if abi >= 3 else 0)
    attributes = struct.pack(
        "QQQ", rights, _BIND_TCP | _CONNECT_TCP if abi >= 4 else 0, _SCOPED if abi >= 6 else 0
    )
    size = 24 if abi >= 6 else 16 if abi >= 4 else 8
    libc = ctypes.CDLL(None, use_errno=True)
    ruleset = libc.syscall(_CREATE_RULESET, attributes, ctypes.c_size_t(size), ctypes.c_uint(0))
    if ruleset < 0:
        return False
    try:
        for folder in folders:
            _allow(libc, ruleset, folder, rights)
        for folder in files_below:
            _allow(libc, ruleset, folder, _WRITE_FILE | (rights & _TRUNCATE))
        libc.prctl(
            _NO_NEW_PRIVILEGES, ctypes.c_ulong(1), ctypes.c_ulong(0), ctypes.c_ulong(0), ctypes.c_ulong(0)
        )
        return bool(libc.syscall(_RESTRICT_SELF, ruleset, ctypes.c_uint(0)) == 0)
    finally:
        os.close(ruleset)


def _allow(libc: ctypes.CDLL, ruleset: int, folder: str, rights: int) -> None:
    try:
        parent = os.open(folder, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        rule = struct.pack("=Qi", rights, parent)
        libc.syscall(_ADD_RULE, ruleset, ctypes.c_int(_PATH_BENEATH), rule, ctypes.c_uint(0))
    finally:
        os.close(parent)
