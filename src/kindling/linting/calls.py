"""Calls that current PyTorch no longer wants: the tables of `kindling.course.currency`, told to a learner."""

from __future__ import annotations

from collections.abc import Callable

from kindling.course import currency
from kindling.course.authoring.outdated import old_and_new
from kindling.linting.code import Code
from kindling.linting.findings import Found, rule

NO_DIM = {new for _, _, new in currency.REQUIRED.values() if "dim=" in new}


def _with(code: Code, wanted: Callable[[str], bool]) -> Found:
    """The outdated calls whose successor is wanted."""
    for line, old, new in old_and_new(code.tree, code.names, code.lines):
        if wanted(new):
            yield line, f"Instead of `{old}`: {new}."


@rule(
    "forward called by hand",
    "Calling the module itself runs forward and also the hooks around it, which `forward` alone leaves out.",
    "Write `model(x)`.",
)
def forward(code: Code) -> Found:
    """Seen: `.forward(...)` of anything but a class and super(). Not seen: forward under another name."""
    yield from _with(code, lambda new: new == currency.FORWARD)


@rule(
    ".data",
    "`.data` is a back door past autograd: a change through it is not recorded, and a wrong gradient "
    "comes without "
    "any error.",
    "Change inside `with torch.no_grad():`, read with `.detach()`.",
)
def data(code: Code) -> Found:
    """Seen: `.data` of grad, weight, bias and loss; of anything where it is changed.

    Not seen: other reading.
    """
    yield from _with(code, lambda new: new == currency.DATA)


@rule(
    "old constructor",
    "`torch.Tensor(3)` reads 3 as a size and gives whatever lies in memory; the old constructors "
    "guess between sizes "
    "and values, and fix the dtype by their name.",
    "Use `torch.tensor(values)` for values, `torch.zeros(sizes)` or `torch.empty(sizes)` for sizes.",
)
def constructor(code: Code) -> Found:
    """Seen: a call of torch.Tensor, torch.FloatTensor and their kin. Not seen: their names in annotations."""
    yield from _with(code, lambda new: new in currency.CALLS.values())


@rule(
    "no dim",
    "Without `dim` an old rule guesses it from the number of dimensions, and a batch is normalised "
    "the wrong way "
    "round; PyTorch warns.",
    "Say along which dimension: `dim=1` for rows of scores.",
)
def no_dim(code: Code) -> Found:
    """Seen: softmax, log_softmax, softmin and their modules without dim."""
    yield from _with(code, lambda new: new in NO_DIM)


@rule(
    "outdated call",
    "Old tutorials use it; current PyTorch warns about it, has dropped it, or keeps it only for old code.",
    "Write the call that is named as its successor.",
)
def outdated(code: Code) -> Found:
    """Seen: everything else that `kindling.course.currency` lists."""
    apart = {currency.FORWARD, currency.DATA, *currency.CALLS.values(), *NO_DIM}
    yield from _with(code, lambda new: new not in apart)


RULES = (forward, data, constructor, no_dim, outdated)
