"""The graph behind a loss: kept until backward, and no longer."""

from __future__ import annotations

import ast

from kindling.linting.binding import FUNCTIONS, binds
from kindling.linting.code import Code, last_name
from kindling.linting.findings import Found, rule
from kindling.linting.losses import LOSSES
from kindling.linting.training import (
    loops_around,
    method,
)


@rule(
    "loss cut off before backward",
    "`item()` and `detach()` give a plain number or a tensor without a history, so backward() has "
    "nothing to go "
    "back through.",
    "Keep the loss as it is until backward(); take `loss.item()` afterwards, for printing and adding up.",
)
def cut_off(code: Code) -> Found:
    """Seen: backward of `x.item()`, `x.detach()`, `float(x)` or `torch.tensor(x)`, also behind a name."""
    for call in code.calls:
        owner = method(call, "backward")
        origin = code.origin(owner) if owner is not None else None
        if origin is None or not isinstance(origin, ast.Call):
            continue
        cut = method(origin, "item", "detach") is not None or ast.unparse(origin.func) == "float"
        made_anew = code.called(origin) == "torch.tensor" and not origin.keywords
        if cut or made_anew:
            yield call, f"`{ast.unparse(call)}` goes back from `{ast.unparse(origin)}`, which has no graph."


@rule(
    "loss computed without a graph",
    "Inside no_grad nothing is recorded, so backward() finds no way back to the weights.",
    "Compute what you train on outside of no_grad; that is for evaluation.",
)
def no_graph(code: Code) -> Found:
    """Seen: a loss that a name got inside `with torch.no_grad():` in the same function, then backward."""
    for call in code.calls:
        owner = method(call, "backward")
        origin = code.origin(owner) if isinstance(owner, ast.Name) else None
        if isinstance(origin, ast.Call) and code.called(origin) in LOSSES and _without_graph(code, origin):
            yield origin, f"`{ast.unparse(origin)}` is computed under no_grad, and backward() follows."


def _without_graph(code: Code, node: ast.AST) -> bool:
    for each in code.above(node):
        if isinstance(each, ast.With):
            return any("no_grad()" in ast.unparse(item.context_expr) for item in each.items)
        if isinstance(each, FUNCTIONS):
            break
    return False


@rule(
    "loss kept with its graph",
    "A loss tensor carries the graph of its batch. Adding up or collecting such tensors keeps all "
    "the graphs in "
    "memory, more with every batch.",
    "Take the number: `total += loss.item()`.",
)
def summed(code: Code) -> Found:
    """Seen: `total += loss`, `total = total + loss`, `losses.append(loss)` beside its backward in a loop.

    Not seen: sums of losses that nothing calls backward on in the same loop.
    """
    for call in code.calls:
        owner = method(call, "backward")
        loops = loops_around(code, call)
        if not isinstance(owner, ast.Name) or not loops:
            continue
        for node in ast.walk(loops[0]):
            total, added = _kept(node)
            if added is None or not _same_loss(code, owner, added) or code.quiet(node):
                continue
            if any(binds(each, total) for each in loops[0].body if not _is_sum(each, total)):
                continue
            scope = code.scope(call)
            used = any(
                isinstance(each, ast.Call) and total in _terms_of_owner(each) for each in ast.walk(scope)
            )
            if total != owner.id and not used:
                yield node, f"`{ast.unparse(node)}` keeps the tensor `{owner.id}` and its graph."


def _kept(node: ast.AST) -> tuple[str, ast.expr | None]:
    """The sum or list that a statement adds to, and what it adds."""
    if isinstance(node, ast.AugAssign) and isinstance(node.op, ast.Add):
        return last_name(node.target), node.value
    if (
        isinstance(node, ast.Assign)
        and isinstance(node.value, ast.BinOp)
        and isinstance(node.value.op, ast.Add)
    ):
        name = last_name(node.targets[0])
        return (name, node.value.right) if name and last_name(node.value.left) == name else ("", None)
    if isinstance(node, ast.Call) and method(node, "append") is not None and len(node.args) == 1:
        return last_name(node.func.value), node.args[0]  # type: ignore[attr-defined]
    return "", None


def _is_sum(statement: ast.stmt, name: str) -> bool:
    """Whether every binding of a name in a statement only adds to it."""
    return not any(
        binds(each, name) and _kept(each)[0] != name
        for each in ast.walk(statement)
        if isinstance(each, (ast.Assign, ast.AnnAssign, ast.AugAssign))
    )


def _same_loss(code: Code, loss: ast.Name, added: ast.expr) -> bool:
    """Whether arithmetic alone leads from what is added to the loss, which has not changed meanwhile."""
    if isinstance(added, ast.BinOp):
        return _same_loss(code, loss, added.left) or _same_loss(code, loss, added.right)
    same = isinstance(added, ast.Name) and added.id == loss.id
    return isinstance(added, ast.Name) and same and code.value(added) is code.value(loss)


def _terms_of_owner(call: ast.Call) -> set[str]:
    """The names of whose sum a gradient is asked: `backward` of them, or of what is made of them."""
    owner = method(call, "backward")
    return {each.id for each in ast.walk(owner) if isinstance(each, ast.Name)} if owner is not None else set()


RULES = (cut_off, no_graph, summed)
