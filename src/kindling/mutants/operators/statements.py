"""Changes of statements: forgotten, in another order, left too early."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from kindling.mutants.operators.registry import Changes, operator
from kindling.mutants.source import Edit, Site

_SIMPLE = (ast.Expr, ast.Assign, ast.AugAssign)


@operator(ast.Expr, ast.Assign, ast.AugAssign, ast.Delete, ast.Raise, ast.For, ast.While, rank=2)
def statement_left_out(statement: ast.stmt, site: Site) -> Changes:
    """A statement is forgotten, unless a name would then be missing altogether."""
    if isinstance(statement, ast.Assign) and not _bound_already(statement, site):
        return
    yield site.replaced(statement, "pass")


@operator(ast.Return, rank=2)
def return_left_out(statement: ast.Return, site: Site) -> Changes:
    """The value is computed and not returned."""
    if statement.value is not None:
        yield site.replaced(statement, site.text.of(statement.value))


@operator(*_SIMPLE)
def statements_swapped(statement: ast.stmt, site: Site) -> Changes:
    """Two neighbouring statements change places, where neither needs a name of the other."""
    block = site.block()
    if statement not in block or statement is block[-1]:
        return
    other = block[block.index(statement) + 1]
    if isinstance(other, _SIMPLE) and _order_may_matter(statement, other):
        text = site.text
        between = text.data[text.last(statement) : text.first(other)].decode()
        if "region" not in between:
            swapped = text.of(other) + between + text.of(statement)
            yield Edit(text.first(statement), text.last(other), swapped)


@operator(ast.AugAssign)
def assigned_for_added(statement: ast.AugAssign, site: Site) -> Changes:
    """`=` for `+=`: only the last one counts; or the opposite operation."""
    target, value = site.text.of(statement.target), site.text.of(statement.value)
    yield site.replaced(statement, f"{target} = {value}")
    opposite = {ast.Add: "-=", ast.Sub: "+=", ast.Mult: "/=", ast.Div: "*="}.get(type(statement.op))
    if opposite:
        yield site.replaced(statement, f"{target} {opposite} {value}")


@operator(ast.AugAssign)
def new_tensor_for_change_in_place(statement: ast.AugAssign, site: Site) -> Changes:
    """`x = x - y` for `x -= y`: a new tensor under the old name, where the old one was to be changed."""
    if isinstance(statement.target, ast.Name) and isinstance(statement.op, (ast.Sub, ast.Mult, ast.Div)):
        plain = ast.BinOp(ast.Name(statement.target.id, ast.Load()), statement.op, statement.value)
        yield site.replaced(statement, f"{statement.target.id} = {ast.unparse(plain)}")


@operator(ast.Assign)
def change_in_place_for_new_tensor(statement: ast.Assign, site: Site) -> Changes:
    """`x -= y` for `x = x - y`: a tensor of the caller's is changed."""
    match statement:
        case ast.Assign(targets=[ast.Name(id=name)], value=ast.BinOp(left=ast.Name(id=left)) as value):
            if name == left:
                sign = ast.unparse(value).removeprefix(f"{left} ").split(" ")[0]
                yield site.replaced(statement, f"{name} {sign}= {ast.unparse(value.right)}")


@operator(ast.For, ast.While)
def loop_ends_early(loop: ast.For | ast.While, site: Site) -> Changes:
    """A loop ends after its first round, or its first round is left out."""
    last = loop.body[-1]
    indent = " " * last.col_offset
    if not isinstance(last, (ast.Return, ast.Break, ast.Raise, ast.Continue)):
        end = site.text.last(last)
        yield Edit(end, end, f"\n{indent}break")


@operator(ast.For, ast.While)
def return_inside_the_loop(loop: ast.For | ast.While, site: Site) -> Changes:
    """The `return` below a loop is indented into it."""
    block = site.block()
    rest = block[list(block).index(loop) + 1 :] if loop in block else []
    if rest and isinstance(rest[-1], ast.Return) and len(rest) == 1:
        last = loop.body[-1]
        end = site.text.last(last)
        yield Edit(end, end, f"\n{' ' * last.col_offset}{site.text.of(rest[0])}")


def _bound_already(statement: ast.Assign, site: Site) -> bool:
    """Whether everything that an assignment binds was bound before, or is no plain name."""
    return _stored(statement) <= site.bound_before(statement.lineno)


def _stored(statement: ast.stmt) -> set[str]:
    return {name.id for name in _names(statement) if isinstance(name.ctx, ast.Store)}


def _read(statement: ast.stmt) -> set[str]:
    return {name.id for name in _names(statement) if isinstance(name.ctx, ast.Load)}


def _names(statement: ast.stmt) -> Iterator[ast.Name]:
    return (each for each in ast.walk(statement) if isinstance(each, ast.Name))


def _order_may_matter(first: ast.stmt, second: ast.stmt) -> bool:
    """Whether two statements can change places, and the change may be seen.

    Two plain assignments commute; so do two calls on different things that only collect.
    """
    mine, theirs = _stored(first), _stored(second)
    new = {name for name in mine if isinstance(first, ast.Assign)}
    if new & _read(second) or (isinstance(second, ast.Assign) and theirs & _read(first)) or mine & theirs:
        return False
    if _computes(first) and _computes(second):
        return False
    if any(_computes(each) and not _looks_around(each) for each in (first, second)):
        return False
    return not (_appends(first) and _appends(second))


def _computes(statement: ast.stmt) -> bool:
    """Whether a statement only gives names to values."""
    if not isinstance(statement, ast.Assign):
        return False
    targets = [leaf for each in statement.targets for leaf in getattr(each, "elts", [each])]
    return all(isinstance(each, ast.Name) for each in targets)


def _looks_around(statement: ast.stmt) -> bool:
    """Whether a statement's value may depend on what another one changes."""
    return any(isinstance(each, (ast.Call, ast.Attribute, ast.Subscript)) for each in ast.walk(statement))


def _appends(statement: ast.stmt) -> bool:
    match statement:
        case ast.Expr(value=ast.Call(func=ast.Attribute(attr="append"))):
            return True
    return isinstance(statement, ast.AugAssign)
