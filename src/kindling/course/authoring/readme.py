"""`README.md`: its sections are there, goals among them, and its plan adds up to the session's minutes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kindling.course.readme import goals
from kindling.course.source import read_text
from kindling.marks import AuthoringError

SESSION = 180
SECTIONS = (
    "Goals",
    "Before you start",
    f"The session: {SESSION} minutes",
    "Exercises",
    "Questions to discuss",
    "Resources",
)
"""What every README has, under these headings: handouts and the course's map are made of them."""


@dataclass(frozen=True)
class Row:
    """A row of a plan: its line in the file, what its minutes say, and all its cells."""

    line: int
    minutes: str
    cells: tuple[str, ...]


def faults(path: Path) -> Iterator[AuthoringError]:
    """What is wrong with the sections, the goals, and the plan: the tables that have a column `Minutes`."""
    try:
        lines = read_text(path).split("\n")
    except AuthoringError as error:
        yield error
        return
    for missing in [each for each in SECTIONS if f"## {each}" not in lines]:
        yield AuthoringError(path, 1, f"the section `## {missing}` is missing; add it.")
    if "## Goals" in lines and not goals(path.parent):
        yield AuthoringError(
            path, lines.index("## Goals") + 1, "the goals are missing; number what is learned, from 1 on."
        )
    yield from _plan_faults(path, list(_rows(lines)))


def _plan_faults(path: Path, rows: list[Row]) -> Iterator[AuthoringError]:
    if not rows:
        yield AuthoringError(
            path, 1, f"the plan is missing; add a table with a column `Minutes` ({SESSION} in all)."
        )
        return
    wrong = [row for row in rows if not re.fullmatch(r"\d+", row.minutes)]
    for row in wrong:
        yield AuthoringError(
            path, row.line, f"`{row.minutes}` is not a whole number of minutes; write only the number."
        )
    total = sum(int(row.minutes) for row in rows if row not in wrong)
    if not wrong and total != SESSION:
        yield AuthoringError(
            path, rows[0].line, f"the minutes of the plan add up to {total}; make them {SESSION}."
        )
    if not any("break" in cell.lower() for row in rows for cell in row.cells):
        yield AuthoringError(path, rows[0].line, "the plan has no break; give it a row of 10 minutes.")


def _rows(lines: list[str]) -> Iterator[Row]:
    """The rows of all tables with a column `Minutes`, except totals."""
    column: int | None = None
    for number, line in enumerate(lines, start=1):
        if not line.lstrip().startswith("|"):
            column = None
            continue
        cells = tuple(each.strip().strip("*_").strip() for each in line.strip().strip("|").split("|"))
        if column is None:
            column = next((i for i, cell in enumerate(cells) if cell.lower() == "minutes"), -1)
        elif 0 <= column < len(cells) and not _ruler(cells) and not _total(cells):
            yield Row(number, cells[column], cells)


def _ruler(cells: tuple[str, ...]) -> bool:
    return all(re.fullmatch(r":?-+:?", cell) for cell in cells)


def _total(cells: tuple[str, ...]) -> bool:
    return any(cell.lower().startswith("total") for cell in cells)
