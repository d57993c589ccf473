"""What workshops and exercises were called in earlier versions of the course.

A mark in `solution.py` says so: `# formerly: old_name` inside an exercise, or at the left margin for
the workshop's folder. What a learner wrote and passed under the old name then counts under the new one.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from kindling.course.reading import read
from kindling.marks import AuthoringError


@dataclass(frozen=True)
class Renames:
    """Former names with their present ones; a name that is in use is never a former one.

    Attributes:
        workshops: a former folder's name, and the present one.
        exercises: the present name of a workshop with a former name in it, and the present name.
    """

    workshops: dict[str, str] = field(default_factory=dict)
    exercises: dict[tuple[str, str], str] = field(default_factory=dict)


def read_renames(folders: Sequence[Path]) -> Renames:
    """The renames that the workshops in these folders tell of; one that is broken tells none."""
    found = Renames()
    taken = {folder.name for folder in folders}
    for folder in folders:
        with suppress(AuthoringError, OSError):
            if b"formerly:" in (folder / "solution.py").read_bytes():
                workshop = read(folder)
                found.workshops.update({old: folder.name for old in workshop.formerly if old not in taken})
                found.exercises.update(
                    {(folder.name, old): each.name for each in workshop.exercises for old in each.formerly}
                )
    return found
