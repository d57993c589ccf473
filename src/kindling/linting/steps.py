"""The order of a training step: clear, forward, loss, backward, step."""

from __future__ import annotations

import ast

from kindling.linting.binding import FUNCTIONS, binds
from kindling.linting.code import LOOPS, Code, last_name
from kindling.linting.findings import Found, rule
from kindling.linting.losses import LOSSES
from kindling.linting.training import (
    around,
    backwards,
    clears,
    handed_on,
    is_optimizer,
    is_scheduler,
    loops_around,
    method,
    others_clear,
    own_calls,
    position,
    scopes,
    stepped,
    steps,
    touches_gradients,
)


@rule(
    "no zero_grad",
    "backward() adds to the gradients that are already there, so every step also repeats all the "
    "steps before it.",
    "Call `optimizer.zero_grad()` once for every step, before `backward()`.",
)
def no_zero_grad(code: Code) -> Found:
    """Seen: backward and step in one loop, or in a function that is given its optimizer, and nothing clears.

    Not seen: where the optimizer goes to another function, or a caller in this file clears.
    """
    for scope in scopes(code):
        if clears(scope) or not backwards(scope) or others_clear(code, scope):
            continue
        for step in steps(code, scope):
            optimizer = stepped(code, step)
            loops = loops_around(code, step)
            region = loops[-1] if loops else scope
            given = optimizer is not None and code.is_parameter(optimizer)
            if optimizer is None or not (loops or given) or handed_on(code, scope, optimizer):
                continue
            if local := [each for each in backwards(region) if not _keeps_apart(code, each)]:
                yield local[0], "backward() and step() are called, and nothing clears the old gradients."
                break


def _keeps_apart(code: Code, backward: ast.Call) -> bool:
    """Whether a backward keeps its gradients elsewhere, as that of torch.distributed does."""
    return code.full(backward.func).startswith("torch.distributed.")


@rule(
    "gradients never cleared in a hand-written update",
    "backward() adds to `.grad`, so without clearing it every update also repeats all the ones before.",
    "Set the gradient to None after the update: `w.grad = None`.",
)
def no_clearing(code: Code) -> Found:
    """Seen: `w -= lr * w.grad` and backward in one loop, and nothing clears. Not seen: `w = w - ...`."""
    for node in ast.walk(code.tree):
        if not isinstance(node, ast.AugAssign) or f"{ast.unparse(node.target)}.grad" not in ast.unparse(
            node.value
        ):
            continue
        loops, scope = loops_around(code, node), code.scope(node)
        name = node.target.id if isinstance(node.target, ast.Name) else ""
        fresh = any(binds(each, name, augmented=False) for loop in loops for each in loop.body)
        walked = any(isinstance(loop, ast.For) and last_name(loop.target) == name for loop in loops)
        backward = [loop for loop in loops if backwards(loop)]
        if backward and not clears(scope) and (walked or not fresh) and not others_clear(code, scope):
            yield node, f"`{ast.unparse(node)}` uses gradients that nothing clears."


@rule(
    "step before backward",
    "The optimizer moves the weights by the gradients that are there: before backward() there are "
    "none yet, or "
    "those of the batch before.",
    "Call `loss.backward()` first, then `optimizer.step()`.",
)
def step_first(code: Code) -> Found:
    """Seen: step and a later backward in one block, and none before. Not seen: across functions."""
    for scope in scopes(code):
        for step in steps(code, scope):
            statement = code.statement(step)
            block, parent = code.blocks[statement], code.parents[statement]
            if isinstance(parent, ast.If) or (method(step, "step") is stepped(code, step) and step.args):
                continue
            earlier = [each for each in backwards(scope) if position(each) < position(step)]
            later = block[block.index(statement) + 1 :]
            if not earlier and any(backwards(each) for each in later) and not touches_gradients(scope):
                yield step, f"`{ast.unparse(step)}` stands before backward()."


@rule(
    "zero_grad between backward and step",
    "The gradients are computed and then thrown away before the optimizer can use them, so the "
    "weights never move.",
    "Clear at the start of the step, before `backward()`, or after `step()`.",
)
def cleared_too_early(code: Code) -> Found:
    """Seen: the three calls in this order in one block, on one optimizer."""
    for block in {id(each): each for each in code.blocks.values()}.values():
        computed = False
        cleared: dict[str, ast.stmt] = {}
        for statement in block:
            call = statement.value if isinstance(statement, ast.Expr) else statement
            owner = method(call, "zero_grad")
            if owner is not None and computed:
                cleared[ast.unparse(owner)] = statement
            elif backwards(statement):
                computed, cleared = True, {}
            elif touches_gradients(statement):
                cleared = {}
            elif (optimizer := stepped(code, call)) is not None:
                if ast.unparse(optimizer) in cleared:
                    where = cleared[ast.unparse(optimizer)]
                    yield where, f"`{ast.unparse(where)}` stands between backward() and step()."
                computed, cleared = False, {}


@rule(
    "no backward",
    "Without backward() there are no gradients, so the step has nothing to follow and changes nothing.",
    "Call `loss.backward()` between `zero_grad()` and `step()`.",
)
def no_backward(code: Code) -> Found:
    """Seen: zero_grad, a loss and a step in one function, and no gradient is asked for anywhere in it.

    Also zero_grad and a step right behind it.
    """
    for scope in scopes(code):
        found = steps(code, scope)
        calls = list(own_calls(scope))
        if not found or backwards(scope) or touches_gradients(scope):
            continue
        computes = any(code.called(each) in LOSSES for each in calls)
        clearing = any(method(each, "zero_grad") is not None for each in calls)
        behind = any(_right_behind(code, each) for each in found)
        if (computes or behind) and clearing and not any(each.args for each in found):
            yield found[0], f"`{ast.unparse(found[0])}` has no backward() before it."


def _right_behind(code: Code, step: ast.Call) -> bool:
    """Whether the statement before a step clears the same optimizer."""
    statement, owner = code.statement(step), method(step, "step")
    block = code.blocks[statement]
    before = block[block.index(statement) - 1] if block.index(statement) else None
    cleared = method(before.value, "zero_grad") if isinstance(before, ast.Expr) else None
    return cleared is not None and owner is not None and ast.unparse(cleared) == ast.unparse(owner)


@rule(
    "no step",
    "The gradients are computed and nobody uses them: only the optimizer's step changes the weights.",
    "Call `optimizer.step()` after `loss.backward()`.",
)
def no_step(code: Code) -> Found:
    """Seen: zero_grad of an optimizer and backward in one function without any step.

    Not seen: where the optimizer goes to another function, or a caller in this file steps.
    """
    for scope in scopes(code):
        clearing = [each for each in own_calls(scope) if method(each, "zero_grad") is not None]
        owners = [each.func.value for each in clearing if isinstance(each.func, ast.Attribute)]
        owners = [each for each in owners if is_optimizer(code, each)]
        places = [scope, *around(code, scope)]
        if any(method(each, "step") is not None for one in places for each in ast.walk(one)):
            continue
        if owners and backwards(scope) and not any(handed_on(code, scope, each) for each in owners):
            yield owners[0], f"`{ast.unparse(owners[0])}` is cleared and never takes its step."


@rule(
    "scheduler before optimizer",
    "The scheduler sets the learning rate of the next step: called first, it skips the first value "
    "of the schedule.",
    "Call `optimizer.step()` first, then `scheduler.step()`.",
)
def scheduler_first(code: Code) -> Found:
    """Seen: both steps in one loop's body, the scheduler's first.

    Not seen: where a function does the step.
    """
    for scope in scopes(code):
        found = steps(code, scope)
        for call in own_calls(scope):
            owner = method(call, "step")
            statement = code.statement(call)
            if (
                owner is None
                or not is_scheduler(code, owner)
                or not isinstance(code.parents[statement], LOOPS)
            ):
                continue
            block = code.blocks[statement]
            later = {id(each) for one in block[block.index(statement) + 1 :] for each in ast.walk(one)}
            before = any(position(each) < position(call) for each in found)
            if not before and any(id(each) in later for each in found):
                yield call, f"`{ast.unparse(call)}` stands before the optimizer's step."


@rule(
    "optimizer made anew",
    "An optimizer remembers its settings and, as Adam does, the gradients that it has seen; a new one has "
    "forgotten them all.",
    "Make the optimizer once, before the loop, and use the one that was handed in.",
)
def made_anew(code: Code) -> Found:
    """Seen: made and stepped in one block of a loop, or in place of the function's own argument."""
    for node in ast.walk(code.tree):
        if not isinstance(node, ast.Assign) or not isinstance(node.targets[0], ast.Name):
            continue
        full = code.full(node.value.func) if isinstance(node.value, ast.Call) else ""
        if not full.startswith("torch.optim.") or full.count(".") != 2:
            continue
        name, parent, block = node.targets[0].id, code.parents[node], code.blocks[node]
        later = block[block.index(node) + 1 :]
        direct = any(
            isinstance(each, ast.Expr)
            and (owner := method(each.value, "step")) is not None
            and last_name(owner) == name
            for each in later
        )
        model = any("backward" in ast.unparse(each) for each in later)
        if isinstance(parent, LOOPS) and direct and model and _same_model(node.value, parent):
            yield node, f"`{name}` is made again for every step."
        elif isinstance(parent, FUNCTIONS) and binds(parent, name, own=True):
            yield node, f"`{name}` was handed in, and is replaced by a new one."


def _same_model(made: ast.expr, loop: ast.AST) -> bool:
    """Whether what an optimizer trains was made before the loop."""
    used = {each.id for each in ast.walk(made) if isinstance(each, ast.Name)}
    return not any(binds(each, name) for name in used for each in getattr(loop, "body", []))


RULES = (
    no_zero_grad, no_clearing, step_first, cleared_too_early, no_backward, no_step, scheduler_first,
    made_anew,
)  # fmt: skip
