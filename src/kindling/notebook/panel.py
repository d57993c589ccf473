"""A verdict in a notebook: as HTML where a browser renders it, as text everywhere else."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Any

from kindling import course
from kindling.course import CourseError
from kindling.engine import EngineError
from kindling.engine import check as engine_check
from kindling.marks import AuthoringError
from kindling.verdicts import Status, Verdict

_LOOK = {
    Status.PASSED: ("✓", "passed", "#1a7f37"),
    Status.FAILED: ("✗", "not yet", "#9a6700"),
    Status.NOT_WRITTEN: ("…", "not written yet", "#57606a"),
    Status.WAITING: ("○", "waiting", "#57606a"),
    Status.STOPPED: ("⧖", "stopped", "#9a6700"),
    Status.NOT_CHECKED: ("○", "not checked", "#57606a"),
}


class Panel:
    """What `check` shows; `verdict` holds it as data, or None where there was none to give."""

    def __init__(self, verdict: Verdict | None, trouble: str = "") -> None:
        self.verdict = verdict
        self._trouble = trouble

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        """Both forms; a notebook takes the richest that it can show."""
        return {"text/plain": repr(self), "text/html": self._html()}

    def __repr__(self) -> str:
        """The verdict in words."""
        if self.verdict is None:
            return self._trouble
        verdict = self.verdict
        sign, word, _ = _LOOK[verdict.status]
        lines = [f"{sign} {word}: {verdict.exercise}", *_told(verdict)]
        lines += [f"  {label:<9} {text}" for label, text in _evidence(verdict)]
        return "\n".join(lines)

    def _html(self) -> str:
        if self.verdict is None:
            return f"<p>{escape(self._trouble)}</p>"
        verdict = self.verdict
        sign, word, colour = _LOOK[verdict.status]
        head = f"<b style='color:{colour}'>{sign} {word}</b> <b>{escape(verdict.exercise)}</b>"
        said = "".join(f"<div>{escape(each)}</div>" for each in _told(verdict))
        rows = "".join(
            f"<tr><th scope='row' style='text-align:left;padding-right:1em'>{label}</th>"
            f"<td style='text-align:left'><code>{escape(text)}</code></td></tr>"
            for label, text in _evidence(verdict)
        )
        table = f"<table style='margin:.4em 0'>{rows}</table>" if rows else ""
        style = f"border-left:4px solid {colour};padding:.3em .8em"
        return f"<div role='status' style='{style}'>{head}{said}{table}</div>"


def _told(verdict: Verdict) -> list[str]:
    if verdict.status is Status.PASSED:
        return [each for each in (verdict.note, *verdict.remarks) if each]
    sentences = [each.sentence for each in verdict.diagnoses] or [verdict.sentence]
    return [*sentences, *verdict.remarks, f"Look at {Path(verdict.path).name}, line {verdict.line}."]


def _evidence(verdict: Verdict) -> list[tuple[str, str]]:
    seen = verdict.evidence
    if seen is None or verdict.status is Status.PASSED:
        return []
    rows = (("tried", seen.tried), ("called", seen.called), ("came", seen.came), ("expected", seen.expected))
    return [(label, text) for label, text in rows if text]


def check(exercise: str) -> Panel:
    """Judge an exercise of the `starter.py` beside the notebook, as it was last saved.

    Args:
        exercise: its name; the notebook's folder names the workshop.
    """
    folder = Path.cwd()
    try:
        workshop = course.find(course.find_root(), folder.name)
        names = [each.name for each in workshop.exercises]
        if exercise not in names:
            return Panel(None, f"{workshop.name} has no exercise {exercise!r}. It has: {', '.join(names)}.")
        return Panel(next(engine_check(workshop, folder / "starter.py", [exercise])))
    except (CourseError, EngineError, AuthoringError, StopIteration) as error:
        return Panel(None, str(error) or "The engine gave no verdict; run the cell again.")
