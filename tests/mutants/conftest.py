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


def tried({parameters}){returns}:
    """Says "dim=1" and 3.0, which nobody changes.{says}"""
    # hint: one
    # region solution
{body}
    # endregion
'''


@pytest.fixture
def mutate(tmp_path: Path) -> Mutate:
    """The mutants of an exercise with this body."""

    def make(
        body: str, parameters: str = "x: Tensor, y: Tensor", returns: str = "", says: str = ""
    ) -> list[Variant]:
        folder = tmp_path / "w9d8_snippet"
        folder.mkdir(exist_ok=True)
        indented = textwrap.indent(textwrap.dedent(body).strip("\n"), "    ")
        text = FILE.format(
            body=indented,
            parameters=parameters,
            returns=f" -> {returns}" if returns else "",
            says=textwrap.indent(f"\n\n{says}\n", "    ") if says else "",
        )
        (folder / "solution.py").write_text(text)
        return mutants(read(folder))

    return make


@pytest.fixture
def small(small_course: Path) -> Workshop:
    """The small workshop in a folder of its own."""
    return read(small_course / "workshops" / "w9d9_small")
