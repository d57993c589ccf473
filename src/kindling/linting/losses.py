"""What goes into a loss: raw scores and the right targets, once."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from kindling.linting.code import Code, is_constant, keyword, last_name
from kindling.linting.findings import Found, rule

F = "torch.nn.functional."
CROSS_ENTROPY = {f"{F}cross_entropy", "torch.nn.CrossEntropyLoss()"}
NLL = {f"{F}nll_loss", "torch.nn.NLLLoss()"}
WITH_LOGITS = {f"{F}binary_cross_entropy_with_logits", "torch.nn.BCEWithLogitsLoss()"}
BINARY = {f"{F}binary_cross_entropy", "torch.nn.BCELoss()"}
OTHERS = {f"{F}mse_loss", f"{F}l1_loss", f"{F}smooth_l1_loss", f"{F}huber_loss"}
OTHER_MODULES = {"torch.nn.MSELoss()", "torch.nn.L1Loss()", "torch.nn.SmoothL1Loss()", "torch.nn.HuberLoss()"}
LOSSES = CROSS_ENTROPY | NLL | WITH_LOGITS | BINARY | OTHERS | OTHER_MODULES
LOSS_MODULES = {each.removesuffix("()") for each in LOSSES if each.endswith("()")}

SOFTMAX = {"torch.softmax", f"{F}softmax", ".softmax", "torch.nn.Softmax()"}
LOG_SOFTMAX = {"torch.log_softmax", f"{F}log_softmax", ".log_softmax", "torch.nn.LogSoftmax()"}
SIGMOID = {"torch.sigmoid", f"{F}sigmoid", ".sigmoid", "torch.nn.Sigmoid()"}
RELU = {"torch.relu", f"{F}relu", ".relu", "torch.nn.ReLU()"}
ARGMAX = {"torch.argmax", ".argmax"}
# Methods that change a shape or a dtype and leave the numbers as they are.
SAME_NUMBERS = {"squeeze", "unsqueeze", "view", "reshape", "flatten", "float", "to", "contiguous", "double"}
TARGETS = {"y", "yb", "label", "labels", "target", "targets", "y_true"}
SCORES = {"logits", "scores", "output", "outputs", "pred", "preds", "y_hat", "y_pred", "prediction"}


def last_step(code: Code, node: ast.expr) -> str:
    """What computed a value last, as `Code.called` names it, also inside a model that this file shows."""
    node = code.origin(node)
    while isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        if node.func.attr not in SAME_NUMBERS or code.full(node.func):
            break
        node = code.origin(node.func.value)
    if not isinstance(node, ast.Call):
        return ""
    callee, called = code.callee(node), code.called(node)
    if called == "torch.nn.Sequential()" and isinstance(callee, ast.Call):
        return _last_layer(code, callee)
    if called.removesuffix("()") in code.module_classes:
        return _returned(code, code.module_classes[called.removesuffix("()")])
    return called


def _last_layer(code: Code, sequential: ast.Call) -> str:
    layer = code.origin(sequential.args[-1]) if sequential.args else None
    full = code.full(layer.func) if isinstance(layer, ast.Call) else ""
    return f"{full}()" if full else ""


def _returned(code: Code, module: ast.ClassDef) -> str:
    """What every `return` of a module's forward computed last; empty where they differ."""
    forward = next((each for each in module.body if getattr(each, "name", "") == "forward"), module)
    values = [each.value for each in ast.walk(forward) if isinstance(each, ast.Return) and each.value]
    steps = {last_step(code, value) for value in values}
    return steps.pop() if len(steps) == 1 else ""


def losses(code: Code, kinds: set[str]) -> Iterator[tuple[ast.Call, ast.expr]]:
    """The calls of certain losses with their first argument, the prediction."""
    for call in code.calls:
        if call.args and not isinstance(call.args[0], ast.Starred) and code.called(call) in kinds:
            yield call, call.args[0]


def loss_name(call: ast.Call) -> str:
    """How a loss is called in the file."""
    return ast.unparse(call.func)


def _before(code: Code, kinds: set[str], steps: set[str], words: str) -> Found:
    for call, scores in losses(code, kinds):
        if last_step(code, scores) in steps:
            yield call, words.format(loss=loss_name(call), scores=ast.unparse(scores))


@rule(
    "softmax before cross-entropy",
    "cross_entropy applies the softmax itself; after two of them even a perfect answer keeps a high "
    "loss, and "
    "the gradients shrink, so training stops early and nothing complains.",
    "Give the loss the raw output (the logits); take the softmax only where you want to look at "
    "probabilities.",
)
def softmax(code: Code) -> Found:
    """Seen: in the argument, behind names of the same function, as last layer of a Sequential or of forward.

    Not seen: where the model comes from elsewhere, such as a function's argument.
    """
    yield from _before(
        code, CROSS_ENTROPY, SOFTMAX, "`{loss}` is given `{scores}`, which went through a softmax."
    )


@rule(
    "log_softmax before cross-entropy",
    "This is no mistake, only one step too many: log_softmax of a log_softmax is the same again.",
    "Give cross_entropy the raw output, or keep the log_softmax and use nll_loss.",
)
def log_softmax(code: Code) -> Found:
    """Seen and not seen: as for the softmax."""
    yield from _before(
        code, CROSS_ENTROPY, LOG_SOFTMAX, "`{loss}` is given `{scores}`, which went through a log_softmax."
    )


@rule(
    "sigmoid before a loss with logits",
    "This loss applies the sigmoid itself; after two of them the probabilities lie between 0.5 and "
    "0.73, so the "
    "network can never say a clear no.",
    "Give the loss the raw output; take the sigmoid only where you want to look at probabilities.",
)
def sigmoid(code: Code) -> Found:
    """Seen and not seen: as for the softmax."""
    yield from _before(
        code, WITH_LOGITS, SIGMOID, "`{loss}` is given `{scores}`, which went through a sigmoid."
    )


@rule(
    "ReLU before cross-entropy",
    "A score that the ReLU sets to 0 gets no gradient, so some classes may never be learned.",
    "Leave the last layer without an activation: cross_entropy takes scores of any sign.",
)
def relu(code: Code) -> Found:
    """Seen and not seen: as for the softmax."""
    yield from _before(code, CROSS_ENTROPY, RELU, "`{loss}` is given `{scores}`, which went through a ReLU.")


@rule(
    "nll_loss of probabilities",
    "nll_loss wants logarithms of probabilities; of probabilities themselves it gives a negative number that "
    "training can make as low as it likes.",
    "Use cross_entropy on the raw output, or log_softmax before nll_loss.",
)
def nll(code: Code) -> Found:
    """Seen: a softmax, a sigmoid or a ReLU right before it. Not seen: raw logits, which may be anything."""
    yield from _before(
        code,
        NLL,
        SOFTMAX | SIGMOID | RELU,
        "`{loss}` is given `{scores}`, which holds no logarithms of probabilities.",
    )


@rule(
    "logarithm of a softmax",
    "A probability can be so small that float32 rounds it to 0, and the logarithm of 0 is minus "
    "infinity: the "
    "loss becomes inf or NaN.",
    "Use log_softmax, which does both steps at once and never forms the small number.",
)
def log_of_softmax(code: Code) -> Found:
    """Seen: log(softmax(x)) and softmax(x).log(). Not seen: where something is added in between."""
    for call in code.calls:
        called = code.called(call)
        inner: ast.expr | None = None
        if called == "torch.log" and call.args:
            inner = call.args[0]
        elif called == ".log" and isinstance(call.func, ast.Attribute) and not call.args:
            inner = call.func.value
        if inner is not None and last_step(code, inner) in SOFTMAX:
            yield call, f"`{ast.unparse(call)}` takes the logarithm of a softmax."


@rule(
    "argmax before the loss",
    "argmax gives whole numbers, and no gradient flows back through it: the network cannot learn "
    "from this loss.",
    "Give the loss the scores themselves; argmax is for counting right answers.",
)
def argmax(code: Code) -> Found:
    """Seen: argmax in a loss's first argument, or behind its name."""
    yield from _before(code, LOSSES, ARGMAX, "`{loss}` is given `{scores}`: class numbers, not scores.")


@rule(
    "values given to a loss's constructor",
    "nn.CrossEntropyLoss(...) makes a loss and compares nothing: what stands in its brackets are settings.",
    "Make the loss once, `criterion = nn.CrossEntropyLoss()`, then call it: `criterion(logits, targets)`.",
)
def constructor(code: Code) -> Found:
    """Seen: two or more values without a name in the constructor's brackets."""
    for call in code.calls:
        if code.full(call.func) in LOSS_MODULES and len(call.args) > 1:
            yield call, f"`{ast.unparse(call)}` makes a loss out of its values instead of computing one."


@rule(
    "prediction and target exchanged",
    "These losses are not symmetric: the first place is for the network's scores, the second for "
    "what is right.",
    "Write the prediction first: `loss(logits, targets)`.",
)
def exchanged(code: Code) -> Found:
    """Seen: a name such as `labels` before one such as `logits`, or before a call of `model`."""
    for call, first in losses(code, CROSS_ENTROPY | NLL | WITH_LOGITS | BINARY):
        if len(call.args) < 2 or last_name(first) not in TARGETS:
            continue
        second = call.args[1]
        scores = second.func if isinstance(second, ast.Call) else second
        if last_name(scores) in SCORES | {"model", "net"}:
            yield call, f"`{ast.unparse(call)}` has the target first and the prediction second."


@rule(
    "a column compared with a row",
    "A column of shape (n, 1) compared with labels of shape (n,) broadcasts to (n, n): every guess "
    "meets every "
    "label, and the accuracy means nothing.",
    "Leave `keepdim=True` out, or bring the labels into the same shape: `labels.view_as(guesses)`.",
)
def column(code: Code) -> Found:
    """Seen: argmax or max with keepdim=True, compared with a plain name that is no column for sure.

    Not seen: a column that comes from the model, such as the output of `nn.Linear(8, 1)`.
    """
    for node in ast.walk(code.tree):
        sides: Sequence[ast.expr] = ()
        if isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.Eq) and len(node.ops) == 1:
            sides = (node.left, node.comparators[0])
        elif isinstance(node, ast.Call) and code.called(node) == "torch.eq":
            sides = node.args[:2]
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "eq":
            sides = (node.func.value, *node.args[:1])
        if len(sides) == 2 and any(
            _is_column(code, one) and _is_row(code, other) for one, other in (sides, sides[::-1])
        ):
            yield node, f"`{ast.unparse(node)}` compares a column with labels in a row."


def _is_column(code: Code, node: ast.expr) -> bool:
    node = code.origin(node)
    if isinstance(node, ast.Subscript) or (
        isinstance(node, ast.Attribute) and node.attr == "indices"
    ):  # max(...)[1]
        node = code.origin(node.value)
    if not (isinstance(node, ast.Call) and is_constant(keyword(node, "keepdim"), value=True)):
        return False
    return code.called(node) in {".argmax", "torch.argmax", ".max", "torch.max"}


def _is_row(code: Code, node: ast.expr) -> bool:
    """Whether labels are as a loader gives them: a name that a loop or a function's head binds."""
    node = code.origin(node)
    return isinstance(node, ast.Name) and last_name(node) in TARGETS


RULES = (
    softmax, log_softmax, sigmoid, relu, nll, log_of_softmax, argmax, constructor, exchanged, column,
)  # fmt: skip
