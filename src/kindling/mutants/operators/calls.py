"""Reading and changing calls."""

from __future__ import annotations

import ast

from kindling.mutants.source import replace


def name_of(call: ast.Call) -> str:
    """The last name of what is called: `sum` of `x.sum()`."""
    if isinstance(call.func, ast.Attribute):
        return call.func.attr
    return call.func.id if isinstance(call.func, ast.Name) else ""


def is_method(call: ast.Call) -> bool:
    """Whether something with a dot is called; its object may be a module."""
    return isinstance(call.func, ast.Attribute)


def keyword_of(call: ast.Call, name: str) -> ast.keyword | None:
    """The keyword argument of that name, if it is given."""
    return next((each for each in call.keywords if each.arg == name), None)


def renamed(call: ast.Call, name: str) -> ast.expr:
    """The call of another function, or of another method of the same object."""
    if isinstance(call.func, ast.Attribute):
        return replace(call, func=replace(call.func, attr=name))
    return replace(call, func=ast.Name(name, ast.Load()))


def without(call: ast.Call, *keywords: ast.keyword) -> ast.expr:
    """The call without some keyword arguments."""
    return replace(call, keywords=[each for each in call.keywords if each not in keywords])


def with_keyword(call: ast.Call, name: str, value: str | bool) -> ast.expr:
    """The call with one more keyword argument."""
    return replace(call, keywords=[*call.keywords, ast.keyword(name, ast.Constant(value))])


def neighbours_swapped(items: list[ast.expr]) -> list[list[ast.expr]]:
    """The list with each two neighbours exchanged in turn."""
    pairs = range(len(items) - 1)
    return [[*items[:i], items[i + 1], items[i], *items[i + 2 :]] for i in pairs]


def whole_number(node: ast.expr) -> int | None:
    """The whole number that a node is, with its sign; None for anything else."""
    try:
        value = ast.literal_eval(node)
    except ValueError:
        return None
    return value if type(value) is int else None
