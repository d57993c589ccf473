"""Keys, as a terminal sends them or as lines of a pipe give them."""

from __future__ import annotations

import re

SEQUENCES = {
    "\x1b[A": "up", "\x1bOA": "up", "\x1b[B": "down", "\x1bOB": "down",
    "\r": "enter", "\n": "enter", "\x1b": "escape", "\x04": "q",
}  # fmt: skip
ONE_KEY = re.compile(r"\x1b(?:\[[0-9;?]*[ -/]*[@-~]|O.)|.", re.DOTALL)
WORDS = {
    "next": "n", "hint": "h", "solution": "s", "list": "l", "all": "a", "again": "r", "quit": "q",
    "help": "?", "": "enter",
}  # fmt: skip


def keys_of(typed: str) -> list[str]:
    """The keys in what a terminal sent; letters without regard to case, unknown sequences dropped."""
    found = (SEQUENCES.get(each, each) for each in ONE_KEY.findall(typed))
    return [
        each.lower() for each in found if not each.startswith("\x1b") and (each.isprintable() or not each)
    ]


def key_of(line: str) -> str:
    """The key that a line means where keys come as lines: `n`, `next`, or an exercise's name."""
    word = line.strip()
    return WORDS.get(word.lower(), word.lower() if len(word) == 1 else word)
