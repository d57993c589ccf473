"""Where data lies on this machine: the folder that KINDLING_DATA names, and the user's cache folder."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs


def cache_folder() -> Path:
    """The user's cache folder for Kindling; it need not exist yet."""
    return platformdirs.user_cache_path("kindling", appauthor=False)


def folders() -> tuple[Path, ...]:
    """The folders in which data is looked for, first the one that the reader chose."""
    chosen = os.environ.get("KINDLING_DATA")
    return (Path(chosen).expanduser().resolve(), cache_folder()) if chosen else (cache_folder(),)


def writable_folder() -> Path:
    """The folder that takes downloads: the first of `folders` that lets itself be written.

    Raises:
        OSError: none does.
    """
    for folder in folders()[:-1]:
        if _is_writable(folder):
            return folder
    last = folders()[-1]
    last.mkdir(parents=True, exist_ok=True)
    return last


def _is_writable(folder: Path) -> bool:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        # root may write everywhere, but a folder without any permission to write is meant to stay as it is
        return os.access(folder, os.W_OK) and bool(folder.stat().st_mode & 0o222)
    except OSError:
        return False
