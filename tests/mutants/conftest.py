"""Exercises made of a few lines, and their mutants."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from kindling.course import read
from kindling.course.model import Workshop
from kindling.mutants.making import mutants
from kindling.mutants.model import Variant

Mutate = Callable[..., list[Variant]]

FILE = '''"""One exercise."""

import torch
import torch.nn.functional as F
from torch import nn


def tried({parameters}):
    """Says "dim=1" and 3.0, which nobody changes."""
    # hint: one
    # region solution
{body}
    # endregion
'''


@pytest.fixture
def mutate(tmp_path: Path) -> Mutate:
    """The mutants of an exercise with this body."""

    def make(body: str, parameters: str = "x: Tensor, y: Tensor") -> list[Variant]:
        folder = tmp_path / "w9d8_snippet"
        folder.mkdir(exist_ok=True)
        indented = textwrap.indent(textwrap.dedent(body).strip("\n"), "    ")
        (folder / "solution.py").write_text(FILE.format(body=indented, parameters=parameters))
        return mutants(read(folder))

    return make


@pytest.fixture
def small(small_course: Path) -> Workshop:
    """The small workshop in a folder of its own."""
    return read(small_course / "workshops" / "w9d9_small")
