"""Regions: where they begin and end, and what of the code stands inside them."""

from __future__ import annotations

import ast
from dataclasses import dataclass

from kindling.course.source import DEFINITIONS, Definition, Mark, Source, first_line, last_line
from kindling.marks import AuthoringError

NAMES = ("solution", "result")


@dataclass(frozen=True)
class Region:
    """The lines from `# region NAME` to `# endregion`.

    Attributes:
        name: `solution` or `result`.
        first: the line of its first mark, counted from 1.
        last: the line of its last mark.
        column: the indentation of its first mark.
    """

    name: str
    first: int
    last: int
    column: int


@dataclass(frozen=True)
class Placement:
    """How a region lies in the code.

    Attributes:
        around: the statements that enclose it, outermost first.
        blocks: the statements inside it, one list for each block that they belong to.
    """

    around: tuple[ast.stmt, ...] = ()
    blocks: tuple[tuple[ast.stmt, ...], ...] = ()

    @property
    def owner(self) -> Definition | None:
        """The top-level function or class that the region stands in."""
        outermost = self.around[0] if self.around else None
        return outermost if isinstance(outermost, DEFINITIONS) else None


def pair(source: Source) -> tuple[tuple[Region, ...], tuple[AuthoringError, ...]]:
    """The file's regions, and what is wrong with their marks."""
    regions: list[Region] = []
    faults: list[AuthoringError] = []
    begun: Mark | None = None
    for mark in (each for each in source.marks if each.kind in ("region", "endregion")):
        if not mark.alone:
            faults.append(source.fault(mark.line, f"`# {mark.kind}` shares its line; give it its own."))
        elif mark.kind == "endregion":
            if begun is None:
                faults.append(source.fault(mark.line, "`# endregion` closes nothing; remove it."))
            elif mark.column != begun.column:
                faults.append(source.fault(mark.line, _crooked(begun)))
            elif begun.text in NAMES:
                regions.append(Region(begun.text, begun.line, mark.line, begun.column))
            begun = None
        else:
            if begun is not None:
                faults.append(source.fault(mark.line, _nested(begun)))
            if mark.text not in NAMES:
                faults.append(source.fault(mark.line, _unknown(mark)))
            begun = mark
    if begun is not None:
        faults.append(
            source.fault(begun.line, f"`# region {begun.text}` is never closed; add `# endregion` below it.")
        )
    return tuple(regions), tuple(faults)


def _nested(outer: Mark) -> str:
    return (
        f"this region begins inside the region of line {outer.line}; "
        "close that one first, for regions are never nested."
    )


def _crooked(begun: Mark) -> str:
    return (
        f"`# endregion` is indented differently from its `# region` in line {begun.line}; indent both alike."
    )


def _unknown(mark: Mark) -> str:
    return (
        f"`# region {mark.text}` has an unknown name; write `# region solution` or `# region result`, "
        "or reword the comment."
    )


def place(source: Source, region: Region) -> Placement:
    """How a region lies in the code of its file."""
    return _place(source.tree.body, region, (), len(source.lines))


def _place(body: list[ast.stmt], region: Region, around: tuple[ast.stmt, ...], limit: int) -> Placement:
    reach = [_reach(node, after, limit) for node, after in zip(body, [*body[1:], None], strict=True)]
    inside = tuple(each for each in body if region.first < first_line(each) and last_line(each) < region.last)
    for node, end in zip(body, reach, strict=True):
        if first_line(node) < region.first <= end and node.col_offset < region.column:
            return _place_below(node, region, (*around, node), end)
    return Placement(around, (inside,) if inside else ())


def _place_below(node: ast.stmt, region: Region, around: tuple[ast.stmt, ...], limit: int) -> Placement:
    """The placement in the blocks of a statement that encloses the region."""
    blocks = _blocks(node)
    ends = [*(first_line(after[0]) - 1 for after in blocks[1:]), limit]
    found = [_place(block, region, around, end) for block, end in zip(blocks, ends, strict=False)]
    deepest = max(found, key=lambda each: len(each.around), default=Placement(around))
    return Placement(deepest.around, tuple(block for each in found for block in each.blocks))


def _reach(node: ast.stmt, after: ast.stmt | None, limit: int) -> int:
    """The last line that may belong to a statement; comments may follow the last line of a block."""
    if not _blocks(node):
        return last_line(node)
    return first_line(after) - 1 if after else limit


def _blocks(node: ast.stmt) -> list[list[ast.stmt]]:
    """The blocks of a compound statement, from top to bottom."""
    holders = [
        [node.body] if hasattr(node, "body") else [],
        [each.body for each in [*getattr(node, "handlers", []), *getattr(node, "cases", [])]],
        [getattr(node, "orelse", []), getattr(node, "finalbody", [])],
    ]
    return [block for blocks in holders for block in blocks if block]
