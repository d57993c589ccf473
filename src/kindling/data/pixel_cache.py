"""Decoded pixels, kept as one file in the cache folder and made again when it is damaged.

The file is a plain .npz: numpy reads it without pickles, and the checksum of every array is verified.
"""

from __future__ import annotations

import os
import tempfile
import zipfile
import zlib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import numpy as np
import numpy.typing as npt

from kindling.data.places import cache_folder

Pixels = npt.NDArray[np.uint8]
_UNREADABLE = (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, zlib.error)


def kept(name: str, fingerprint: str, make: Callable[[], dict[str, Pixels]]) -> dict[str, Pixels]:
    """The arrays that `make` returns, from the cache if it holds them.

    Args:
        name: what they are; the cache keeps one version of it.
        fingerprint: changes whenever `make` would return something else.
        make: is called if the cache lacks them or is damaged.
    """
    place = cache_folder() / "pixels" / f"{name}.{fingerprint}.npz"
    arrays = _read(place)
    if arrays is None:
        arrays = make()
        # without the cache the next read is slower, nothing else
        with suppress(OSError):
            _write(place, arrays)
            _forget_others(place, name)
    return arrays


def _read(place: Path) -> dict[str, Pixels] | None:
    try:
        with np.load(place, allow_pickle=False) as opened:
            return {name: opened[name] for name in opened.files}
    except FileNotFoundError:
        return None
    except _UNREADABLE:
        with suppress(OSError):
            place.unlink()
        return None


def _write(place: Path, arrays: dict[str, Pixels]) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(prefix=".incoming-", dir=place.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            np.savez(file, allow_pickle=False, **arrays)
        Path(temporary).replace(place)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _forget_others(place: Path, name: str) -> None:
    for other in place.parent.glob(f"{name}.*.npz"):
        if other != place:
            other.unlink(missing_ok=True)
