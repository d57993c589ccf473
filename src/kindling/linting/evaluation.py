"""Evaluation: the model's mode, no graph, and the order of the data."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from kindling.linting.binding import FUNCTIONS, parameters
from kindling.linting.code import LOOPS, Code, is_constant, keyword, last_name
from kindling.linting.findings import Found, rule
from kindling.linting.training import (
    backwards,
    is_model,
    loops_around,
    method,
    own_calls,
    touches_gradients,
)

EVALUATION = re.compile(r"^_?(evaluate|evaluation|eval|validate|validation|valid|val|test|accuracy)(_|$)")
TEST = re.compile(r"(?i)(^|_)(test|val|valid|validation|eval)(_|$|loader|set|data)")
TRAIN = re.compile(r"(?i)(^|_)train(ing)?(_|$|loader|set|data)")
LAYERS = re.compile(r"(?i)dropout|batch_?norm|instance_?norm|droppath")
LOADER = "torch.utils.data.DataLoader"


def evaluations(code: Code) -> Iterator[tuple[ast.AST, list[ast.Call]]]:
    """The loops that surely evaluate a model, each with its calls of the model.

    That is a loop over batches in a function called `evaluate`, `validate`, `test` or `accuracy`, or a loop
    over something called so, that gives the batch to a model and asks for no gradients.
    """
    for loop in (node for node in ast.walk(code.tree) if isinstance(node, (ast.For, ast.AsyncFor))):
        scope = code.scope(loop)
        named = EVALUATION.search(getattr(scope, "name", "")) or _over_test_data(loop)
        if not named or backwards(loop) or touches_gradients(loop) or any(_asserts(scope)):
            continue
        if any(isinstance(each, LOOPS) and _over_test_data(each) for each in code.above(loop)):
            continue
        batch = {each.id for each in ast.walk(loop.target) if isinstance(each, ast.Name)}
        calls = [each for each in own_calls(loop) if is_model(code, each.func) and _given(each, batch)]
        if calls and not backwards(scope if isinstance(scope, FUNCTIONS) else loop):
            yield loop, calls


def _over_test_data(loop: ast.AST) -> bool:
    over = loop.iter if isinstance(loop, (ast.For, ast.AsyncFor)) else loop
    names = [last_name(each) for each in ast.walk(over) if isinstance(each, (ast.Name, ast.Attribute))]
    return isinstance(loop, (ast.For, ast.AsyncFor)) and any(TEST.search(name) for name in names)


def _asserts(scope: ast.AST) -> Iterator[bool]:
    """A unit test is called `test` too."""
    yield from (isinstance(each, ast.Assert) for each in ast.walk(scope) if isinstance(scope, FUNCTIONS))


def _given(call: ast.Call, batch: set[str]) -> bool:
    given = [*call.args, *(each.value for each in call.keywords)]
    return any(isinstance(each, ast.Name) and each.id in batch for one in given for each in ast.walk(one))


def _modes(node: ast.AST, name: str = "") -> list[ast.Call]:
    """The calls of `eval()` and `train(False)`, of one model or of any."""
    found = []
    for each in ast.walk(node):
        owner = method(each, "eval", "train")
        if owner is None or not isinstance(each, ast.Call) or (name and last_name(owner) != name):
            continue
        if method(each, "eval") is not None or each.args or each.keywords:
            found.append(each)
    return found


@rule(
    "evaluation without eval()",
    "In training mode dropout deletes numbers at random and batch normalisation mixes the examples "
    "of a batch, so "
    "the result depends on chance and on the neighbours.",
    "Call `model.eval()` before the loop, and `model.train()` when training goes on.",
)
def no_eval(code: Code) -> Found:
    """Seen: a loop that evaluates a model that was handed in, with no eval() there or where it is called.

    Not seen: a model that this file makes without dropout or normalisation, where the mode changes nothing.
    """
    for loop, calls in evaluations(code):
        scope = code.scope(loop)
        model = calls[0].func
        callers = [code.scope(call) for call in code.callers(scope)]
        if any(_modes(each) for each in (scope, *callers)) or not _may_differ(code, model):
            continue
        yield calls[0], f"`{ast.unparse(calls[0])}` evaluates in whatever mode the model is."


def _may_differ(code: Code, model: ast.expr) -> bool:
    """Whether the mode can matter: a model that is handed in may hold anything."""
    if code.is_parameter(model):
        return True
    return bool(LAYERS.search("\n".join(code.lines)))


@rule(
    "evaluation with a graph",
    "Without no_grad a graph is recorded for every batch, which costs time and memory for nothing; "
    "eval() does "
    "not switch that off.",
    "Put the loop into `with torch.no_grad():`.",
)
def graph(code: Code) -> Found:
    """Seen: a loop that evaluates, with no_grad neither around it nor at a call of its function."""
    for loop, calls in evaluations(code):
        scope = code.scope(loop)
        callers = code.callers(scope)
        within = any(code.quiet(each) for each in calls)
        if within or any(code.quiet(call) for call in callers) or "set_grad_enabled" in ast.unparse(scope):
            continue
        yield calls[0], f"`{ast.unparse(calls[0])}` records a graph that nobody uses."


@rule(
    "eval() without return to train()",
    "After the first evaluation the model stays in evaluation mode: dropout is off and batch "
    "normalisation stands "
    "still in all the training that follows.",
    "Call `model.train()` at the start of every epoch.",
)
def no_return(code: Code) -> Found:
    """Seen: eval() and backward in one loop, or a function of this file that calls eval(), and no train().

    Not seen: where the training itself stands in another function.
    """
    for scope in [code.tree, *code.functions]:
        for loop in (each for each in ast.walk(scope) if isinstance(each, LOOPS)):
            if code.scope(loop) is not scope or loops_around(code, loop):
                continue
            calls = list(own_calls(loop))
            if not any(each in backwards(loop) for each in calls):
                continue
            functions = [each for call in calls for each in _local(code, call)]
            evals = [each for each in calls if method(each, "eval") is not None and _is_a_model(code, each)]
            evals += [call for call in calls for each in _local(code, call) if _leaves_eval(each)]
            if evals and not any(_trains(each) for each in (loop, *functions)):
                yield (
                    evals[0],
                    f"`{ast.unparse(evals[0])}` stands in the training loop, and nothing goes back.",
                )


def _local(code: Code, call: ast.Call) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    """The functions of this file that a call may mean."""
    return [each for each in code.functions if each.name == last_name(call.func)]


def _leaves_eval(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    names = {each.arg for each in parameters(function)}
    owners = [method(each, "eval") for each in own_calls(function)]
    return any(owner is not None and last_name(owner) in names for owner in owners)


def _is_a_model(code: Code, call: ast.Call) -> bool:
    owner = method(call, "eval")
    return owner is not None and is_model(code, owner)


def _trains(node: ast.AST) -> bool:
    return any(method(each, "train", "set_train", "training") is not None for each in ast.walk(node))


@rule(
    "dropout that never stops",
    "F.dropout does not know the model's mode: without `training=` it deletes numbers in evaluation too.",
    "Write `F.dropout(x, p, training=self.training)`, or make an `nn.Dropout` in `__init__`.",
)
def dropout(code: Code) -> Found:
    """Seen: F.dropout without `training=` or with True in a module's method; nn.Dropout made there."""
    for call in code.calls:
        scope, owner = code.scope(call), code.class_of(call)
        if owner is None or owner.name not in code.module_classes or getattr(scope, "name", "") == "__init__":
            continue
        full = code.full(call.func)
        if (
            re.fullmatch(r"torch\.nn\.functional\.\w*dropout\w*", full)
            and _always(call)
            and not _guarded(code, call)
        ):
            yield call, f"`{ast.unparse(call)}` is active in evaluation mode too."
        elif isinstance(call.func, ast.Call) and re.fullmatch(
            r"torch\.nn\.\w*Dropout\w*", code.full(call.func.func)
        ):
            yield call, f"`{ast.unparse(call.func)}` is new at every call, so it is always in training mode."


def _guarded(code: Code, call: ast.Call) -> bool:
    """Whether `if self.training:` stands around a call."""
    return any(
        isinstance(each, (ast.If, ast.IfExp)) and "training" in ast.unparse(each.test)
        for each in code.above(call)
    )


def _always(call: ast.Call) -> bool:
    named = [each.arg for each in call.keywords]
    if None in named or len(call.args) > 2 or any(isinstance(each, ast.Starred) for each in call.args):
        return False
    return "training" not in named or is_constant(keyword(call, "training"), value=True)


@rule(
    "test data shuffled, training data not",
    "Without shuffling a network meets the training examples in the same order in every epoch, often "
    "class by "
    "class; the order of test examples changes nothing. Were the two exchanged?",
    "Give `shuffle=True` to the training loader and leave it out for the test loader.",
)
def shuffled(code: Code) -> Found:
    """Seen: two loaders in one function, called after their data, with shuffle the wrong way round.

    Not seen: a training loader without shuffle alone, which a sampler or a series of values may want.
    """
    for scope in [code.tree, *code.functions]:
        loaders = list(_loaders(code, scope))
        test = [call for name, call in loaders if TEST.search(name) and _shuffles(call) is True]
        train = [call for name, call in loaders if TRAIN.search(name) and _shuffles(call) is False]
        shuffling = [name for name, call in loaders if TRAIN.search(name) and _shuffles(call) is not False]
        if test and train and not shuffling:
            yield test[0], "The test loader shuffles and the training loader does not."


def _loaders(code: Code, scope: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    for node in ast.walk(scope):
        if isinstance(node, ast.Assign) and code.scope(node) is scope and len(node.targets) == 1:
            targets, values = [node.targets[0]], [node.value]
            if isinstance(node.targets[0], ast.Tuple) and isinstance(node.value, ast.Tuple):
                targets, values = node.targets[0].elts, node.value.elts
            for target, value in zip(targets, values, strict=False):
                if isinstance(value, ast.Call) and code.full(value.func) == LOADER:
                    yield last_name(target), value


def _shuffles(call: ast.Call) -> bool | None:
    """Whether a loader shuffles; None where that is not plain to see."""
    names = [each.arg for each in call.keywords]
    if None in names or "sampler" in names or "batch_sampler" in names or len(call.args) > 2:
        return None
    shuffle = keyword(call, "shuffle")
    if shuffle is None:
        return False
    return bool(shuffle.value) if isinstance(shuffle, ast.Constant) else None


RULES = (no_eval, graph, no_return, dropout, shuffled)
