"""Mistakes with what a tensor holds: statistics, dtypes, devices, shared memory."""

from __future__ import annotations

import ast
import math

from kindling.mutants.operators.calls import keyword_of, name_of, renamed, without
from kindling.mutants.operators.registry import Changes, operator
from kindling.mutants.source import Site, replace

_RELATED = {
    "mean": ("sum",), "sum": ("mean",), "amax": ("amin",), "amin": ("amax",), "argmax": ("argmin",),
    "argmin": ("argmax",), "max": ("min",), "min": ("max",), "std": ("var",), "var": ("std",),
    "any": ("all",), "all": ("any",), "median": ("mean",), "prod": ("sum",), "cumsum": ("cumprod",),
    "cumprod": ("cumsum",), "softmax": ("log_softmax", "sigmoid"), "log_softmax": ("softmax",),
    "logsumexp": ("sum",), "exp": ("log",), "log": ("exp",), "sqrt": ("square",), "square": ("abs",),
    "abs": ("square",), "maximum": ("minimum",), "minimum": ("maximum",), "zeros": ("ones",),
    "ones": ("zeros",), "zeros_like": ("ones_like",), "ones_like": ("zeros_like",), "rand": ("randn",),
    "randn": ("rand",), "triu": ("tril",), "tril": ("triu",), "stack": ("cat",), "cat": ("stack",),
    "relu": ("sigmoid",), "sigmoid": ("tanh",), "tanh": ("sigmoid",), "isnan": ("isinf",), "floor": ("ceil",),
    "isfinite": ("isnan",), "expand": ("repeat",), "repeat": ("expand",), "reshape": ("view",),
    "repeat_interleave": ("repeat",), "numel": ("dim",), "is_floating_point": ("is_complex",),
    "uniform_": ("normal_",), "normal_": ("uniform_",), "randint": ("randperm",), "softplus": ("relu",),
}  # fmt: skip
_BUILTINS = {"max": "min", "min": "max", "any": "all", "all": "any", "sorted": "list"}
_STATISTICS = {
    "sum", "mean", "std", "var", "amax", "amin", "argmax", "argmin", "logsumexp", "norm", "all", "any",
    "prod", "max", "min", "median",
}  # fmt: skip
_ONE_WHERE_MISSING = {"std", "var", "sum", "norm", "logsumexp", "amax", "max"}
_DTYPES = {
    "float32": ("float64", "int64"), "float64": ("float32",), "int64": ("int32", "float32"),
    "bool": ("uint8",),
    "uint8": ("int64", "float32"), "int32": ("int64",), "float16": ("float32",), "bfloat16": ("float32",),
    "float": ("double",), "double": ("float",), "long": ("int",), "int": ("long",), "half": ("float",),
}  # fmt: skip
_CONVERSIONS = ("float", "double", "half", "long", "int", "bool")
_IN_PLACE = {
    "sub", "mul", "div", "clamp", "clamp_min", "relu", "exp", "abs", "neg", "sqrt", "masked_fill",
    "add_", "sub_", "mul_", "div_", "clamp_", "addcmul_", "masked_fill_", "t_", "squeeze_",
}  # fmt: skip
_COPIES = ("clone", "copy", "contiguous", "detach")


@operator(ast.Call, rank=0)
def related_function(call: ast.Call, _: Site) -> Changes:
    """A function with a related meaning: sum for mean, max for min, `log_softmax` for softmax."""
    others: tuple[str, ...]
    if isinstance(call.func, ast.Name):
        others = (_BUILTINS[call.func.id],) if call.func.id in _BUILTINS else ()
    else:
        others = _RELATED.get(name_of(call), ())
    if isinstance(call.func, ast.Attribute) and ast.unparse(call.func.value) == "math":
        others = tuple(each for each in others if hasattr(math, each))
    for other in others:
        yield renamed(call, other)


@operator(ast.Call, rank=0)
def constant_for_a_statistic(call: ast.Call, site: Site) -> Changes:
    """Zero, or one, stands where a statistic of the data belongs."""
    if name_of(call) in _STATISTICS and not isinstance(site.parent, ast.Attribute):
        nothing = ast.BinOp(call, ast.Mult(), ast.Constant(0))
        one = name_of(call) in _ONE_WHERE_MISSING
        yield ast.BinOp(nothing, ast.Add(), ast.Constant(1)) if one else nothing


@operator(ast.Call, rank=0)
def copy_left_out(call: ast.Call, _: Site) -> Changes:
    """`clone`, `copy` or `detach` is forgotten: two names for one memory, or one graph."""
    match call:
        case ast.Call(func=ast.Attribute(attr=name, value=value), args=[]) if name in _COPIES:
            yield value
        case ast.Call(func=ast.Attribute(attr="deepcopy" | "copy"), args=[only]):
            yield only


@operator(ast.Call, rank=0)
def deep_copy_made_shallow(call: ast.Call, _: Site) -> Changes:
    """`copy.copy` for `copy.deepcopy`: the tensors in it are still the same."""
    if name_of(call) == "deepcopy":
        yield renamed(call, "copy")


@operator(ast.Attribute, rank=0)
def other_dtype(attribute: ast.Attribute, site: Site) -> Changes:
    """Another dtype: `float64` for `float32`, `int32` for `int64`, and so on."""
    is_dtype = isinstance(attribute.value, ast.Name) and attribute.value.id == "torch"
    is_conversion = (
        isinstance(site.parent, ast.Call) and site.parent.func is attribute and not site.parent.args
    )
    if is_dtype or is_conversion:
        for other in _DTYPES.get(attribute.attr, ()):
            yield replace(attribute, attr=other)


@operator(ast.Call, rank=0)
def dtype_left_out(call: ast.Call, site: Site) -> Changes:
    """The dtype is left as it comes: `dtype=`, `.to(dtype)`, `.float()` or `.long()` is forgotten."""
    dtype = keyword_of(call, "dtype")
    if dtype:
        yield without(call, dtype)
    if isinstance(call.func, ast.Attribute):
        converts = name_of(call) in _CONVERSIONS and not call.args
        if converts or (name_of(call) == "to" and "device" not in site.text.of(call)):
            yield call.func.value


@operator(ast.Call, rank=0)
def device_left_out(call: ast.Call, site: Site) -> Changes:
    """A tensor stays, or is made, on the CPU, wherever its neighbours are."""
    device = keyword_of(call, "device")
    if device:
        yield without(call, device)
    if isinstance(call.func, ast.Attribute):
        moves = name_of(call) == "to" and any("device" in site.text.of(each) for each in call.args)
        if moves or name_of(call) == "cpu":
            yield call.func.value


@operator(ast.Call, rank=0)
def in_place_or_not(call: ast.Call, _: Site) -> Changes:
    """The caller's tensor is changed instead of a new one made, or the other way round."""
    name = name_of(call)
    if isinstance(call.func, ast.Attribute) and name in _IN_PLACE and isinstance(call.func.value, ast.Name):
        yield renamed(call, name.removesuffix("_") if name.endswith("_") else f"{name}_")
