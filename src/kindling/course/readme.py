"""A workshop's README taken apart: its title, its opening, its sections by their headings, its goals."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from kindling.course.source import read_text
from kindling.marks import AuthoringError

_HEADING = re.compile(r"^## +(.+?) *$", re.MULTILINE)
_GOAL = re.compile(r"^\d+\.[ \t]+(.+(?:\n[ \t]+\S.*)*)", re.MULTILINE)


@dataclass(frozen=True)
class Readme:
    """The parts of a README, each still Markdown.

    Attributes:
        title: its first heading, without the mark.
        opening: what stands between the title and the first section.
        sections: what stands below each heading of the second level, by that heading.
    """

    title: str
    opening: str
    sections: dict[str, str]

    @property
    def goals(self) -> tuple[str, ...]:
        """What a learner can do after the workshop, one phrase each: the numbers in the section `Goals`."""
        found: list[str] = _GOAL.findall(self.sections.get("Goals", ""))
        return tuple(" ".join(each.split()).rstrip(".;,") for each in found)


def read_readme(path: Path) -> Readme:
    """The README of a workshop.

    Raises:
        AuthoringError: it can't be read.
    """
    beginning, *rest = _HEADING.split(read_text(path))
    title, _, opening = beginning.strip().partition("\n")
    sections = {name: text.strip() for name, text in zip(rest[::2], rest[1::2], strict=True)}
    return Readme(title.removeprefix("# ").strip(), opening.strip(), sections)


def goals(folder: Path) -> tuple[str, ...]:
    """What a workshop's README says that it teaches; empty where it does not say so, or can't be read."""
    try:
        return read_readme(folder / "README.md").goals
    except AuthoringError:
        return ()
