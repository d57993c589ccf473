"""Reading a workshop's folder: its title and its exercises, from `solution.py` alone."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from kindling.course.calls import called, definitions
from kindling.course.model import Exercise, Workshop
from kindling.course.outline import Outline, Part, outline
from kindling.course.source import close_gaps, first_line, read_source, read_text


def read(folder: Path) -> Workshop:
    """The workshop in a folder; none of its code is run.

    Raises:
        AuthoringError: `solution.py` is missing, or not written as an author must write it.
    """
    path = folder / "solution.py"
    text = read_text(path)
    found = outline(read_source(text, path)).sound()
    return Workshop(folder.name, folder, _title(found, folder), tuple(_exercises(found)), found.formerly)


def _title(found: Outline, folder: Path) -> str:
    statement = ast.get_docstring(found.source.tree) or folder.name
    return statement.split("\n", 1)[0].strip().removesuffix(".")


def _exercises(found: Outline) -> Iterator[Exercise]:
    helpers = definitions(found.source.tree)
    earlier: list[str] = []
    for part in found.parts:
        used = called(part.node, earlier, helpers) if earlier else set()
        yield Exercise(
            name=part.node.name,
            statement=ast.get_docstring(part.node) or "",
            hints=tuple(mark.text for mark in part.hints),
            note=part.notes[0].text if part.notes else "",
            line=part.node.lineno,
            code=_code(found, part),
            calls=tuple(name for name in earlier if name in used),
            formerly=tuple(mark.text for mark in part.formerly),
        )
        earlier.append(part.node.name)


def _code(found: Outline, part: Part) -> str:
    """The definition without its marks."""
    marks = {mark.line for mark in found.source.marks if mark.alone}
    numbers = range(first_line(part.node), part.last + 1)
    lines = close_gaps(None if number in marks else found.source.lines[number - 1] for number in numbers)
    return "\n".join(lines).rstrip() + "\n"
