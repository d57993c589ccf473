"""Other spellings of Python's own expressions."""

from __future__ import annotations

import ast

from kindling.mutants.source import replace
from kindling.rewrites.operators.registry import Changes, Place, operator

_MIRRORED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.Gt, ast.Gt: ast.Lt, ast.LtE: ast.GtE, ast.GtE: ast.LtE, ast.Eq: ast.Eq, ast.NotEq: ast.NotEq,
}  # fmt: skip
_POSITIVE: dict[type[ast.cmpop], type[ast.cmpop]] = {ast.IsNot: ast.Is, ast.NotIn: ast.In}


@operator(ast.Compare)
def comparison_mirrored(node: ast.Compare, place: Place) -> Changes:
    """`b > a` for `a < b`: the mirrored comparison asks the same, and neither side has effects."""
    if len(node.ops) == 1 and type(node.ops[0]) in _MIRRORED:
        sides = node.left, node.comparators[0]
        if all(map(place.facts.is_pure, sides)):
            yield ast.Compare(sides[1], [_MIRRORED[type(node.ops[0])]()], [sides[0]])


@operator(ast.Compare)
def negation_outside(node: ast.Compare, _: Place) -> Changes:
    """`not a is b` for `a is not b`, and `in` likewise: Python defines the one by the other."""
    if len(node.ops) == 1 and type(node.ops[0]) in _POSITIVE:
        positive = replace(node, ops=[_POSITIVE[type(node.ops[0])]()])
        yield ast.UnaryOp(ast.Not(), positive)


@operator(ast.IfExp)
def branches_exchanged(node: ast.IfExp, _: Place) -> Changes:
    """`b if not c else a` for `a if c else b`: `not` asks what `if` asks, and one branch runs as before."""
    yield ast.IfExp(_negated(node.test), node.orelse, node.body)


def _negated(test: ast.expr) -> ast.expr:
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        return test.operand
    return ast.UnaryOp(ast.Not(), test)


@operator(ast.Constant)
def constant_computed(node: ast.Constant, place: Place) -> Changes:
    """`1 / 2` for `0.5`, `254 + 1` for `255`: Python computes the very same number, type included."""
    inside_slice = isinstance(place.parent, (ast.MatchValue, ast.FormattedValue))
    if type(node.value) is float and node.value in (0.5, 0.25, 2.0, 0.125) and not inside_slice:
        top, bottom = node.value.as_integer_ratio()
        yield ast.BinOp(ast.Constant(2 * top), ast.Div(), ast.Constant(2 * bottom))
    elif type(node.value) is int and node.value > 9 and not inside_slice:
        yield ast.BinOp(ast.Constant(node.value - 1), ast.Add(), ast.Constant(1))


@operator(ast.JoinedStr)
def format_for_an_f_string(node: ast.JoinedStr, _: Place) -> Changes:
    """`"{} of {}".format(a, b)` for an f-string without format specs: the same values by the same rule."""
    template, values = "", []
    for each in node.values:
        if isinstance(each, ast.Constant):
            template += str(each.value).replace("{", "{{").replace("}", "}}")
        elif isinstance(each, ast.FormattedValue) and each.format_spec is None:
            template += "{}" if each.conversion < 0 else f"{{!{chr(each.conversion)}}}"
            values.append(each.value)
        else:
            return
    if values:
        yield ast.Call(ast.Attribute(ast.Constant(template), "format", ast.Load()), values, [])


@operator(ast.Call)
def list_for_a_generator(call: ast.Call, _: Place) -> Changes:
    """`sum([...])` for `sum(...)` of a generator, `tuple`, `max` and `min` likewise: all is taken anyway."""
    match call:
        case ast.Call(
            func=ast.Name(id="sum" | "tuple" | "list" | "max" | "min"), args=[ast.GeneratorExp() as inner]
        ):
            yield replace(call, args=[ast.ListComp(inner.elt, inner.generators)])


@operator(ast.Call)
def super_with_its_arguments(call: ast.Call, place: Place) -> Changes:
    """`super(Name, self)` for `super()`: what Python itself fills in."""
    classes = [each for each in place.parents if isinstance(each, ast.ClassDef)]
    function = place.function()
    inside = classes and function and function in classes[-1].body and function.args.args
    if inside and function and ast.unparse(call) == "super()":
        names = classes[-1].name, function.args.args[0].arg
        yield replace(call, args=[ast.Name(each, ast.Load()) for each in names])
