"""How a module is built: what PyTorch must be able to find, and what forward gives back."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from kindling.linting.binding import FUNCTIONS, binds, inside
from kindling.linting.code import Code, calls_in, last_name
from kindling.linting.findings import Found, rule
from kindling.linting.training import method

WITH_WEIGHTS = re.compile(
    r"torch\.nn\.(Parameter|(Lazy)?(Linear|Bilinear|Conv(Transpose)?\dd|BatchNorm\dd)|Embedding(Bag)?|LSTM|GRU|RNN|"
    r"(LSTM|GRU|RNN)Cell|LayerNorm|GroupNorm|RMSNorm|MultiheadAttention|Transformer\w*|PReLU)"
)
AVAILABLE = {"torch.cuda.is_available", "torch.accelerator.is_available"}
CONTAINERS = {"torch.nn.ModuleList", "torch.nn.ModuleDict", "torch.nn.Sequential", "torch.nn.ParameterList"}


def makes_weights(code: Code, node: ast.AST) -> bool:
    """Whether an expression makes a layer with weights: of torch.nn, or of a class of this file."""
    if not isinstance(node, ast.Call):
        return False
    return last_name(node.func) in code.module_classes or bool(WITH_WEIGHTS.fullmatch(code.full(node.func)))


def _methods(code: Code, name: str) -> Iterator[tuple[ast.ClassDef, ast.FunctionDef]]:
    for module in code.module_classes.values():
        for each in module.body:
            if isinstance(each, ast.FunctionDef) and each.name == name:
                yield module, each


@rule(
    "layers in a plain list",
    "PyTorch does not look into Python lists and dicts: parameters() misses these layers, so no "
    "optimizer trains "
    "them, and to(device) and state_dict() leave them out.",
    "Use `nn.ModuleList([...])`, `nn.ModuleDict({...})` or `nn.Sequential(...)`; for weights "
    "`nn.ParameterList`.",
)
def plain_list(code: Code) -> Found:
    """Seen: a list, tuple or dict of layers as attribute of a module, written out or filled by append.

    Not seen: layers that a function returns; a list that a container of torch.nn also receives is fine.
    """
    for module, init in _methods(code, "__init__"):
        if _registers_otherwise(module):
            continue
        for node in ast.walk(init):
            if not isinstance(node, (ast.Assign, ast.AnnAssign)) or node.value is None:
                continue
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            if not (isinstance(target, ast.Attribute) and last_name(target.value) == "self"):
                continue
            name = ast.unparse(target)
            held = code.origin(node.value)
            filled = (name, node.value.id) if isinstance(node.value, ast.Name) else (name,)
            if _holds(code, held, init, filled) and not _contained(code, module, filled):
                yield node, f"`{name}` holds layers in a {_kind(held)}."


def _holds(code: Code, held: ast.expr, init: ast.FunctionDef, names: tuple[str, ...]) -> bool:
    """Whether a list holds layers, from the start or by append."""
    if isinstance(held, (ast.ListComp, ast.DictComp)):
        element = held.elt if isinstance(held, ast.ListComp) else held.value
        return makes_weights(code, element)
    values = held.values if isinstance(held, ast.Dict) else getattr(held, "elts", None)
    if isinstance(held, ast.BinOp):  # [layer] * 3
        return any(_holds(code, each, init, ()) for each in (held.left, held.right))
    if not isinstance(held, (ast.List, ast.Tuple, ast.Dict)) or values is None:
        return False
    if any(makes_weights(code, each) for each in values):
        return True
    appended = [
        call.args[0]
        for call in calls_in(init)
        if (owner := method(call, "append")) is not None and ast.unparse(owner) in names and call.args
    ]
    return any(makes_weights(code, each) for each in appended)


def _registers_otherwise(module: ast.ClassDef) -> bool:
    """Whether a module hands layers to PyTorch one by one."""
    return (
        re.search(r"add_module|register_module|register_parameter|setattr\(", ast.unparse(module)) is not None
    )


def _contained(code: Code, module: ast.ClassDef, names: tuple[str, ...]) -> bool:
    """Whether a container of torch.nn receives the list, here or later."""
    for call in calls_in(module):
        if code.full(call.func) in CONTAINERS:
            given = [each.value if isinstance(each, ast.Starred) else each for each in call.args]
            if any(name in ast.unparse(each) for each in given for name in names):
                return True
    return False


def _kind(node: ast.expr) -> str:
    if isinstance(node, (ast.Dict, ast.DictComp)):
        return "Python dict"
    return "Python tuple" if isinstance(node, ast.Tuple) else "Python list"


@rule(
    "no super().__init__()",
    "A module must be set up before it can hold layers: without that the first layer raises an error.",
    "Begin `__init__` with `super().__init__()`.",
)
def no_super(code: Code) -> Found:
    """Seen: a direct subclass of nn.Module whose `__init__` makes a layer before it calls its parent's."""
    for module, init in _methods(code, "__init__"):
        if not any(code.full(base) == "torch.nn.Module" for base in module.bases) or len(module.bases) > 1:
            continue
        ready = [call for call in calls_in(init) if last_name(call.func) == "__init__"]
        layers = [
            node
            for node in ast.walk(init)
            if isinstance(node, ast.Assign)
            and isinstance(node.targets[0], ast.Attribute)
            and last_name(node.targets[0].value) == "self"
            and isinstance(node.value, ast.Call)
            and (makes_weights(code, node.value) or code.full(node.value.func).startswith("torch.nn."))
        ]
        first = min(layers, key=lambda each: each.lineno, default=None)
        if first is not None and not any(each.lineno < first.lineno for each in ready):
            yield first, f"`{module.name}` makes a layer before `super().__init__()` was called."


@rule(
    "layers made in forward",
    "A layer that is made in forward starts with new random weights at every call, and no optimizer "
    "knows it.",
    "Make layers in `__init__` and use them in `forward`.",
)
def in_forward(code: Code) -> Found:
    """Seen: a layer with weights made in forward and not kept in `self`."""
    for _, forward in _methods(code, "forward"):
        for call in calls_in(forward):
            statement = code.statement(call)
            targets = statement.targets if isinstance(statement, ast.Assign) else []
            kept = any("self." in ast.unparse(each) for each in targets)
            if WITH_WEIGHTS.fullmatch(code.full(call.func)) and not kept:
                yield call, f"`{ast.unparse(call)}` makes a new layer at every call of forward."


@rule(
    "no return in forward",
    "Without a `return`, calling the network gives None.",
    "End `forward` with `return` and the result.",
)
def no_result(code: Code) -> Found:
    """Seen: a forward that computes and returns nothing. Not seen: one that is yet to be written."""
    for _, forward in _methods(code, "forward"):
        ends = [each for each in inside_body(forward) if isinstance(each, (ast.Return, ast.Yield, ast.Raise))]
        computes = [
            each
            for each in forward.body
            if isinstance(each, (ast.Assign, ast.AugAssign))
            or (isinstance(each, ast.Expr) and isinstance(each.value, ast.Call))
        ]
        given = [each for each in ends if not isinstance(each, ast.Return) or each.value is not None]
        if computes and not given and not forward.decorator_list:
            yield forward, f"`{forward.name}` computes something and gives nothing back."


def inside_body(function: ast.FunctionDef) -> Iterator[ast.AST]:
    """What lies in a function's body, outside the functions in it."""
    for statement in function.body:
        if not isinstance(statement, FUNCTIONS):
            yield from inside(statement)


@rule(
    "best weights not copied",
    "state_dict() hands out the weights themselves, and they go on changing: at the end the best "
    "weights are the "
    "last ones.",
    "Keep a copy: `copy.deepcopy(model.state_dict())`.",
)
def not_copied(code: Code) -> Found:
    """Seen: `best = model.state_dict()` in a loop, and `model.load_state_dict(best)` after it."""
    for call in code.calls:
        owner = method(call, "load_state_dict")
        if owner is None or not call.args or not isinstance(call.args[0], ast.Name):
            continue
        name, scope = call.args[0].id, code.scope(call)
        for node in ast.walk(scope):
            if not isinstance(node, ast.Assign) or not binds(node, name):
                continue
            source = method(node.value, "state_dict")
            loops = [each for each in code.above(node) if isinstance(each, (ast.For, ast.While))]
            after = loops and call not in ast.walk(loops[-1]) and node.lineno < call.lineno
            if source is not None and ast.unparse(source) == ast.unparse(owner) and after:
                yield node, f"`{name}` is not a copy of the weights."


@rule(
    "the method, not its result",
    "Without its brackets a method is not called: nothing happens, or the method itself is taken for "
    "its result.",
    "Write the brackets: `()`.",
)
def not_called(code: Code) -> Found:
    """Seen: `optimizer.step` and the like as a whole line; `is_available` as a condition; `state_dict` saved.

    Not seen: names that are often attributes, such as `stride`.
    """
    for node in ast.walk(code.tree):
        if isinstance(node, ast.Attribute) and _not_called(code, node, code.parents[node]):
            yield node, f"`{ast.unparse(node)}` is not called."


def _not_called(code: Code, node: ast.Attribute, parent: ast.AST) -> bool:
    if code.full(node) in AVAILABLE:
        return _is_test(parent, node) or isinstance(parent, (ast.Dict, ast.Return, ast.keyword))
    if isinstance(parent, ast.Expr):
        return node.attr in {"zero_grad", "step", "backward", "eval", "train"}
    if isinstance(parent, (ast.Dict, ast.Return)):
        return node.attr in {"is_contiguous", "element_size"}
    if isinstance(parent, ast.Call) and node.attr == "state_dict" and node in parent.args:
        return code.full(parent.func) == "torch.save" or last_name(parent.func) == "load_state_dict"
    return False


def _is_test(parent: ast.AST, node: ast.AST) -> bool:
    if isinstance(parent, (ast.If, ast.IfExp, ast.While, ast.Assert)):
        return parent.test is node
    return isinstance(parent, ast.BoolOp) or (
        isinstance(parent, ast.UnaryOp) and isinstance(parent.op, ast.Not)
    )


RULES = (plain_list, no_super, in_forward, no_result, not_copied, not_called)
