"""States of a watch over the small course: double, row_means, doubled_means."""

from __future__ import annotations

from pathlib import Path

import pytest

from kindling import course
from kindling.verdicts import Diagnosis, Status, Verdict
from kindling.watch.state import State

SMALL = Path(__file__).resolve().parents[1] / "small_course"


@pytest.fixture
def state() -> State:
    """A watch before its first check; nothing was ever checked."""
    workshop = course.find(SMALL, "w9d9")
    names = tuple(each.name for each in workshop.exercises)
    place = "work/w9d9_small/starter.py"
    return State(workshop, names, place, following="kindling start w9d10")


def verdict(exercise: str, status: Status = Status.PASSED) -> Verdict:
    """A verdict as the engine gives it."""
    sentence = "This multiplies x by itself." if status is Status.FAILED else ""
    diagnoses = (Diagnosis("square", sentence, "p"),) if sentence else ()
    note = "Multiplication by a number works on every element." if status is Status.PASSED else ""
    return Verdict("w9d9_small", exercise, status, sentence, diagnoses, note=note, line=4)
