"""What the watch knows before its first check."""

from __future__ import annotations

import shutil

import pytest

from kindling.learner import choosing, starting
from kindling.learner.work import Work
from kindling.watch.opening import first_state


@pytest.mark.parametrize(("names", "following"), [([], "kindling start w9d10_next"), (["double"], "")])
def test_only_a_watch_of_the_whole_workshop_leads_to_the_next(small_course, names, following):
    workshops = small_course / "workshops"
    shutil.copytree(workshops / "w9d9_small", workshops / "w9d10_next")
    work = Work(small_course)
    choice = choosing.choose(work, ["w9d9", *names])
    starting.start(work, choice.workshop)
    state = first_state(work, choice, work.starter("w9d9_small"), lines=False)
    assert state.following == following
