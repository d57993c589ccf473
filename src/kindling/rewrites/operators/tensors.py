"""Other spellings of what is done with tensors."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from kindling.mutants.source import replace
from kindling.rewrites.facts import ALIKE, PACKED, home_of, keyword, name_of
from kindling.rewrites.operators.registry import Changes, Place, operator

_IN_BOTH_HOMES = ("relu", "softmax", "log_softmax", "sigmoid", "tanh")
_DIM_FIRST = frozenset({
    "all", "amax", "amin", "any", "argmax", "argmin", "cumprod", "cumsum", "log_softmax", "logsumexp",
    "mean", "softmax", "squeeze", "sum", "unsqueeze",
})  # fmt: skip
_REDUCING = frozenset({
    "all", "amax", "amin", "any", "logsumexp", "mean", "std", "sum", "var",
})  # fmt: skip
_PER_ROW = frozenset({
    "amax", "amin", "argmax", "mean", "sum",
})  # fmt: skip
_CONVERSIONS = {"float": "float32", "double": "float64", "half": "float16", "long": "int64", "bool": "bool"}
_OTHER_NAMES = {"float32": "float", "float64": "double", "float16": "half", "int64": "long", "int32": "int"}
_COLON = ast.Slice()


@operator(ast.Call)
def function_for_method(call: ast.Call, place: Place) -> Changes:
    """`torch.sum(x, dim=1)` for `x.sum(dim=1)`: torch has both, and the arguments behind x are the same."""
    if not isinstance(call.func, ast.Attribute) or not place.facts.is_method(call):
        return
    name, rest = call.func.attr, call.args
    if name in PACKED and rest and not any(isinstance(each, (ast.Tuple, ast.Starred)) for each in rest):
        rest = [ast.Tuple(list(rest), ast.Load())] if not _one_sequence(rest) else rest
    if name in ALIKE | PACKED and len(rest) <= 2:
        yield torch_call(name, [call.func.value, *rest], call.keywords)


def _one_sequence(arguments: Sequence[ast.expr]) -> bool:
    """Whether a lone argument may hold all the numbers itself, as `labels.shape` does."""
    return len(arguments) == 1 and not isinstance(arguments[0], (ast.Constant, ast.UnaryOp))


@operator(ast.Call)
def method_for_function(call: ast.Call, place: Place) -> Changes:
    """`x.sum(dim=1)` for `torch.sum(x, dim=1)`: the other way round, where the first argument is a tensor."""
    if home_of(call) != "torch" or not call.args or keyword(call, "out"):
        return
    first, *rest = call.args
    if place.facts.is_tensor(first) and name_of(call) in ALIKE | PACKED:
        yield method(first, name_of(call), rest, call.keywords)


@operator(ast.Call)
def where_as_a_method(call: ast.Call, place: Place) -> Changes:
    """`a.where(condition, b)` for `torch.where(condition, a, b)`: one function, two names."""
    match call:
        case ast.Call(
            func=ast.Attribute(value=ast.Name(id="torch"), attr="where"), args=[condition, one, other]
        ):
            pure = place.facts.is_pure(condition) and place.facts.is_pure(one)
            if place.facts.is_tensor(one) and place.facts.is_tensor(condition) and pure:
                yield method(one, "where", [condition, other])


@operator(ast.Call)
def other_home_of_a_function(call: ast.Call, place: Place) -> Changes:
    """`torch.relu` for `F.relu`, and softmax likewise: `functional` passes its arguments on unchanged."""
    known = home_of(call) in ("F", "torch.nn.functional") and name_of(call) in _IN_BOTH_HOMES
    if known and call.args and place.facts.is_tensor(call.args[0]) and not keyword(call, "inplace"):
        yield replace(call, func=expression(f"torch.{name_of(call)}"))
        yield method(call.args[0], name_of(call), call.args[1:], call.keywords)


@operator(ast.Name)
def full_names(name: ast.Name, place: Place) -> Changes:
    """`torch.nn.functional` for `F` and `torch.nn` for `nn`: the same module, under its own name."""
    if isinstance(place.parent, ast.Attribute) and name.id in ("F", "nn"):
        yield expression("torch.nn.functional" if name.id == "F" else "torch.nn")


@operator(ast.BinOp)
def matmul_for_at(product: ast.BinOp, place: Place) -> Changes:
    """`torch.matmul(a, b)` or `a.matmul(b)` for `a @ b`: the operator calls just that."""
    both = [product.left, product.right]
    if isinstance(product.op, ast.MatMult) and all(map(place.facts.is_tensor, both)):
        yield torch_call("matmul", both)
        yield method(product.left, "matmul", [product.right])


@operator(ast.BinOp)
def einsum_for_at(product: ast.BinOp, place: Place) -> Changes:
    """`einsum` for `a @ b`, where the docstring gives both ranks: the same sums, within rounding."""
    ranks = place.facts.rank(product.left), place.facts.rank(product.right)
    forms = {(2, 2): "ij,jk->ik", (2, 1): "ij,j->i", (1, 1): "i,i->"}
    if isinstance(product.op, ast.MatMult) and ranks in forms:
        yield torch_call("einsum", [ast.Constant(forms[ranks]), product.left, product.right])


@operator(ast.Attribute)
def transpose_spelled_out(attribute: ast.Attribute, place: Place) -> Changes:
    """`x.t()`, `transpose`, `permute` or `einsum` for `x.T`, where x has two dimensions: the same numbers."""
    x = attribute.value
    if attribute.attr in ("T", "mT") and place.facts.is_tensor(x) and place.facts.rank(x) == 2:
        yield method(x, "t")
        yield method(x, "transpose", [number(0), number(1)])
        yield method(x, "permute", [number(1), number(0)])
        yield torch_call("einsum", [ast.Constant("ij->ji"), x])


@operator(ast.BinOp, ast.Call)
def square_spelled_differently(node: ast.BinOp | ast.Call, place: Place) -> Changes:
    """`x * x`, `x ** 2` and `x.square()` of a tensor: torch computes each as the product."""
    facts = place.facts
    match node:
        case ast.BinOp(left=x, op=ast.Pow(), right=ast.Constant(value=2)) if facts.is_tensor(x):
            yield method(x, "square")
            if isinstance(x, ast.Name):
                yield ast.BinOp(x, ast.Mult(), x)
        case ast.BinOp(left=ast.Name(id=one) as x, op=ast.Mult(), right=ast.Name(id=other)):
            if one == other and facts.is_tensor(x):
                yield method(x, "square")
        case ast.Call(func=ast.Attribute(value=x, attr="square"), args=[]) if facts.is_tensor(x):
            yield ast.BinOp(x, ast.Pow(), number(2))
            if isinstance(x, ast.Name):
                yield ast.BinOp(x, ast.Mult(), x)


@operator(ast.Subscript)
def unsqueeze_for_none(subscript: ast.Subscript, place: Place) -> Changes:
    """`x.unsqueeze(1)` for `x[:, None]`, where only one None and whole dimensions stand in the brackets."""
    index = subscript.slice
    items = index.elts if isinstance(index, ast.Tuple) else [index]
    news = [i for i, each in enumerate(items) if isinstance(each, ast.Constant) and each.value is None]
    rest = [each for i, each in enumerate(items) if i not in news]
    read = isinstance(subscript.ctx, ast.Load) and place.facts.is_tensor(subscript.value)
    if read and len(news) == 1 and all(_is_colon(each) for each in rest):
        yield method(subscript.value, "unsqueeze", [number(news[0])])


def _is_colon(node: ast.expr) -> bool:
    return isinstance(node, ast.Slice) and node.lower is None and node.upper is None and node.step is None


@operator(ast.Call)
def none_for_unsqueeze(call: ast.Call, place: Place) -> Changes:
    """`x[:, None]` for `x.unsqueeze(1)`: a new dimension in the same place, over the same memory."""
    match call:
        case ast.Call(func=ast.Attribute(value=x, attr="unsqueeze"), args=[ast.Constant(value=int(dim))]):
            if place.facts.is_tensor(x):
                items: list[ast.expr] = [*([_COLON] * dim), ast.Constant(None)]
                yield ast.Subscript(x, ast.Tuple(items, ast.Load()) if dim else items[0], ast.Load())


@operator(ast.Call)
def reshape_for_flatten(call: ast.Call, place: Place) -> Changes:
    """`x.reshape(-1)` for `x.flatten()`, and for `x.flatten(1)` of a batch: the same reading order.

    The second size is counted, not left to `reshape`, which could not tell it where a batch is empty.
    """
    if name_of(call) != "flatten" or not place.facts.is_method(call):
        return
    assert isinstance(call.func, ast.Attribute)
    x, given = call.func.value, [*call.args, *(each.value for each in call.keywords)]
    if not given:
        yield method(x, "reshape", [number(-1)])
    elif [ast.unparse(each) for each in given] == ["1"] and isinstance(x, ast.Name):
        yield method(x, "reshape", [expression(f"len({x.id})"), expression(f"{x.id}.shape[1:].numel()")])


@operator(ast.Call)
def reshape_for_view(call: ast.Call, place: Place) -> Changes:
    """`x.reshape(...)` for `x.view(...)`: where `view` works, `reshape` gives the same view."""
    if name_of(call) == "view" and place.facts.is_method(call):
        assert isinstance(call.func, ast.Attribute)
        yield method(call.func.value, "reshape", call.args, call.keywords)


@operator(ast.Call)
def dim_counted_from_the_other_end(call: ast.Call, place: Place) -> Changes:
    """`dim=-1` for `dim=1`, where the docstring gives the rank: two names of one dimension."""
    if not isinstance(call.func, ast.Attribute) or name_of(call) not in (_DIM_FIRST | _REDUCING) - {
        "unsqueeze"
    }:
        return
    rank = place.facts.rank(call.func.value)
    dim = keyword(call, "dim")
    given = dim.value if dim else (call.args[0] if call.args and name_of(call) in _DIM_FIRST else None)
    if rank is None or given is None or not place.facts.is_method(call):
        return
    value = whole_number(given)
    if value is not None and -rank <= value < rank:
        other = number(value - rank if value >= 0 else value + rank)
        if dim:
            new = [ast.keyword("dim", other) if each is dim else each for each in call.keywords]
            yield replace(call, keywords=new)
        else:
            yield replace(call, args=[other, *call.args[1:]])


@operator(ast.Call)
def dim_with_or_without_its_name(call: ast.Call, place: Place) -> Changes:
    """`x.sum(1)` for `x.sum(dim=1)`, and back: `dim` is the first parameter of these methods."""
    if name_of(call) not in _DIM_FIRST or not place.facts.is_method(call):
        return
    dim = keyword(call, "dim")
    if dim and not call.args:
        yield replace(call, args=[dim.value], keywords=[each for each in call.keywords if each is not dim])
    elif len(call.args) == 1 and not dim and not isinstance(call.args[0], ast.Starred):
        yield replace(call, args=[], keywords=[ast.keyword("dim", call.args[0]), *call.keywords])


@operator(ast.Call)
def unsqueeze_for_keepdim(call: ast.Call, place: Place) -> Changes:
    """`x.sum(dim=d).unsqueeze(d)` for `x.sum(dim=d, keepdim=True)`: the dimension goes and comes back."""
    dim, keep = keyword(call, "dim"), keyword(call, "keepdim")
    if not (dim and keep and name_of(call) in _REDUCING and place.facts.is_method(call)):
        return
    one = whole_number(dim.value) is not None or ast.unparse(dim.value) == "dim"
    if one and ast.unparse(keep.value) == "True":
        without = replace(call, keywords=[each for each in call.keywords if each is not keep])
        yield method(without, "unsqueeze", [dim.value])


@operator(ast.Call)
def row_by_row(call: ast.Call, place: Place) -> Changes:
    """A loop over the rows for `x.sum(dim=1)`, within rounding; a table without rows is left to torch."""
    match call:
        case ast.Call(func=ast.Attribute(value=ast.Name() as x), args=[], keywords=[ast.keyword(arg="dim")]):
            dim, table = whole_number(call.keywords[0].value), place.facts.rank(x) == 2
            if table and dim in (1, -1) and name_of(call) in _PER_ROW:
                row = place.fresh("row")
                one = method(ast.Name(row, ast.Load()), name_of(call))
                rows = ast.ListComp(one, [ast.comprehension(ast.Name(row, ast.Store()), x, [], 0)])
                length = ast.Call(ast.Name("len", ast.Load()), [x], [])
                yield ast.IfExp(length, torch_call("stack", [rows]), call)


@operator(ast.Call)
def conversion_by_to(call: ast.Call, place: Place) -> Changes:
    """`x.to(torch.float32)` for `x.float()`: the short name stands for the long one."""
    if name_of(call) in _CONVERSIONS and place.facts.is_method(call) and not call.args and not call.keywords:
        assert isinstance(call.func, ast.Attribute)
        yield method(call.func.value, "to", [expression(f"torch.{_CONVERSIONS[name_of(call)]}")])


@operator(ast.Call)
def conversion_by_its_short_name(call: ast.Call, place: Place) -> Changes:
    """`x.float()` for `x.to(torch.float32)`: the other way round."""
    match call:
        case ast.Call(
            func=ast.Attribute(value=x, attr="to"),
            args=[ast.Attribute(value=ast.Name(id="torch"), attr=dtype)],
            keywords=[],
        ):
            short = next((name for name, long in _CONVERSIONS.items() if long == dtype), None)
            if short and place.facts.is_tensor(x):
                yield method(x, short)


@operator(ast.Attribute)
def other_name_of_a_dtype(attribute: ast.Attribute, place: Place) -> Changes:
    """`torch.long` for `torch.int64`: two names of one object."""
    if isinstance(attribute.value, ast.Name) and attribute.value.id == "torch":
        called = isinstance(place.parent, ast.Call) and place.parent.func is attribute
        names = {**_OTHER_NAMES, **{short: long for long, short in _OTHER_NAMES.items()}}
        if attribute.attr in names and not called:
            yield replace(attribute, attr=names[attribute.attr])


@operator(ast.Subscript, ast.Call)
def size_spelled_differently(node: ast.Subscript | ast.Call, place: Place) -> Changes:
    """`x.size(0)` for `x.shape[0]`, `x.shape[0]` for `len(x)`: the same Python number of the same tensor."""
    facts = place.facts
    match node:
        case ast.Subscript(value=ast.Attribute(value=x, attr="shape"), slice=index, ctx=ast.Load()):
            if facts.is_tensor(x) and whole_number(index) is not None:
                yield method(x, "size", [index])
                if whole_number(index) == 0:
                    yield ast.Call(ast.Name("len", ast.Load()), [x], [])
        case ast.Call(func=ast.Name(id="len"), args=[x]) if facts.is_tensor(x):
            yield ast.Subscript(ast.Attribute(x, "shape", ast.Load()), number(0), ast.Load())
            yield method(x, "size", [number(0)])
        case ast.Call(func=ast.Attribute(value=x, attr="numel" | "nelement"), args=[]) if facts.is_tensor(x):
            yield method(ast.Attribute(x, "shape", ast.Load()), "numel")


@operator(ast.Call)
def item_or_conversion(call: ast.Call, place: Place) -> Changes:
    """`float(x.mean())` for `x.mean().item()`, `x.any().item()` for `bool(x.any())`: the same value."""
    match call:
        case ast.Call(func=ast.Attribute(value=ast.Call() as inner, attr="item"), args=[]):
            if name_of(inner) in ("mean", "std") and place.facts.is_method(inner) and not inner.args:
                yield ast.Call(ast.Name("float", ast.Load()), [inner], [])
        case ast.Call(func=ast.Name(id="bool"), args=[ast.Call(args=[], keywords=[]) as inner]):
            if name_of(inner) in ("any", "all") and place.facts.is_method(inner):
                yield method(inner, "item")


@operator(ast.BinOp)
def operands_swapped(node: ast.BinOp, place: Place) -> Changes:
    """`b + a` for `a + b`, and products likewise, where one is a tensor and the other a tensor or a number.

    Floating-point sums and products of two do not depend on the order; neither side has effects.
    """
    facts, both = place.facts, (node.left, node.right)
    known = all(facts.is_tensor(each) or isinstance(each, ast.Constant) for each in both)
    known = known and any(map(facts.is_tensor, both)) and all(map(facts.is_pure, both))
    if isinstance(node.op, (ast.Add, ast.Mult)) and known:
        yield ast.BinOp(node.right, node.op, node.left)


def method(
    x: ast.expr, name: str, arguments: Sequence[ast.expr] = (), keywords: Sequence[ast.keyword] = ()
) -> ast.Call:
    """`x.name(...)`."""
    return ast.Call(ast.Attribute(x, name, ast.Load()), list(arguments), list(keywords))


def torch_call(name: str, arguments: Sequence[ast.expr], keywords: Sequence[ast.keyword] = ()) -> ast.Call:
    """`torch.name(...)`."""
    return ast.Call(expression(f"torch.{name}"), list(arguments), list(keywords))


def expression(text: str) -> ast.expr:
    """What stands in a text, such as `torch.nn`, as an expression."""
    return ast.parse(text, mode="eval").body


def number(value: int) -> ast.expr:
    """A whole number as an expression."""
    return ast.Constant(value) if value >= 0 else ast.UnaryOp(ast.USub(), ast.Constant(-value))


def whole_number(node: ast.expr) -> int | None:
    """The whole number that a node is, with its sign; None for anything else."""
    try:
        value = ast.literal_eval(node)
    except ValueError:
        return None
    return value if type(value) is int else None
