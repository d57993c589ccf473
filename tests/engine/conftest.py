"""A small workshop of three exercises, and an engine of the tests' own."""

from __future__ import annotations

import os
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from kindling import engine
from kindling.course import read
from kindling.course.model import Workshop
from kindling.verdicts import Verdict

SOLUTION = '''
"""Three small exercises."""

import torch
from torch import Tensor


def double(x: Tensor) -> Tensor:
    """Twice a tensor.

    Args:
        x: (n, k) floating point.

    Returns:
        (n, k), same dtype.
    """
    # hint: How many times?
    # note: Multiplication by a number works on every element.
    # region solution
    return 2 * x
    # endregion


def row_means(x: Tensor) -> Tensor:
    """The mean of every row, as a column.

    Args:
        x: (n, k) floating point.

    Returns:
        (n, 1), same dtype.
    """
    # hint: Which dimension goes?
    # region solution
    return x.mean(dim=1, keepdim=True)
    # endregion


def doubled_means(x: Tensor) -> Tensor:
    """The mean of every row of the doubled tensor.

    Args:
        x: (n, k) floating point.

    Returns:
        (n, 1), same dtype.
    """
    # hint: You have written both parts.
    # region solution
    return row_means(double(x))
    # endregion
'''

CHECKS = '''
import torch

from kindling import probe


@probe(seconds=1)
def small(double, device):
    """A 2 by 3 tensor."""
    return double(torch.arange(6.0, device=device).reshape(2, 3))


@probe(seconds=1)
def integers(double, device):
    """A tensor of whole numbers."""
    return double(torch.arange(4, device=device).reshape(2, 2))


@probe
def square(row_means, device):
    """A 3 by 3 tensor."""
    return row_means(torch.arange(9.0, device=device).reshape(3, 3))


@probe
def both(doubled_means, device):
    """A 2 by 3 tensor, doubled and averaged."""
    return doubled_means(torch.arange(6.0, device=device).reshape(2, 3))
'''

ANSWERS = '''
from kindling import alternative, misconception
from solution import double, row_means


@alternative("adds it to itself")
def double(x):
    return x + x


@misconception("square", "This multiplies x by itself; twice x is wanted.")
def double(x):
    return x * x


@misconception("half", "This makes it smaller.")
def double(x):
    return x / 2


@misconception("always float", "The dtype must stay as it is.")
def double(x):
    return 2.0 * x


@alternative("sum by count")
def row_means(x):
    return x.sum(1, keepdim=True) / x.shape[1]


@misconception("no keepdim", "A column has two dimensions: (n, 1).")
def row_means(x):
    return x.mean(1)


@misconception("columns", "That is the mean of the columns.")
def row_means(x):
    return x.mean(0, keepdim=True)


@alternative("the other way round")
def doubled_means(x):
    return double(row_means(x))


@misconception("only means", "Nothing is doubled.")
def doubled_means(x):
    return row_means(x)


@misconception("only doubled", "No mean is taken.")
def doubled_means(x):
    return double(x)
'''

RIGHT = textwrap.dedent(
    """
    import torch

    def double(x):
        return 2 * x

    def row_means(x):
        return x.mean(dim=1, keepdim=True)

    def doubled_means(x):
        return row_means(double(x))
    """
)

Check = Callable[..., dict[str, Verdict]]


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    """The small workshop in a folder of its own."""
    return write_workshop(tmp_path)


def write_workshop(folder: Path, **changed: str) -> Workshop:
    """Write the small workshop; `solution`, `checks` and `answers` may be replaced."""
    place = folder / "workshops" / "w9d9_small"
    place.mkdir(parents=True, exist_ok=True)
    for name, text in (("solution", SOLUTION), ("checks", CHECKS), ("answers", ANSWERS)):
        (place / f"{name}.py").write_text(changed.get(name, text).lstrip())
    return read(place)


@pytest.fixture
def check(workshop: Workshop, tmp_path: Path) -> Check:
    """Check a learner's file, given as text; returns the verdicts by exercise."""

    def check_text(text: str, *exercises: str) -> dict[str, Verdict]:
        work = tmp_path / "work" / workshop.name
        work.mkdir(parents=True, exist_ok=True)
        (work / "starter.py").write_text(textwrap.dedent(text))
        return {each.exercise: each for each in engine.check(workshop, work / "starter.py", exercises or None)}

    return check_text


@pytest.fixture
def alive() -> Callable[[str], bool]:
    """Whether a process runs whose command line or environment holds a text."""

    def search(text: str) -> bool:
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit() and int(entry.name) != os.getpid():
                try:
                    if text.encode() in (entry / "environ").read_bytes() + (entry / "cmdline").read_bytes():
                        return True
                except OSError:
                    continue
        return False

    return search
