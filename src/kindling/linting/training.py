"""Who is who in training: optimizers, schedulers, models, and the calls that make up a step."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from kindling.linting.binding import FUNCTIONS, inside
from kindling.linting.code import LOOPS, Code, Loop, last_name

OPTIMIZER = re.compile(r"(?i)(^|_)(opt|optim)(_?\w{0,3})?$|optimi[sz]er")
SCHEDULER = re.compile(r"(?i)sched")
HARMLESS = {"zero_grad", "no_grad", "set_grad_enabled", "backward", "manual_backward"}
BACKWARD = {"backward", "manual_backward"}
CLEARING = re.compile(r"(?i)zero(?!s)|clear|reset")
MODEL = re.compile(r"(?i)^(model|net|network|classifier)$")


def is_optimizer(code: Code, node: ast.expr) -> bool:
    """Whether an expression is an optimizer: made by torch.optim, or called so."""
    origin = code.origin(node)
    full = code.full(origin.func) if isinstance(origin, ast.Call) else ""
    if full.startswith("torch.optim."):
        return ".lr_scheduler." not in full
    name = last_name(node)
    return bool(OPTIMIZER.search(name)) and not SCHEDULER.search(name)


def is_scheduler(code: Code, node: ast.expr) -> bool:
    """Whether an expression is a learning rate scheduler."""
    origin = code.origin(node)
    full = code.full(origin.func) if isinstance(origin, ast.Call) else ""
    return full.startswith("torch.optim.lr_scheduler.") or bool(SCHEDULER.search(last_name(node)))


def is_model(code: Code, node: ast.expr) -> bool:
    """Whether an expression is a model: of a class of this file, made by torch.nn, annotated or called so."""
    origin = code.origin(node)
    if isinstance(origin, ast.Call):
        own = last_name(origin.func) in code.module_classes
        return own or code.full(origin.func).startswith("torch.nn.")
    return bool(MODEL.match(last_name(node)))


def method(node: ast.AST, *names: str) -> ast.expr | None:
    """The object of a method call with one of these names."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in names:
        return node.func.value
    return None


def backwards(node: ast.AST) -> list[ast.Call]:
    """The calls of `backward` in a node, those in its functions too."""
    found = [
        each for each in ast.walk(node) if isinstance(each, ast.Call) and last_name(each.func) in BACKWARD
    ]
    return sorted(found, key=position)


def stepped(code: Code, call: ast.AST) -> ast.expr | None:
    """The optimizer that a call steps: `optimizer.step()`, or `scaler.step(optimizer)`."""
    owner = method(call, "step")
    if owner is None or not isinstance(call, ast.Call):
        return None
    return next((each for each in (owner, *call.args) if is_optimizer(code, each)), None)


def steps(code: Code, node: ast.AST) -> list[ast.Call]:
    """The steps of optimizers in a node, outside its functions, from top to bottom."""
    found = [each for each in own_calls(node) if stepped(code, each) is not None]
    return sorted(found, key=position)


def own_calls(node: ast.AST) -> Iterator[ast.Call]:
    """The calls in a node, outside the functions and classes in it."""
    start = node.body if isinstance(node, (*FUNCTIONS, ast.Module)) else [node]
    for statement in start:
        if not isinstance(statement, (*FUNCTIONS, ast.ClassDef)):
            yield from (each for each in inside(statement) if isinstance(each, ast.Call))


def position(node: ast.AST) -> tuple[int, int]:
    """Where a node begins, for an order from top to bottom."""
    return getattr(node, "lineno", 0), getattr(node, "col_offset", 0)


def scopes(code: Code) -> list[ast.AST]:
    """The file and every function in it."""
    return [code.tree, *code.functions]


def loops_around(code: Code, node: ast.AST) -> list[Loop]:
    """The loops of its own function that a node lies in, from the inside out."""
    found: list[Loop] = []
    for each in code.above(node):
        if isinstance(each, FUNCTIONS):
            break
        if isinstance(each, LOOPS):
            found.append(each)
    return found


def _takes_gradients(name: str) -> bool:
    return bool(re.search("grad|backward", name)) and name not in HARMLESS


def touches_gradients(node: ast.AST) -> bool:
    """Whether gradients are taken or set in another way than by `backward`."""
    for each in ast.walk(node):
        if isinstance(each, ast.Call) and _takes_gradients(last_name(each.func)):
            return True
        if isinstance(each, (ast.Assign, ast.AugAssign)):
            targets = each.targets if isinstance(each, ast.Assign) else [each.target]
            if any(last_name(target) == "grad" for target in targets):
                return True
    return False


def clears(node: ast.AST) -> bool:
    """Whether gradients are cleared in a node in any of the ways that there are."""
    for each in ast.walk(node):
        if isinstance(each, ast.Call) and CLEARING.search(last_name(each.func)):
            return True
        if isinstance(each, ast.Assign) and any(last_name(target) == "grad" for target in each.targets):
            return True
    return False


def around(code: Code, function: ast.AST) -> list[ast.AST]:
    """The functions that a function lies in, those of this file that call it, and calls that are given it."""
    name = getattr(function, "name", "")
    outside = [each for each in code.above(function) if isinstance(each, FUNCTIONS)]
    closures = [call for call in code.calls if name and any(last_name(each) == name for each in call.args)]
    return [*outside, *(code.scope(call) for call in code.callers(function)), *closures]


def others_clear(code: Code, function: ast.AST) -> bool:
    """Whether gradients are cleared around a function."""
    return any(clears(each) for each in around(code, function))


def handed_on(code: Code, node: ast.AST, optimizer: ast.expr) -> bool:
    """Whether an optimizer is given to a call that might do anything with it."""
    text = ast.unparse(optimizer)
    for call in (each for each in ast.walk(node) if isinstance(each, ast.Call)):
        given = [*call.args, *(each.value for each in call.keywords)]
        harmless = stepped(code, call) is not None or code.full(call.func).startswith("torch.")
        if not harmless and any(ast.unparse(each) == text for each in given):
            return True
    return False
