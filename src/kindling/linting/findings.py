"""What was found in a file, and the form in which a rule is written down."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kindling.linting.code import Code

VERSION = 1
Found = Iterator[tuple[ast.AST | int, str]]
Look = Callable[["Code"], Found]


@dataclass(frozen=True)
class Finding:
    """One thing in a file that is probably not meant.

    Attributes:
        path: the file.
        line: where to look, counted from 1; in a notebook from the top of its cell.
        cell: the notebook's cell, counted from 1 over all cells; 0 in a Python file.
        rule: the rule's name; for Python's own pitfalls ruff's code.
        message: what stands there.
        why: why it matters.
        instead: what to write; may be empty.
    """

    path: str
    line: int
    cell: int
    rule: str
    message: str
    why: str
    instead: str

    def to_json(self) -> dict[str, Any]:
        """The finding as plain JSON data, with the version of its form."""
        return {"version": VERSION, **asdict(self)}


@dataclass(frozen=True)
class Rule:
    """One idiom.

    Attributes:
        name: what the mistake is called.
        why: why it matters, in one sentence or two.
        instead: what to write.
        look: gives the place and the sentence of each finding in a file; its docstring says what it
            sees and what it does not.
    """

    name: str
    why: str
    instead: str
    look: Look


def rule(name: str, why: str, instead: str) -> Callable[[Look], Rule]:
    """Make a rule of the function that looks for it."""
    return lambda look: Rule(name, why, instead, look)
