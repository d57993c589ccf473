"""What start, reset, undo and hint answer, as lines."""

from __future__ import annotations

from kindling.course.model import Workshop
from kindling.learner.backups import Undone
from kindling.learner.resetting import Fresh
from kindling.learner.starting import Started
from kindling.learner.work import Work
from kindling.showing.page import Line, Style, line


def started_lines(work: Work, workshop: Workshop, started: Started, *, opened: bool) -> list[Line]:
    """Which files were copied or kept, and what to do now."""
    lines = [line(f"{workshop.name}: {workshop.title}", Style.STRONG)]
    lines += [line(f"  made  {work.shown(path)}") for path in started.made]
    lines += [line(f"  kept  {work.shown(path)}, as you left it") for path in started.kept]
    if opened:
        return [*lines, line("They are open in VS Code. When you have written something: kindling check")]
    paths = {path.name: work.shown(path) for path in (*started.made, *started.kept)}
    reading = f"Read {paths['lesson.ipynb']} and write" if "lesson.ipynb" in paths else "Write"
    return [*lines, line(f"{reading} in {paths['starter.py']}, then: kindling check")]


def reset_lines(work: Work, fresh: Fresh, exercise: str | None) -> list[Line]:
    """What is fresh now, and where the old text lies."""
    path = work.shown(fresh.path)
    what = f"{exercise} in {path}" if exercise else path
    if not fresh.changed:
        return [line(f"{what} is already as the starter has it; nothing was changed.")]
    lines = [line(f"{what} is fresh again.")]
    if fresh.kept:
        lines += [line(f"Your text is kept in {work.shown(fresh.kept)}. To bring it back: kindling undo")]
    return lines


def undone_lines(work: Work, undone: Undone) -> list[Line]:
    """What is back, and where that which it replaced lies."""
    lines = [line(f"{work.shown(undone.target)} has its former text back, from {work.shown(undone.source)}.")]
    if undone.kept:
        kept = work.shown(undone.kept)
        lines += [line(f"What it replaced is kept in {kept}. To go back to that: kindling undo")]
    return lines


def all_pass_lines(workshop: Workshop) -> list[Line]:
    """What is said when there is nothing left to hint at."""
    return [line(f"Every exercise of {workshop.name} passed at its last check; there is nothing to hint at.")]
