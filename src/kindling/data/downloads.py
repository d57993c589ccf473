"""Bringing a data set to this machine, whole or not at all.

Everything is made in a hidden folder beside its place and renamed when it is whole. One process downloads
a set at a time; a second one waits and then finds it done. What is already there but damaged is put aside
as `<name>.damaged` at the moment when its replacement is ready.
"""

from __future__ import annotations

import errno
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from kindling.data.errors import Damaged, DataMissing
from kindling.data.places import folders, writable_folder
from kindling.data.sources import Part, Source
from kindling.data.unpacking import unpack

ATTEMPTS = 3
CONNECT_SECONDS = 10.0
SILENT_SECONDS = 30.0
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def locate(source: Source) -> Path | None:
    """The data folder in which the set lies undamaged, if there is one."""
    return next((folder for folder in folders() if source.lies_in(folder)), None)


def obtain(source: Source) -> Path:
    """The data folder in which the set lies; it is downloaded first where it is missing or damaged.

    Raises:
        DataMissing: it cannot be had; nothing half-written is left under a final name.
    """
    return locate(source) or _download(source)


def _download(source: Source) -> Path:
    folder = folders()[0]
    try:
        folder = writable_folder()
        with _alone(folder, source) as workspace:
            for part in source.parts:
                if not part.whole(folder / part.path):
                    _bring(source, part, workspace, folder / part.path)
    except OSError as error:
        raise _missing(source, *_disk_trouble(error, source, folder)) from error
    return folder


def _bring(source: Source, part: Part, workspace: Path, place: Path) -> None:
    """Download, unpack and check one part, then put it in its place; damage is met with a new attempt."""
    seen = ""
    for _ in range(ATTEMPTS):
        _empty(workspace)
        try:
            made = workspace / "made"
            unpack(_download_file(source, part, workspace), part.inside, made)
            if part.whole(made):
                return _put(made, place)
            seen = f"{part.file} does not hold the known data"
        except Damaged as error:
            seen = str(error)
    raise _missing(
        source, f"could not be downloaded in {ATTEMPTS} attempts, because {seen}", "try again later"
    )


def _download_file(source: Source, part: Part, workspace: Path) -> Path:
    """The downloaded file, its checksum verified by pooch.

    Raises:
        Damaged: it was cut off, stalled, or has another checksum.
        DataMissing: the server cannot be reached or refuses.
    """
    import pooch
    import requests

    from kindling.data.progress import shown

    pooch.get_logger().setLevel("ERROR")
    address = part.address_now()
    timeout = (CONNECT_SECONDS, SILENT_SECONDS)
    try:
        with shown(f"{source.title} ({part.file})") as progress:
            downloader: Any = pooch.HTTPDownloader(chunk_size=1 << 16, timeout=timeout)
            downloader.progressbar = progress
            return Path(pooch.retrieve(address, part.served, part.file, workspace, downloader=downloader))
    except requests.HTTPError as error:
        answer = (
            "an error" if error.response is None else f"{error.response.status_code} {error.response.reason}"
        )
        why = f"could not be downloaded, because the server answered {answer} for {address}"
        raise _missing(source, why, "try again later") from error
    except requests.RequestException as error:
        if _unreachable(error):
            why = f"{_state(source)} and the server {urlsplit(address).netloc} cannot be reached"
            raise _missing(source, why, "check the network") from error
        raise Damaged(f"{part.file} was cut off on its way") from error
    except ValueError as error:
        raise Damaged(f"{part.file} came with a wrong checksum") from error


def _unreachable(error: Exception) -> bool:
    from requests import exceptions
    from urllib3.exceptions import MaxRetryError

    if isinstance(error, exceptions.InvalidURL):
        return True
    # requests has one class for "never connected" and "connection lost"; what it wraps tells them apart
    return isinstance(error, exceptions.ConnectionError) and isinstance(error.args[0], MaxRetryError)


@contextmanager
def _alone(folder: Path, source: Source) -> Iterator[Path]:
    """An empty workspace on the disk that will hold the set, for this process alone."""
    from filelock import FileLock, Timeout

    hidden = folder / ".incoming"
    hidden.mkdir(parents=True, exist_ok=True)
    lock = FileLock(hidden / f"{source.name}.lock")
    try:
        lock.acquire(timeout=1)
    except Timeout:
        print(f"{source.title}: another process downloads it; waiting.", file=sys.stderr, flush=True)
        lock.acquire()
    workspace = hidden / source.name
    try:
        yield workspace
    finally:
        shutil.rmtree(workspace, ignore_errors=True)
        lock.release()


def _empty(workspace: Path) -> None:
    """A fresh workspace: an earlier process may have been killed in it."""
    shutil.rmtree(workspace, ignore_errors=True)
    workspace.mkdir(parents=True)


def _put(made: Path, place: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    if place.is_dir():
        aside = place.with_name(f"{place.name}.damaged")
        shutil.rmtree(aside, ignore_errors=True)
        place.rename(aside)
    elif place.exists():
        place.replace(place.with_name(f"{place.name}.damaged"))
    made.replace(place)


def _state(source: Source) -> str:
    for folder in folders():
        if any((folder / part.path).exists() for part in source.parts):
            return f"is incomplete or damaged in {folder}"
    return "is not on this machine"


def _disk_trouble(error: OSError, source: Source, folder: Path) -> tuple[str, str]:
    """Why a set could not be stored, and the next step."""
    if error.errno in _NO_ROOM:
        return (
            f"could not be stored, because the disk of {folder} is full",
            f"free {source.megabytes} MB there or set KINDLING_DATA to a folder with more room",
        )
    reason = error.strerror or str(error)
    return f"could not be stored in {folder} ({reason})", "set KINDLING_DATA to a folder that you may write"


def _missing(source: Source, why: str, step: str) -> DataMissing:
    return DataMissing(f"{source.title} {why}: {step}, or use the embedded {source.instead}.")
