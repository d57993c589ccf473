"""Messages between the engine's processes: a JSON header and raw bytes, with their lengths before them."""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator
from typing import Any

HEADER_LIMIT = 16 * 2**20
BODY_LIMIT = 64 * 2**20
_LENGTHS = struct.Struct("!4sII")
_MAGIC = b"KDL1"

Frame = tuple[dict[str, Any], bytes]


class BrokenFrame(Exception):
    """The bytes are not a message of the engine's."""


def pack(header: dict[str, Any], body: bytes = b"") -> bytes:
    """One message as bytes."""
    text = json.dumps(header).encode()
    return _LENGTHS.pack(_MAGIC, len(text), len(body)) + text + body


class Unpacker:
    """Takes bytes as they come and gives whole messages."""

    def __init__(self) -> None:
        self._data = bytearray()

    def feed(self, data: bytes) -> Iterator[Frame]:
        """The messages that `data` completes.

        Raises:
            BrokenFrame: what came is not a message, or is longer than any message may be.
        """
        self._data += data
        while len(self._data) >= _LENGTHS.size:
            magic, header, body = _LENGTHS.unpack_from(self._data)
            if magic != _MAGIC or header > HEADER_LIMIT or body > BODY_LIMIT:
                raise BrokenFrame
            end = _LENGTHS.size + header + body
            if len(self._data) < end:
                return
            whole = bytes(self._data[_LENGTHS.size : end])
            del self._data[:end]
            yield _parse(whole[:header]), whole[header:]


def _parse(text: bytes) -> dict[str, Any]:
    try:
        parsed = json.loads(text)
    except (ValueError, RecursionError):
        raise BrokenFrame from None
    if not isinstance(parsed, dict):
        raise BrokenFrame
    return parsed
