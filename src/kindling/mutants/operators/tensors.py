"""Mistakes with tensors: dimensions, dtypes, devices, statistics, memory."""

from __future__ import annotations

import ast

from kindling.mutants.operators.registry import Changes, operator
from kindling.mutants.source import Site, replace

_DIMS = ("dim", "dims", "start_dim", "end_dim", "axis", "dim0", "dim1")
_TAKES_DIM_FIRST = {
    "sum", "mean", "std", "var", "amax", "amin", "max", "min", "argmax", "argmin", "softmax", "log_softmax",
    "logsumexp", "squeeze", "unsqueeze", "flatten", "size", "cumsum", "unbind", "norm", "all", "any", "sort",
    "argsort", "prod", "median",
}  # fmt: skip
_REDUCTIONS = {
    "sum", "mean", "std", "var", "amax", "amin", "argmax", "argmin", "logsumexp", "norm", "all", "any",
    "prod", "max", "min",
}  # fmt: skip
_STATISTICS = {
    "mean": ("sum",), "sum": ("mean",), "amax": ("amin",), "amin": ("amax",), "argmax": ("argmin",),
    "argmin": ("argmax",), "max": ("min",), "min": ("max",), "std": ("var",), "var": ("std",),
    "any": ("all",), "all": ("any",), "median": ("mean",), "nanmean": ("mean",), "prod": ("sum",),
    "cumsum": ("cumprod",), "cumprod": ("cumsum",), "softmax": ("log_softmax", "sigmoid"),
    "log_softmax": ("softmax",), "logsumexp": ("sum",), "exp": ("log",), "log": ("exp",), "sqrt": ("square",),
    "square": ("abs",), "abs": ("square",), "maximum": ("minimum",), "minimum": ("maximum",),
    "zeros": ("ones",), "ones": ("zeros",), "zeros_like": ("ones_like",), "ones_like": ("zeros_like",),
    "empty": ("zeros",), "rand": ("randn",), "randn": ("rand",), "triu": ("tril",), "tril": ("triu",),
    "stack": ("cat",), "cat": ("stack",), "hstack": ("vstack",), "vstack": ("hstack",), "relu": ("sigmoid",),
    "clamp_min": ("clamp_max",), "gather": ("take",), "numel": ("dim",), "reshape": ("view",),
    "sigmoid": ("tanh",), "tanh": ("sigmoid",), "isnan": ("isinf",), "isfinite": ("isnan",), "unique": ("sort",),
    "expand": ("repeat",), "repeat": ("expand",), "repeat_interleave": ("repeat",), "floor": ("ceil",),
    "nbytes": ("size",), "is_floating_point": ("is_complex",), "element_size": ("numel",),
}  # fmt: skip
_ONE_WHERE_MISSING = {"std", "var", "sum", "norm", "logsumexp", "amax", "max"}
_DTYPES = {
    "float32": ("float64", "int64"), "float64": ("float32",), "int64": ("int32", "float32"), "long": ("int",),
    "bool": ("uint8",), "uint8": ("int64", "float32"), "int32": ("int64",), "float16": ("float32",),
    "bfloat16": ("float32",), "float": ("double",), "double": ("float",), "int": ("long",), "half": ("float",),
}  # fmt: skip
_IN_PLACE = {
    "add", "sub", "mul", "div", "clamp", "clamp_min", "relu", "exp", "abs", "neg", "sqrt", "masked_fill",
    "zero_", "add_", "sub_", "mul_", "div_", "copy_", "fill_", "requires_grad_", "clamp_", "addcmul_",
}  # fmt: skip
_COPIES = {"clone", "copy", "contiguous", "deepcopy", "from_numpy", "detach"}


def _name(call: ast.Call) -> str:
    """The last name of what is called."""
    if isinstance(call.func, ast.Attribute):
        return call.func.attr
    return call.func.id if isinstance(call.func, ast.Name) else ""


def _number(node: ast.expr) -> int | None:
    try:
        value = ast.literal_eval(node)
    except ValueError:
        return None
    return value if type(value) is int else None


def _renamed(call: ast.Call, name: str) -> ast.AST:
    if isinstance(call.func, ast.Attribute):
        return replace(call, func=replace(call.func, attr=name))
    return replace(call, func=ast.Name(name, ast.Load()))


def _without(call: ast.Call, keyword: ast.keyword) -> ast.AST:
    return replace(call, keywords=[each for each in call.keywords if each is not keyword])


def _with(call: ast.Call, name: str, value: object) -> ast.AST:
    return replace(call, keywords=[*call.keywords, ast.keyword(name, ast.Constant(value))])


def _other_dims(dim: int) -> tuple[int, ...]:
    return {0: (1,), 1: (0,), -1: (0, -2), -2: (-1,)}.get(dim, (dim - 1, 0) if dim > 0 else (dim + 1,))


@operator(ast.Call, rank=0)
def dim_swapped(call: ast.Call, site: Site) -> Changes:
    """Along another dimension: columns for rows, the batch for the features."""
    for keyword in call.keywords:
        number = _number(keyword.value)
        if keyword.arg in _DIMS and number is not None:
            for other in _other_dims(number):
                yield site.replaced(keyword.value, str(other))
    place = 0 if isinstance(call.func, ast.Attribute) and _name(call) in _TAKES_DIM_FIRST else None
    if place is not None and len(call.args) > place:
        number = _number(call.args[place])
        for other in _other_dims(number) if number is not None else ():
            yield site.replaced(call.args[place], str(other))


@operator(ast.Call, rank=0)
def dim_left_out(call: ast.Call, site: Site) -> Changes:
    """Over everything instead of along one dimension."""
    for keyword in call.keywords:
        if keyword.arg in _DIMS:
            kept = [each for each in call.keywords if each is not keyword and each.arg != "keepdim"]
            yield replace(call, keywords=kept)
            yield _without(call, keyword)


@operator(ast.Call, rank=0)
def keepdim_changed(call: ast.Call, site: Site) -> Changes:
    """`keepdim` is forgotten, so that the result lines up with another dimension; or it is one too many."""
    keyword = next((each for each in call.keywords if each.arg == "keepdim"), None)
    if keyword:
        yield _without(call, keyword)
    elif _name(call) in _REDUCTIONS and any(each.arg == "dim" for each in call.keywords):
        yield _with(call, "keepdim", True)


@operator(ast.Call, rank=0)
def other_function(call: ast.Call, site: Site) -> Changes:
    """A function with a related meaning: sum for mean, max for min, `log_softmax` for softmax."""
    for other in _STATISTICS.get(_name(call), ()):
        yield _renamed(call, other)


@operator(ast.Call, rank=0)
def constant_for_a_statistic(call: ast.Call, site: Site) -> Changes:
    """Zero, or one, stands where a statistic of the data belongs."""
    if _name(call) in _REDUCTIONS and not isinstance(site.parent, ast.Attribute):
        nothing = ast.BinOp(call, ast.Mult(), ast.Constant(0))
        if _name(call) in _ONE_WHERE_MISSING:
            yield ast.BinOp(nothing, ast.Add(), ast.Constant(1))
        else:
            yield nothing


@operator(ast.Call, rank=0)
def copy_left_out(call: ast.Call, site: Site) -> Changes:
    """`clone`, `copy` or `detach` is forgotten: two names for one memory, or one graph."""
    if _name(call) not in _COPIES:
        return
    if isinstance(call.func, ast.Attribute) and not call.args:
        yield call.func.value
    elif _name(call) == "deepcopy":
        yield call.args[0]


@operator(ast.Attribute, rank=0)
def other_dtype(attribute: ast.Attribute, site: Site) -> Changes:
    """Another dtype: `float64` for `float32`, `int32` for `int64`, and so on."""
    is_torch = isinstance(attribute.value, ast.Name) and attribute.value.id == "torch"
    is_called = isinstance(site.parent, ast.Call) and site.parent.func is attribute and not site.parent.args
    if is_torch or is_called:
        for other in _DTYPES.get(attribute.attr, ()):
            yield replace(attribute, attr=other)


@operator(ast.Call, rank=0)
def dtype_left_out(call: ast.Call, site: Site) -> Changes:
    """The dtype is left as it comes: `dtype=`, `.to(dtype)`, `.float()` or `.long()` is forgotten."""
    for keyword in call.keywords:
        if keyword.arg == "dtype":
            yield _without(call, keyword)
    if isinstance(call.func, ast.Attribute) and _name(call) in _DTYPES and not call.args:
        yield call.func.value
    if isinstance(call.func, ast.Attribute) and _name(call) == "to" and "dtype" in ast.unparse(call.args):
        yield call.func.value


@operator(ast.Call, rank=0)
def device_left_out(call: ast.Call, site: Site) -> Changes:
    """A new tensor lies on the CPU, wherever its neighbours are."""
    for keyword in call.keywords:
        if keyword.arg == "device":
            yield _without(call, keyword)
    if isinstance(call.func, ast.Attribute) and _name(call) in ("to", "cpu") and call_is_about_device(call):
        yield call.func.value


def call_is_about_device(call: ast.Call) -> bool:
    """Whether a call moves a tensor."""
    return _name(call) == "cpu" or "device" in " ".join(ast.unparse(each) for each in call.args)


@operator(ast.Call, ast.Attribute, rank=0)
def transpose_left_out(node: ast.Call | ast.Attribute, site: Site) -> Changes:
    """The axes stay as they were: `.T`, `.mT`, `transpose` or `permute` is forgotten."""
    if isinstance(node, ast.Attribute) and node.attr in ("T", "mT"):
        yield node.value
    elif isinstance(node, ast.Call) and _name(node) in ("t", "transpose", "permute", "movedim", "swapaxes"):
        if isinstance(node.func, ast.Attribute):
            yield node.func.value


@operator(ast.Call, rank=0)
def axes_in_another_order(call: ast.Call, site: Site) -> Changes:
    """`permute` with two neighbouring axes exchanged; or `reshape` in its place is as near as a slip."""
    if _name(call) in ("permute", "reshape", "view", "expand"):
        for i in range(len(call.args) - 1):
            first, second = call.args[i : i + 2]
            yield replace(call, args=[*call.args[:i], second, first, *call.args[i + 2 :]])


@operator(ast.BinOp, rank=0)
def transpose_added(product: ast.BinOp, site: Site) -> Changes:
    """One side of a matrix product is transposed too often."""
    if isinstance(product.op, ast.MatMult):
        for name in ("left", "right"):
            yield replace(product, **{name: ast.Attribute(getattr(product, name), "mT", ast.Load())})


@operator(ast.Subscript, rank=0)
def new_axis_elsewhere(item: ast.Subscript, site: Site) -> Changes:
    """`x[None, :]` for `x[:, None]`, or the indices of rows and columns exchanged."""
    if isinstance(item.slice, ast.Tuple) and len(item.slice.elts) > 1:
        yield site.replaced(item.slice, ", ".join(site.text.of(each) for each in reversed(item.slice.elts)))
        if any(isinstance(each, ast.Constant) and each.value is None for each in item.slice.elts):
            yield item.value


@operator(ast.Call, rank=0)
def in_place_or_not(call: ast.Call, site: Site) -> Changes:
    """The caller's tensor is changed instead of a new one made, or the other way round."""
    name = _name(call)
    if isinstance(call.func, ast.Attribute) and name in _IN_PLACE:
        yield _renamed(call, name.removesuffix("_") if name.endswith("_") else f"{name}_")
