"""The folder: its files are there, have LF line ends, and the starter is the one derived."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path

from kindling.course.source import read_text
from kindling.course.starter import derive_starter
from kindling.marks import AuthoringError

FILES = ("README.md", "lesson.ipynb", "starter.py", "solution.py", "checks.py", "answers.py")


def faults(folder: Path) -> Iterator[AuthoringError]:
    """Missing files, and files with other line ends than LF."""
    for path in (folder / name for name in FILES):
        if not path.is_file():
            yield AuthoringError(path, 1, _missing(path.name))
        elif b"\r" in (data := path.read_bytes()):
            line = data[: data.index(b"\r")].count(b"\n") + 1
            yield AuthoringError(path, line, "this line ends with CR; save the file with LF line ends.")


def _missing(name: str) -> str:
    if name == "starter.py":
        return "`starter.py` is missing; derive it with `nox -s build`."
    return f"`{name}` is missing; every workshop has one."


def drift(folder: Path) -> Iterator[AuthoringError]:
    """A starter that is not the one that the solution derives to."""
    solution, starter = folder / "solution.py", folder / "starter.py"
    if not starter.is_file():
        return
    try:
        wanted = derive_starter(read_text(solution), solution).split("\n")
        there = read_text(starter).split("\n")
    except AuthoringError as error:
        yield error
        return
    for line, (here, want) in enumerate(zip_longest(there, wanted), start=1):
        if here != want:
            yield AuthoringError(starter, line, _drifted(here, want))
            return


def _drifted(here: str | None, want: str | None) -> str:
    came = (
        "the file ends"
        if here is None
        else f"`{here.strip()}` stands here"
        if here.strip()
        else "here is a blank line"
    )
    expected = "nothing more" if want is None else f"`{want.strip()}`" if want.strip() else "a blank line"
    return f"{came} where `solution.py` gives {expected}; derive the starter again with `nox -s build`."
