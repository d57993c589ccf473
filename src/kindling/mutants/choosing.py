"""Which exercises are asked for on the command line."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from kindling import course
from kindling.course import CourseError
from kindling.course.model import Workshop

Chosen = list[tuple[Workshop, list[str]]]


def chosen_workshops(root: Path, names: Sequence[str], exercises: Sequence[str]) -> Chosen:
    """The workshops of those names, or all, with those of their exercises that are asked for, or all.

    Raises:
        CourseError: there is no such workshop, or no such exercise in any of them.
    """
    workshops = [course.find(root, name) for name in names] or course.workshops(root)
    found = [
        (each, [one.name for one in each.exercises if not exercises or one.name in exercises])
        for each in workshops
    ]
    for missing in sorted(set(exercises) - {name for _, names in found for name in names}):
        raise CourseError(f"There is no exercise {missing} in {', '.join(each.name for each in workshops)}.")
    return [(workshop, names) for workshop, names in found if names]
