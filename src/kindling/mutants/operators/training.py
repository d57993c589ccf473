"""Mistakes of training: modes, gradients, losses, optimizers."""

from __future__ import annotations

import ast

from kindling.mutants.operators.registry import Changes, operator
from kindling.mutants.operators.tensors import _name, _renamed, _with
from kindling.mutants.source import Edit, Site, replace

_LOSSES = {
    "cross_entropy": ("nll_loss",), "nll_loss": ("cross_entropy",), "mse_loss": ("l1_loss",), "l1_loss": ("mse_loss",),
    "binary_cross_entropy_with_logits": ("mse_loss",), "CrossEntropyLoss": ("NLLLoss",), "MSELoss": ("L1Loss",),
}  # fmt: skip
_OPTIMIZERS = {"SGD": "Adam", "Adam": "SGD", "AdamW": "SGD"}
_WITHOUT_GRADIENTS = ("no_grad", "inference_mode")


@operator(ast.With, rank=0)
def no_grad_left_out(block: ast.With, site: Site) -> Changes:
    """A graph is recorded where none is wanted: `no_grad` or `inference_mode` is forgotten."""
    for item in block.items:
        context = item.context_expr
        if isinstance(context, ast.Call) and _name(context) in _WITHOUT_GRADIENTS:
            yield site.replaced(context, "torch.enable_grad()")


@operator(ast.Expr, rank=0)
def step_of_training_left_out(statement: ast.Expr, site: Site) -> Changes:
    """`zero_grad()`, `backward()`, `step()`, `train()` or `eval()` is forgotten."""
    if isinstance(statement.value, ast.Call) and isinstance(statement.value.func, ast.Attribute):
        if _name(statement.value) in ("zero_grad", "backward", "step", "train", "eval", "zero_"):
            yield site.replaced(statement, "pass")


@operator(ast.Call, rank=0)
def other_mode(call: ast.Call, site: Site) -> Changes:
    """`train()` for `eval()`, or the other way round."""
    if isinstance(call.func, ast.Attribute) and _name(call) in ("train", "eval"):
        yield replace(_renamed(call, "eval" if _name(call) == "train" else "train"), args=[])


@operator(ast.Call, rank=0)
def other_reduction(call: ast.Call, site: Site) -> Changes:
    """The losses of a batch are added up where their mean is wanted, or the other way round."""
    keyword = next((each for each in call.keywords if each.arg == "reduction"), None)
    if keyword:
        wanted = "'mean'" if "sum" in ast.unparse(keyword.value) else "'sum'"
        yield site.replaced(keyword.value, wanted)
    elif _name(call) in _LOSSES:
        yield _with(call, "reduction", "sum")


@operator(ast.Call, rank=0)
def other_loss(call: ast.Call, site: Site) -> Changes:
    """A loss that expects something else: `nll_loss` of logits, `l1_loss` for `mse_loss`."""
    for other in _LOSSES.get(_name(call), ()):
        yield _renamed(call, other)


@operator(ast.Call, rank=0)
def other_optimizer(call: ast.Call, site: Site) -> Changes:
    """Another optimizer with the same arguments."""
    if _name(call) in _OPTIMIZERS:
        yield _renamed(call, _OPTIMIZERS[_name(call)])


@operator(ast.Assign, rank=0)
def gradient_added_up(statement: ast.Assign, site: Site) -> Changes:
    """`+=` for `=`: what was there before counts too."""
    if len(statement.targets) == 1 and isinstance(statement.targets[0], (ast.Attribute, ast.Subscript)):
        between_first, between_last = site.text.last(statement.targets[0]), site.text.first(statement.value)
        yield Edit(between_first, between_last, " += ")


@operator(ast.Return, rank=2)
def result_cut_from_its_graph(statement: ast.Return, site: Site) -> Changes:
    """The result is detached, so that no gradient flows back through it."""
    if isinstance(statement.value, ast.Call) and _name(statement.value) in _LOSSES:
        yield site.replaced(statement.value, f"{site.text.of(statement.value)}.detach()")
