"""Puts together what the worker passes on, and keeps it: what is known need not be observed again."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from kindling.engine.frames import BrokenFrame, Frame, Unpacker, pack
from kindling.observations import Ended, Observation, Raised, Sighting
from kindling.observations.values import decode

_DIGEST = 32


def assemble(frames: Sequence[Frame], probes: Sequence[str]) -> Sighting:
    """The sighting that a run's messages tell of.

    Args:
        frames: the messages of one run, the last of them `done`.
        probes: the exercise's probes: a run that ended before the first is told as its observation.
    """
    try:
        return _assemble(frames, probes)
    except (ValueError, TypeError, KeyError, StopIteration, RecursionError):
        first = probes[0] if probes else ""
        return Sighting((Observation(first, Ended("interfered")),), defined_at=1)


def _assemble(frames: Sequence[Frame], probes: Sequence[str]) -> Sighting:
    about: dict[str, Any] = {}
    observations: list[Observation] = []
    done = frames[-1][0]
    for header, body in frames:
        if "loaded" in header and "done" not in header:
            about = header
        elif "seen" in header:
            observations.append(Observation.from_header(header["seen"], decode(header["value"], body)))
    seen = [each.probe for each in observations]
    if len(set(seen)) < len(seen) or not set(seen) <= set(probes):
        raise ValueError("observations that no probe made")
    if done["ended"]:
        probe = str(done["probe"]) or (probes[0] if probes else "")
        if done["ended"]["kind"] in ("replaced", "interfered"):
            observations.clear()
            probe = probes[0] if probes else probe
        observations = [each for each in observations if each.probe != probe]
        observations.append(Observation(probe, Ended(**done["ended"])))
    return Sighting(
        observations=tuple(observations),
        defined_at=int(about.get("defined_at", 0)),
        load_errors=tuple(Raised.from_header(each) for each in about.get("load_errors", [])),
        output=str(done["output"]),
        calls=tuple(about.get("uses", [])),
        seconds=float(done["wall"]),
    )


class Cache:
    """Sightings of known answers, one file each, under a hash of all that they depend on.

    A file that is cut, changed or unreadable counts as missing. A folder that can't be written costs time, no
    result.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def load(self, key: str) -> list[Frame] | None:
        """The messages kept under a key, or None."""
        try:
            data = (self._folder / key[:2] / key).read_bytes()
            if hashlib.sha256(data[_DIGEST:]).digest() != data[:_DIGEST]:
                return None
            return list(Unpacker().feed(data[_DIGEST:])) or None
        except (OSError, BrokenFrame):
            return None

    def save(self, key: str, frames: Sequence[Frame]) -> None:
        """Keep a run's messages under a key, whole or not at all."""
        data = b"".join(pack(*each) for each in frames)
        path = self._folder / key[:2] / key
        temporary = ""
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            number, temporary = tempfile.mkstemp(dir=path.parent)
            with os.fdopen(number, "wb") as file:
                file.write(hashlib.sha256(data).digest() + data)
            Path(temporary).replace(path)
        except OSError:
            if temporary:
                Path(temporary).unlink(missing_ok=True)


def key_of(parts: Sequence[str | bytes]) -> str:
    """A hash of all parts, each with its length, so that no two lists of parts give the same."""
    digest = hashlib.sha256()
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        digest.update(len(data).to_bytes(8, "big") + data)
    return digest.hexdigest()
