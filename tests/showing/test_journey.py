from __future__ import annotations

import io

from kindling.learner.journey import State, Stop
from kindling.showing.journey import bar, journey_lines
from kindling.showing.page import Plain


def test_a_bar_is_full_only_when_all_passes_and_empty_only_when_nothing_does():
    assert bar(0, 20) == "[..........]"
    assert bar(1, 20) == "[#.........]"
    assert bar(10, 20) == "[#####.....]"
    assert bar(19, 20) == "[#########.]"
    assert bar(20, 20) == "[##########]"
    assert bar(0, 0) == "[..........]"


def test_the_map_says_in_words_what_is_done_begun_and_next():
    stream = io.StringIO()
    Plain(stream).show(
        journey_lines(
            [
                Stop("w1d1_intro", "Introduction", State.DONE, 6, 6),
                Stop("w1d2_tensors", "Tensors", State.BEGUN, 3, 8),
                Stop("w2d1_deep", "Deep [learning]", State.NEXT, 0, 7),
            ]
        )
    )
    assert (
        stream.getvalue()
        == """\
Week 1
  done   w1d1_intro    [##########]  6 of 6   Introduction
  begun  w1d2_tensors  [###.......]  3 of 8   Tensors

Week 2
  next   w2d1_deep     [..........]  0 of 7   Deep [learning]

9 of 21 exercises pass.
Go on: kindling check w1d2_tensors
"""
    )
