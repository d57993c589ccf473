"""`lesson.ipynb`: no outputs, a kernel, a check for every exercise, a widget."""

from __future__ import annotations

import ast
import contextlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kindling.course.authoring import outdated
from kindling.course.authoring.marked import closest
from kindling.course.source import parse, read_text
from kindling.marks import AuthoringError

MAGIC = re.compile(r"(?m)^([ \t]*)(?:(?:[\w, ]+=\s*)?[%!?][^\s=].*|[\w.]+\?\??)$")


@dataclass(frozen=True)
class Cell:
    """A code cell: its lines, the file's line for each of them, and its syntax tree."""

    lines: tuple[str, ...]
    places: tuple[int, ...]
    tree: ast.Module


def faults(path: Path, exercises: list[str]) -> Iterator[AuthoringError]:
    """What is wrong with the lesson.

    Args:
        path: the notebook.
        exercises: the names of the workshop's exercises.
    """
    try:
        text = read_text(path)
    except AuthoringError as error:
        yield error
        return
    notebook = _notebook(text)
    if isinstance(notebook, int):
        yield AuthoringError(path, notebook, "this is no notebook of format 4.5; save it anew.")
        return
    if not (notebook.get("metadata") or {}).get("kernelspec"):
        yield AuthoringError(path, 1, "the lesson has no kernelspec; add the one of python3 to its metadata.")
    code: list[Cell] = []
    for number, cell in enumerate(notebook["cells"], start=1):
        if cell.get("cell_type") == "code":
            yield from _cell_faults(path, text, number, cell)
            try:
                code.append(_cell(path, text, cell))
            except AuthoringError as error:
                yield error
    yield from _check_faults(path, code, exercises)
    yield from _code_faults(path, code)


def _notebook(text: str) -> dict[str, Any] | int:
    """The notebook as data, or the line where it stops being one."""
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        return error.lineno
    if not isinstance(data, dict) or not isinstance(data.get("cells"), list):
        return 1
    if data.get("nbformat") != 4 or data.get("nbformat_minor") not in range(5, 100):
        return 1
    return data if all(isinstance(cell, dict) for cell in data["cells"]) else 1


def _cell_faults(path: Path, text: str, number: int, cell: dict[str, Any]) -> Iterator[AuthoringError]:
    line = _begin(text, cell)
    if cell.get("outputs"):
        yield AuthoringError(path, line, f"cell {number} stores outputs; clear them before saving.")
    if cell.get("execution_count") is not None:
        yield AuthoringError(path, line, f"cell {number} stores an execution count; clear the outputs.")
    if not cell.get("id"):
        yield AuthoringError(path, line, f"cell {number} has no id; save the lesson as nbformat 4.5.")


def _cell(path: Path, text: str, cell: dict[str, Any]) -> Cell:
    source = cell.get("source", "")
    code = "".join(source) if isinstance(source, list) else source
    lines = tuple(code.split("\n"))
    places = tuple(_places(text, lines, _begin(text, cell)))
    return Cell(lines, places, _parse(path, code, places))


def _parse(path: Path, code: str, places: tuple[int, ...]) -> ast.Module:
    """The syntax tree of a cell; a line that only Jupyter understands counts as `pass`."""
    if code.lstrip().startswith("%%"):
        return ast.Module([], [])
    with contextlib.suppress(AuthoringError):
        return parse(code, path, ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    try:
        return parse(MAGIC.sub(r"\1pass", code), path, ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    except AuthoringError as error:
        raise AuthoringError(path, places[min(error.line, len(places)) - 1], error.reason) from None


def _begin(text: str, cell: dict[str, Any]) -> int:
    """The line of the file where a cell's id stands."""
    at = text.find(f'"id": {json.dumps(cell.get("id"))}')
    return text.count("\n", 0, at) + 1 if at >= 0 else 1


def _places(text: str, lines: tuple[str, ...], begin: int) -> Iterator[int]:
    """The line of the file for each line of a cell; the cell's first line where it is not found."""
    there = text.split("\n")
    at = begin
    for line in lines:
        for form in (line, json.dumps(line)[1:-1], json.dumps(line, ensure_ascii=False)[1:-1]):
            wanted = form.strip()
            after = next((n for n in range(at, len(there) + 1) if wanted and wanted in there[n - 1]), None)
            if after is not None:
                at = after
                break
        yield at


def _check_faults(path: Path, code: list[Cell], exercises: list[str]) -> Iterator[AuthoringError]:
    checked: set[str] = set()
    for cell in code:
        for call in (node for node in ast.walk(cell.tree) if isinstance(node, ast.Call)):
            if not (isinstance(call.func, ast.Name) and call.func.id == "check" and call.args):
                continue
            names = [each.value for each in call.args if isinstance(each, ast.Constant)]
            checked.update(map(str, names))
            for name in (str(each) for each in names if each not in exercises):
                yield AuthoringError(
                    path,
                    cell.places[call.lineno - 1],
                    f'check("{name}") names no exercise; {closest(name, exercises)}',
                )
    for name in exercises:
        if name not in checked:
            yield AuthoringError(
                path, 1, f'the lesson lacks a cell check("{name}"); add it where the exercise stands.'
            )


def _code_faults(path: Path, code: list[Cell]) -> Iterator[AuthoringError]:
    """A lesson without a widget, and its outdated calls; a name may be imported in another cell."""
    names = {short: full for cell in code for short, full in outdated.imports(cell.tree).items()}
    if not any(full.split(".")[0] == "ipywidgets" for full in names.values()):
        yield AuthoringError(path, 1, "the lesson has no widget; add one that uses ipywidgets.")
    for cell in code:
        for line, reason in outdated.calls(cell.tree, names, cell.lines):
            yield AuthoringError(path, cell.places[line - 1], reason)
