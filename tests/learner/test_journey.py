"""What counts as done, and what is said where a workshop is only almost done."""

from __future__ import annotations

import pytest

from kindling.learner import checking, choosing, progress, resetting, starting
from kindling.learner.journey import Remark, State
from kindling.verdicts import Status, Verdict

EXERCISES = ("double", "quadruple", "Counter")


@pytest.fixture
def started(work, small):
    starting.start(work, small)
    return work


def told(*exercises: str, status: Status = Status.PASSED) -> list[Verdict]:
    return [Verdict("w1d1_small", each, status, "") for each in exercises]


def check(work, *exercises: str, status: Status = Status.PASSED):
    """What a check of these exercises keeps, where the engine says `status` of each."""
    answer = work.starter("w1d1_small")
    return checking.keep(work, told(*exercises, status=status), answer, answer.read_bytes())


def stands(work) -> tuple[State, Remark]:
    stop = choosing.journey(work, progress.load(work))[0]
    return stop.state, stop.remark


def test_what_was_never_started_is_next(work):
    stops = choosing.journey(work, progress.load(work))
    assert [each.state for each in stops] == [State.NEXT, State.AHEAD]


def test_what_was_started_is_begun_and_the_one_after_it_is_next(started):
    stops = choosing.journey(started, progress.load(started))
    assert [each.state for each in stops] == [State.BEGUN, State.NEXT]
    assert stops[0].next_exercise == "double"


def test_one_check_in_which_all_pass_makes_it_done(started):
    check(started, *EXERCISES)
    assert stands(started) == (State.DONE, Remark.NONE)


def test_passing_one_by_one_does_not(started):
    for each in EXERCISES:
        check(started, each)
    assert stands(started) == (State.BEGUN, Remark.APART)
    check(started, *EXERCISES)
    assert stands(started) == (State.DONE, Remark.NONE)


def test_a_file_that_was_saved_while_it_was_checked_is_not_done(started):
    answer = started.starter("w1d1_small")
    opened = answer.read_bytes()
    answer.write_text("# saved meanwhile\n")
    checking.keep(started, told(*EXERCISES), answer, opened)
    assert stands(started) == (State.BEGUN, Remark.APART)


def test_a_change_afterwards_is_told_until_the_next_whole_check(started):
    check(started, *EXERCISES)
    answer = started.starter("w1d1_small")
    answer.write_text(answer.read_text() + "# more\n")
    assert stands(started) == (State.DONE, Remark.CHANGED)
    check(started, "double")
    assert stands(started) == (State.DONE, Remark.CHANGED)
    check(started, *EXERCISES)
    assert stands(started) == (State.DONE, Remark.NONE)


def test_a_failure_afterwards_means_that_it_must_be_finished_anew(started):
    check(started, *EXERCISES)
    check(started, "double", status=Status.FAILED)
    assert stands(started) == (State.BEGUN, Remark.NONE)
    check(started, "double")
    assert stands(started) == (State.BEGUN, Remark.APART)


def test_a_reset_means_so_too(started, small):
    check(started, *EXERCISES)
    answer = started.starter(small.name)
    answer.write_text(answer.read_text() + "# mine\n")
    resetting.reset(started, small)
    assert stands(started) == (State.BEGUN, Remark.NONE)


def test_a_starter_that_was_deleted_is_told(started):
    check(started, *EXERCISES)
    started.starter("w1d1_small").unlink()
    assert stands(started) == (State.DONE, Remark.GONE)
    started.progress.unlink()
    assert stands(started) == (State.NEXT, Remark.NONE)


def test_an_exercise_that_an_update_brings_is_still_to_come(started, small):
    check(started, *EXERCISES)
    more = "\n\ndef halve(values):\n    # region solution\n    return values / 2\n    # endregion\n"
    head, result, tail = small.solution.read_text().partition("\n\n# region result")
    small.solution.write_text(head + more + result + tail)
    assert stands(started) == (State.BEGUN, Remark.GROWN)


def test_a_check_of_another_file_keeps_nothing(started, small):
    checking.keep(started, told(*EXERCISES), small.solution, small.solution.read_bytes())
    assert stands(started) == (State.BEGUN, Remark.NONE)
