"""Writing files so that a reader finds the old text or the new one, and never a half of either."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

LOCK_SECONDS = 20.0


def write(path: Path, data: bytes | str) -> None:
    """Put `data` at `path`, in place of what was there, in one step.

    The bytes go to a temporary name in the same folder, reach the disk, and are then renamed. A
    symbolic link is followed; the mode of a file that is replaced is kept; text is UTF-8 with its
    line endings as they are.

    Raises:
        OSError: it could not be written; the old file is as it was and no temporary file is left.
    """
    target = Path(os.path.realpath(path))
    temporary = _write_beside(target, _bytes(data))
    try:
        with suppress(FileNotFoundError):
            temporary.chmod(target.stat().st_mode & 0o7777)
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    _sync_folder(target.parent)


def create(path: Path, data: bytes | str) -> bool:
    """Put `data` at `path` if nothing is there yet, whole or not at all.

    Returns:
        Whether the file was made; False if something was there, which stays as it is.

    Raises:
        OSError: it could not be written.
    """
    if os.path.lexists(path):
        return False
    temporary = _write_beside(path, _bytes(data))
    try:
        return _link(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)
        _sync_folder(path.parent)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock `path` against other processes; its folder is made if it is missing.

    Raises:
        TimeoutError: another process held it for 20 seconds.
        OSError: the lock could not be made.
    """
    from filelock import FileLock, Timeout  # slow to import, and only a change needs it

    path.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(path)
    try:
        lock.acquire(timeout=LOCK_SECONDS)
    except Timeout:
        raise TimeoutError(None, "another process is still changing it", str(path)) from None
    try:
        yield
    finally:
        lock.release()


def _bytes(data: bytes | str) -> bytes:
    return data.encode("utf-8", "surrogateescape") if isinstance(data, str) else data


def _write_beside(target: Path, data: bytes) -> Path:
    """Write `data` to a new file beside `target`, down to the disk, and give its path."""
    temporary = target.with_name(f".{target.name[:80]}.{os.urandom(6).hex()}.tmp")
    flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0)
    try:
        with os.fdopen(os.open(temporary, flags, 0o666), "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return temporary


def _link(temporary: Path, path: Path) -> bool:
    """Give the file its name unless the name is taken, also where hard links are unknown."""
    try:
        os.link(temporary, path)
    except FileExistsError:
        return False
    except OSError:
        if os.path.lexists(path):
            return False
        temporary.replace(path)
    return True


def _sync_folder(folder: Path) -> None:
    with suppress(OSError):  # a folder cannot be opened on every system
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
