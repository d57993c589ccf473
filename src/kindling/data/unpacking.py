"""Unpacking what a server sent, without trusting it."""

from __future__ import annotations

import gzip
import shutil
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import IO

from kindling.data.errors import Damaged

_BROKEN = (zipfile.BadZipFile, tarfile.TarError, gzip.BadGzipFile, zlib.error, EOFError, NotImplementedError)


def unpack(archive: Path, inside: str, target: Path) -> None:
    """Write what lies at `inside` in an archive (.zip, .tar.gz) to `target`, as a file or a folder.

    A lone `.gz` is decompressed; any other file is moved as it is. Links and devices in an archive are
    left out, and no file is written outside `target`.

    Raises:
        Damaged: the archive is cut, damaged, lacks `inside`, or tries to write elsewhere.
        OSError: `target` cannot be written, for example because the disk is full.
    """
    try:
        if not inside:
            _unpack_one(archive, target)
            return
        for path, content in _files(archive):
            if path.is_relative_to(inside):
                _write(content, _place(target, path.relative_to(inside)))
    except _BROKEN as error:
        raise Damaged(f"{archive.name} cannot be unpacked") from error
    if not target.exists():
        raise Damaged(f"{archive.name} holds no {inside}")


def _unpack_one(file: Path, target: Path) -> None:
    if file.suffix == ".gz":
        with gzip.open(file) as content:
            _write(content, target)
    else:
        file.rename(target)


def _files(archive: Path) -> Iterator[tuple[PurePosixPath, IO[bytes]]]:
    """The regular files of an archive; each stream is read before the next is asked for."""
    if archive.suffix == ".zip":
        with zipfile.ZipFile(archive) as opened:
            for info in opened.infolist():
                if not info.is_dir():
                    with opened.open(info) as content:
                        yield PurePosixPath(info.filename), content
    else:
        with tarfile.open(archive) as opened_tar:
            for member in opened_tar:
                stream = opened_tar.extractfile(member) if member.isreg() else None
                if stream is not None:
                    yield PurePosixPath(member.name), stream


def _place(target: Path, path: PurePosixPath) -> Path:
    if ".." in path.parts or path.is_absolute() or any("\\" in part or ":" in part for part in path.parts):
        raise Damaged(f"the archive would write to {path}, outside its folder")
    return target / path


def _write(content: IO[bytes] | gzip.GzipFile, place: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    with place.open("wb") as file:
        shutil.copyfileobj(content, file, 1 << 20)
