"""Hints and solutions as lines."""

from __future__ import annotations

import difflib
import itertools

from kindling.learner.definitions import lines_of
from kindling.learner.hints import Beside, Ladder
from kindling.showing.page import Line, Style, clean, labelled, line

SHARED = 6
Row = tuple[str | None, str, str | None]
"""Your line, the mark between, the solution's line."""


def ladder_lines(ladder: Ladder, *, more: str = "") -> list[Line]:
    """The hints so far, the newest last, and where more help is.

    Args:
        ladder: the hints.
        more: how the solution is had; by a command where nothing is said.
    """
    more = more or _by_command(ladder.exercise)
    if not ladder.total:
        return [line(f"{ladder.exercise} has no hints. {more}")]
    count = f"hint {len(ladder.given)} of {ladder.total}" if ladder.climbed else "all its hints"
    lines = [Line(((ladder.exercise, Style.STRONG), (f"  {count}", Style.QUIET)))]
    for number, hint in enumerate(ladder.given, 1):
        lines += labelled(f"{number}", hint, indent=2, width=3)
    if not ladder.climbed:
        lines.append(line(after_the_last(ladder.exercise, more)))
    elif len(ladder.given) == ladder.total:
        lines.append(line("This is the last hint.", Style.QUIET))
    return lines


def after_the_last(exercise: str, more: str = "") -> str:
    """What is said to who asks for a hint after the last one."""
    return f"That was the last hint. {more or _by_command(exercise)}"


def _by_command(exercise: str) -> str:
    return f"The solution: kindling solution {exercise}"


def ask_first_lines(
    exercise: str, *, hint: str = "", again: str = "give the same command once more"
) -> list[Line]:
    """What is said when a solution is asked for before the exercise passes.

    Args:
        exercise: its name.
        hint: how a hint is had; by a command where nothing is said.
        again: how the solution is asked for once more.
    """
    hint = hint or f"kindling hint {exercise}"
    return [
        line(f"{exercise} does not pass yet. A hint may be enough: {hint}"),
        line(f"To see the solution all the same, {again}."),
    ]


def beside_lines(beside: Beside, width: int) -> list[Line]:
    """The learner's definition and the solution, side by side where `width` columns allow it.

    Lines that differ are marked: `|` between them, `<` only yours, `>` only in the solution.
    """
    yours = _texts(beside.yours or "")
    solution = _texts(beside.solution)
    if not yours:
        none = f"Your file has no definition of {beside.exercise}."
        return [line(none), line(), *_block("the solution", [(" ", each) for each in solution])]
    if yours == solution:
        return [line(f"Your {beside.exercise} and the solution are the same, word for word.")]
    rows = _folded(_aligned(yours, solution))
    column = max(len("yours"), *map(len, yours))
    if column + max(map(len, solution)) + 5 <= width:
        return _side_by_side(rows, column)
    left = [("-" if mark != " " else " ", mine) for mine, mark, _ in rows if mine is not None]
    right = [("+" if mark != " " else " ", theirs) for _, mark, theirs in rows if theirs is not None]
    return [*_block("yours", left), line(), *_block("the solution", right)]


def _texts(source: str) -> list[str]:
    return [clean(each.rstrip()) for each in lines_of(source.strip("\r\n"))]


def _aligned(yours: list[str], solution: list[str]) -> list[Row]:
    """Both texts line by line, as `diff --side-by-side` sets them."""
    rows: list[Row] = []
    matcher = difflib.SequenceMatcher(None, yours, solution, autojunk=False)
    for kind, left, left_end, right, right_end in matcher.get_opcodes():
        mine: list[str | None] = [*yours[left:left_end]]
        theirs: list[str | None] = [*solution[right:right_end]]
        height = max(len(mine), len(theirs))
        mine += [None] * (height - len(mine))
        theirs += [None] * (height - len(theirs))
        for one, other in zip(mine, theirs, strict=True):
            mark = " " if kind == "equal" else "<" if other is None else ">" if one is None else "|"
            rows.append((one, mark, other))
    return rows


def _folded(rows: list[Row]) -> list[Row]:
    """The rows without the middle of a long stretch that both have, such as the statement."""
    folded: list[Row] = []
    for same, group in itertools.groupby(rows, key=lambda row: row[1] == " "):
        stretch = list(group)
        if same and len(stretch) > SHARED:
            stretch = [*stretch[:2], ("    [...]", " ", "    [...]"), *stretch[-1:]]
        folded += stretch
    return folded


def _side_by_side(rows: list[Row], column: int) -> list[Line]:
    heading = Line(((f"{'yours':<{column}}   the solution", Style.STRONG),))
    body = [
        Line(
            ((f"{mine or '':<{column}} {mark} {theirs or ''}", Style.PLAIN if mark == " " else Style.AMISS),)
        )
        for mine, mark, theirs in rows
    ]
    return [heading, *body]


def _block(title: str, rows: list[tuple[str, str]]) -> list[Line]:
    body = [
        Line(((text, Style.PLAIN if mark == " " else Style.AMISS),), f"{mark} ", hang=6)
        for mark, text in rows
    ]
    return [line(title, Style.STRONG), *body]
