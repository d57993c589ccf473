"""An update of the course gives a workshop or an exercise another name: nothing that was done is lost."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kindling import course
from kindling.learner import choosing, hints, progress, resetting, starting
from kindling.learner.journey import State
from kindling.verdicts import Status, Verdict

SOURCE = Path(__file__).parent.parent.parent / "src"
MARK = "    # formerly: double\n    # hint: Which operator"


@pytest.fixture
def renamed(work, small):
    """The learner passed `double`; then an update called it `twice` and the workshop `w1d1_tiny`."""
    starting.start(work, small)
    file = work.starter(small.name)
    file.write_text(file.read_text().replace('raise NotImplementedError("double")', "return values * 2"))
    progress.record(work, [Verdict(small.name, "double", Status.PASSED, "")])
    for path in (small.solution, small.starter, small.checks, small.answers):
        text = path.read_text().replace("double", "twice").replace("twices", "doubles")
        path.write_text(text)
    text = small.solution.read_text().replace("    # hint: Which operator", MARK)
    small.solution.write_text(text.replace("FACTOR = 2\n", "# formerly: w1d1_small\n\nFACTOR = 2\n"))
    small.folder.rename(small.folder.with_name("w1d1_tiny"))
    return work


def kindling(work, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"KINDLING_ROOT": str(work.root), "PYTHONPATH": str(SOURCE)}
    command = [
        sys.executable,
        *(arguments if arguments[0].endswith(".py") else ("-m", "kindling", *arguments)),
    ]
    return subprocess.run(command, env=environment, cwd="/", capture_output=True, text=True, check=False)


def test_what_was_passed_stays_passed(renamed):
    stop = choosing.journey(renamed, progress.load(renamed))[0]
    assert (stop.workshop, stop.state, stop.passed) == ("w1d1_tiny", State.BEGUN, 1)
    assert progress.load(renamed).last == "w1d1_tiny"
    assert progress.load(renamed).passed("w1d1_tiny", "twice")


def test_the_old_folder_and_the_old_definition_are_checked_and_pass(renamed):
    done = kindling(renamed, "check", "w1d1", "twice")
    assert "Checking work/w1d1_small/starter.py" in done.stdout
    assert "✓ passed  twice" in done.stdout, done.stdout + done.stderr
    assert "not written yet  quadruple" in kindling(renamed, "check").stdout
    assert progress.load(renamed).passed("w1d1_tiny", "twice")
    assert not (renamed.folder / "w1d1_tiny").exists()


def test_the_old_file_still_checks_itself(renamed):
    done = kindling(renamed, str(renamed.folder / "w1d1_small" / "starter.py"))
    assert "✓ passed  twice" in done.stdout, done.stdout + done.stderr


def test_an_old_definition_that_is_not_written_is_told_as_that(renamed):
    file = renamed.starter("w1d1_tiny")
    file.write_text(file.read_text().replace("return values * 2", 'raise NotImplementedError("double")'))
    assert "not written yet  twice" in kindling(renamed, "check", "twice").stdout
    assert not progress.load(renamed).passed("w1d1_tiny", "twice")


def test_both_names_of_the_workshop_mean_it(renamed):
    assert course.find(renamed.root, "w1d1_small").name == "w1d1_tiny"
    assert course.find(renamed.root, "w1d1").name == "w1d1_tiny"
    assert choosing.choose(renamed, ["w1d1_small", "twice"]).workshop.name == "w1d1_tiny"


def test_starting_it_again_keeps_the_old_folder(renamed):
    kept = starting.start(renamed, course.find(renamed.root, "w1d1")).kept
    assert renamed.folder / "w1d1_small" / "starter.py" in kept


def test_help_finds_the_old_definition(renamed):
    workshop = course.find(renamed.root, "w1d1")
    beside = hints.solution(renamed, workshop, workshop.exercise("twice"))
    assert beside is not None
    assert "def double" in str(beside.yours)


@pytest.mark.parametrize("name", [[], ["w1d1"], ["w1d1_small"]], ids=str)
def test_a_reset_puts_the_new_one_in_its_place_and_undo_brings_it_back(renamed, name):
    before = renamed.starter("w1d1_tiny").read_text()
    fresh = resetting.reset(renamed, course.find(renamed.root, "w1d1"), "twice")
    assert "def double" not in fresh.path.read_text()
    assert "def twice" in fresh.path.read_text()
    kindling(renamed, "undo", *name)
    assert renamed.starter("w1d1_tiny").read_text() == before


def test_where_both_names_were_recorded_the_present_one_counts(renamed):
    progress.record(renamed, [Verdict("w1d1_tiny", "twice", Status.FAILED, "")])
    data = renamed.progress.read_text().replace(
        '"exercises": {', '"exercises": {"double": {"status": "passed"}, ', 1
    )
    renamed.progress.write_text(data)
    assert not progress.load(renamed).passed("w1d1_tiny", "twice")
