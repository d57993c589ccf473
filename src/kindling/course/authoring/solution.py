"""`solution.py`: what every exercise needs beside a sound structure."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from kindling.course.calls import called, definitions
from kindling.course.outline import Outline, Part
from kindling.course.source import DEFINITIONS
from kindling.marks import AuthoringError

HINTS = range(2, 5)


def faults(found: Outline) -> Iterator[AuthoringError]:
    """What `solution.py` lacks."""
    source = found.source
    if ast.get_docstring(source.tree) is None:
        yield source.fault(1, "the file has no docstring; its first line is the workshop's title.")
    if not found.parts:
        yield source.fault(
            1, "the file has no exercise; mark what a learner writes with `# region solution`."
        )
    for part in found.parts:
        yield from _part_faults(found, part)
    yield from _order_faults(found)
    yield from _running_faults(found)
    yield from _import_faults(found)


def _part_faults(found: Outline, part: Part) -> Iterator[AuthoringError]:
    name, line = part.node.name, part.node.lineno
    if not (ast.get_docstring(part.node) or "").strip():
        yield found.source.fault(line, f"`{name}` has no docstring; write the exercise's statement there.")
    if not part.hints:
        yield found.source.fault(line, f"`{name}` has no hint; write two to four `# hint:` lines.")
    elif len(part.hints) not in HINTS:
        yield found.source.fault(
            part.hints[-1].line, f"`{name}` has {len(part.hints)} hint lines; write two to four."
        )
    marks = {mark.line for mark in found.source.marks}
    for mark in (*part.hints, *part.notes):
        if mark.line + 1 not in marks and found.source.lines[mark.line].lstrip().startswith("#"):
            yield found.source.fault(
                mark.line + 1,
                f"this comment would stay in the starter; a {mark.kind} takes one line, "
                "and a blank line sets a comment off.",
            )


def _order_faults(found: Outline) -> Iterator[AuthoringError]:
    """Exercises that call one which stands below them."""
    helpers = definitions(found.source.tree)
    for index, part in enumerate(found.parts):
        later = {each.node.name for each in found.parts[index + 1 :]}
        for name in sorted(called(part.node, later, helpers)):
            yield found.source.fault(
                part.node.lineno,
                f"`{part.node.name}` calls `{name}`, which stands below it; move `{name}` up.",
            )


def _running_faults(found: Outline) -> Iterator[AuthoringError]:
    """Statements outside the result region that would run, or end, the starter when it is imported."""
    results = [region for region in found.regions if region.name == "result"]
    names = {part.node.name for part in found.parts}
    for node in found.source.tree.body:
        if isinstance(node, DEFINITIONS) or any(r.first < node.lineno < r.last for r in results):
            continue
        if isinstance(node, ast.If) and "__main__" in ast.unparse(node.test):
            yield found.source.fault(
                node.lineno,
                'move `if __name__ == "__main__":` into the region result; the starter has its own.',
            )
            continue
        calls = (each.func for each in ast.walk(node) if isinstance(each, ast.Call))
        for name in [each.id for each in calls if isinstance(each, ast.Name) and each.id in names][:1]:
            yield found.source.fault(
                node.lineno,
                f"this statement calls `{name}` on import, so that the starter could not be imported; "
                "move it into the region result.",
            )


def _import_faults(found: Outline) -> Iterator[AuthoringError]:
    """Imports for the day's result alone, which every check would pay for and no learner needs."""
    result = next((region for region in found.regions if region.name == "result"), None)
    if result is None:
        return
    nodes = [each for each in ast.walk(found.source.tree) if isinstance(each, ast.Name)]
    within = {each.id for each in nodes if result.first < each.lineno < result.last}
    without = {each.id for each in nodes if not result.first < each.lineno < result.last}
    for node in found.source.tree.body:
        if isinstance(node, (ast.Import, ast.ImportFrom)) and node.lineno < result.first:
            names = [each.asname or each.name.split(".")[0] for each in node.names]
            for name in (each for each in names if each in within - without):
                yield found.source.fault(
                    node.lineno,
                    f"only the region result uses `{name}`; import it there, in the function that needs it.",
                )
