"""What is known of a function before it runs: what is a tensor, of which rank, and without effects."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

ALIKE = frozenset({
    "abs", "add", "all", "amax", "amin", "any", "argmax", "argmin", "argsort", "bincount", "clamp",
    "clone", "count_nonzero", "cumprod", "cumsum", "detach", "div", "eq", "exp", "flatten", "gather", "ge",
    "gt", "index_add", "is_floating_point", "isfinite", "isnan", "le", "log", "log_softmax", "logsumexp",
    "lt", "masked_fill", "matmul", "max", "maximum", "mean", "median", "min", "minimum", "mode", "movedim",
    "mul", "nan_to_num", "narrow", "ne", "neg", "nonzero", "numel", "prod", "relu", "scatter", "sigmoid",
    "softmax", "sort", "split", "sqrt", "square", "squeeze", "std", "sub", "sum", "t", "tanh", "topk",
    "trace", "transpose", "tril", "triu", "unique", "unsqueeze", "var",
})  # fmt: skip
"""Methods of a tensor that torch also has as functions of the same arguments, the tensor first."""

PACKED = frozenset({"reshape", "permute", "flip"})
"""The same, but the function takes the numbers as one tuple."""

_MORE_METHODS = frozenset({
    "contiguous", "bool", "cpu", "data_ptr", "dim", "double", "element_size", "expand", "expand_as",
    "float", "get_device", "half", "int", "is_contiguous", "item", "long", "nelement", "new_ones",
    "new_zeros", "numpy", "repeat", "size", "storage_offset", "stride", "to", "tolist", "unbind", "unfold",
    "untyped_storage", "view",
})  # fmt: skip
_MORE_FUNCTIONS = frozenset({
    "arange", "as_tensor", "cat", "cdist", "cross_entropy", "einsum", "eye", "full", "full_like",
    "linspace", "log_softmax", "mse_loss", "one_hot", "ones", "ones_like", "outer", "relu", "softmax",
    "stack", "std_mean", "tensor", "where", "zeros", "zeros_like",
})  # fmt: skip
_BUILTINS = frozenset({
    "len", "abs", "bool", "float", "int", "list", "max", "min", "range", "reversed", "round", "sorted",
    "str", "sum", "tuple", "zip",
})  # fmt: skip
_NO_TENSOR = frozenset({
    "bincount_", "data_ptr", "dim", "element_size", "get_device", "is_contiguous", "is_floating_point",
    "item", "mode", "nelement", "nonzero_", "numel", "numpy", "size", "sort", "split", "std_mean",
    "storage_offset", "stride", "tolist", "topk", "unbind", "unique_", "untyped_storage",
})  # fmt: skip
_SEVERAL = frozenset({"max", "min", "median", "mode", "topk", "sort", "nonzero", "unique"})
_KEEP_RANK = frozenset({
    "abs", "bool", "clamp", "clone", "contiguous", "cpu", "detach", "double", "exp", "float", "half",
    "int", "isfinite", "isnan", "log", "long", "masked_fill", "neg", "relu", "sigmoid", "sqrt", "square",
    "t", "tanh", "to",
})  # fmt: skip
_HOMES = ("torch", "F", "torch.nn.functional", "functional")
_RANK = re.compile(r"^\s*(\w+): \(([^().]*)\)(?! or)", re.MULTILINE)

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Facts:
    """What is known inside one function.

    Attributes:
        tensors: names that always hold a tensor.
        ranks: names that always hold a tensor of so many dimensions.
        lists: parameters that are lists.
        giving_tensors: functions of the workshop that return a tensor.
    """

    tensors: frozenset[str] = frozenset()
    ranks: Mapping[str, int] = field(default_factory=dict)
    lists: frozenset[str] = frozenset()
    giving_tensors: frozenset[str] = frozenset()

    def is_tensor(self, node: ast.expr) -> bool:  # noqa: PLR0911 - one for each kind of expression
        """Whether an expression gives a tensor, if it gives anything."""
        match node:
            case ast.Name(id=name):
                return name in self.tensors
            case ast.Call():
                return self._gives_tensor(node)
            case ast.BinOp(left=left, right=right):
                return self.is_tensor(left) or self.is_tensor(right)
            case ast.UnaryOp(op=ast.USub() | ast.Invert(), operand=operand):
                return self.is_tensor(operand)
            case ast.Compare(left=left, ops=[op], comparators=[right]):
                compares = not isinstance(op, (ast.Is, ast.IsNot, ast.In, ast.NotIn))
                return compares and (self.is_tensor(left) or self.is_tensor(right))
            case ast.Subscript(value=value):
                return self.is_tensor(value)
            case ast.Attribute(value=value, attr="T" | "mT"):
                return self.is_tensor(value)
            case ast.Attribute(value=ast.Call() as call, attr="values" | "indices"):
                return self.is_method(call) and name_of(call) in _SEVERAL
            case ast.IfExp(body=body, orelse=orelse):
                return self.is_tensor(body) and self.is_tensor(orelse)
        return False

    def _gives_tensor(self, call: ast.Call) -> bool:
        name = name_of(call)
        if home_of(call) in _HOMES:
            return name in (ALIKE | PACKED | _MORE_FUNCTIONS) - _NO_TENSOR - _SEVERAL
        if isinstance(call.func, ast.Name) or home_of(call) == "solution":
            return name in self.giving_tensors
        known = (ALIKE | PACKED | _MORE_METHODS) - _NO_TENSOR
        several = name in _SEVERAL and bool(call.args or call.keywords)
        return self.is_method(call) and name in known and not several

    def is_method(self, call: ast.Call) -> bool:
        """Whether a method of a tensor is called."""
        return isinstance(call.func, ast.Attribute) and self.is_tensor(call.func.value)

    def rank(self, node: ast.expr) -> int | None:
        """How many dimensions an expression has; None where that is not known."""
        match node:
            case ast.Name(id=name):
                return self.ranks.get(name)
            case ast.Attribute(value=value, attr="T" | "mT"):
                return self.rank(value)
            case ast.Call(func=ast.Attribute(value=value, attr=name)) if name in _KEEP_RANK:
                return self.rank(value)
            case ast.BinOp(
                left=left, right=ast.Constant(), op=ast.Add() | ast.Sub() | ast.Mult() | ast.Div()
            ):
                return self.rank(left)
        return None

    def is_pure(self, node: ast.AST) -> bool:
        """Whether evaluating it changes nothing and draws nothing, so that it may move."""
        return all(self._is_pure_itself(each) for each in ast.walk(node))

    def _is_pure_itself(self, node: ast.AST) -> bool:
        if isinstance(node, ast.Call):
            name = name_of(node)
            if home_of(node) in _HOMES:
                return name in ALIKE | PACKED | _MORE_FUNCTIONS and not keyword(node, "out")
            if isinstance(node.func, ast.Name):
                return name in _BUILTINS
            return self.is_method(node) and name in ALIKE | PACKED | _MORE_METHODS
        return not isinstance(node, (ast.NamedExpr, ast.Await, ast.Yield, ast.YieldFrom, ast.Lambda))


def name_of(call: ast.Call) -> str:
    """The last name of what is called: `sum` of `x.sum()`."""
    if isinstance(call.func, ast.Attribute):
        return call.func.attr
    return call.func.id if isinstance(call.func, ast.Name) else ""


def home_of(call: ast.Call) -> str:
    """What stands in front of the last dot of what is called: `torch` of `torch.sum(x)`."""
    return ast.unparse(call.func.value) if isinstance(call.func, ast.Attribute) else ""


def keyword(call: ast.Call, name: str) -> ast.keyword | None:
    """The keyword argument of that name, if it is given."""
    return next((each for each in call.keywords if each.arg == name), None)


def facts_of(function: Function, contract: Function | None, giving_tensors: frozenset[str]) -> Facts:
    """What is known in a function.

    Args:
        function: which.
        contract: the function with the annotations and the docstring that it fulfils; often itself.
        giving_tensors: functions of the workshop that return a tensor.
    """
    promised = dict(_promised(function, contract)) if contract else {}
    bound = _bindings(function)
    names = {name for name, kind in promised.items() if kind == "Tensor"} | set(bound)
    names -= {each.arg for each in _parameters(function) if promised.get(each.arg) != "Tensor"}
    facts = Facts(frozenset(names), giving_tensors=giving_tensors)
    while wrong := {
        name
        for name in names
        if any(value is None or not facts.is_tensor(value) for value in bound.get(name, []))
    }:
        names -= wrong
        facts = Facts(frozenset(names), giving_tensors=giving_tensors)
    fixed = {name: kind for name, kind in promised.items() if name not in bound}
    ranks = _ranks(function, contract) if contract else {}
    return Facts(
        frozenset(names),
        {name: rank for name, rank in ranks.items() if fixed.get(name) == "Tensor"},
        frozenset(name for name, kind in fixed.items() if kind.startswith("list[")),
        giving_tensors,
    )


def _parameters(function: Function) -> list[ast.arg]:
    return [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]


def _promised(function: Function, contract: Function) -> Iterator[tuple[str, str]]:
    """What the contract says of each parameter, under the function's own names."""
    for mine, theirs in zip(_parameters(function), _parameters(contract), strict=False):
        if theirs.annotation:
            yield mine.arg, ast.unparse(theirs.annotation)


def _ranks(function: Function, contract: Function) -> dict[str, int]:
    """How many dimensions the contract's docstring gives a parameter, under the function's own names."""
    found = {
        name: len([each for each in sizes.split(",") if each.strip()])
        for name, sizes in _RANK.findall(ast.get_docstring(contract) or "")
    }
    pairs = zip(_parameters(function), _parameters(contract), strict=False)
    return {mine.arg: found[theirs.arg] for mine, theirs in pairs if theirs.arg in found}


def _bindings(function: Function) -> dict[str, list[ast.expr | None]]:
    """Everything that any name in a function is bound to; None where that is no plain value."""
    found: dict[str, list[ast.expr | None]] = {}
    plain: set[ast.AST] = set()
    for node in ast.walk(function):
        match node:
            case (
                ast.Assign(targets=[ast.Name() as target], value=value)
                | ast.AnnAssign(target=ast.Name() as target, value=ast.expr() as value)
            ):
                found.setdefault(target.id, []).append(value)
                plain.add(target)
            case ast.AugAssign(target=ast.Name() as target):
                found.setdefault(target.id, []).append(ast.Name(target.id, ast.Load()))
                plain.add(target)
            case (
                ast.For(target=ast.Name() as target, iter=values)
                | ast.comprehension(target=ast.Name() as target, iter=values)
            ):
                found.setdefault(target.id, []).append(values)
                plain.add(target)
    for node in ast.walk(function):
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load) and node not in plain:
            found.setdefault(node.id, []).append(None)
        elif isinstance(node, ast.arg) and node not in _parameters(function):
            found.setdefault(node.arg, []).append(None)
        elif isinstance(node, (ast.FunctionDef, ast.ClassDef)) and node is not function:
            found.setdefault(node.name, []).append(None)
    return found
