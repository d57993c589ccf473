"""Which exercises the code of another exercise calls."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping

from kindling.course.source import DEFINITIONS, Definition


def called(node: Definition, names: Iterable[str], helpers: Mapping[str, Definition]) -> set[str]:
    """The names that a definition uses, itself or through helpers; not its own.

    Annotations do not count, and neither does a name that the definition gives to something else.

    Args:
        node: the definition.
        names: the names to look for.
        helpers: the other top-level definitions of the file, by name.
    """
    wanted, found, seen = set(names), set[str](), {node.name}
    waiting = [node]
    while waiting:
        used = _used(waiting.pop())
        found |= used & wanted
        fresh = {name for name in used & set(helpers) if name not in seen and name not in wanted}
        seen |= fresh
        waiting += [helpers[name] for name in fresh]
    return found - {node.name}


def definitions(tree: ast.Module) -> dict[str, Definition]:
    """The top-level functions and classes of a file, by name."""
    return {node.name: node for node in tree.body if isinstance(node, DEFINITIONS)}


def mentions(code: str, names: Iterable[str]) -> bool:
    """Whether any of the names is a word in the code; a quick look before a thorough one."""
    return any(re.search(rf"\b{re.escape(name)}\b", code) for name in names)


def _used(node: Definition) -> set[str]:
    names = [each for each in _without_annotations(node) if isinstance(each, (ast.Name, ast.arg))]
    read = {each.id for each in names if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Load)}
    bound = {each.id for each in names if isinstance(each, ast.Name) and not isinstance(each.ctx, ast.Load)}
    return read - bound - {each.arg for each in names if isinstance(each, ast.arg)}


def _without_annotations(node: ast.AST) -> Iterator[ast.AST]:
    yield node
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns"):
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST):
                yield from _without_annotations(child)
