"""The outline of a `solution.py`: its exercises with their regions, hints and notes, and its faults."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from kindling.course.regions import Placement, Region, pair, place
from kindling.course.source import DEFINITIONS, Definition, Mark, Source, first_line, last_line
from kindling.marks import AuthoringError


@dataclass(frozen=True)
class Part:
    """One exercise in the file.

    Attributes:
        node: its definition.
        last: its last line, comments below its last statement included.
        regions: what the learner writes.
        hints: the ladder, gentlest first.
        notes: told after passing; one at most in a sound file.
        formerly: what the exercise was called before.
    """

    node: Definition
    last: int
    regions: tuple[Region, ...]
    hints: tuple[Mark, ...]
    notes: tuple[Mark, ...]
    formerly: tuple[Mark, ...]


@dataclass(frozen=True)
class Outline:
    """What an author's marks make of a `solution.py`.

    Attributes:
        source: the file.
        regions: all its regions.
        parts: its exercises, from top to bottom.
        faults: what is wrong with its structure, from top to bottom.
    """

    source: Source
    regions: tuple[Region, ...]
    parts: tuple[Part, ...]
    faults: tuple[AuthoringError, ...]

    @property
    def formerly(self) -> tuple[str, ...]:
        """Names that the workshop's folder had before: marks at the left margin, outside every exercise."""
        inside = {mark for part in self.parts for mark in part.formerly}
        marks = [each for each in self.source.marks if each.kind == "formerly"]
        return tuple(each.text for each in marks if each not in inside)

    def sound(self) -> Outline:
        """The outline itself.

        Raises:
            AuthoringError: the first of its faults.
        """
        if self.faults:
            raise self.faults[0]
        return self


def outline(source: Source) -> Outline:
    """The outline of a `solution.py`; what is wrong with it is kept, not raised."""
    regions, faults = pair(source)
    if faults:
        return Outline(source, regions, (), faults)
    places = {region: place(source, region) for region in regions}
    parts = tuple(_parts(source, places))
    found = [*_region_faults(source, places), *_ladder_faults(source, parts), *_name_faults(source, parts)]
    found += _former_faults(source, parts)
    return Outline(source, regions, parts, tuple(sorted(found, key=lambda fault: fault.line)))


def _parts(source: Source, places: dict[Region, Placement]) -> Iterator[Part]:
    for node in (each for each in source.tree.body if isinstance(each, DEFINITIONS)):
        regions = tuple(region for region, where in places.items() if where.owner is node)
        if not any(region.name == "solution" for region in regions):
            continue
        last = max(last_line(node), *(region.last for region in regions))
        own = [mark for mark in source.marks if first_line(node) < mark.line <= last]
        hints, notes, formerly = (
            tuple(mark for mark in own if mark.kind == kind) for kind in ("hint", "note", "formerly")
        )
        yield Part(node, last, regions, hints, notes, formerly)


def _name_faults(source: Source, parts: tuple[Part, ...]) -> Iterator[AuthoringError]:
    lines: dict[str, int] = {}
    for part in parts:
        name, line = part.node.name, part.node.lineno
        if name in lines:
            yield source.fault(
                line, f"`{name}` is already an exercise in line {lines[name]}; give one another name."
            )
        lines.setdefault(name, line)


def _former_faults(source: Source, parts: tuple[Part, ...]) -> Iterator[AuthoringError]:
    names = {part.node.name for part in parts}
    inside = {mark for part in parts for mark in part.formerly}
    for mark in (each for each in source.marks if each.kind == "formerly"):
        if not mark.text.isidentifier():
            yield source.fault(mark.line, "write the former name, and nothing else, behind `# formerly:`.")
        elif mark in inside and mark.text in names:
            yield source.fault(mark.line, f"`{mark.text}` is an exercise of this file; remove this mark.")
        elif mark not in inside and mark.column:
            yield source.fault(
                mark.line,
                "this former name stands outside an exercise; move it into the exercise that had it, "
                "or to the left margin if the workshop's folder had it.",
            )


def _ladder_faults(source: Source, parts: tuple[Part, ...]) -> Iterator[AuthoringError]:
    for mark in (each for each in source.marks if each.kind in ("hint", "note")):
        part = next((each for each in parts if mark in (*each.hints, *each.notes)), None)
        if reason := _ladder_fault(mark, part):
            yield source.fault(mark.line, reason)


def _ladder_fault(mark: Mark, part: Part | None) -> str | None:
    if not mark.text:
        return f"this {mark.kind} says nothing; write its sentence behind `# {mark.kind}:`."
    if part is None:
        return (
            f"this {mark.kind} stands outside an exercise; move it into the function or class that it is "
            "about, above the first region, or reword the comment."
        )
    if mark.line > part.regions[0].first:
        return (
            f"this {mark.kind} of `{part.node.name}` stands inside or below a region; "
            "move it above the exercise's first region, or reword the comment."
        )
    if mark in part.notes[1:]:
        return f"`{part.node.name}` has a second note; keep one."
    return None


def _region_faults(source: Source, places: dict[Region, Placement]) -> Iterator[AuthoringError]:
    results = [region for region in places if region.name == "result"]
    for region, where in places.items():
        reason = _shape_fault(source, region, where)
        if region.name == "solution":
            reason = reason or _solution_fault(where)
        else:
            reason = reason or _result_fault(source, region, where, results)
        if reason:
            yield source.fault(region.first, reason)


def _shape_fault(source: Source, region: Region, where: Placement) -> str | None:
    code = [
        number
        for number in range(region.first + 1, region.last)
        if source.lines[number - 1].strip() and not source.lines[number - 1].lstrip().startswith("#")
    ]
    if not code:
        return f"this region {region.name} is empty; put its lines of code between the marks."
    if where.blocks:
        block = where.blocks[0]
        whole = first_line(block[0]) == code[0] and code[-1] <= last_line(block[-1])
        if whole and block[0].col_offset == region.column:
            return None
    return (
        "this region does not hold whole statements of one block; "
        "indent its marks like the code between them and keep every statement inside or outside."
    )


def _solution_fault(where: Placement) -> str | None:
    definitions = [each for each in where.around if isinstance(each, DEFINITIONS)]
    if not definitions:
        return "this region solution stands outside an exercise; put it into a function or class."
    name = definitions[0].name
    if where.owner is None:
        return (
            f"`{name}` is defined inside another statement; an exercise stands at the top level of the file."
        )
    if isinstance(definitions[-1], ast.ClassDef):
        return (
            f"this region stands directly in a class of `{name}`, so that the starter could not be imported; "
            "put it into a method."
        )
    if where.blocks[0][0] is definitions[0].body[0] and ast.get_docstring(definitions[0]) is not None:
        return f"the docstring of `{name}` stands inside the region; begin the region below it."
    return None


def _result_fault(source: Source, region: Region, where: Placement, results: list[Region]) -> str | None:
    if where.around:
        return "the region result stands inside another statement; move it to the top level of the file."
    if region is not results[0]:
        return f"this is a second region result after the one of line {results[0].first}; join them."
    below = [node.lineno for node in source.tree.body if first_line(node) > results[-1].last]
    if below:
        return f"code stands below the region result, in line {below[0]}; the day's result comes last."
    return None
