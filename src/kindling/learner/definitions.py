"""Finding one definition in a file of Python, also in one that does not parse."""

from __future__ import annotations

import ast
import re

from kindling.course.model import Exercise

_LINE_END = re.compile(r"(?<=\n)|(?<=\r)(?!\n)")
_TOP_LEVEL = re.compile(
    r"(?:async\s+def|def|class|if|import|from|try|with|for|while)\b|@|\w+\s*(?::[^:]*)?=[^=]"
)
_Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def lines_of(text: str) -> list[str]:
    """The lines as Python counts them, each with its end."""
    return [line for line in _LINE_END.split(text) if line]


def span(text: str, name: str) -> tuple[int, int] | None:
    """Where the last top-level definition of `name` stands, decorators included.

    Returns:
        The index of its first line and that of the line after it; None if there is none.
    """
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return _span_by_indent(lines_of(text), name)
    nodes = [node for node in tree.body if isinstance(node, _Definition) and node.name == name]
    if not nodes:
        return None
    node = nodes[-1]
    first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
    return first - 1, node.end_lineno or node.lineno


def definition(text: str, name: str) -> str | None:
    """The text of the last top-level definition of `name`; None if there is none."""
    found = span(text, name)
    return None if found is None else "".join(lines_of(text)[slice(*found)])


def name_in(text: str, exercise: Exercise) -> str:
    """The name under which a file defines an exercise: its present one, or one that it had before."""
    names = (exercise.name, *exercise.formerly)
    return next((each for each in names if span(text, each)), exercise.name)


def first_lines(text: str) -> dict[str, int]:
    """Where each name is last defined at the left margin, counted from 1; nothing is parsed."""
    found = re.finditer(r"^(?:async[ \t]+def|def|class)[ \t]+(\w+)", text, re.MULTILINE)
    return {each[1]: text.count("\n", 0, each.start()) + 1 for each in found}


def replaced(text: str, name: str, fresh: str) -> str:
    """`text` with the definition of `name` replaced by `fresh`, all else kept.

    A definition that is missing is put before the file's `if __name__` block, or at the end.
    """
    end = "\r\n" if text.count("\r\n") * 2 > text.count("\n") else "\n"
    block = [line.rstrip("\r\n") + end for line in lines_of(fresh)]
    lines = lines_of(text)
    found = span(text, name)
    if found is None:
        return _inserted(lines, block, end)
    first, after = found
    return "".join([*lines[:first], *block, *lines[after:]])


def _span_by_indent(lines: list[str], name: str) -> tuple[int, int] | None:
    """The same for text that does not parse: up to the next statement at the left margin."""
    opening = re.compile(rf"(?:async\s+def|def|class)\s+{re.escape(name)}\b")
    starts = [index for index, line in enumerate(lines) if opening.match(line)]
    if not starts:
        return None
    first = starts[-1]
    after = next((i for i in range(first + 1, len(lines)) if _TOP_LEVEL.match(lines[i])), len(lines))
    while after > first + 1 and (not lines[after - 1].strip() or lines[after - 1].startswith("#")):
        after -= 1
    while first > 0 and lines[first - 1].startswith("@"):
        first -= 1
    return first, after


def _inserted(lines: list[str], block: list[str], end: str) -> str:
    mains = [index for index, line in enumerate(lines) if re.match(r"if\s+__name__\b", line)]
    place = mains[-1] if mains else len(lines)
    before = lines[:place]
    if before and not before[-1].endswith(("\n", "\r")):
        before[-1] += end
    gap = [end, end]
    return "".join([*before, *(gap if not mains else []), *block, *(gap if mains else []), *lines[place:]])
