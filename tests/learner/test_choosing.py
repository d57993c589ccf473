from __future__ import annotations

import shutil

import pytest

from kindling import course
from kindling.learner import choosing, progress, starting
from kindling.learner.choosing import choose
from kindling.learner.work import LearnerError
from kindling.verdicts import Status, Verdict


def test_nothing_started_says_how_to_begin(work):
    with pytest.raises(LearnerError, match="kindling start w1d1_small"):
        choose(work, [])


def test_names_may_leave_out_the_workshop(work, small):
    starting.start(work, course.find(work.root, "w1d2"))
    starting.start(work, small)
    assert choose(work, []).workshop == small
    assert choose(work, ["double", "Counter"]).exercises == ("double", "Counter")
    assert choose(work, ["w1d2"]).workshop.name == "w1d2_more"
    assert choose(work, ["work/w1d2_more/", "greet"]).exercises == ("greet",)
    assert choose(work, ["greet"]).workshop.name == "w1d2_more", "an exercise of another started workshop"


def test_a_slip_in_a_name_is_named(work, small):
    starting.start(work, small)
    with pytest.raises(LearnerError, match="Did you mean quadruple"):
        choose(work, ["quadrupel"])


def test_without_progress_the_workshop_edited_last_is_meant(work, small):
    starting.start(work, small)
    work.progress.unlink()
    assert choose(work, []).workshop == small


def test_a_started_workshop_that_an_update_removed_is_passed_over(work, small):
    starting.start(work, small)
    starting.start(work, course.find(work.root, "w1d2"))
    shutil.rmtree(work.root / "workshops" / "w1d2_more")
    assert choose(work, []).workshop == small


def test_the_first_exercise_that_does_not_pass_is_found(work, small):
    starting.start(work, small)
    progress.record(work, [Verdict(small.name, "double", Status.PASSED, "")])
    assert choosing.first_unfinished(work, choose(work, [])).name == "quadruple"
    assert choosing.first_unfinished(work, choose(work, ["double"])).name == "double"
