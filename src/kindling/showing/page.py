"""Lines of text, and the two ways to put them out: into a terminal, or plain.

What is shown is described once, as lines. A terminal wraps them to its width and colours them;
elsewhere each stays one line, so that a program can read it. No meaning hangs on colour.
"""

from __future__ import annotations

import os
import sys
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol, TextIO

if TYPE_CHECKING:
    from rich.console import Console


class Style(StrEnum):
    """How a piece of a line looks in a terminal that has colours, in rich's words."""

    PLAIN = ""
    STRONG = "bold"
    QUIET = "dim"
    GOOD = "bold green"
    AMISS = "bold yellow"


@dataclass(frozen=True)
class Line:
    """One line of text, or a paragraph that a terminal wraps.

    Attributes:
        parts: pieces of text with their style.
        lead: what stands before them, a margin or a label; quiet.
        hang: how many columns the following lines of a paragraph are set in.
    """

    parts: tuple[tuple[str, Style], ...] = ()
    lead: str = ""
    hang: int = 0

    @property
    def text(self) -> str:
        """The line as plain text."""
        return (self.lead + "".join(text for text, _ in self.parts)).rstrip()


def line(text: str = "", style: Style = Style.PLAIN, *, indent: int = 0) -> Line:
    """A paragraph of one style, set in by `indent` columns."""
    return Line(((clean(text), style),), " " * indent, indent)


def labelled(label: str, text: str, *, indent: int = 4, width: int = 10) -> list[Line]:
    """A label and its text, which may have several lines, in two columns."""
    hang = indent + width
    leads = [f"{'':{indent}}{label:<{width}}"]
    return [
        Line(((clean(each), Style.PLAIN),), leads.pop() if leads else " " * hang, hang)
        for each in text.split("\n")
    ]


def clean(text: str) -> str:
    """`text` with its control characters spelled out, so that a terminal cannot obey them."""
    expanded = text.expandtabs(4) if "\t" in text else text
    if expanded.isprintable():
        return expanded
    return "".join(each if _harmless(each) else repr(each)[1:-1] for each in expanded)


class Screen(Protocol):
    """Where lines go."""

    @property
    def width(self) -> int:
        """How many columns fit."""

    def show(self, lines: Iterable[Line]) -> None:
        """Put the lines out at once."""


class Plain:
    """Text without colour, wrapping or cursor tricks: for files, pipes and programs."""

    width = 0

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def show(self, lines: Iterable[Line]) -> None:
        """Write every line as one line."""
        self._stream.write("".join(each.text + "\n" for each in lines))
        self._stream.flush()


class Terminal:
    """A terminal: wrapped between words, with colours where it has them and NO_COLOR is unset."""

    def __init__(self, console: Console) -> None:
        self._console = console

    @property
    def width(self) -> int:
        """The terminal's columns."""
        return self._console.width

    def show(self, lines: Iterable[Line]) -> None:
        """Write the lines; texts are never read as markup."""
        from rich.text import Text

        for each in lines:
            body = Text.assemble(*((text, str(style)) for text, style in each.parts))
            lead = Text(each.lead, str(Style.QUIET))
            for row in body.wrap(self._console, max(self.width - each.hang, 20)) or [Text()]:
                row.rstrip()
                whole = Text.assemble(lead, row)
                whole.rstrip()
                self._console.print(whole, soft_wrap=True)
                lead = Text(" " * each.hang)


def screen(stream: TextIO | None = None, *, plain: bool = False) -> Screen:
    """The screen that suits a stream: a terminal's, or plain text.

    Args:
        stream: where to write; standard output if none is given.
        plain: plain text also in a terminal; so does the environment's KINDLING_PLAIN=1.
    """
    stream = stream or sys.stdout
    if plain or os.environ.get("KINDLING_PLAIN") == "1" or not stream.isatty():
        return Plain(stream)
    try:
        from rich.console import Console
    except ModuleNotFoundError:  # the doctor must be able to say so
        return Plain(stream)
    return Terminal(Console(file=stream, markup=False, highlight=False, emoji=False))


def _harmless(character: str) -> bool:
    return character.isprintable() or unicodedata.category(character) == "Zs"
