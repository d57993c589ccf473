"""Answers that are right for what one thinks of first: sizes above 1, numbers above 0, float32."""

from __future__ import annotations

import ast
import re

from kindling.mutants.operators.registry import Changes, operator
from kindling.mutants.source import Edit, Site

_NEVER_BELOW_0 = re.compile(r"\b(?:int64|uint8|bool|labels?|class|mask)\b")
_FLOAT32_ALONE = re.compile(r"\bfloat32\b")


@operator(ast.Return)
def result_squeezed(statement: ast.Return, site: Site) -> Changes:
    """Dimensions of size 1 are dropped from the result, so that a single row or class loses one."""
    if statement.value is not None and _returns(site) == "Tensor":
        yield site.replaced(statement.value, f"({site.text.of(statement.value)}).squeeze()")


@operator(ast.Return)
def result_rounded(statement: ast.Return, site: Site) -> Changes:
    """A number is rounded to three places, as if for print."""
    if statement.value is not None and _returns(site) == "float":
        yield site.replaced(statement.value, f"round({site.text.of(statement.value)}, 3)")


@operator(ast.stmt)
def argument_squeezed(statement: ast.stmt, site: Site) -> Changes:
    """Dimensions of size 1 are dropped from an argument at the start."""
    for name, _ in _tensors(statement, site):
        yield _before(statement, site, f"{name} = {name}.squeeze()")


@operator(ast.stmt)
def sign_of_an_argument_lost(statement: ast.stmt, site: Site) -> Changes:
    """An argument's numbers are taken without their sign."""
    for name, described in _tensors(statement, site):
        if not _NEVER_BELOW_0.search(described):
            yield _before(statement, site, f"{name} = {name}.abs()")


@operator(ast.stmt)
def argument_made_float32(statement: ast.stmt, site: Site) -> Changes:
    """An argument is made float32 by habit, whatever it was."""
    for name, described in _tensors(statement, site):
        if not _FLOAT32_ALONE.search(described):
            yield _before(statement, site, f"{name} = {name}.float()")


def _returns(site: Site) -> str:
    function = site.function()
    return ast.unparse(function.returns) if function and function.returns else ""


def _tensors(statement: ast.stmt, site: Site) -> list[tuple[str, str]]:
    """The tensors that a function is given, with what its docstring says of each, at its first statement."""
    function = site.parent
    if not isinstance(function, ast.FunctionDef) or statement is not _first(function):
        return []
    given = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
    names = [each.arg for each in given if each.annotation and ast.unparse(each.annotation) == "Tensor"]
    return [(name, _described(name, ast.get_docstring(function) or "")) for name in names]


def _first(function: ast.FunctionDef) -> ast.stmt:
    body = function.body
    return body[1] if ast.get_docstring(function) is not None and len(body) > 1 else body[0]


def _described(name: str, docstring: str) -> str:
    """The entry of a parameter in a docstring: its line, and those below that are indented more."""
    found = re.search(rf"^( *){name}: (.*(?:\n\1 +.*)*)", docstring, re.MULTILINE)
    return found[2] if found else ""


def _before(statement: ast.stmt, site: Site, line: str) -> Edit:
    first = site.text.first(statement)
    return Edit(first, first, f"{line}\n{' ' * statement.col_offset}")
