"""A small sound workshop in a folder of its own, and a way to look for one authoring error."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest

from kindling.course import write_starter
from kindling.course.authoring import rules
from kindling.marks import AuthoringError

SOLUTION = '''\
"""Tensors: scale and centre."""

from torch import Tensor

STEP = 0.5


def scale(x: Tensor) -> Tensor:
    """Half of every number.

    Args:
        x: (n,) floating point.

    Returns:
        (n,), same dtype.
    """
    # hint: Which operator multiplies every number at once?
    # hint: `x * STEP` makes a new tensor.
    # note: A new tensor leaves the caller's alone.
    # region solution
    return x * STEP
    # endregion


class Centre:
    """Takes the mean of what it has seen from what it gets."""

    # hint: What does `fit` have to remember?
    # hint: The mean is a tensor without dimensions.

    def fit(self, x: Tensor) -> None:
        # region solution
        self.mean = scale(x).mean() / STEP
        # endregion

    def __call__(self, x: Tensor) -> Tensor:
        # region solution
        return x - self.mean
        # endregion


# region result
def main() -> None:
    import torch

    print(scale(torch.arange(3.0)))


if __name__ == "__main__":
    main()
# endregion
'''

CHECKS = '''\
import torch

from kindling import probe


@probe
def halves_of_three(scale):
    """The numbers 0, 1 and 2."""
    return scale(torch.arange(3.0))


@probe(seconds=2)
def centred(Centre, device):
    """Four numbers, two of them seen before."""
    centre = Centre()
    centre.fit(torch.arange(2.0, device=device))
    return centre(torch.arange(4.0, device=device))
'''

ANSWERS = """\
from kindling import alternative, misconception


@alternative("divides")
def scale(x):
    return x / 2


@misconception("squares", "Every number is multiplied by itself.")
def scale(x):
    return x * x


@misconception("in place", "The caller's tensor is changed too.")
def scale(x):
    return x.mul_(0.5)


@alternative("keeps a float")
class Centre:
    def fit(self, x):
        self.mean = x.mean().item()

    def __call__(self, x):
        return x - self.mean


@misconception("adds", "The mean is added.")
class Centre:
    def fit(self, x):
        self.mean = x.mean()

    def __call__(self, x):
        return x + self.mean


@misconception("forgets", "Nothing is kept of what fit has seen.")
class Centre:
    def fit(self, x):
        pass

    def __call__(self, x):
        return x - x.mean()
"""

README = """\
# Tensors

## Goals

Afterwards you can

1. scale a tensor;
2. centre a tensor.

## Before you start

## The session: 180 minutes

| Minutes | What |
| ---: | --- |
| 80 | scale |
| 10 | break |
| 90 | centre |

## Exercises

## Questions to discuss

## Resources
"""

LESSON = [
    "%load_ext autoreload\n%autoreload 2\nimport torch\nfrom kindling.notebook import check",
    "import ipywidgets\n\nipywidgets.IntSlider(description='n')",
    'check("scale")',
    'check("Centre")',
]


def notebook(cells: list[str]) -> str:
    """The text of a notebook with these code cells."""
    code: list[dict[str, object]] = [
        {
            "cell_type": "code",
            "execution_count": None,
            "id": f"cell-{number}",
            "metadata": {},
            "outputs": [],
            "source": source.splitlines(keepends=True),
        }
        for number, source in enumerate(cells, start=1)
    ]
    kernel = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    data = {"cells": code, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(data, indent=1) + "\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of a sound workshop."""
    place = tmp_path / "workshops" / "w1d2_tensors"
    place.mkdir(parents=True)
    files = {"solution.py": SOLUTION, "checks.py": CHECKS, "answers.py": ANSWERS, "README.md": README}
    for name, text in {**files, "lesson.ipynb": notebook(LESSON)}.items():
        (place / name).write_bytes(text.encode())
    write_starter(place)
    return place


@pytest.fixture
def change(folder: Path) -> Callable[[str, str, str], None]:
    """Replace a piece of text, which stands there once, in a file of the workshop."""

    def replace(name: str, old: str, new: str) -> None:
        path = folder / name
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
        path.write_bytes(text.replace(old, new).encode())

    return replace


@pytest.fixture
def only_error(folder: Path) -> Callable[..., AuthoringError]:
    """The one authoring error of the workshop, apart from a drifted starter."""

    def only(name: str, line: str | int, *words: str) -> AuthoringError:
        if "starter" not in name and (folder / "starter.py").is_file():
            (folder / "starter.py").unlink()
        errors = [each for each in rules(folder) if "starter" in name or "`starter.py` is" not in each.reason]
        assert len(errors) == 1, "\n".join(map(str, errors))
        assert errors[0].path == str(folder / name)
        number = line if isinstance(line, int) else line_of(folder / name, line)
        assert errors[0].line == number, str(errors[0])
        for word in words:
            assert word in errors[0].reason
        return errors[0]

    return only


def line_of(path: Path, text: str) -> int:
    """The number of the one line that holds a text."""
    numbers = [
        n for n, line in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1) if text in line
    ]
    assert len(numbers) == 1, f"{text!r} stands in lines {numbers}"
    return numbers[0]


@pytest.fixture
def solve(folder: Path) -> Callable[[str], Path]:
    """Write `solution.py` from an indented text and return its path."""

    def write(text: str) -> Path:
        path = folder / "solution.py"
        path.write_bytes(dedent(text).lstrip("\n").encode())
        return path

    return write
