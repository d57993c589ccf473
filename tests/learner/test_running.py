"""A starter that is run checks itself, with the real engine."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kindling.course import find
from kindling.learner import progress, starting
from kindling.learner.work import Work

SOURCE = Path(__file__).parent.parent.parent / "src"


@pytest.fixture
def starter(work, small):
    starting.start(work, small)
    return work.starter(small.name)


def run(work, *command: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"KINDLING_ROOT": str(work.root), "PYTHONPATH": str(SOURCE)}
    return subprocess.run(
        [sys.executable, *command], env=environment, cwd="/", capture_output=True, text=True, check=False
    )


def test_an_untouched_starter_passes_nothing(work, starter):
    done = run(work, str(starter))
    assert done.returncode == 1, done.stderr
    assert "0 of 3 exercises pass." in done.stdout
    assert "Traceback" not in done.stderr


def test_a_finished_one_passes_and_is_remembered(work, small, starter):
    starter.write_text(
        starter.read_text().replace('raise NotImplementedError("double")', "return values * 2")
    )
    done = run(work, str(starter))
    assert "✓ passed  double" in done.stdout, done.stderr
    assert progress.load(work).passed(small.name, "double")


def test_a_mistake_is_told_by_its_name(work, starter):
    starter.write_text(
        starter.read_text().replace('raise NotImplementedError("double")', "return values ** 2")
    )
    assert "Two as an exponent squares" in run(work, "-m", "kindling", "check", "double").stdout


def test_it_says_what_check_says_from_any_folder(small_course, monkeypatch):
    monkeypatch.delenv("KINDLING_ROOT", raising=False)
    course = Work(small_course)
    starting.start(course, find(small_course, "w9d9"))
    starter = course.starter("w9d9_small")
    starter.write_text(starter.read_text().replace('raise NotImplementedError("double")', "return x * x"))

    def said(folder: Path, *command: str) -> str:
        environment = os.environ | {"PYTHONPATH": str(SOURCE)}
        done = subprocess.run(
            [sys.executable, *command],
            env=environment,
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 1, done.stderr
        return done.stdout

    checked = said(small_course, "-m", "kindling", "check", "--plain")
    assert "work/w9d9_small/starter.py:6: double: This multiplies x by itself" in checked
    assert said(starter.parent, "starter.py") == checked
    assert said(small_course, "work/w9d9_small/starter.py") == checked
    assert said(Path("/"), str(starter)) == checked


def test_a_file_that_is_imported_is_left_alone(work, starter):
    starter.write_text("from kindling import check_file\ncheck_file(__file__)\nprint('imported')\n")
    done = run(work, "-c", f"import sys; sys.path.insert(0, {str(starter.parent)!r}); import starter")
    assert (done.stdout, done.stderr) == ("imported\n", "")


def test_a_file_that_belongs_to_no_workshop_is_one_sentence(work, tmp_path):
    stray = tmp_path / "stray.py"
    stray.write_text("from kindling import check_file\ncheck_file(__file__)\n")
    done = run(work, str(stray))
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith("There is no workshop")
