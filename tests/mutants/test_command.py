"""`nox -s mutants` on the small course: what a person reads, and what is kept."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from kindling.mutants.page import FIGURES, OLD, PAGE


def run(course: Path, module: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a module of the kit as nox does."""
    kit = Path(__file__).resolve().parents[2] / "src"
    return subprocess.run(
        [sys.executable, "-m", module, *arguments],
        cwd=course,
        env={**os.environ, "KINDLING_ROOT": str(course), "PYTHONPATH": str(kit)},
        capture_output=True,
        text=True,
        check=False,
    )


def mutants(course: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return run(course, "kindling.mutants", *arguments)


SPECIAL_CASES = """

@probe
def special_cases_of_{0}({0}):
    \"\"\"A number below 0 with many digits, in a tensor of shape (1, 1).\"\"\"
    return {0}(torch.tensor([[-1 / 3]], dtype=torch.float64))
"""


@pytest.fixture
def thorough(small_course: Path) -> Path:
    """The course with probes of what one does not think of first."""
    checks = small_course / "workshops" / "w9d9_small" / "checks.py"
    names = ("double", "row_means", "doubled_means")
    checks.write_text(checks.read_text() + "".join(SPECIAL_CASES.format(each) for each in names))
    return small_course


@pytest.fixture
def blind(small_course: Path) -> Path:
    """The course with a probe of `double` that takes any number for twice."""
    checks = small_course / "workshops" / "w9d9_small" / "checks.py"
    checks.write_text(checks.read_text().replace("return double(torch", "return 0 * double(torch"))
    return small_course


def test_enough_are_killed(thorough: Path) -> None:
    done = mutants(thorough, "w9d9")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 survived" in done.stdout
    assert "✓ double:" in done.stdout
    assert "The checks notice enough" in done.stdout


def test_a_survivor_is_shown_as_a_diff_with_its_place(blind: Path) -> None:
    done = mutants(blind, "w9d9", "--exercise", "double")
    assert done.returncode == 1
    assert "workshops/w9d9_small/solution.py:19: double: other constant (double-" in done.stdout
    assert "    - return 2 * x\n    + return 3 * x\n" in done.stdout
    assert "w9d9_small, double:" in done.stdout
    assert "85% are wanted" in done.stdout
    assert "row_means" not in done.stdout


def test_a_marked_survivor_is_not_counted_and_a_stale_entry_is_an_error(blind: Path) -> None:
    entries = blind / "workshops" / "equivalents.toml"
    survivors = ("return 3 * x", "return 1 * x", "return x", "return (2 * x).squeeze()")
    inserted = ("x = x.squeeze()", "x = x.abs()")
    marked = [entry(each) for each in survivors] + [entry(each, before="") for each in inserted]
    entries.write_text("".join(marked))
    done = mutants(blind, "--exercise", "double")
    assert (done.returncode, "✓ double: 4 of 4 killed, 6 equivalent" in done.stdout) == (0, True), done.stdout
    entries.write_text(entry("return 7 * x") + entry("return 2 / x"))
    done = mutants(blind, "--exercise", "double")
    assert done.returncode == 1
    assert "equivalents.toml:1: `double` has no such change any more" in done.stdout
    assert "equivalents.toml:7: this change of `double` is noticed by a probe" in done.stdout


def entry(after: str, before: str = "return 2 * x") -> str:
    lines = [
        'exercise = "w9d9_small/double"',
        f'before = "{before}"',
        f'after = "{after}"',
        'reason = "So."',
    ]
    return "\n".join(["[[equivalent]]", *lines, "\n"])


def test_as_json_one_line_for_each_mutant(small_course: Path) -> None:
    done = mutants(small_course, "--exercise", "double", "--json")
    told = [json.loads(line) for line in done.stdout.splitlines()]
    by_change = {each["after"]: each for each in told}
    assert by_change["return 3 * x"]["outcome"] == "difference told"
    assert by_change["return 3 * x"]["verdict"]["status"] == "failed"
    assert "killed" in done.stderr


def test_a_sample_is_killed_mutants_with_what_a_learner_is_told(small_course: Path) -> None:
    done = mutants(small_course, "--sample", "3", "--seed", "4")
    assert done.stdout.count("solution.py:") == 3
    assert done.stdout == mutants(small_course, "--sample", "3", "--seed", "4").stdout
    assert done.stdout != mutants(small_course, "--sample", "3", "--seed", "5").stdout
    assert not (small_course / FIGURES).exists()


def test_an_exercise_that_is_not_there_is_said_in_a_sentence(small_course: Path) -> None:
    done = mutants(small_course, "w9d9", "--exercise", "treble")
    assert (done.returncode, done.stderr) == (2, "There is no exercise treble in w9d9_small.\n")


def test_the_page_tells_what_was_measured_and_what_has_changed_since(small_course: Path) -> None:
    mutants(small_course, "--exercise", "double")
    assert "written" in run(small_course, "kindling.mutants.page").stdout
    page = (small_course / PAGE).read_text()
    assert "| `double` | 2 | 1 of 1 | 3 of 3 |" in page
    assert "row_means" not in page
    assert "as it was" in run(small_course, "kindling.mutants.page").stdout
    answers = small_course / "workshops" / "w9d9_small" / "answers.py"
    answers.write_text(answers.read_text() + "\n# another line\n")
    run(small_course, "kindling.mutants.page")
    assert OLD in line_of(small_course, "double")
    mutants(small_course, "--exercise", "row_means")
    run(small_course, "kindling.mutants.page")
    assert OLD in line_of(small_course, "double")
    assert OLD not in line_of(small_course, "row_means")


def line_of(course: Path, exercise: str) -> str:
    return next(
        line for line in (course / PAGE).read_text().splitlines() if line.startswith(f"| `{exercise}`")
    )


def test_the_courses_own_page_is_what_its_figures_say(root: Path) -> None:
    from kindling.mutants.page import page

    assert (root / PAGE).read_text() == page(root), "To write it again: nox -s build"
