"""Comprehensions as loops, loops as comprehensions, loops with and without an index."""

from __future__ import annotations

import ast
import copy
import textwrap

from kindling.mutants.source import Edit
from kindling.rewrites.operators.registry import Changes, Place, operator


@operator(ast.Assign, ast.Return)
def loop_for_a_comprehension(statement: ast.Assign | ast.Return, place: Place) -> Changes:
    """A loop that appends for a list comprehension that is evaluated first: the same items, in order.

    Nothing else in the function has the names of its variables, and no item is evaluated later.
    """
    function, found = place.function(), _first_comprehension(statement.value)
    if function is None or found is None or len(found.generators) != 1 or not _private(found, function):
        return
    name, inner = place.fresh("collected"), found.generators[0]
    text = place.text
    before = text.data[text.first(statement) : text.first(found)].decode()
    after = text.data[text.last(found) : text.last(statement)].decode()
    condition = " and ".join(f"({ast.unparse(each)})" for each in inner.ifs)
    body = f"{name}.append({ast.unparse(found.elt)})"
    lines = [f"for {ast.unparse(inner.target)} in {ast.unparse(inner.iter)}:"]
    lines += [f"    if {condition}:", f"        {body}"] if condition else [f"    {body}"]
    loop = textwrap.indent("\n".join(lines), place.indent)
    yield place.replaced(statement, f"{name} = []\n{loop}\n{place.indent}{before}{name}{after}")


def _first_comprehension(value: ast.expr | None) -> ast.ListComp | None:
    """The list comprehension that a value is, or that is the first argument of the call that it is."""
    if isinstance(value, ast.ListComp):
        return value
    if isinstance(value, ast.Call) and value.args and isinstance(value.args[0], ast.ListComp):
        plain = all(isinstance(each, (ast.Name, ast.Attribute, ast.Load)) for each in ast.walk(value.func))
        return value.args[0] if plain else None
    return None


def _private(found: ast.ListComp, function: ast.AST) -> bool:
    """Whether a comprehension's variables occur nowhere else in its function, and nothing keeps them."""
    inside = list(ast.walk(found))
    mine = {each.id for each in inside if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)}
    kept = any(isinstance(each, (ast.Lambda, ast.GeneratorExp, ast.NamedExpr)) for each in inside)
    others = [each for each in ast.walk(function) if each not in inside]
    names = {getattr(each, "id", getattr(each, "arg", None)) for each in others}
    return not kept and not mine & names


@operator(ast.Assign)
def comprehension_for_a_loop(statement: ast.Assign, place: Place) -> Changes:
    """A list comprehension for a loop that only appends to a new list; its variable is not used again."""
    block, function = list(place.block()), place.function()
    where = block.index(statement) + 1 if statement in block else len(block)
    loop = block[where] if where < len(block) else None
    match statement, loop:
        case (
            ast.Assign(targets=[ast.Name(id=name)], value=ast.List(elts=[])),
            ast.For(body=[ast.Expr(value=ast.Call(func=ast.Attribute() as append, args=[item]))], orelse=[]),
        ) if ast.unparse(append) == f"{name}.append" and function:
            assert isinstance(loop, ast.For)
            if _only_inside(loop, function) and not _mentions(item, name) and not _mentions(loop.iter, name):
                made = f"[{ast.unparse(item)} for {ast.unparse(loop.target)} in {ast.unparse(loop.iter)}]"
                text = place.text
                yield Edit(text.first(statement), text.last(loop), f"{name} = {made}")


def _only_inside(loop: ast.For, function: ast.AST) -> bool:
    mine = {each.id for each in ast.walk(loop.target) if isinstance(each, ast.Name)}
    inside = set(ast.walk(loop))
    return not any(isinstance(n, ast.Name) and n.id in mine for n in ast.walk(function) if n not in inside)


def _mentions(node: ast.AST, name: str) -> bool:
    return any(isinstance(each, ast.Name) and each.id == name for each in ast.walk(node))


@operator(ast.For)
def index_for_items(loop: ast.For, place: Place) -> Changes:
    """`for i in range(len(x)): each = x[i]` for `for each in x`: the same items of a list or a tensor."""
    if not (isinstance(loop.iter, ast.Name) and isinstance(loop.target, ast.Name)):
        return
    name = loop.iter.id
    if (name in place.facts.lists or place.facts.is_tensor(loop.iter)) and not _mentions_in(loop, name):
        index = place.fresh("index")
        head = f"for {index} in range(len({name})):\n{place.indent}    {loop.target.id} = {name}[{index}]"
        text = place.text
        yield Edit(text.first(loop), text.first(loop.body[0]), f"{head}\n{place.indent}    ")


@operator(ast.For)
def enumerate_for_an_index(loop: ast.For, place: Place) -> Changes:
    """`for i, each in enumerate(x)` for `range(len(x))` with `x[i]`: the same item, and x stays as it is."""
    match loop:
        case ast.For(
            target=ast.Name(id=index),
            iter=ast.Call(
                func=ast.Name(id="range"), args=[ast.Call(func=ast.Name(id="len"), args=[ast.Name(id=name)])]
            ),
        ) if name in place.facts.lists or name in place.facts.tensors:
            wanted = f"{name}[{index}]"
            reads = [each for each in ast.walk(loop) if isinstance(each, ast.Subscript)]
            mine = [each for each in reads if ast.unparse(each) == wanted and isinstance(each.ctx, ast.Load)]
            other = sum(isinstance(n, ast.Name) and n.id == name for n in ast.walk(loop))
            if mine and other == len(mine) + 1 and not _changes_in_place(loop):
                item = place.fresh("item")
                body = "\n".join(
                    ast.unparse(_Item(wanted, item).visit(each)) for each in copy.deepcopy(loop.body)
                )
                head = f"for {index}, {item} in enumerate({name}):"
                yield place.replaced(loop, f"{head}\n{textwrap.indent(body, place.indent + '    ')}")


class _Item(ast.NodeTransformer):
    """Puts an item's own name in the place of `x[i]`."""

    def __init__(self, wanted: str, item: str) -> None:
        self._wanted, self._item = wanted, item

    def visit_Subscript(self, node: ast.Subscript) -> ast.AST:
        if ast.unparse(node) == self._wanted:
            return ast.Name(self._item, ast.Load())
        return self.generic_visit(node)


def _changes_in_place(loop: ast.For) -> bool:
    """Whether something in a loop changes a tensor in place, as far as its spelling tells."""
    nodes = list(ast.walk(loop))
    methods = [each.attr for each in nodes if isinstance(each, ast.Attribute)]
    return any(isinstance(n, ast.AugAssign) for n in nodes) or any(each.endswith("_") for each in methods)


def _mentions_in(loop: ast.For, name: str) -> bool:
    return any(_mentions(each, name) for each in loop.body)
