"""Mistakes with dimensions: another one, one too few, one too many, in another order."""

from __future__ import annotations

import ast

from kindling.mutants.operators.calls import (
    keyword_of,
    name_of,
    neighbours_swapped,
    whole_number,
    with_keyword,
    without,
)
from kindling.mutants.operators.registry import Changes, operator
from kindling.mutants.source import Site, replace

_DIMS = ("dim", "dims", "start_dim", "end_dim", "axis", "dim0", "dim1")
_REDUCTIONS = {
    "sum", "mean", "std", "var", "amax", "amin", "argmax", "argmin", "logsumexp", "norm", "all", "any",
    "prod", "max", "min", "median",
}  # fmt: skip
_TAKES_DIM_FIRST = _REDUCTIONS | {
    "softmax", "log_softmax", "squeeze", "unsqueeze", "flatten", "size", "cumsum", "cumprod", "unbind",
    "sort", "argsort",
}  # fmt: skip


def _other_dims(dim: int) -> tuple[int, ...]:
    return {0: (1,), 1: (0,), -1: (0, -2), -2: (-1,)}.get(dim, (dim - 1, 0) if dim > 0 else (dim + 1,))


def _dim_nodes(call: ast.Call) -> list[ast.expr]:
    """The arguments of a call that are dimensions."""
    found = [each.value for each in call.keywords if each.arg in _DIMS]
    if isinstance(call.func, ast.Attribute) and name_of(call) in _TAKES_DIM_FIRST:
        found += call.args[:1]
    return found


@operator(ast.Call, rank=0)
def dim_swapped(call: ast.Call, site: Site) -> Changes:
    """Along another dimension: columns for rows, the batch for the features."""
    for node in _dim_nodes(call):
        number = whole_number(node)
        for other in _other_dims(number) if number is not None else ():
            yield site.replaced(node, str(other))


@operator(ast.Call, rank=0)
def dim_left_out(call: ast.Call, _: Site) -> Changes:
    """Over everything instead of along one dimension."""
    keepdim = keyword_of(call, "keepdim")
    for keyword in (each for each in call.keywords if each.arg in _DIMS):
        if keepdim:
            yield without(call, keyword, keepdim)
        yield without(call, keyword)
    if len(call.args) == 1 and call.args[0] in _dim_nodes(call):
        yield replace(call, args=[], keywords=[each for each in call.keywords if each is not keepdim])


@operator(ast.Call, rank=0)
def keepdim_changed(call: ast.Call, _: Site) -> Changes:
    """`keepdim` is forgotten, so that the result lines up with another dimension; or it is one too many."""
    keepdim = keyword_of(call, "keepdim")
    if keepdim:
        yield without(call, keepdim)
    elif name_of(call) in _REDUCTIONS and keyword_of(call, "dim"):
        yield with_keyword(call, "keepdim", True)


@operator(ast.Call, ast.Attribute, rank=0)
def transpose_left_out(node: ast.Call | ast.Attribute, _: Site) -> Changes:
    """The axes stay as they were: `.T`, `.mT`, `transpose` or `permute` is forgotten."""
    match node:
        case ast.Attribute(attr="T" | "mT", value=value):
            yield value
        case ast.Call(
            func=ast.Attribute(attr="t" | "transpose" | "permute" | "movedim" | "swapaxes", value=value)
        ):
            yield value


@operator(ast.BinOp, rank=0)
def transpose_added(product: ast.BinOp, _: Site) -> Changes:
    """One side of a matrix product is transposed too often."""
    if isinstance(product.op, ast.MatMult):
        for name in ("left", "right"):
            yield replace(product, **{name: ast.Attribute(getattr(product, name), "mT", ast.Load())})


@operator(ast.Call, rank=0)
def axes_in_another_order(call: ast.Call, _: Site) -> Changes:
    """Two neighbouring axes of `permute`, `reshape` or `expand` are exchanged."""
    if name_of(call) in ("permute", "reshape", "view", "expand"):
        for swapped in neighbours_swapped(call.args):
            yield replace(call, args=swapped)


@operator(ast.Call, rank=0)
def reshape_for_transpose(call: ast.Call, site: Site) -> Changes:
    """`reshape` to the transposed shape: the shape is right, the numbers stand elsewhere."""
    if isinstance(call.func, ast.Attribute) and name_of(call) in ("t", "transpose", "permute"):
        yield ast.parse(
            f"{site.text.of(call.func.value)}.reshape({ast.unparse(call)}.shape)", mode="eval"
        ).body


@operator(ast.Attribute, rank=0)
def reshape_for_transposed(matrix: ast.Attribute, site: Site) -> Changes:
    """`reshape` where `.T` belongs: the shape is right, the numbers stand elsewhere."""
    if matrix.attr in ("T", "mT"):
        value = site.text.of(matrix.value)
        yield ast.parse(f"({value}).reshape(({value}).{matrix.attr}.shape)", mode="eval").body


@operator(ast.Subscript, rank=0)
def new_axis_elsewhere(item: ast.Subscript, site: Site) -> Changes:
    """`x[None, :]` for `x[:, None]`, the indices of rows and columns exchanged, or no new axis at all."""
    if isinstance(item.slice, ast.Tuple) and len(item.slice.elts) > 1:
        elements = item.slice.elts
        yield site.replaced(item.slice, ", ".join(site.text.of(each) for each in reversed(elements)))
        if any(isinstance(each, ast.Constant) and each.value is None for each in elements):
            yield item.value
