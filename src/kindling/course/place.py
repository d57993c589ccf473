"""Where the course is, and which workshops it has."""

from __future__ import annotations

import difflib
import os
import re
from pathlib import Path

from kindling.course.model import Workshop
from kindling.course.reading import read
from kindling.course.renames import Renames, read_renames

NAME = re.compile(r"w(\d+)d(\d+)_\w+")
PROJECT = re.compile(r"^name\s*=\s*[\"']kindling", re.MULTILINE)


class CourseError(Exception):
    """The course, or a workshop of it, is not where it was looked for; the message says what to do."""


def find_root(start: Path | None = None) -> Path:
    """The course's folder: the one that holds `workshops/` and the kit's `pyproject.toml`.

    Looked for in the environment variable `KINDLING_ROOT`, then upwards from `start`, then upwards
    from where the kit itself lies.

    Args:
        start: a folder or file in the course; the current folder if none is given.

    Raises:
        CourseError: there is no course in any of these places.
    """
    if named := os.environ.get("KINDLING_ROOT"):
        root = Path(named).expanduser().resolve()
        if (root / "workshops").is_dir():
            return root
        raise CourseError(f"KINDLING_ROOT is {named}, which has no folder workshops/. Set it to the course.")
    begin = (start or Path.cwd()).resolve()
    for place in (begin, Path(__file__).resolve()):
        for folder in (place, *place.parents):
            if _is_root(folder):
                return folder
    raise CourseError(f"{begin} is not inside a Kindling course. Go to the course's folder and try again.")


def _is_root(folder: Path) -> bool:
    project = folder / "pyproject.toml"
    if not (folder / "workshops").is_dir() or not project.is_file():
        return False
    return PROJECT.search(project.read_text(encoding="utf-8", errors="replace")) is not None


def folders(root: Path) -> list[Path]:
    """The folders of the workshops, from the first day to the last."""
    place = root / "workshops"
    if not place.is_dir():
        raise CourseError(f"{root} has no folder workshops/. Go to the course's folder and try again.")
    found = [each for each in place.iterdir() if NAME.fullmatch(each.name) and _written(each)]
    return sorted(found, key=_day)


def _written(folder: Path) -> bool:
    """Whether a folder holds files of a workshop, not only caches that an older version left."""
    return any(each.is_file() and not each.name.startswith(".") for each in folder.glob("*"))


def _day(folder: Path) -> tuple[int, int, str]:
    name = NAME.fullmatch(folder.name)
    return (int(name[1]), int(name[2]), folder.name) if name else (0, 0, folder.name)


def workshops(root: Path) -> list[Workshop]:
    """All workshops of the course, from the first day to the last.

    Raises:
        AuthoringError: one of them is not written as an author must write it.
        CourseError: the folder holds no course.
    """
    return [read(folder) for folder in folders(root)]


def find(root: Path, name: str) -> Workshop:
    """The workshop of that name; only this one is read.

    Args:
        root: the course's folder.
        name: the folder's name, now or formerly; a beginning that only one workshop has; or a path to it.

    Raises:
        AuthoringError: the workshop is not written as an author must write it.
        CourseError: no workshop, or more than one, has that name.
    """
    known = {folder.name: folder for folder in folders(root)}
    asked = Path(name.strip()).name
    present = asked if asked in known else renames(root).workshops.get(asked, name)
    return read(known[_choose(present, list(known))])


def renames(root: Path) -> Renames:
    """What workshops and exercises of the course were called before.

    Raises:
        CourseError: the folder holds no course.
    """
    return read_renames(folders(root))


def _choose(name: str, known: list[str]) -> str:
    asked = Path(name.strip()).name.lower()
    fits = [each for each in known if each == asked] or [
        each for each in known if each.startswith(f"{asked}_")
    ]
    fits = fits or [each for each in known if asked and each.startswith(asked)]
    if len(fits) == 1:
        return fits[0]
    if fits:
        raise CourseError(
            f"More than one workshop begins with {name}: {', '.join(fits)}. Write more of the name."
        )
    raise CourseError(f"There is no workshop {name.strip() or 'without a name'}. {_near(asked, known)}")


def _near(asked: str, known: list[str]) -> str:
    whole = {each: each for each in known} | {each.split("_")[0]: each for each in known}
    whole |= {each.split("_", 1)[1]: each for each in known}
    close = list(dict.fromkeys(whole[each] for each in difflib.get_close_matches(asked, list(whole), 3, 0.5)))
    if close:
        return f"Did you mean {' or '.join(close)}?"
    return f"The workshops are: {', '.join(known)}." if known else "The course has no workshop yet."
