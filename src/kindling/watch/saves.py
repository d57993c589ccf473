"""Notices that a file was saved, by looking at it: the same on every disk, also where none gives notices."""

from __future__ import annotations

import time
import zlib
from collections.abc import Callable
from pathlib import Path

TICK = 0.02
SETTLED, SETTLED_GONE = 0.01, 0.3
READ_AGAIN = 1.0
Stamp = tuple[int, int, int] | None


class Saves:
    """Looks at one file, a few microseconds each time.

    A save counts once the file has stood still for a moment: editors empty a file before they fill it, or
    put a new one in its place. What is empty or gone must stay so for longer. The content is read once a
    second besides, for disks whose times are too coarse to tell two saves apart.

    Args:
        path: the file; it may be missing.
        clock: gives the time in seconds.

    Attributes:
        tick: seconds to wait before the next look: longer on a slow disk, so that looking stays cheap.
    """

    def __init__(self, path: Path, clock: Callable[[], float] = time.monotonic) -> None:
        self._path = path
        self._clock = clock
        self._seen = self._moving = _stamp(path)
        self._sum = _sum(path)
        self._since = self._read = clock()
        self.tick = TICK

    @property
    def settled(self) -> bool:
        """Whether the file is as it was when it was last reported."""
        return _stamp(self._path) == self._seen

    def look(self) -> bool:
        """Whether the file was saved since the last time that this was told."""
        started = time.perf_counter()
        now, stamp = self._clock(), _stamp(self._path)
        usual = TICK if stamp == self._seen else SETTLED
        self.tick = max(usual, 20 * (time.perf_counter() - started))
        if stamp != self._moving:
            self._moving, self._since = stamp, now
        if stamp == self._seen:
            return self._differs(now)
        if now - self._since < (SETTLED if stamp and stamp[1] else SETTLED_GONE):
            return False
        self._take(now, stamp)
        return True

    def _differs(self, now: float) -> bool:
        """Whether the content changed though the file's times did not."""
        if now - self._read < READ_AGAIN:
            return False
        before = self._sum
        self._take(now, self._seen)
        return self._sum != before

    def _take(self, now: float, stamp: Stamp) -> None:
        self._seen, self._read, self._sum = stamp, now, _sum(self._path)


def trouble(path: Path, place: str, workshop: str) -> str:
    """Why a file can't be checked, as a sentence; empty where it can be.

    Args:
        path: the file.
        place: its name as the learner knows it.
        workshop: the name of the workshop that it belongs to.
    """
    from kindling.showing.errors import sentence

    try:
        text = path.read_bytes()
    except FileNotFoundError:
        return (
            f"{place} is gone. Save it under this name again, or get a fresh one: kindling start {workshop}"
        )
    except OSError as error:
        return sentence(error)
    if not text.strip():
        return f"{place} is empty. Undo that in your editor, or get a fresh one: kindling reset {workshop}"
    return ""


def _stamp(path: Path) -> Stamp:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def _sum(path: Path) -> int:
    return zlib.crc32(content(path) or b"")


def content(path: Path) -> bytes | None:
    """What a file holds; None where it can't be read."""
    try:
        return path.read_bytes()
    except OSError:
        return None
