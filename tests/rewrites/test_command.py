"""`nox -s rewrites` on the small course: what a person reads, and what is kept."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kindling.mutants.page import PAGE


def run(course: Path, module: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a module of the kit as nox does."""
    return subprocess.run(
        [sys.executable, "-m", module, *arguments],
        cwd=course,
        env={**os.environ, "KINDLING_ROOT": str(course)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_right_answers_pass_however_they_are_spelled(small_course: Path) -> None:
    done = run(small_course, "kindling.rewrites", "w9d9")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "✓ double: " in done.stdout
    assert "Round 2: 2 threads, seed 1, probes backwards." in done.stdout
    assert "✓ Every right answer was taken as right." in done.stdout


def test_what_passed_stands_on_the_page_of_the_exercises_that_were_measured(small_course: Path) -> None:
    run(small_course, "kindling.mutants", "--exercise", "double")
    run(small_course, "kindling.rewrites")
    run(small_course, "kindling.mutants.page")
    page = (small_course / PAGE).read_text()
    double = next(line for line in page.splitlines() if line.startswith("| `double`"))
    assert double.split(" | ")[9] == "9 of 9"
    assert "row_means" not in page


@pytest.fixture
def nosy(small_course: Path) -> Path:
    """The course with a probe of `double` that looks at how the answer is written."""
    checks = small_course / "workshops" / "w9d9_small" / "checks.py"
    seen = "double.__wrapped__.__code__.co_varnames"
    probe = f'@probe\ndef its_locals(double):\n    """Names."""\n    return {seen}\n'
    checks.write_text(f"{checks.read_text()}\n\n{probe}")
    return small_course


def test_a_right_answer_that_is_rejected_is_shown_with_what_was_looked_at(nosy: Path) -> None:
    done = run(nosy, "kindling.rewrites", "--exercise", "double")
    assert done.returncode == 1
    assert "workshops/w9d9_small/solution.py:6: double: result named first in the solution" in done.stdout
    assert "    - return 2 * x\n    + outcome = 2 * x\n    + return outcome\n" in done.stdout
    assert "1 thread, seed 0, probes as they stand: " in done.stdout
    assert "probe its_locals: came ('x', 'outcome')" in done.stdout
    assert "✗ double: " in done.stdout


def test_repeated_answers_are_counted_and_their_nearest_line_is_told(small_course: Path) -> None:
    done = run(small_course, "kindling.rewrites", "--exercise", "row_means", "--repeat", "7")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "✓ row_means: the solution 7 times, the same to the last bit; alternatives 5 times" in done.stdout
    assert "misconceptions 10 times" in done.stdout
    assert "runs in" in done.stdout


def test_repetitions_stand_on_the_page_until_the_exercise_changes(small_course: Path) -> None:
    run(small_course, "kindling.mutants", "--exercise", "double")
    run(small_course, "kindling.rewrites", "--exercise", "double", "--repeat", "20")
    run(small_course, "kindling.mutants", "--exercise", "double")
    assert repetitions(small_course) == "65 of 65"
    answers = small_course / "workshops" / "w9d9_small" / "answers.py"
    answers.write_text(answers.read_text() + "\n# another line\n")
    run(small_course, "kindling.mutants", "--exercise", "double")
    assert repetitions(small_course) == "not measured"


def repetitions(course: Path) -> str:
    run(course, "kindling.mutants.page")
    lines = (course / PAGE).read_text().splitlines()
    return next(line for line in lines if line.startswith("| `double`")).split(" | ")[10]


def test_a_verdict_that_changes_is_seen(small_course: Path) -> None:
    solution = small_course / "workshops" / "w9d9_small" / "solution.py"
    text = solution.read_text().replace("return 2 * x", "return 2 * x + (__import__('os').getpid() % 2)")
    solution.write_text(text)
    done = run(small_course, "kindling.rewrites", "--exercise", "double", "--repeat", "8")
    assert done.returncode == 1
    assert "✗ double: the solution 8 times, not the same to the last bit" in done.stdout
    assert "small did not see the same each time" in done.stdout
    assert "✗ the solution, 1 thread, seed 0, probes as they stand, probe small: " in done.stdout


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ("return 2 * x", "the misconception 'square', 1 thread, seed 0, probes as they stand: Passed."),
        ("return x / 2", "the misconception 'square', 1 thread, seed 0, probes as they stand, probe small: "),
    ],
)
def test_a_wrong_answer_that_passes_or_gets_another_name_is_seen(
    small_course: Path, answer: str, told: str
) -> None:
    answers = small_course / "workshops" / "w9d9_small" / "answers.py"
    answers.write_text(answers.read_text().replace("return x * x", answer))
    done = run(small_course, "kindling.rewrites", "--exercise", "double", "--repeat", "1")
    assert done.returncode == 1
    assert f"    ✗ {told}" in done.stdout


def test_time_that_runs_out_is_said(small_course: Path) -> None:
    done = run(small_course, "kindling.rewrites", "--exercise", "double", "--repeat", "100", "--seconds", "0")
    assert "✓ double: the solution 20 times of 100, as there was no more time" in done.stdout


def test_an_exercise_that_is_not_there_is_said_in_a_sentence(small_course: Path) -> None:
    done = run(small_course, "kindling.rewrites", "w9d9", "--exercise", "treble")
    assert (done.returncode, done.stderr) == (2, "There is no exercise treble in w9d9_small.\n")
