"""What the watch does with what happens to it: no terminal, no file, no engine."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as some

from kindling import course
from kindling.learner.hints import Ladder
from kindling.showing.watch import farewell_lines, news, picture
from kindling.verdicts import Status
from kindling.watch.state import (
    Abandon,
    Check,
    Ended,
    Event,
    Failed,
    GiveHint,
    Helped,
    Keep,
    Keys,
    Picking,
    Pressed,
    Quit,
    Saved,
    ShowSolution,
    Standing,
    State,
    Told,
)  # fmt: skip
from kindling.watch.transitions import begin, step

from .conftest import SMALL, verdict

FAILED, PASSED = Status.FAILED, Status.PASSED


def after(state: State, *events: Event) -> State:
    """The state that the events lead to."""
    for event in events:
        state, _ = step(state, event)
    return state


def checked(state: State, status: Status = FAILED) -> State:
    """The state once the check that runs has told of its exercises."""
    told = [Told(state.round, verdict(name, status)) for name in state.wanted]
    return after(state, *told, Ended(state.round))


@pytest.fixture
def begun(state: State) -> State:
    return begin(state)[0]


@pytest.fixture
def all_pass(state: State) -> State:
    return begin(replace(state, standing=dict.fromkeys(state.names, PASSED)))[0]


def test_it_opens_with_a_check_of_the_first_exercise_that_does_not_pass(state):
    begun, effects = begin(replace(state, standing={"double": PASSED}))
    assert begun.current == "row_means"
    assert begun.checking
    assert effects == (Check(1, ("row_means",)),)


def test_it_opens_with_a_check_of_all_where_all_passed(all_pass):
    assert all_pass.current == ""
    assert all_pass.wanted == all_pass.names


def test_a_save_while_a_check_runs_abandons_it(begun):
    saved, effects = step(begun, Saved())
    assert effects == (Check(2, ("double",)),)
    late = after(saved, Told(1, verdict("double", PASSED)), Ended(1))
    assert late == saved, "what was seen of the older text is not told"
    assert after(late, Told(2, verdict("double"))).told


def test_a_verdict_is_kept_and_counted(begun):
    passed = verdict("double")
    told, effects = step(begun, Told(1, passed))
    assert effects == (Keep((passed,)),)
    assert told.passed("double")


def test_it_stays_on_an_exercise_that_passes_until_next_is_pressed(begun):
    passed = checked(begun, PASSED)
    saved = after(passed, Saved())
    assert saved.wanted == ("double",)
    following, effects = step(checked(saved, PASSED), Pressed("n"))
    assert following.current == "row_means"
    assert effects == (Check(3, ("row_means",)),)


def test_without_keys_a_save_after_a_passed_exercise_goes_on(begun):
    passed = replace(checked(begun, PASSED), keyless=True)
    assert after(passed, Saved()).current == "row_means"
    failed = replace(checked(begun), keyless=True)
    assert after(failed, Saved()).current == "double"


def test_next_skips_what_passes_and_begins_again_at_the_top(begun):
    state = replace(begun, current="doubled_means", standing={"row_means": PASSED})
    assert after(state, Pressed("n")).current == "double"


def test_next_after_the_last_one_checks_all(begun):
    state = replace(begun, standing=dict.fromkeys(begun.names, PASSED))
    last, effects = step(state, Pressed("n"))
    assert effects == (Check(2, state.names),)
    assert last.current == ""


def test_what_fails_in_the_last_check_of_all_is_current_again(all_pass):
    told = after(
        all_pass, Told(1, verdict("double")), Told(1, verdict("row_means", FAILED)),
        Told(1, verdict("doubled_means")), Ended(1),
    )  # fmt: skip
    assert told.current == "row_means"


def test_next_on_the_only_one_that_is_left_says_so(begun):
    state = replace(begun, standing={"row_means": PASSED, "doubled_means": PASSED})
    stayed, effects = step(state, Pressed("n"))
    assert effects == ()
    assert stayed.remark == "double is the only one that does not pass yet."
    assert after(stayed, Pressed("?")).remark == ""


@pytest.mark.parametrize("key", ["r", "enter"])
def test_check_again(begun, key):
    assert step(begun, Pressed(key))[1] == (Check(2, ("double",)),)


def test_run_all_and_then_the_current_one_again(begun):
    whole, effects = step(begun, Pressed("a"))
    assert effects == (Check(2, begun.names),)
    assert checked(whole).current == "double"
    assert after(checked(whole), Saved()).wanted == ("double",)


def test_help_is_for_the_current_exercise(begun):
    assert step(begun, Pressed("h"))[1] == (GiveHint("double"),)
    assert step(begun, Pressed("s"))[1] == (ShowSolution("double"),)
    ladder = Ladder("double", ("How many times?",), 2, climbed=True)
    helped = after(begun, Helped(ladder))
    assert helped.aside == ladder
    assert after(helped, Saved()).aside == ladder, "a hint stays while the learner works on it"
    assert after(helped, Pressed("n")).aside is None


def test_help_where_everything_passes(all_pass):
    state = checked(all_pass, PASSED)
    assert "nothing to hint at" in after(state, Pressed("h")).remark
    assert "list" in after(state, Pressed("s")).remark


def test_the_list_moves_picks_and_closes(begun):
    listed = after(begun, Pressed("l"))
    assert listed.aside == Picking(0)
    assert after(listed, Pressed("up")).aside == Picking(2)
    moved = after(listed, Pressed("down"), Pressed("j"))
    picked, effects = step(moved, Pressed("enter"))
    assert (picked.current, picked.aside) == ("doubled_means", None)
    assert effects == (Check(2, ("doubled_means",)),)
    closed, effects = step(listed, Pressed("q"))
    assert (closed.aside, effects) == (None, ()), "q closes the list, and not the watch"


def test_where_keys_come_as_lines_the_list_takes_none_of_them(begun):
    listed = after(replace(begun, lines=True), Pressed("l"))
    assert step(listed, Pressed("q"))[1] == (Abandon(), Quit())
    assert step(listed, Pressed("enter"))[1] == (Check(2, ("double",)),)


@pytest.mark.parametrize("key", ["l", "?"])
def test_where_keys_come_as_lines_what_is_asked_again_is_told_again(begun, key):
    once = after(replace(begun, lines=True), Pressed(key))
    again = after(once, Pressed(key))
    assert news(begun, once)
    assert news(once, again) == news(begun, once)
    assert news(again, after(again, Standing({}))) == []


@pytest.mark.parametrize("key", ["row_means", "2"])
def test_an_exercise_is_picked_by_name_or_number(begun, key):
    assert after(begun, Pressed(key)).current == "row_means"


@pytest.mark.parametrize("key", ["x", "0", "4", "a long line"])
def test_any_other_key_says_where_the_keys_are(begun, key):
    state, effects = step(begun, Pressed(key))
    assert (effects, "?" in state.remark) == ((), True)


@pytest.mark.parametrize(
    ("names", "passing", "count"),
    [
        (("double", "row_means", "doubled_means"), 1, "1 of 3 exercises of w9d9_small pass."),
        (("double", "row_means"), 1, "1 of the 2 exercises that were watched pass."),
        (("double",), 1, "double passes."),
        (("double",), 0, "double does not pass yet."),
    ],
)
def test_the_last_words_count_what_was_watched(state, names, passing, count):
    watched = replace(state, names=names, standing=dict.fromkeys(names[:passing], PASSED))
    (words,) = farewell_lines(watched)
    assert words.text.startswith(f"The watch has ended. {count}")


def test_quit_lets_go_of_the_check(begun):
    assert step(begun, Pressed("q"))[1] == (Abandon(), Quit())


def test_the_keys_come_and_go(begun):
    shown = after(begun, Pressed("?"))
    assert isinstance(shown.aside, Keys)
    assert after(shown, Pressed("?")).aside is None


def test_a_file_that_is_gone_ends_the_check_and_the_next_save_goes_on(begun):
    gone, effects = step(begun, Saved("The file is gone."))
    assert effects == (Abandon(),)
    assert (gone.checking, gone.trouble) == (False, "The file is gone.")
    assert after(gone, Told(1, verdict("double"))).told == ()
    back = after(gone, Saved())
    assert (back.checking, back.trouble) == (True, "")


def test_an_engine_that_fails_is_told_and_ends_nothing(begun):
    failed = after(begun, Ended(1, "The engine could not start."))
    assert (failed.checking, failed.trouble) == (False, "The engine could not start.")
    assert after(failed, Pressed("r")).checking


def test_what_other_commands_wrote_is_seen(begun):
    assert after(begun, Standing({"row_means": PASSED})).passed("row_means")


NAMES = ["double", "row_means", "doubled_means"]
EVENTS = some.one_of(
    some.builds(Saved, some.sampled_from(["", "The file is gone."])),
    some.builds(Pressed, some.sampled_from([*"nhslar?qkj12x", "enter", "up", "down", "escape", "row_means"])),
    some.builds(
        Told, some.integers(0, 6),
        some.builds(verdict, some.sampled_from(NAMES), some.sampled_from(Status)),
    ),
    some.builds(Ended, some.integers(0, 6), some.sampled_from(["", "It failed."])),
    some.builds(Failed, some.just("The disk is full.")),
)  # fmt: skip


@given(some.lists(EVENTS, max_size=40))
def test_whatever_comes_every_state_can_be_shown_and_only_the_last_check_speaks(events):
    workshop = course.find(SMALL, "w9d9")
    state, _ = begin(State(workshop, tuple(each.name for each in workshop.exercises), "starter.py"))
    for event in events:
        before = state
        state, effects = step(state, event)
        assert picture(state, seconds=1.0, width=40, height=10)
        news(before, state)
        begun = state.checking and state.round > before.round
        assert sum(isinstance(each, Check) for each in effects) == begun
        assert state.current in ("", *state.names)
        if isinstance(event, Told) and event.round != before.round:
            assert state == before
