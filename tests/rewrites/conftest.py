"""Exercises made of a few lines, and their rewrites."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from kindling.course import read
from kindling.course.model import Workshop
from kindling.mutants.model import Variant
from kindling.rewrites.making import rewrites

Rewrite = Callable[..., list[Variant]]

FILE = '''"""One exercise."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn


def tried(x: Tensor, y: Tensor, v: Tensor, items: list[float], flag: bool, dim: int = 1) -> object:
    """Says what comes in.

    Args:
        x: (n, k) floating point.
        y: (k, m) floating point.
        v: (k,) floating point.
        items: numbers.
        flag: yes or no.
        dim: 0 or 1.
    """
    # hint: one
    # region solution
{body}
    # endregion
'''


@pytest.fixture
def rewrite(tmp_path: Path) -> Rewrite:
    """The rewrites of an exercise whose solution has this body."""

    def make(body: str, answers: str = "") -> list[Variant]:
        folder = tmp_path / "w9d8_snippet"
        folder.mkdir(exist_ok=True)
        indented = textwrap.indent(textwrap.dedent(body).strip("\n"), "    ")
        (folder / "solution.py").write_text(FILE.format(body=indented))
        (folder / "answers.py").write_text(answers)
        return rewrites(read(folder))

    return make


@pytest.fixture
def small(small_course: Path) -> Workshop:
    """The small workshop in a folder of its own."""
    return read(small_course / "workshops" / "w9d9_small")
