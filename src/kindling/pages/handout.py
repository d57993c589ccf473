"""A workshop on one sheet of paper: what a learner keeps beside the keyboard, from the workshop's README."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from pathlib import Path
from string import Template

from markdown_it import MarkdownIt

from kindling.course.model import Workshop
from kindling.course.readme import Readme, read_readme

HERE = Path(__file__).resolve().parent
COMMANDS = (
    ("start {day}", "copy the day's lesson and starter, and open them"),
    ("check", "what is right, what is wrong, where to look"),
    ("watch", "the same at every save"),
    ("hint", "the next hint for the first exercise that does not pass"),
    ("solution", "the solution beside yours, once it passes"),
    ("reset", "begin again; the old file is kept"),
    ("undo", "bring the old file back"),
)
_MARKDOWN = MarkdownIt("commonmark").enable("table")
_ADDRESS = re.compile(r'<a href="([^"]+)">(.*?)</a>', re.DOTALL)


def handout(workshop: Workshop) -> str:
    """The sheet as one HTML page that needs nothing beside it.

    Raises:
        AuthoringError: the workshop's README can't be read.
    """
    about = read_readme(workshop.folder / "README.md")
    page = Template((HERE / "handout.html").read_text(encoding="utf-8"))
    day = workshop.name.partition("_")[0]
    return page.substitute(
        style=(HERE / "handout.css").read_text(encoding="utf-8"),
        title=escape(about.title),
        opening=_rendered(about.opening),
        goals=_section(about, "Goals"),
        exercises=_with_boxes(_section(about, "Exercises")),
        plan=_section(about, "The session"),
        questions=_section(about, "Questions to discuss"),
        commands="\n".join(_commands(day)),
    )


def _section(about: Readme, beginning: str) -> str:
    text = next((text for name, text in about.sections.items() if name.startswith(beginning)), "")
    return _rendered(text)


def _rendered(text: str) -> str:
    """Markdown as HTML; paper has no links, so that only a link's words stay."""
    return _ADDRESS.sub(r"\2", _MARKDOWN.render(text))


def _with_boxes(table: str) -> str:
    """A table with an empty box to tick before the first cell of each row."""
    return re.sub(r"<tr>\s*<td", '<tr>\n<td class="box" aria-label="to tick"></td><td', table).replace(
        "<tr>\n<th", "<tr>\n<th></th><th", 1
    )


def _commands(day: str) -> Iterator[str]:
    for command, words in COMMANDS:
        yield f"<tr><td><code>kindling {command.format(day=day)}</code></td><td>{words}</td></tr>"
