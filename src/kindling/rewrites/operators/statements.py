"""Other orders and other cuts of the same statements."""

from __future__ import annotations

import ast
import textwrap
from collections.abc import Iterator, Sequence

from kindling.mutants.source import Edit
from kindling.rewrites.operators.registry import Changes, Place, operator

_DEFERRED = (ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


@operator(ast.Return)
def result_named_first(statement: ast.Return, place: Place) -> Changes:
    """The returned expression gets a name first, a fresh one; then the name is returned."""
    if statement.value and not isinstance(statement.value, (ast.Name, ast.Constant)):
        name = place.fresh("outcome")
        value = ast.unparse(statement.value)
        yield place.replaced(statement, f"{name} = {value}\n{place.indent}return {name}")


@operator(ast.Assign)
def local_pulled_in(statement: ast.Assign, place: Place) -> Changes:
    """A local that is read once, in the next statement, makes way for its value; neither has effects."""
    following = _next(statement, place)
    if not isinstance(following, (ast.Return, ast.Assign)) or not _touch(statement, following):
        return
    value, use = statement.value, following.value
    read = _only_read(_plain_target(statement), use, place)
    if read and use and place.facts.is_pure(value) and place.facts.is_pure(use):
        text = place.text
        before = text.data[text.first(following) : text.first(read)].decode()
        after = text.data[text.last(read) : text.last(following)].decode()
        yield Edit(text.first(statement), text.last(following), f"{before}({text.of(value)}){after}")


def _only_read(name: str, value: ast.expr | None, place: Place) -> ast.Name | None:
    """Where a local is read: None where it is bound or read more than once, elsewhere, or perhaps later."""
    function = place.function()
    if function is None or value is None:
        return None
    uses = [each for each in ast.walk(function) if isinstance(each, ast.Name) and each.id == name]
    inside = [each for each in uses if each in set(ast.walk(value))]
    deferred = [each for each in ast.walk(value) if isinstance(each, _DEFERRED)]
    later = any(each in set(ast.walk(one)) for one in deferred for each in inside)
    return inside[0] if len(uses) == 2 and len(inside) == 1 and not later else None


@operator(ast.Assign)
def independent_statements_exchanged(statement: ast.Assign, place: Place) -> Changes:
    """Two neighbouring assignments change places: neither has effects, or touches what the other binds."""
    following = _next(statement, place)
    if not isinstance(following, ast.Assign) or not _touch(statement, following):
        return
    both = (statement, following)
    if all(_binds_names(each) and place.facts.is_pure(each.value) for each in both):
        mine, theirs = (set(_names(each, ast.Store)) for each in both)
        reads = {*_names(statement, ast.Load), *_names(following, ast.Load)}
        if not (mine & theirs or (mine | theirs) & reads):
            text = place.text
            between = text.data[text.last(statement) : text.first(following)].decode()
            swapped = text.of(following) + between + text.of(statement)
            yield Edit(text.first(statement), text.last(following), swapped)


@operator(ast.Assign)
def pair_assigned_one_by_one(statement: ast.Assign, place: Place) -> Changes:
    """`a = x` and `b = y` for `a, b = x, y`: no value reads a or b, and none has effects."""
    match statement:
        case ast.Assign(targets=[ast.Tuple(elts=targets)], value=ast.Tuple(elts=values)):
            bound = {each.id for each in targets if isinstance(each, ast.Name)}
            reads = set(_names(statement.value, ast.Load))
            plain = len(bound) == len(targets) == len(values) and not bound & reads
            if plain and all(map(place.facts.is_pure, values)):
                lines = [f"{ast.unparse(a)} = {ast.unparse(b)}" for a, b in zip(targets, values, strict=True)]
                yield place.replaced(statement, f"\n{place.indent}".join(lines))


@operator(ast.If)
def branches_of_if_exchanged(statement: ast.If, place: Place) -> Changes:
    """`if not c: B else: A` for `if c: A else: B`: `not` asks what `if` asks."""
    is_elif = place.text.data[place.text.first(statement) :][:4] == b"elif"
    if statement.orelse and not is_elif and not isinstance(place.parent, ast.If):
        test = ast.unparse(ast.UnaryOp(ast.Not(), statement.test))
        first, second = _block(statement.orelse, place), _block(statement.body, place)
        yield place.replaced(statement, f"if {test}:\n{first}\n{place.indent}else:\n{second}")


@operator(ast.If)
def rest_under_else(statement: ast.If, place: Place) -> Changes:
    """What follows an `if` that returns or raises moves under `else`: it ran in that case alone before."""
    block = list(place.block())
    rest = block[block.index(statement) + 1 :] if statement in block else []
    leaves = isinstance(statement.body[-1], (ast.Return, ast.Raise))
    if rest and leaves and not statement.orelse and _touch(statement, rest[0]):
        text = place.text
        moved = f"{text.of(statement)}\n{place.indent}else:\n{_block(rest, place)}"
        yield Edit(text.first(statement), text.last(rest[-1]), moved)


@operator(ast.AugAssign)
def change_spelled_out(statement: ast.AugAssign, place: Place) -> Changes:
    """`total = total + x` for `total += x`, where total began as a number and is not read meanwhile."""
    function = place.function()
    if (
        isinstance(statement.target, ast.Name)
        and function
        and _is_number(statement.target.id, function, place)
    ):
        plain = ast.BinOp(ast.Name(statement.target.id, ast.Load()), statement.op, statement.value)
        yield place.replaced(statement, f"{statement.target.id} = {ast.unparse(plain)}")


def _is_number(name: str, function: ast.AST, place: Place) -> bool:
    """Whether a local begins as a number and is read only where it is changed, or outside of the loop."""
    begins = [value for target, value in _assignments(function) if target == name]
    loops = [each for each in place.parents if isinstance(each, (ast.For, ast.While))]
    inside = [each for loop in loops[-1:] for each in ast.walk(loop) if isinstance(each, ast.Name)]
    read = any(each.id == name and isinstance(each.ctx, ast.Load) for each in inside)
    return bool(begins) and all(isinstance(each, ast.Constant) for each in begins) and not read


def _assignments(function: ast.AST) -> Iterator[tuple[str, ast.expr | None]]:
    """Every name that a function binds with its value; None for a parameter, or what is bound otherwise."""
    known: set[ast.AST] = set()
    for node in ast.walk(function):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                for one, value in _pairs(target, node.value):
                    known.add(one)
                    yield one.id, value
        elif isinstance(node, ast.AugAssign):
            known.add(node.target)
        elif isinstance(node, ast.arg):
            yield node.arg, None
    for node in ast.walk(function):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) and node not in known:
            yield node.id, None


def _pairs(target: ast.expr, value: ast.expr) -> Iterator[tuple[ast.Name, ast.expr]]:
    if isinstance(target, ast.Name):
        yield target, value
    elif (
        isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple) and len(target.elts) == len(value.elts)
    ):
        for one, its in zip(target.elts, value.elts, strict=True):
            yield from _pairs(one, its)


def _plain_target(statement: ast.Assign) -> str:
    match statement:
        case ast.Assign(targets=[ast.Name(id=name)]):
            return name
    return ""


def _binds_names(statement: ast.Assign) -> bool:
    leaves = [leaf for each in statement.targets for leaf in getattr(each, "elts", [each])]
    return all(isinstance(each, ast.Name) for each in leaves)


def _names(node: ast.AST, kind: type[ast.expr_context]) -> list[str]:
    return [each.id for each in ast.walk(node) if isinstance(each, ast.Name) and isinstance(each.ctx, kind)]


def _next(statement: ast.stmt, place: Place) -> ast.stmt | None:
    block = list(place.block())
    where = block.index(statement) + 1 if statement in block else len(block)
    return block[where] if where < len(block) else None


def _touch(one: ast.stmt, other: ast.stmt) -> bool:
    """Whether two statements begin lines of their own."""
    return one.col_offset == other.col_offset and (one.end_lineno or 0) < other.lineno


def _block(body: Sequence[ast.stmt], place: Place) -> str:
    text = "\n".join(ast.unparse(each) for each in body)
    return textwrap.indent(text, f"{place.indent}    ")
