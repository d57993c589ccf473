"""A verdict in a notebook: words and boxes where a browser renders them, plain text everywhere else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kindling.learner.hints import Ladder
from kindling.showing.help import ladder_lines
from kindling.showing.html import trouble_html, verdict_html
from kindling.showing.page import Line, line
from kindling.showing.verdict import verdict_lines
from kindling.verdicts import Status, Verdict


@dataclass(frozen=True, repr=False)
class Panel:
    """What a notebook shows of a verdict.

    Attributes:
        verdict: the verdict as data; None where there was none to give.
        trouble: why there is none, in a sentence.
        ladder: the hints so far.
        remarks: further sentences about this notebook.
        link: an address that opens the file at the line; empty for none.
    """

    verdict: Verdict | None
    trouble: str = ""
    ladder: Ladder | None = None
    remarks: Sequence[str] = ()
    link: str = ""

    @property
    def passed(self) -> bool:
        """Whether the exercise passes."""
        return self.verdict is not None and self.verdict.status is Status.PASSED

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        """Both forms; a notebook takes the richest that it can show."""
        return {"text/plain": repr(self), "text/html": self._html()}

    def __repr__(self) -> str:
        """The verdict in words, as in a terminal."""
        return "\n".join(each.text for each in self._lines()).rstrip("\n")

    def _lines(self) -> list[Line]:
        if self.verdict is None:
            return [line(self.trouble)]
        lines = verdict_lines(self.verdict, Path(self.verdict.path).name)
        lines += [line(each) for each in self.remarks]
        if self.ladder and self.ladder.given and not self.passed:
            lines += ladder_lines(self.ladder)
        return lines

    def _html(self) -> str:
        if self.verdict is None:
            return trouble_html(self.trouble)
        return verdict_html(self.verdict, self.link, self.ladder, self.remarks)
