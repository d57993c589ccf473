"""Waiting for a file to be saved, by the system's notices of changes or, where it gives none, by looking."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

LOOK_MILLISECONDS = 500


def saves(path: Path) -> Iterator[bytes]:
    """The file's content now, and again each time that it was saved with another content.

    Editors save in one go or by way of a second file; a file that is gone for a moment is waited for.
    WATCHFILES_FORCE_POLLING=1 looks for changes where the system gives no notice of them. Twice a second
    the file is read anyway: what was saved while a check ran is seen then.

    Args:
        path: the file; its folder must exist.
    """
    import watchfiles

    last = _content(path)
    if last is not None:
        yield last
    watching = watchfiles.watch(
        path.parent,
        debounce=50,
        step=20,
        recursive=False,
        rust_timeout=LOOK_MILLISECONDS,
        yield_on_timeout=True,
    )
    for _ in watching:
        now = _content(path)
        if now is not None and now != last:
            last = now
            yield now


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None
