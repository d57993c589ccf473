"""Changes of any expression, whatever it is about."""

from __future__ import annotations

import ast

from kindling.mutants.operators.calls import neighbours_swapped
from kindling.mutants.operators.registry import Changes, operator
from kindling.mutants.source import Site, replace

_ARITHMETIC: dict[type[ast.operator], tuple[type[ast.operator], ...]] = {
    ast.Add: (ast.Sub,), ast.Sub: (ast.Add,), ast.Mult: (ast.Div,), ast.Div: (ast.Mult, ast.FloorDiv),
    ast.FloorDiv: (ast.Div,), ast.Mod: (ast.FloorDiv,), ast.Pow: (ast.Mult,), ast.MatMult: (ast.Mult,),
    ast.BitAnd: (ast.BitOr,), ast.BitOr: (ast.BitAnd,),
}  # fmt: skip
_COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.Gt), ast.LtE: (ast.Lt, ast.GtE), ast.Gt: (ast.GtE, ast.Lt),
    ast.GtE: (ast.Gt, ast.LtE), ast.Eq: (ast.NotEq,), ast.NotEq: (ast.Eq,), ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,), ast.In: (ast.NotIn,), ast.NotIn: (ast.In,),
}  # fmt: skip
_FALSE = ast.Constant(False)
_TRUE = ast.Constant(True)


@operator(ast.BinOp)
def other_arithmetic(operation: ast.BinOp, _: Site) -> Changes:
    """Another arithmetic operator: `+` for `-`, `*` for `/` or for `@`, and so on."""
    for other in _ARITHMETIC.get(type(operation.op), ()):
        yield replace(operation, op=other())


@operator(ast.BinOp)
def operand_left_out(operation: ast.BinOp, _: Site) -> Changes:
    """Only one side of an operation is left, as where the division by the count was forgotten."""
    yield operation.left
    if not isinstance(operation.right, ast.Constant):
        yield operation.right


@operator(ast.BinOp)
def operands_swapped(operation: ast.BinOp, _: Site) -> Changes:
    """The two sides of an operation whose order matters change places."""
    if isinstance(operation.op, (ast.Sub, ast.Div, ast.MatMult, ast.Pow, ast.FloorDiv, ast.Mod)):
        yield replace(operation, left=operation.right, right=operation.left)


@operator(ast.Compare)
def other_comparison(compare: ast.Compare, _: Site) -> Changes:
    """Another comparison: `<=` for `<`, `>` for `<`, `!=` for `==`, and so on."""
    for i, each in enumerate(compare.ops):
        for other in _COMPARISONS[type(each)]:
            yield replace(compare, ops=[*compare.ops[:i], other(), *compare.ops[i + 1 :]])


@operator(ast.BoolOp)
def and_for_or(both: ast.BoolOp, _: Site) -> Changes:
    """`and` for `or`, or the other way round; or one of the conditions is forgotten."""
    yield replace(both, op=ast.Or() if isinstance(both.op, ast.And) else ast.And())
    for each in both.values:
        rest = [value for value in both.values if value is not each]
        yield rest[0] if len(rest) == 1 else replace(both, values=rest)


@operator(ast.UnaryOp)
def sign_or_not_left_out(unary: ast.UnaryOp, _: Site) -> Changes:
    """A minus, a `not` or a `~` is forgotten."""
    if not isinstance(unary.operand, ast.Constant):
        yield unary.operand


@operator(ast.IfExp)
def one_side_of_a_choice(choice: ast.IfExp, _: Site) -> Changes:
    """A choice always gives the same of its two sides."""
    yield choice.body
    yield choice.orelse


@operator(ast.If, ast.While, ast.IfExp)
def condition_negated(branch: ast.If | ast.While | ast.IfExp, site: Site) -> Changes:
    """A condition says the opposite; where one comparison or a `not` says it, other operators turn that."""
    plain = isinstance(branch.test, ast.Compare) and len(branch.test.ops) == 1
    if not plain and not isinstance(branch.test, ast.UnaryOp):
        yield site.replaced(branch.test, f"not ({site.text.of(branch.test)})")


@operator(ast.If)
def condition_ignored(branch: ast.If, site: Site) -> Changes:
    """A branch is always taken, or never."""
    yield site.replaced(branch.test, "True")
    yield site.replaced(branch.test, "False")


@operator(ast.comprehension)
def filter_left_out(each: ast.comprehension, site: Site) -> Changes:
    """The `if` of a comprehension is ignored, or says the opposite."""
    for test in each.ifs:
        yield site.replaced(test, "True")
        yield site.replaced(test, f"not ({site.text.of(test)})")


@operator(ast.Constant, rank=2)
def other_constant(constant: ast.Constant, site: Site) -> Changes:
    """Another constant: a whole number one more or less, a fraction ten times or a tenth, the other bool."""
    value = constant.value
    if isinstance(site.parent, ast.keyword) and site.parent.arg == "strict":
        return  # `zip(a, b, strict=True)` guards what holds anyway
    if isinstance(value, bool):
        yield _FALSE if value else _TRUE
    elif isinstance(value, int):
        yield ast.Constant(value + 1)
        yield ast.Constant(value - 1)
    elif isinstance(value, float):
        yield ast.Constant(value * 10 if value else 1.0)
        if value:
            yield ast.Constant(value / 10)
    elif isinstance(value, str) and value:
        yield ast.Constant(f"{value}_")


@operator(ast.Tuple)
def tuple_reordered(pair: ast.Tuple, site: Site) -> Changes:
    """Two neighbours in a tuple change places, as where results are returned in the wrong order."""
    is_set = isinstance(site.parent, ast.Compare)
    if isinstance(site.parent, ast.keyword):
        is_set = site.parent.arg in ("dim", "axis")
    if isinstance(pair.ctx, ast.Load) and not is_set:
        for swapped in neighbours_swapped(pair.elts):
            yield replace(pair, elts=swapped)


@operator(ast.Call)
def range_off_by_one(call: ast.Call, _: Site) -> Changes:
    """A range begins one later, or ends one earlier or later."""
    if not isinstance(call.func, ast.Name) or call.func.id != "range" or not call.args:
        return
    start, stop = (ast.Constant(0), call.args[0]) if len(call.args) == 1 else call.args[:2]
    one = ast.Constant(1)
    yield replace(call, args=[ast.BinOp(start, ast.Add(), one), stop, *call.args[2:]])
    for change in (ast.Sub(), ast.Add()):
        head = call.args[:1] if len(call.args) > 1 else []
        yield replace(call, args=[*head, ast.BinOp(stop, change, one), *call.args[2:]])


@operator(ast.Slice)
def slice_off_by_one(cut: ast.Slice, _: Site) -> Changes:
    """A bound of a slice is forgotten, or lies one further."""
    for name in ("lower", "upper", "step"):
        bound = getattr(cut, name)
        if bound is not None:
            yield replace(cut, **{name: None})
            if name != "step" and not isinstance(bound, ast.Constant):
                yield replace(cut, **{name: ast.BinOp(bound, ast.Add(), ast.Constant(1))})


@operator(ast.Subscript)
def index_off_by_one(item: ast.Subscript, _: Site) -> Changes:
    """The neighbour of an element is taken."""
    if isinstance(item.ctx, ast.Load) and isinstance(item.slice, (ast.Name, ast.BinOp)):
        yield replace(item, slice=ast.BinOp(item.slice, ast.Sub(), ast.Constant(1)))
