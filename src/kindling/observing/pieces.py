"""Cuts a file that does not parse as a whole into its top-level pieces."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

# A definition begins a piece wherever it stands; any other line only where no string is open.
_DEFINITION = re.compile(r"(?:async\s+def|def)\s+\w+\s*\(|class\s+\w+\s*[(:]|@\w")
_STATEMENT = re.compile(r"(?!(?:else|elif|except|finally)\b)[A-Za-z_]")
_NAME = re.compile(r"^(?:async\s+def|def|class)\s+(\w+)", re.MULTILINE)
_TRIPLE = ('"""', "'''")
_IN_STRING = re.compile(r"\\.|\"\"\"|'''")
_TOKEN = re.compile(r"\"\"\"|'''|#.*|\\.|\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'")


def pieces(text: str) -> list[tuple[int, str]]:
    """The pieces in order, each with the number of lines before it."""
    lines = text.split("\n")
    bounds = sorted({0, *_starts(lines), len(lines)})
    return [(a, "\n".join(lines[a:b])) for a, b in pairwise(bounds)]


def defined_name(piece: str) -> tuple[str, int]:
    """The name that a piece defines, or nothing, and its line in the piece, counted from 1."""
    found = _NAME.search(piece)
    return (found[1], piece[: found.start()].count("\n") + 1) if found else ("", 1)


def _starts(lines: list[str]) -> Iterator[int]:
    quotes, decorated = "", False
    for number, line in enumerate(lines):
        definition = bool(_DEFINITION.match(line))
        if definition:
            quotes = ""  # an open string ends here at the latest, so that one mistake breaks one piece
        if (definition or (not quotes and _STATEMENT.match(line))) and not decorated:
            yield number
        decorated = line.startswith("@") or (decorated and not definition)
        quotes = _open_quotes(line, quotes)


def _open_quotes(line: str, quotes: str) -> str:
    """The triple quotes that are open after a line, given those that are open before it."""
    for found in (_IN_STRING if quotes else _TOKEN).finditer(line):
        if found[0] == quotes:
            return _open_quotes(line[found.end() :], "")
        if not quotes and found[0] in _TRIPLE:
            return _open_quotes(line[found.end() :], found[0])
    return quotes
