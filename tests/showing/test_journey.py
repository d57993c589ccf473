from __future__ import annotations

import io
from dataclasses import replace

from kindling.learner.journey import Remark, State, Stop
from kindling.showing.journey import bar, journey_lines, learned_lines, next_lines, whole_lines
from kindling.showing.page import Plain

DONE = Stop("w1d1_intro", "Introduction: a first look", State.DONE, 6, 6)
BEGUN = Stop("w1d2_tensors", "Tensors", State.BEGUN, 3, 8, "row_stats")
NEXT = Stop("w2d1_deep", "Deep [learning]", State.NEXT, 0, 7, "layer")


def told(lines) -> str:
    stream = io.StringIO()
    Plain(stream).show(lines)
    return stream.getvalue()


def test_a_bar_is_full_only_when_all_passes_and_empty_only_when_nothing_does():
    assert bar(0, 20) == "[..........]"
    assert bar(1, 20) == "[#.........]"
    assert bar(10, 20) == "[#####.....]"
    assert bar(19, 20) == "[#########.]"
    assert bar(20, 20) == "[##########]"
    assert bar(0, 0) == "[..........]"


def test_the_map_says_in_words_what_is_done_begun_and_next():
    assert (
        told(journey_lines([DONE, BEGUN, NEXT]))
        == """\
Week 1
  ✓ done   w1d1  [##########]  6 of 6   Introduction
  ▸ begun  w1d2  [###.......]  3 of 8   Tensors

Week 2
  → next   w2d1  [..........]  0 of 7   Deep [learning]

9 of 21 exercises pass; 1 of 3 workshops are done.
Go on with row_stats: kindling check w1d2
"""
    )


def test_what_is_not_as_it_was_checked_is_told_with_the_command_that_settles_it():
    changed = Stop("w1d1_intro", "Introduction", State.DONE, 6, 6, "", Remark.CHANGED)
    apart = Stop("w1d2_tensors", "Tensors", State.BEGUN, 8, 8, "", Remark.APART)
    assert "           Changed since its last whole check: kindling check w1d1\n" in told(
        journey_lines([changed])
    )
    assert told(next_lines(apart, "kindling start w2d1")) == (
        "Every exercise passes; one check of the whole file is still to come: kindling check w1d2_tensors\n"
    )


def test_the_workshop_that_was_started_last_is_the_one_to_go_on_with():
    other = Stop("w1d3_more", "More", State.BEGUN, 0, 2, "first")
    assert "Go on with first: kindling check w1d3" in told(journey_lines([BEGUN, other], "w1d3_more"))
    assert "Go on with row_stats: kindling check w1d2" in told(journey_lines([BEGUN, other], "w1d1_intro"))


def test_two_workshops_of_one_day_keep_their_names():
    text = told(journey_lines([BEGUN, Stop("w1d2_more", "More", State.NEXT, 0, 2, "first")]))
    assert "w1d2_tensors  [" in text
    assert "w1d2_more     [" in text


def test_a_finished_workshop_says_what_was_learned():
    assert (
        told(learned_lines("w1d2_tensors", ["make tensors", "tell a view from a copy"]))
        == """\

w1d2_tensors is done. You can now
  1. make tensors
  2. tell a view from a copy

"""
    )


def test_the_whole_course_is_done_when_every_workshop_is():
    other = Stop("w1d2_tensors", "Tensors: build, inspect", State.DONE, 8, 8)
    assert whole_lines([DONE, BEGUN]) == []
    changed = replace(other, remark=Remark.CHANGED)
    assert "whole course" not in told(journey_lines([DONE, changed]))
    assert "Next: kindling check w1d2" in told(journey_lines([DONE, changed]))
    text = told(journey_lines([DONE, other]))
    assert "The whole course is done: all 14 exercises pass." in text
    assert "You have worked your way through: Introduction, Tensors." in text
