"""The course as data: its folder, its workshops, their exercises."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Exercise:
    """One function or class that the learner writes.

    Attributes:
        name: unique in its workshop.
        statement: the docstring.
        hints: the ladder, gentlest first.
        note: told when the exercise passes; may be empty.
        line: where the definition stands in `solution.py`, counted from 1.
        code: the definition in `solution.py`, without hints, note and region marks.
        calls: earlier exercises of the workshop that the solution calls.
        formerly: names that it had in earlier versions of the course.
    """

    name: str
    statement: str
    hints: tuple[str, ...]
    note: str
    line: int
    code: str
    calls: tuple[str, ...]
    formerly: tuple[str, ...] = ()


@dataclass(frozen=True)
class Workshop:
    """One course day: a folder below `workshops/`.

    Attributes:
        name: the folder's name, for example `w1d2_tensors`.
        folder: the pristine folder, which a learner never changes.
        title: the first sentence of `solution.py`, without its full stop.
        exercises: in the order of `solution.py`.
        formerly: names that the folder had in earlier versions of the course.
    """

    name: str
    folder: Path
    title: str
    exercises: tuple[Exercise, ...]
    formerly: tuple[str, ...] = ()

    @property
    def solution(self) -> Path:
        """The one source of the exercises."""
        return self.folder / "solution.py"

    @property
    def starter(self) -> Path:
        """What a learner fills in, derived from the solution."""
        return self.folder / "starter.py"

    @property
    def lesson(self) -> Path:
        """The lesson notebook."""
        return self.folder / "lesson.ipynb"

    @property
    def checks(self) -> Path:
        """The probes."""
        return self.folder / "checks.py"

    @property
    def answers(self) -> Path:
        """The alternatives and misconceptions."""
        return self.folder / "answers.py"

    def exercise(self, name: str) -> Exercise:
        """The exercise of that name.

        Raises:
            KeyError: there is none.
        """
        return {each.name: each for each in self.exercises}[name]
