"""What a workshop teaches: the numbered list in the section `Goals` of its `README.md`."""

from __future__ import annotations

import re
from pathlib import Path

from kindling.course.source import read_text
from kindling.marks import AuthoringError

OPENING = re.compile(r"^## Goals\n(?:(?!#|\d+\. )[^\n]*\n)*(?=\d+\. )", re.MULTILINE)
GOAL = re.compile(r"\d+\.[ \t]+(.+(?:\n[ \t]+\S.*)*)\n?")


def goals(folder: Path) -> tuple[str, ...]:
    """What a learner can do after the workshop, one phrase each; empty where the README does not say."""
    try:
        text = read_text(folder / "README.md")
    except AuthoringError:
        return ()
    opening = OPENING.search(text)
    found: list[str] = []
    place = opening.end() if opening else len(text)
    while goal := GOAL.match(text, place):
        found.append(" ".join(goal[1].split()).rstrip(".;,"))
        place = goal.end()
    return tuple(found)
