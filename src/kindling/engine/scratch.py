"""Where an engine's workers keep what they run and what that prints: a folder that goes with the engine."""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import tempfile
from functools import cache
from pathlib import Path

_PREFIX = "kindling-engine-"


@cache
def scratch_folder() -> Path:
    """The folder of this process and of all that it forks from now on; what dead engines left is removed.

    A lock on it lasts as long as any of them lives.
    """
    for each in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        with contextlib.suppress(OSError):
            _remove_if_dead(each)
    while True:
        folder = Path(tempfile.mkdtemp(prefix=_PREFIX))
        with contextlib.suppress(FileNotFoundError):
            fcntl.flock(os.open(folder, os.O_RDONLY), fcntl.LOCK_EX)
            if folder.is_dir():  # else another engine took it for a dead one's before it was locked
                return folder


def remove_scratch() -> None:
    """Remove the folder of this process; what still runs does not find it any more."""
    with contextlib.suppress(OSError):
        shutil.rmtree(scratch_folder().rename(f"{scratch_folder()}.gone"), ignore_errors=True)


def _remove_if_dead(folder: Path) -> None:
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        if os.fstat(opened).st_uid == os.getuid():
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(folder, ignore_errors=True)
    finally:
        os.close(opened)
