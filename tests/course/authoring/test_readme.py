"""`README.md` has its sections, and its plan adds up to the session's minutes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kindling.course.authoring import rules

FAULTS = {
    "too few minutes": (("| 80 |", "| 70 |"), ("| Minutes | What |", 2, "add up to 170; make them 180")),
    "not a number": (("| 80 |", "| 80 min |"), ("| 80 min |", 0, "`80 min` is not a whole number")),
    "no such column": (("| Minutes |", "| Time |"), ("# Tensors", 0, "column `Minutes`")),
    "no goals": (
        ("1. scale a tensor;\n2. centre a tensor.\n", ""),
        ("## Goals", 0, "number what is learned"),
    ),
    "no break": (("| break |", "| more |"), ("| Minutes | What |", 2, "no break")),
}


@pytest.mark.parametrize(("edit", "expected"), FAULTS.values(), ids=FAULTS.keys())
def test_a_wrong_plan_is_told(
    folder: Path, change: Callable[..., None], edit: tuple[str, str], expected: tuple[str, int, str]
) -> None:
    change("README.md", *edit)
    errors = rules(folder)
    text, below, words = expected
    lines = (folder / "README.md").read_text(encoding="utf-8").split("\n")
    line = next(number for number, each in enumerate(lines, start=1) if each.startswith(text)) + below
    assert [(each.path, each.line) for each in errors] == [(str(folder / "README.md"), line)]
    assert words in errors[0].reason


def test_a_missing_section_is_told(folder: Path, change: Callable[..., None]) -> None:
    change("README.md", "## Questions to discuss", "## Discussion")
    (error,) = rules(folder)
    assert error.reason == "the section `## Questions to discuss` is missing; add it."


def test_a_row_of_totals_is_no_part_of_the_plan(folder: Path, change: Callable[..., None]) -> None:
    change("README.md", "| 90 | centre |\n", "| 90 | centre |\n| 180 | **Total** |\n")
    assert rules(folder) == []


def test_a_plan_may_stand_in_two_tables(folder: Path, change: Callable[..., None]) -> None:
    change("README.md", "| 90 | centre |\n", "\n## After\n\n| What | Minutes |\n|:--|--:|\n| centre | 90 |\n")
    assert rules(folder) == []
