"""What terminals send and people type, as keys."""

from __future__ import annotations

import os
import threading

import pytest

from kindling.watch.keys import key_of, keys_of
from kindling.watch.terminal import Picture


@pytest.mark.parametrize(
    ("typed", "keys"),
    [
        ("n", ["n"]),
        ("N", ["n"]),
        ("\r", ["enter"]),
        ("\n", ["enter"]),
        ("\x1b[A\x1b[B", ["up", "down"]),
        ("\x1bOA\x1bOB", ["up", "down"]),
        ("\x1b", ["escape"]),
        ("\x04", ["q"]),
        ("jjk", ["j", "j", "k"]),
        ("\x1b[1;5C\x1b[3~n", ["n"]),
        ("\x1bOPn", ["n"]),
        ("\x00\x7f", []),
        ("é", ["é"]),
    ],
)
def test_keys_of_a_terminal(typed, keys):
    assert keys_of(typed) == keys


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ("n", "n"),
        (" Next ", "n"),
        ("", "enter"),
        ("help", "?"),
        ("row_means", "row_means"),
        ("Counter", "Counter"),
    ],
)
def test_keys_of_a_line(line, key):
    assert key_of(line) == key


@pytest.mark.parametrize(("parts", "keys"), [((b"\x1b", b"[", b"A"), ["up"]), ((b"\x1b",), ["escape"])])
def test_a_key_that_a_slow_line_brings_in_pieces_is_one_key(
    monkeypatch: pytest.MonkeyPatch, parts: tuple[bytes, ...], keys: list[str]
) -> None:
    reading, writing = os.pipe()
    waker, _ = os.pipe()
    monkeypatch.setattr("sys.stdin", os.fdopen(reading))
    picture = Picture()
    os.write(writing, parts[0])
    threading.Timer(0.005, lambda: [os.write(writing, each) for each in parts[1:]]).start()
    assert picture.keys(waker, 1.0) == keys
