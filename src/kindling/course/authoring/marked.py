"""Definitions that carry a mark of `kindling.marks`, found without running the file."""

from __future__ import annotations

import ast
import difflib
from collections.abc import Iterator
from dataclasses import dataclass

from kindling.course.source import DEFINITIONS, Definition


@dataclass(frozen=True)
class Marked:
    """One definition below a decorator such as `@probe` or `@misconception(...)`.

    Attributes:
        mark: the decorator's name.
        node: the definition.
        texts: the decorator's arguments; None for one that is not a plain string.
    """

    mark: str
    node: Definition
    texts: tuple[str | None, ...]


def marked(tree: ast.Module, names: tuple[str, ...]) -> Iterator[Marked]:
    """The definitions under one of the named decorators, from top to bottom."""
    for node in (each for each in ast.walk(tree) if isinstance(each, DEFINITIONS)):
        for decorator in node.decorator_list:
            call = decorator if isinstance(decorator, ast.Call) else None
            target = call.func if call else decorator
            name = target.attr if isinstance(target, ast.Attribute) else getattr(target, "id", "")
            if name in names:
                yield Marked(name, node, _texts(call))


def _texts(call: ast.Call | None) -> tuple[str | None, ...]:
    arguments = [*call.args, *(each.value for each in call.keywords)] if call else []
    values = [each.value if isinstance(each, ast.Constant) else None for each in arguments]
    return tuple(value if isinstance(value, str) else None for value in values)


def closest(name: str, known: list[str]) -> str:
    """A sentence's end that names the exercise which the author may have meant."""
    near = difflib.get_close_matches(name, known, 1, 0.4)
    return f"did you mean `{near[0]}`?" if near else f"the exercises are {', '.join(known) or 'none'}."
