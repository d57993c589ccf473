"""A small course in a folder of its own, and the learner's work in it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kindling import course
from kindling.course import Workshop
from kindling.learner.work import Work

COURSE = Path(__file__).parent / "course"


@pytest.fixture
def work(tmp_path: Path) -> Work:
    """The work folder of a fresh copy of the small course; nothing is started."""
    root = tmp_path / "course"
    shutil.copytree(COURSE, root, ignore=shutil.ignore_patterns("__pycache__"))
    return Work(root)


@pytest.fixture
def small(work: Work) -> Workshop:
    """Its first workshop: double, quadruple and Counter."""
    return course.find(work.root, "w1d1")
