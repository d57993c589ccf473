"""What an answer may not do, told in words: Python's audit events, which code cannot switch off.

Landlock (`kindling.observing.landlock`) is the wall behind it; this is its voice, and the only wall on
systems without Landlock.
"""

from __future__ import annotations

import inspect
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_PROCESSES = frozenset(
    {"os.fork", "os.forkpty", "os.posix_spawn", "os.exec", "os.spawn", "os.system"}
    | {"subprocess.Popen", "pty.spawn"}
)
_SOCKETS = frozenset(
    ["socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo"]
)
# For each event that changes files: a verb, and where its paths and their folders' descriptors stand.
_CHANGES: dict[str, tuple[str, tuple[tuple[int, int | None], ...]]] = {
    "os.remove": ("remove", ((0, 1),)),
    "os.rmdir": ("remove", ((0, 1),)),
    "os.rename": ("rename", ((0, 2), (1, 3))),
    "os.mkdir": ("make", ((0, 2),)),
    "os.link": ("link", ((0, 2), (1, 3))),
    "os.symlink": ("link", ((1, 2),)),
    "os.truncate": ("cut", ((0, None),)),
    "os.chmod": ("change the rights of", ((0, 2),)),
    "os.chown": ("change the owner of", ((0, 3),)),
    "os.utime": ("change the time of", ((0, 3),)),
}


class Forbidden(PermissionError):
    """An answer tried what it may not do. A PermissionError, so that libraries that can do without go on."""


class Guard:
    """Refuses, and remembers what was refused.

    Args:
        writable: folders in which files may be made and changed.
        unreadable: files and folders that an answer must not look into.
        answer: the answer's file: only what it asked for is remembered.
    """

    def __init__(self, writable: Sequence[str], unreadable: Sequence[str], answer: str) -> None:
        self._writable = tuple(os.path.realpath(each) for each in writable)
        self._unreadable = tuple(os.path.realpath(each) for each in unreadable)
        self._answer = answer
        self._refused: list[str] = []

    def take(self) -> tuple[str, ...]:
        """What was refused since the last call, as phrases."""
        taken, self._refused = tuple(self._refused), []
        return taken

    def install(self) -> None:
        """Watch this process from now to its end."""
        sys.addaudithook(self._hook)

    def _hook(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            path, _, flags = arguments[:3]
            self._opened(path, flags)
        elif event in _CHANGES:
            verb, places = _CHANGES[event]
            for path, folder in places:
                self._changes(arguments[path], verb, arguments[folder] if folder is not None else -1)
        elif event in _PROCESSES:
            self._refuse("start another process")
        elif event in _SOCKETS:
            self._refuse("use the network")
        elif event in ("os.kill", "os.killpg") and arguments[0] != os.getpid():
            self._refuse("send a signal to another process")

    def _opened(self, path: Any, flags: Any) -> None:
        if isinstance(path, int) or path is None:
            return
        if isinstance(flags, int) and flags & _WRITES:
            self._changes(path, "write to")
            return
        real = _real(path)
        if _below(real, self._unreadable):
            self._refuse(f"read {Path(real).name}, which holds the answers")
        if self._leads_to_unreadable(real):
            self._refuse(f"open the folder {real}, which holds the answers")

    def _leads_to_unreadable(self, folder: str) -> bool:
        """An open folder lets files be opened by a path that the event of their opening does not tell."""
        return any(_below(each, (folder.rstrip(os.sep),)) for each in self._unreadable)

    def _changes(self, path: Any, verb: str, folder: int = -1) -> None:
        if isinstance(path, int):
            return
        real = _real(path if folder < 0 else Path(f"/proc/self/fd/{folder}", os.fsdecode(path)))
        if not _below(real, self._writable) and real != "/dev/null":
            self._refuse(f"{verb} {real}")

    def _refuse(self, phrase: str) -> None:
        if self._asked_by_answer() and phrase not in self._refused and len(self._refused) < 10:
            self._refused.append(phrase)
        raise Forbidden(f"an answer may not {phrase}; files belong into the current folder")

    def _asked_by_answer(self) -> bool:
        frame = inspect.currentframe()
        while frame is not None:
            if frame.f_code.co_filename == self._answer:
                return True
            frame = frame.f_back
        return False


def _real(path: Any) -> str:
    try:
        return os.path.realpath(os.fsdecode(path))
    except (TypeError, ValueError, OSError):
        return str(path)


def _below(path: str, folders: Sequence[str]) -> bool:
    return any(path == folder or path.startswith(folder + os.sep) for folder in folders)
