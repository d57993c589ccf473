from __future__ import annotations

from kindling.learner import hints, progress, starting
from kindling.verdicts import Status, Verdict


def test_every_call_gives_one_more_rung_and_the_last_stays(work, small):
    exercise = small.exercise("double")
    ladders = [hints.next_hint(work, small, exercise) for _ in range(3)]
    assert [len(each.given) for each in ladders] == [1, 2, 2]
    assert [each.climbed for each in ladders] == [True, True, False]
    assert ladders[0].given[0] == "Which operator does it for one number?"


def test_an_update_that_takes_hints_away_does_no_harm(work, small):
    with progress.changing(work) as record:
        record.exercise(small.name, "double")["hints"] = 9
    assert len(hints.next_hint(work, small, small.exercise("double")).given) == 2


def test_the_solution_comes_when_asked_twice(work, small):
    starting.start(work, small)
    assert hints.solution(work, small, small.exercise("double")) is None
    beside = hints.solution(work, small, small.exercise("double"))
    assert "return values * FACTOR" in beside.solution
    assert 'raise NotImplementedError("double")' in beside.yours


def test_the_solution_comes_at_once_when_the_exercise_passed(work, small):
    starting.start(work, small)
    progress.record(work, [Verdict(small.name, "double", Status.PASSED, "")])
    assert hints.solution(work, small, small.exercise("double")) is not None
