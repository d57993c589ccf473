"""Whether a file or a folder is whole: its digest is the known one."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

Check = Callable[[Path], bool]


def digest(path: Path, algorithm: str = "sha256") -> str:
    """The digest of a file's content, in hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, algorithm).hexdigest()


def folder_digest(folder: Path, pattern: str) -> str:
    """The sha256 over the names and the sha256 of all files directly in a folder that fit a pattern."""
    together = hashlib.sha256()
    for file in sorted(folder.glob(pattern)):
        together.update(file.name.encode() + b"\0" + bytes.fromhex(digest(file)))
    return together.hexdigest()


def file_is(algorithm: str, known: str) -> Check:
    """A check that a path is a file with the known digest."""
    return lambda path: path.is_file() and digest(path, algorithm) == known


def folder_is(pattern: str, known: str) -> Check:
    """A check that a path is a folder with the known `folder_digest`."""
    return lambda path: path.is_dir() and folder_digest(path, pattern) == known
