"""The course itself: silent on what is right, and seeing what it should see of the known mistakes."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from kindling.linting import RULES
from kindling.linting.files import course_files, lint

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def benchmark() -> ModuleType:
    """`benchmarks/idioms.py`, which says what each idiom is about."""
    spec = importlib.util.spec_from_file_location("idioms_benchmark", ROOT / "benchmarks" / "idioms.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_solutions_starters_and_lessons_are_silent():
    paths = course_files(ROOT)
    assert {path.name for path in paths} >= {"solution.py", "starter.py", "lesson.ipynb"}
    told = lint(paths, {path: str(path.relative_to(ROOT)) for path in paths})
    assert [f"{each.path}:{each.cell}:{each.line}: {each.rule}" for each in told] == []


def test_alternatives_are_silent(benchmark):
    told = benchmark.right_code()["alternatives"]
    assert [f"{each.path}:{each.line}: {each.rule}" for each in told] == []


def test_known_mistakes_are_seen_unless_it_is_said_why_not(benchmark):
    known = benchmark.known_mistakes()
    wrong = [
        (rule, *each)
        for rule, about in benchmark.ABOUT.items()
        for each in about
        if (rule in known[each[:3]]) == bool(each[3])
    ]
    assert wrong == []
    assert benchmark.ABOUT.keys() <= {each.name for each in RULES}


def test_no_mistake_is_seen_under_another_name(benchmark):
    expected = {(each[:3], rule) for rule, about in benchmark.ABOUT.items() for each in about}
    seen = {(name, rule) for name, rules in benchmark.known_mistakes().items() for rule in rules}
    assert seen - expected == set()
