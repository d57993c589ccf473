"""A workshop's README taken apart: its title, its opening, and its sections by their headings."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

_HEADING = re.compile(r"^## +(.+?) *$", re.MULTILINE)


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


def read_readme(path: Path) -> Readme:
    """The README of a workshop.

    Raises:
        OSError: it can't be read.
    """
    beginning, *rest = _HEADING.split(path.read_text(encoding="utf-8"))
    title, _, opening = beginning.strip().partition("\n")
    sections = {name: text.strip() for name, text in zip(rest[::2], rest[1::2], strict=True)}
    return Readme(title.removeprefix("# ").strip(), opening.strip(), sections)
