"""Mistakes with arguments: ignored, taken for each other, forgotten."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from kindling.mutants.operators.calls import name_of, neighbours_swapped, without
from kindling.mutants.operators.registry import Changes, operator
from kindling.mutants.source import Site, replace

_HABITS = {"int": 10, "float": 1.0, "bool": True}
_MODULES = (
    "torch", "F", "nn", "np", "math", "copy", "random", "itertools", "data", "v2", "plt", "json", "time",
    "Image",
)  # fmt: skip
_COMMUTE = {
    "max",
    "min",
    "maximum",
    "minimum",
    "mse_loss",
    "l1_loss",
    "hypot",
    "equal",
    "allclose",
    "isclose",
}
_MAKERS = {
    "eye", "zeros", "ones", "full", "arange", "linspace", "rand", "randn", "randint", "randperm", "empty",
    "manual_seed", "Generator", "load", "save", "iter", "next", "range", "zip", "enumerate", "getattr",
    "isinstance", "len", "print", "super", "pairwise", "grad",
}  # fmt: skip


@operator(ast.Name, rank=0)
def argument_ignored(name: ast.Name, site: Site) -> Changes:
    """What the caller asks for is ignored: a default or a number out of habit stands in its place."""
    if isinstance(name.ctx, ast.Load):
        for parameter, default in _parameters(site):
            if parameter.arg == name.id:
                kind = ast.unparse(parameter.annotation) if parameter.annotation else ""
                if isinstance(default, ast.Constant):
                    yield default
                elif kind in _HABITS:
                    yield ast.Constant(_HABITS[kind])


@operator(ast.Name)
def another_argument_taken(name: ast.Name, site: Site) -> Changes:
    """One argument is taken for another of the same type."""
    of_device = isinstance(site.parent, ast.Attribute) and site.parent.attr == "device"
    if not isinstance(name.ctx, ast.Load) or of_device:
        return  # all tensors of a call lie on one device
    kinds = {each.arg: ast.unparse(each.annotation) for each, _ in _parameters(site) if each.annotation}
    alike = [other for other, kind in kinds.items() if kind == kinds.get(name.id)]
    if len(alike) > 1:
        yield ast.Name(alike[(alike.index(name.id) + 1) % len(alike)], ast.Load())


def _parameters(site: Site) -> Iterator[tuple[ast.arg, ast.expr | None]]:
    """The parameters of the innermost function, each with its default."""
    function = site.function()
    if function is None:
        return
    plain = [*function.args.posonlyargs, *function.args.args]
    defaults = [*[None] * (len(plain) - len(function.args.defaults)), *function.args.defaults]
    yield from zip(plain, defaults, strict=True)
    yield from zip(function.args.kwonlyargs, function.args.kw_defaults, strict=True)


@operator(ast.Call, rank=3)
def argument_left_out(call: ast.Call, _: Site) -> Changes:
    """A named argument of a call is forgotten, so that its default counts."""
    for keyword in call.keywords:
        if keyword.arg not in (None, "strict"):
            yield without(call, keyword)


@operator(ast.Call, rank=3)
def arguments_swapped(call: ast.Call, _: Site) -> Changes:
    """Two neighbouring arguments of a call change places."""
    starred = any(isinstance(each, ast.Starred) for each in call.args)
    if not starred and name_of(call) not in _COMMUTE:
        for swapped in neighbours_swapped(call.args):
            yield replace(call, args=swapped)


@operator(ast.Call, rank=3)
def call_left_out(call: ast.Call, site: Site) -> Changes:
    """A call is forgotten: its object or its first argument is used as it is."""
    if isinstance(site.parent, ast.Expr):
        return  # that is the same as leaving the statement out
    if isinstance(call.func, ast.Attribute) and not _is_module(call.func.value):
        yield call.func.value
    elif call.args and not _makes(call) and not isinstance(call.args[0], _NO_VALUE):
        yield call.args[0]


_NO_VALUE = (ast.Starred, ast.GeneratorExp)


def _makes(call: ast.Call) -> bool:
    """Whether a call makes something new, as `nn.Linear(3, 2)` does, which no argument of it can replace."""
    return name_of(call) in _MAKERS or (isinstance(call.func, ast.Attribute) and name_of(call)[0].isupper())


def _is_module(node: ast.expr) -> bool:
    """Whether a name is a module's by habit, such as `torch` or `F`, or `super()`."""
    while isinstance(node, ast.Attribute):
        node = node.value
    if isinstance(node, ast.Call):
        return name_of(node) == "super"
    return isinstance(node, ast.Name) and node.id in _MODULES
