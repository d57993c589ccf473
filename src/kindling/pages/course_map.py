"""`workshops/README.md`: the course week by week, from its folders; what comes later stands as planned."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kindling.course import folders, read
from kindling.course.model import Workshop
from kindling.course.readme import read_readme

_DAY = re.compile(r"w(\d+)d(\d+)(?:-(\d+))?")
_TITLE = re.compile(r"(?:Week \d+, )?(.+?): (.+)")
_HEAD = """# Kindling: the course

One folder for each day. Where a day has a link, its README holds the goals, the plan of the live session
and the resources; its lesson and starter come to your own folder with `kindling start`. Where you stand in
all this: `kindling progress`.

<!-- This page is written by nox -s build from the folders beside it and from course.toml. -->
"""


@dataclass(frozen=True)
class Day:
    """A day of the course on the map.

    Attributes:
        week: counted from 1.
        day: in the week, counted from 1.
        text: its lines of Markdown.
    """

    week: int
    day: int
    text: str


def course_map(root: Path) -> str:
    """The map of the course as Markdown.

    Args:
        root: the course's folder.

    Raises:
        ValueError: `course.toml` plans a day that has its folder by now, or lacks a week's name.
    """
    outline = tomllib.loads((root / "workshops" / "course.toml").read_text(encoding="utf-8"))
    written = [_written(read(folder)) for folder in folders(root)]
    planned = [_planned(name, title) for name, title in outline["planned"].items()]
    if twice := {(each.week, each.day) for each in written} & {(each.week, each.day) for each in planned}:
        names = ", ".join(f"w{week}d{day}" for week, day in sorted(twice))
        raise ValueError(f"workshops/course.toml still plans {names}, which has its folder: take it out.")
    days = sorted([*written, *planned], key=lambda each: (each.week, each.day))
    return "\n".join([_HEAD, *_weeks(days, outline["weeks"])]).rstrip() + "\n"


def _weeks(days: list[Day], names: dict[str, str]) -> Iterator[str]:
    for week in sorted({each.week for each in days}):
        if str(week) not in names:
            raise ValueError(f"workshops/course.toml has no name for week {week}: add one.")
        yield f"## Week {week}: {names[str(week)]}\n"
        yield from (each.text for each in days if each.week == week)
        yield ""


def _written(workshop: Workshop) -> Day:
    about = read_readme(workshop.folder / "README.md")
    week, day, _ = _place(workshop.name)
    short = workshop.name.partition("_")[0]
    title = _TITLE.fullmatch(about.title)
    days, subject = title.groups() if title else (f"day {day}", about.title)
    return Day(
        week,
        day,
        f"### [{_capital(days)}: {_capital(subject)}]({workshop.name}/README.md)\n\n{about.opening}\n\n"
        f"{len(workshop.exercises)} exercises · `kindling start {short}`\n",
    )


def _planned(name: str, title: str) -> Day:
    week, day, last = _place(name)
    days = f"Days {day} and {last}" if last else f"Day {day}"
    return Day(week, day, f"- {days}: {title} (planned)")


def _place(name: str) -> tuple[int, int, int]:
    """Week, first day and last day of a name such as `w2d6-7`; the last day is 0 where there is but one."""
    found = _DAY.match(name)
    if found is None:
        raise ValueError(f"{name} names no day of the course: write it like w2d3 or w2d6-7.")
    return int(found[1]), int(found[2]), int(found[3] or 0)


def _capital(words: str) -> str:
    return words[0].upper() + words[1:]
