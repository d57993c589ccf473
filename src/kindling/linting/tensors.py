"""Tensors and their gradients: leaves, dtypes, copies."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from kindling.linting.binding import FUNCTIONS, parameters
from kindling.linting.code import LOOPS, Code, is_constant, keyword, last_name
from kindling.linting.findings import Found, rule
from kindling.linting.training import method

_MADE = (
    "tensor zeros ones empty full rand randn randint randperm arange linspace logspace eye normal from_numpy "
    "as_tensor stack cat zeros_like ones_like rand_like randn_like empty_like full_like"
)
_COMPUTED = "sum mean argmax softmax sigmoid relu exp log sqrt matmul where abs"
FACTORIES = {f"torch.{name}" for name in _MADE.split()}
RESULTS = {f"torch.{name}" for name in _COMPUTED.split()}
# Methods that only tensors have; what they give is a tensor.
TENSOR_METHODS = {"detach", "clone", "unsqueeze", "softmax", "sigmoid", "argmax", "long", "requires_grad_"}
# Methods that only tensors have and that change nothing where they are; others have the second ones too.
NO_EFFECT = {
    "index_add",
    "index_fill",
    "index_copy",
    "scatter_add",
    "masked_fill",
    "unsqueeze",
    "log_softmax",
}
NO_EFFECT_ON_TENSORS = {
    "scatter", "permute", "clamp", "softmax", "to", "float", "double", "long", "cuda", "cpu", "reshape",
    "view", "transpose", "flatten", "squeeze",
}  # fmt: skip
# Methods with an underscore that a leaf allows.
ALLOWED = {"requires_grad_", "detach_", "share_memory_"}
INTEGERS = {
    f"torch.{name}" for name in ("int64", "long", "int32", "int", "int16", "short", "int8", "uint8", "bool")
}


def is_tensor(code: Code, node: ast.expr) -> bool:
    """Whether an expression surely is a tensor: made, computed or annotated as one."""
    node = code.origin(node, same_object=True)
    if isinstance(node, ast.Call):
        full = code.full(node.func)
        if full:
            return full in FACTORIES | RESULTS
        return isinstance(node.func, ast.Attribute) and node.func.attr in TENSOR_METHODS
    if isinstance(node, ast.Name):
        function = code.scope(node)
        given = parameters(function) if isinstance(function, FUNCTIONS) and code.is_parameter(node) else []
        kinds = [each.annotation for each in given if each.arg == node.id and each.annotation is not None]
        return any(code.full(each) == "torch.Tensor" for each in kinds)
    return False


@rule(
    "a tensor of a tensor",
    "torch.tensor() copies plain values. A tensor that is given to it is cut off from its graph, and "
    "PyTorch warns.",
    "Write `x.clone()` for a copy, `x.detach().clone()` for one without the graph.",
)
def tensor_of_tensor(code: Code) -> Found:
    """Seen: torch.tensor of what torch made in this function, or of an argument annotated as Tensor."""
    for call in code.calls:
        if code.full(call.func) == "torch.tensor" and call.args and is_tensor(code, call.args[0]):
            yield call, f"`{ast.unparse(call)}` is given a tensor."


def _leaf(code: Code, node: ast.expr) -> bool:
    """Whether an expression surely is a leaf that requires a gradient."""
    if isinstance(node, ast.Name) and _walks_parameters(code, node):
        return True
    node = code.origin(node, same_object=True)
    if not isinstance(node, ast.Call):
        return False
    full = code.full(node.func)
    if full == "torch.nn.Parameter":
        return not is_constant(keyword(node, "requires_grad"), value=False)
    made = full in FACTORIES and is_constant(keyword(node, "requires_grad"), value=True)
    owner = method(node, "requires_grad_")
    factory = isinstance(owner, ast.Call) and code.full(owner.func) in FACTORIES and not node.args
    return made or factory


def _walks_parameters(code: Code, name: ast.Name) -> bool:
    """Whether a name is the variable of a loop over a model's parameters."""
    for each in code.above(name):
        if isinstance(each, ast.For) and isinstance(each.target, ast.Name) and each.target.id == name.id:
            return method(each.iter, "parameters") is not None
        if isinstance(each, FUNCTIONS):
            break
    return False


@rule(
    "a leaf changed in place",
    "A tensor that requires a gradient must not be changed in place where a graph is recorded: "
    "PyTorch raises an "
    "error.",
    "Put the update into `with torch.no_grad():`.",
)
def leaf_changed(code: Code) -> Found:
    """Seen: `w -= ...`, `w[0] = ...`, `w.mul_(...)` of a Parameter or a tensor made with requires_grad=True.

    Also `p -= lr * p.grad` of anything: what has a gradient is a leaf. Not seen: a function whose caller in
    this file uses no_grad.
    """
    for node in ast.walk(code.tree):
        target = _changed(node)
        if target is None or any(code.quiet(each) for each in (node, *code.callers(code.scope(node)))):
            continue
        text = ast.unparse(target)
        own = isinstance(node, ast.AugAssign) and re.search(
            rf"\b{re.escape(text)}\.grad\b", ast.unparse(node.value)
        )
        leaf = bool(own and not text.endswith(".data")) or _leaf(code, target)
        if leaf and not _switched_off(code.scope(node), text):
            yield node, f"`{ast.unparse(node)}` changes `{text}` in place while the graph is recorded."


def _switched_off(scope: ast.AST, name: str) -> bool:
    """Whether a function tells a tensor to require no gradient."""
    off = rf"\b{re.escape(name)}\.requires_grad(_\(False| = False|_\(requires_grad=False)"
    return re.search(off, ast.unparse(scope)) is not None


def _changed(node: ast.AST) -> ast.expr | None:
    """What a statement or a call changes in place."""
    if isinstance(node, ast.AugAssign):
        target: ast.expr | None = node.target
    elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Subscript):
        target = node.targets[0]
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        name = node.func.attr
        changes = name.endswith("_") and not name.startswith("_") and name not in ALLOWED
        target = node.func.value if changes else None
    else:
        return None
    while isinstance(target, ast.Subscript):
        target = target.value
    return target if isinstance(target, (ast.Name, ast.Attribute)) else None


@rule(
    "a parameter replaced by its update",
    "`w = w - lr * w.grad` gives the name to a new tensor. The old one never moves, and the new one "
    "is no leaf: its "
    "`.grad` stays None.",
    "Change it in place: `with torch.no_grad(): w -= lr * w.grad`.",
)
def replaced(code: Code) -> Found:
    """Seen: this form in a loop.

    Not seen: where requires_grad is switched on again, or the function returns it.
    """
    for node in ast.walk(code.tree):
        if not isinstance(node, ast.Assign) or not isinstance(node.targets[0], ast.Name):
            continue
        name = node.targets[0].id
        update = isinstance(node.value, ast.BinOp) and last_name(node.value.left) == name
        if not update or f"{name}.grad" not in ast.unparse(node.value):
            continue
        text = ast.unparse(code.scope(node))
        renewed = re.search(rf"\b{re.escape(name)}\.(requires_grad|retain_grad|detach)", text)
        returned = re.search(rf"return\b.*\b{re.escape(name)}\b", text)
        if any(isinstance(each, LOOPS) for each in code.above(node)) and not renewed and not returned:
            yield node, f"`{ast.unparse(node)}` makes a new tensor."


@rule(
    "a gradient asked of whole numbers",
    "A gradient says what a tiny change does, and whole numbers have no tiny changes: PyTorch raises "
    "an error.",
    "Make the numbers floating point: `torch.tensor([1.0, 2.0], requires_grad=True)`, or give `dtype=`.",
)
def whole_numbers(code: Code) -> Found:
    """Seen: whole numbers written out, in torch.tensor, torch.full, torch.arange; an integer dtype."""
    for call in code.calls:
        if is_constant(keyword(call, "requires_grad"), value=True) and _whole(code, call):
            yield call, f"`{ast.unparse(call)}` holds whole numbers."
        owner = method(call, "requires_grad_")
        made = code.origin(owner) if owner is not None else None
        if not call.args and isinstance(made, ast.Call) and _whole(code, made):
            yield call, f"`{ast.unparse(call)}`: `{ast.unparse(made)}` holds whole numbers."
    for node in ast.walk(code.tree):
        if (
            isinstance(node, ast.Assign)
            and isinstance(node.targets[0], ast.Attribute)
            and is_constant(node.value, value=True)
        ):
            made = code.origin(node.targets[0].value)
            if node.targets[0].attr == "requires_grad" and isinstance(made, ast.Call) and _whole(code, made):
                yield node, f"`{ast.unparse(node)}`: `{ast.unparse(made)}` holds whole numbers."


def _whole(code: Code, call: ast.Call) -> bool:
    full, dtype = code.full(call.func), keyword(call, "dtype")
    if full not in FACTORIES or any(each.arg is None for each in call.keywords):
        return False
    if dtype is not None:
        return code.full(dtype) in INTEGERS
    if full in {"torch.randint", "torch.randperm"}:
        return True
    values = {"torch.tensor": call.args[:1], "torch.full": call.args[1:2], "torch.arange": call.args}.get(
        full, []
    )
    literals = [each for value in values for each in _literals(value)]
    return bool(literals) and all(isinstance(each, int) for each in literals)


def _literals(node: ast.expr) -> Iterator[object]:
    """The numbers written out in lists; None where there is anything else."""
    if isinstance(node, (ast.List, ast.Tuple)):
        for each in node.elts:
            yield from _literals(each)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.operand, ast.Constant):
        yield node.operand.value
    else:
        yield node.value if isinstance(node, ast.Constant) else None


@rule(
    "a result thrown away",
    "Without an underscore at its end such a method changes nothing: it gives a new tensor, which "
    "here is lost.",
    "Keep the result, `x = x.clamp(min=0)`, or use the method with an underscore.",
)
def thrown_away(code: Code) -> Found:
    """Seen: a whole line that calls a method which only tensors have; `to` of what surely is a tensor."""
    for node in ast.walk(code.tree):
        if not isinstance(node, ast.Expr) or not isinstance(node.value, ast.Call):
            continue
        call = node.value
        if not isinstance(call.func, ast.Attribute) or code.full(call.func) or not _told(code, node):
            continue
        name, owner = call.func.attr, call.func.value
        lost = name in NO_EFFECT or (name in NO_EFFECT_ON_TENSORS and is_tensor(code, owner))
        if lost or (name == "detach" and isinstance(owner, ast.Name) and not call.args):
            yield node, f"`{ast.unparse(call)}` has no effect on `{ast.unparse(owner)}`."


def _told(code: Code, node: ast.stmt) -> bool:
    """Whether a line's value is lost: the last one of a notebook's cell is shown."""
    return not (code.places[node.lineno - 1].cell and code.scope(node) is code.tree)


@rule(
    "a file opened without protection",
    "With weights_only=False the file may hold any pickle, and opening it runs what is in it.",
    "Leave `weights_only` out, and save a `state_dict()`, which needs no more.",
)
def unprotected(code: Code) -> Found:
    """Seen: `weights_only=False` written out in torch.load."""
    for call in code.calls:
        if code.full(call.func) == "torch.load" and is_constant(keyword(call, "weights_only"), value=False):
            yield call, f"`{ast.unparse(call)}` runs whatever the file holds."


RULES = (tensor_of_tensor, leaf_changed, replaced, whole_numbers, thrown_away, unprotected)
