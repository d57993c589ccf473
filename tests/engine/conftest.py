"""The small workshop, and a way to check a learner's file against it."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from kindling import engine
from kindling.course import read
from kindling.course.model import Workshop
from kindling.verdicts import Verdict

Check = Callable[..., dict[str, Verdict]]


@pytest.fixture
def workshop(small_course: Path) -> Workshop:
    """The small workshop in a folder of its own."""
    return read(small_course / "workshops" / "w9d9_small")


@pytest.fixture
def check(workshop: Workshop, small_course: Path) -> Check:
    """Check a learner's file, given as text; returns the verdicts by exercise."""

    def check_text(text: str, *exercises: str) -> dict[str, Verdict]:
        work = small_course / "work" / workshop.name
        work.mkdir(parents=True, exist_ok=True)
        (work / "starter.py").write_text(textwrap.dedent(text))
        told = engine.check(workshop, work / "starter.py", exercises or None)
        return {each.exercise: each for each in told}

    return check_text
