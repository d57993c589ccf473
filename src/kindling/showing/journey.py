"""The course map as lines: every workshop with its bar and how it stands, in words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kindling.learner.journey import State, Stop
from kindling.showing.page import Line, Style, clean, line

BAR = 10
WORDS = {
    State.DONE: ("done", Style.GOOD),
    State.BEGUN: ("begun", Style.AMISS),
    State.NEXT: ("next", Style.STRONG),
    State.AHEAD: ("", Style.QUIET),
}


def journey_lines(stops: Sequence[Stop]) -> list[Line]:
    """The map, week by week, and one line that says where to go on."""
    lines: list[Line] = []
    week = ""
    column = max((len(stop.workshop) for stop in stops), default=0)
    for stop in stops:
        if (here := _week(stop.workshop)) != week:
            week = here
            lines += [*([line()] if lines else []), line(week, Style.STRONG)]
        lines.append(_stop_line(stop, column))
    return [*lines, line(), *_where_next(stops)]


def bar(passed: int, total: int) -> str:
    """A bar of ten cells; full only when everything passed, empty only when nothing did."""
    if not total or not passed:
        return "[" + "." * BAR + "]"
    full = BAR if passed >= total else min(max(passed * BAR // total, 1), BAR - 1)
    return "[" + "#" * full + "." * (BAR - full) + "]"


def _week(workshop: str) -> str:
    found = re.match(r"w(\d+)d", workshop)
    return f"Week {found[1]}" if found else "More"


def _stop_line(stop: Stop, column: int) -> Line:
    word, style = WORDS[stop.state]
    count = f"{stop.passed:>2} of {stop.exercises:<2}" if stop.exercises else " " * 8
    parts = (
        (f"{word:<5}", style),
        (f"  {clean(stop.workshop):<{column}}  {bar(stop.passed, stop.exercises)} {count}", Style.PLAIN),
        (f"  {clean(stop.title)}", Style.QUIET),
    )
    return Line(parts, "  ", hang=11 + column)


def _where_next(stops: Sequence[Stop]) -> list[Line]:
    passed, total = sum(stop.passed for stop in stops), sum(stop.exercises for stop in stops)
    lines = [line(f"{passed} of {total} exercises pass.")] if total else []
    begun = [stop for stop in stops if stop.state is State.BEGUN]
    ahead = [stop for stop in stops if stop.state is State.NEXT]
    if begun:
        lines.append(line(f"Go on: kindling check {begun[0].workshop}"))
    elif ahead:
        lines.append(line(f"Next: kindling start {ahead[0].workshop}"))
    elif stops and all(stop.state is State.DONE for stop in stops):
        lines.append(line("The whole course is done."))
    return lines
