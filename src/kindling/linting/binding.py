"""Which statements give a name a value, and which value."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import lru_cache

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda


def parameters(function: Function) -> list[ast.arg]:
    """A function's parameters."""
    given = function.args
    more = [each for each in (given.vararg, given.kwarg) if each]
    return [*given.posonlyargs, *given.args, *given.kwonlyargs, *more]


def inside(node: ast.AST) -> Iterator[ast.AST]:
    """A node and what lies in it, without the bodies of functions and classes and what these bind."""
    yield node
    for child in ast.iter_child_nodes(node):
        if isinstance(child, (*FUNCTIONS, ast.Lambda, ast.ClassDef)):
            yield child
        else:
            yield from inside(child)


def binds(node: ast.AST, name: str, *, own: bool = False, augmented: bool = True) -> bool:
    """Whether a node gives a name a value.

    Args:
        node: a statement, or an expression.
        name: the name.
        own: only what the node itself binds, not what lies in it: a function's parameters, the variables
            of a comprehension, what `with` calls its value.
        augmented: whether `name += 1` counts.
    """
    if own:
        return name in set(_own(node))
    return name in _bound(node, augmented)


@lru_cache(maxsize=100_000)
def _bound(node: ast.AST, augmented: bool) -> frozenset[str]:
    """All names that a node and what lies in it bind."""
    return frozenset(name for each in inside(node) for name in _names(each, augmented=augmented))


def _own(node: ast.AST) -> Iterator[str]:
    if isinstance(node, (*FUNCTIONS, ast.Lambda)):
        yield from (each.arg for each in parameters(node))
    elif isinstance(node, COMPREHENSIONS):
        for generator in node.generators:
            yield from _stored(generator.target)
    elif isinstance(node, (ast.With, ast.AsyncWith)):
        for item in node.items:
            yield from _stored(item.optional_vars)


def _names(node: ast.AST, *, augmented: bool) -> Iterator[str]:
    """The names that one node binds by itself."""
    if isinstance(node, ast.Assign):
        for target in node.targets:
            yield from _stored(target)
    elif isinstance(node, (ast.AnnAssign, ast.For, ast.AsyncFor, ast.NamedExpr)):
        yield from _stored(node.target)
    elif isinstance(node, ast.AugAssign):
        yield from _stored(node.target) if augmented else ()
    elif isinstance(node, (*FUNCTIONS, ast.ClassDef)):
        yield node.name
    elif isinstance(node, (ast.Import, ast.ImportFrom)):
        yield from (each.asname or each.name.split(".")[0] for each in node.names)
    elif isinstance(node, (ast.Global, ast.Nonlocal)):
        yield from node.names
    elif isinstance(node, ast.Delete):
        yield from (each.id for each in node.targets if isinstance(each, ast.Name))
    elif isinstance(node, (ast.ExceptHandler, ast.MatchAs)):
        yield node.name or ""
    else:
        yield from _own(node) if isinstance(node, (ast.With, ast.AsyncWith)) else ()


def _stored(target: ast.AST | None) -> Iterator[str]:
    if isinstance(target, ast.Name):
        yield target.id
    elif isinstance(target, (ast.Tuple, ast.List)):
        for each in target.elts:
            yield from _stored(each)
    elif isinstance(target, ast.Starred):
        yield from _stored(target.value)


def assigned(statement: ast.stmt, name: str) -> ast.expr | None:
    """The expression that a statement surely gives to a name; None where it is not one expression."""
    if isinstance(statement, (ast.With, ast.AsyncWith)):
        last = next((each for each in reversed(statement.body) if binds(each, name)), None)
        return assigned(last, name) if last else None
    if isinstance(statement, ast.AnnAssign):
        return statement.value
    if not isinstance(statement, ast.Assign) or len(statement.targets) != 1:
        return None
    target, value = statement.targets[0], statement.value
    if isinstance(target, ast.Name):
        return value
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        pairs = zip(target.elts, value.elts, strict=False)
        same = len(target.elts) == len(value.elts) and not any(
            isinstance(each, ast.Starred) for each in (*target.elts, *value.elts)
        )
        return next((to for at, to in pairs if isinstance(at, ast.Name) and at.id == name and same), None)
    return None
