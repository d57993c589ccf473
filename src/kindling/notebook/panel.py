"""A verdict in a notebook: words and boxes where a browser renders them, plain text everywhere else."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from kindling.course import CourseError
from kindling.engine import EngineError
from kindling.learner.hints import Ladder
from kindling.learner.work import LearnerError
from kindling.marks import AuthoringError
from kindling.showing.help import ladder_lines
from kindling.showing.html import trouble_html, verdict_html
from kindling.showing.page import Line, line
from kindling.showing.verdict import verdict_lines
from kindling.verdicts import Status, Verdict

TROUBLES = (CourseError, EngineError, AuthoringError, LearnerError, OSError, StopIteration)


class Panel:
    """A verdict as a notebook shows it; `verdict` holds it as data, or None where there was none to give."""

    def __init__(
        self,
        verdict: Verdict | None,
        trouble: str = "",
        *,
        ladder: Ladder | None = None,
        remarks: Sequence[str] = (),
        link: str = "",
    ) -> None:
        self.verdict = verdict
        self._trouble = trouble
        self._ladder = ladder
        self._remarks = remarks
        self._link = link

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        """Both forms; a notebook takes the richest that it can show."""
        return {"text/plain": repr(self), "text/html": self._html()}

    def __repr__(self) -> str:
        """The verdict in words, as in a terminal."""
        return "\n".join(each.text for each in self._lines()).rstrip("\n")

    def _lines(self) -> list[Line]:
        if self.verdict is None:
            return [line(self._trouble)]
        lines = verdict_lines(self.verdict, Path(self.verdict.path).name)
        lines += [line(each) for each in self._remarks]
        shows_hints = self._ladder and self._ladder.given and self.verdict.status is not Status.PASSED
        return [*lines, *(ladder_lines(self._ladder) if self._ladder and shows_hints else [])]

    def _html(self) -> str:
        if self.verdict is None:
            return trouble_html(self._trouble)
        return verdict_html(self.verdict, self._link, self._ladder, self._remarks)


def trouble(error: BaseException) -> Panel:
    """What to show where there is no verdict."""
    return Panel(None, str(error) or "The engine gave no verdict; run the cell again.")
