"""Mistakes of training: modes, gradients, losses, optimizers."""

from __future__ import annotations

import ast
from itertools import pairwise

from kindling.mutants.operators.calls import keyword_of, name_of, renamed, with_keyword
from kindling.mutants.operators.registry import Changes, operator
from kindling.mutants.source import Edit, Site, replace

_LOSSES = {
    "cross_entropy": "nll_loss", "nll_loss": "cross_entropy", "mse_loss": "l1_loss", "l1_loss": "mse_loss",
    "binary_cross_entropy_with_logits": "mse_loss", "CrossEntropyLoss": "NLLLoss", "MSELoss": "L1Loss",
}  # fmt: skip
_STEPS = ("zero_grad", "backward", "step", "train", "eval", "zero_")
_OPTIMIZERS = {"SGD": "Adam", "Adam": "SGD", "AdamW": "SGD"}
_WITHOUT_GRADIENTS = ("no_grad", "inference_mode")


@operator(ast.With, rank=0)
def no_grad_left_out(block: ast.With, site: Site) -> Changes:
    """A graph is recorded where none is wanted: `no_grad` or `inference_mode` is forgotten."""
    for item in block.items:
        context = item.context_expr
        if isinstance(context, ast.Call) and name_of(context) in _WITHOUT_GRADIENTS:
            yield site.replaced(context, "torch.enable_grad()")


@operator(ast.Expr, rank=0)
def step_of_training_left_out(statement: ast.Expr, site: Site) -> Changes:
    """`zero_grad()`, `backward()`, `step()`, `train()` or `eval()` is forgotten."""
    call = statement.value
    if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and name_of(call) in _STEPS:
        yield site.replaced(statement, "pass")


@operator(ast.Call, rank=0)
def other_mode(call: ast.Call, _: Site) -> Changes:
    """`train()` for `eval()`, or the other way round."""
    if isinstance(call.func, ast.Attribute) and name_of(call) in ("train", "eval"):
        yield replace(renamed(call, "eval" if name_of(call) == "train" else "train"), args=[])


@operator(ast.Call, rank=0)
def other_reduction(call: ast.Call, site: Site) -> Changes:
    """The losses of a batch are added up where their mean is wanted, or the other way round."""
    reduction = keyword_of(call, "reduction")
    if reduction:
        yield site.replaced(reduction.value, '"mean"' if "sum" in site.text.of(reduction.value) else '"sum"')
    elif name_of(call) in _LOSSES:
        yield with_keyword(call, "reduction", "sum")


@operator(ast.Call, rank=0)
def other_loss(call: ast.Call, _: Site) -> Changes:
    """A loss that expects something else: `nll_loss` of logits, `l1_loss` for `mse_loss`."""
    if name_of(call) in _LOSSES:
        yield renamed(call, _LOSSES[name_of(call)])


@operator(ast.Call, ast.Tuple, ast.List, rank=0)
def layer_left_out(layers: ast.Call | ast.Tuple | ast.List, site: Site) -> Changes:
    """One of several layers is forgotten."""
    items = layers.args if isinstance(layers, ast.Call) else layers.elts
    if isinstance(layers, ast.Call) and name_of(layers) != "Sequential":
        return
    if len(items) > 1 and any(_is_layer(each) for each in items):
        for one, following in pairwise(items):
            yield Edit(site.text.first(one), site.text.first(following), "")
        yield Edit(site.text.last(items[-2]), site.text.last(items[-1]), "")


def _is_layer(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and ast.unparse(node.func).startswith("nn.")


@operator(ast.Call, rank=0)
def other_optimizer(call: ast.Call, _: Site) -> Changes:
    """Another optimizer with the same arguments."""
    if name_of(call) in _OPTIMIZERS:
        yield renamed(call, _OPTIMIZERS[name_of(call)])


@operator(ast.Assign, rank=0)
def gradient_added_up(statement: ast.Assign, site: Site) -> Changes:
    """`+=` for `=`: what was there before counts too."""
    if len(statement.targets) == 1 and isinstance(statement.targets[0], (ast.Attribute, ast.Subscript)):
        yield Edit(site.text.last(statement.targets[0]), site.text.first(statement.value), " += ")


@operator(ast.Return, rank=2)
def result_cut_from_its_graph(statement: ast.Return, site: Site) -> Changes:
    """The result is detached, so that no gradient flows back through it."""
    if isinstance(statement.value, ast.Call) and name_of(statement.value) in _LOSSES:
        yield site.replaced(statement.value, f"{site.text.of(statement.value)}.detach()")
