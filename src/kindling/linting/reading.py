"""Reads a Python file, or the code cells of a notebook, into one piece of code."""

from __future__ import annotations

import ast
import contextlib
import json
from pathlib import Path

from kindling.course.authoring.lesson import MAGIC
from kindling.course.source import parse, read_text, unified
from kindling.explaining import explain_syntax
from kindling.linting.code import Code, Place
from kindling.linting.findings import Finding
from kindling.marks import AuthoringError

WHY = "Python reads a whole file before it runs a single line, so one such line keeps all of it from running."


def read(path: Path, shown: str) -> tuple[Code, list[Finding]]:
    """A file's code, and a finding for each part that Python cannot read; that part is left out.

    Args:
        path: a Python file or a notebook.
        shown: its name in findings.
    """
    try:
        text = read_text(path)
        parts = _cells(text) if path.suffix == ".ipynb" else {0: unified(text)}
    except AuthoringError as error:
        return Code(shown, (), (), ast.Module([], [])), [_broken(shown, 0, error)]
    lines: list[str] = []
    places: list[Place] = []
    body: list[ast.stmt] = []
    broken = []
    for cell, code in parts.items():
        try:
            tree = _tree(code, path, magic=cell > 0)
        except AuthoringError as error:
            broken.append(_broken(shown, cell, error))
            continue
        ast.increment_lineno(tree, len(lines))
        body += tree.body
        lines += code.split("\n")
        places += [Place(cell, line) for line in range(1, code.count("\n") + 2)]
    return Code(shown, tuple(lines), tuple(places), ast.Module(body, [])), broken


def _cells(text: str) -> dict[int, str]:
    """The code cells of a notebook by their number among all cells."""
    try:
        cells = json.loads(text)["cells"]
        code = {number: cell for number, cell in enumerate(cells, 1) if cell["cell_type"] == "code"}
        return {number: _flush(unified("".join(cell["source"]))) for number, cell in code.items()}
    except (ValueError, KeyError, TypeError):
        raise AuthoringError("", 1, "this is no notebook; save it anew from JupyterLab or VS Code.") from None


def _flush(code: str) -> str:
    """A cell without the indentation of its first line, as Jupyter runs it."""
    indent = code[: len(code) - len(code.lstrip(" \t"))]
    return "\n".join(line.removeprefix(indent) for line in code.split("\n"))


def _tree(code: str, path: Path, *, magic: bool) -> ast.Module:
    """The syntax tree; in a notebook a line that only Jupyter understands counts as `pass`."""
    flags = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT if magic else 0
    if magic and code.lstrip().startswith("%%"):
        return ast.Module([], [])
    with contextlib.suppress(AuthoringError):
        return parse(code, path, flags)
    return parse(MAGIC.sub(r"\1pass", code) if magic else code, path, flags)


def _broken(shown: str, cell: int, error: AuthoringError) -> Finding:
    """One sentence for code that Python cannot read."""
    said = error.reason.removeprefix("Python cannot read this line: ")
    meaning = explain_syntax(said.removesuffix(".")) if said != error.reason else None
    sentence = f"Line {error.line} is not Python yet: {meaning or said}" if said != error.reason else said
    return Finding(shown, error.line, cell, "not Python yet", sentence, WHY, "")
