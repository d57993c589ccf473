"""Cuts a file that does not parse as a whole into top-level pieces, so that as many as can be do."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from functools import cache

UNREADABLE = (SyntaxError, ValueError, RecursionError, MemoryError)

_DEFINITION = re.compile(r"(?:async\s+def|def)\s+\w+\s*\(|class\s+\w+\s*[(:]|@\w")
_START = re.compile(r"(?!(?:else|elif|except|finally)\b)[A-Za-z_@]")
_NAME = re.compile(r"^(?:async\s+def|def|class)\s+(\w+)", re.MULTILINE)


@dataclass(frozen=True)
class Piece:
    """A part of a file.

    Attributes:
        start: the number of lines before it.
        text: the part.
        statements: what it parses to, with the file's line numbers; nothing where it does not parse.
        error: why it does not parse.
    """

    start: int
    text: str
    statements: tuple[ast.stmt, ...] = ()
    error: Exception | None = None

    @property
    def defines(self) -> tuple[str, int]:
        """The first name that it defines, or nothing, and the line of the definition in the file."""
        found = _NAME.search(self.text)
        before = self.text[: found.start()] if found else ""
        return found[1] if found else "", self.start + before.count("\n") + 1


def pieces(text: str, filename: str) -> list[Piece]:
    """The pieces in order: the smallest that parse, and between them what does not."""
    cutter = _Cutter(text.split("\n"), filename)
    found, index = [], 0
    while index < cutter.last:
        end = cutter.end(index)
        found.append(cutter.piece(index, end))
        index = end
    return found


class _Cutter:
    """Knows the lines at which a piece may begin: those that begin in the first column."""

    def __init__(self, lines: list[str], filename: str) -> None:
        self._lines = lines
        self._filename = filename
        starts = {number for number, line in enumerate(lines) if _START.match(line)}
        self._bounds = sorted({0, *starts, len(lines)})
        self.last = len(self._bounds) - 1
        self.piece = cache(self._piece)

    def end(self, index: int) -> int:
        """Where the piece ends that begins there: as soon as it parses, or where something new begins."""
        return self._parsed_end(index, self.last) or self._broken_end(index)

    def _parsed_end(self, index: int, last: int) -> int | None:
        ends = range(index + 1, last + 1)
        return next((end for end in ends if self.piece(index, end).error is None), None)

    def _broken_end(self, index: int) -> int:
        """The next definition, or the next statement that parses: text in a string does not."""
        for end in range(index + 1, self.last):
            if self._is_definition(end) and not self._is_decorated(end):
                return end
            following = (each for each in range(end + 1, self.last) if self._is_definition(each))
            if self._parsed_end(end, next(following, self.last)):
                return end
        return self.last

    def _is_definition(self, index: int) -> bool:
        return bool(_DEFINITION.match(self._lines[self._bounds[index]]))

    def _is_decorated(self, index: int) -> bool:
        return self._lines[self._bounds[index - 1]].startswith("@")

    def _piece(self, index: int, end: int) -> Piece:
        start = self._bounds[index]
        text = "\n".join(self._lines[start : self._bounds[end]])
        try:
            return Piece(start, text, tuple(ast.parse("\n" * start + text, self._filename).body))
        except UNREADABLE as error:
            return Piece(start, text, error=error)
