"""The course map as lines: every workshop with its bar and how it stands, in words; and what was learned."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kindling.learner.journey import Remark, State, Stop
from kindling.showing.page import Line, Style, clean, labelled, line

BAR = 10
WORDS = {
    State.DONE: ("✓ done", Style.GOOD),
    State.BEGUN: ("▸ begun", Style.AMISS),
    State.NEXT: ("→ next", Style.STRONG),
    State.AHEAD: ("", Style.QUIET),
}


def journey_lines(stops: Sequence[Stop], last: str | None = None) -> list[Line]:
    """The map, week by week, and the lines that say where to go on.

    Args:
        stops: the course.
        last: the workshop that was started last; where it is begun, it is the one to go on with.
    """
    lines: list[Line] = []
    week = ""
    names = _short([stop.workshop for stop in stops])
    column = max(map(len, names.values()), default=0)
    for stop in stops:
        if (here := _week(stop.workshop)) != week:
            week = here
            lines += [*([line()] if lines else []), line(week, Style.STRONG)]
        lines += _stop_lines(stop, names[stop.workshop], column)
    return [*lines, line(), *_where_next(stops, names, last)]


def bar(passed: int, total: int) -> str:
    """A bar of ten cells; full only when everything passed, empty only when nothing did."""
    if not total or not passed:
        return "[" + "." * BAR + "]"
    full = BAR if passed >= total else min(max(passed * BAR // total, 1), BAR - 1)
    return "[" + "#" * full + "." * (BAR - full) + "]"


def learned_lines(workshop: str, goals: Sequence[str]) -> list[Line]:
    """What is said when a workshop is finished: what its README promised is now what the learner can do."""
    if not goals:
        return [line(f"{workshop} is done.", Style.GOOD)]
    rows = [labelled(f"{number}.", goal, indent=2, width=3) for number, goal in enumerate(goals, 1)]
    opening = line(f"{workshop} is done. You can now", Style.GOOD)
    return [line(), opening, *(each for row in rows for each in row), line()]


def next_lines(stop: Stop, following: str | None) -> list[Line]:
    """What comes next after a check in which everything passed.

    Args:
        stop: the workshop that was checked.
        following: the command that begins the next workshop, where it is time for that.
    """
    if stop.remark in (Remark.APART, Remark.GROWN, Remark.CHANGED):
        return [_remark_line(stop, stop.workshop)]
    return [line(f"Next: {following}")] if following else []


def whole_lines(stops: Sequence[Stop]) -> list[Line]:
    """What is said when the whole course is done, and is as it was checked; nothing before."""
    if not stops or any(stop.state is not State.DONE or stop.remark for stop in stops):
        return []
    total = sum(stop.exercises for stop in stops)
    titles = ", ".join(_topic(stop) for stop in stops)
    return [
        line(f"The whole course is done: all {total} exercises pass.", Style.GOOD),
        line(f"You have worked your way through: {titles}."),
    ]


def _short(workshops: Sequence[str]) -> dict[str, str]:
    """Each name up to its first underscore, where that is enough to tell it apart: `w1d2`."""
    days = [each.partition("_")[0] for each in workshops]
    return {each: day if days.count(day) == 1 else each for each, day in zip(workshops, days, strict=True)}


def _week(workshop: str) -> str:
    found = re.match(r"w(\d+)d", workshop)
    return f"Week {found[1]}" if found else "More"


def _topic(stop: Stop) -> str:
    return clean(stop.title.partition(":")[0])


def _stop_lines(stop: Stop, name: str, column: int) -> Iterator[Line]:
    word, style = WORDS[stop.state]
    count = f"{stop.passed:>2} of {stop.exercises:<2}" if stop.exercises else " " * 8
    parts = (
        (f"{word:<7}", style),
        (f"  {clean(name):<{column}}  {bar(stop.passed, stop.exercises)} {count}", Style.PLAIN),
        (f"  {_topic(stop)}", Style.QUIET),
    )
    yield Line(parts, "  ", hang=11 + column)
    if stop.remark:
        yield _remark_line(stop, name, indent=11)


def _remark_line(stop: Stop, name: str, *, indent: int = 0) -> Line:
    return line(f"{stop.remark[0].upper()}{stop.remark[1:]}: {_command(stop, name)}", indent=indent)


def _command(stop: Stop, name: str) -> str:
    """What to do about a workshop."""
    start = stop.state in (State.NEXT, State.AHEAD) or stop.remark is Remark.GONE
    return f"kindling {'start' if start else 'check'} {name}"


def _where_next(stops: Sequence[Stop], names: dict[str, str], last: str | None) -> Iterator[Line]:
    if whole := whole_lines(stops):
        yield from whole
        return
    passed, total = sum(stop.passed for stop in stops), sum(stop.exercises for stop in stops)
    done = sum(stop.state is State.DONE for stop in stops)
    if total:
        yield line(f"{passed} of {total} exercises pass; {done} of {len(stops)} workshops are done.")
    begun = [stop for stop in stops if stop.state is State.BEGUN]
    ahead = [stop for stop in stops if stop.state is State.NEXT] or [stop for stop in stops if stop.remark]
    going_on = [*(stop for stop in begun if stop.workshop == last), *begun]
    for stop in (going_on or ahead)[:1]:
        what = "Go on" if going_on else "Next"
        what += f" with {stop.next_exercise}" if going_on and stop.next_exercise else ""
        yield line(f"{what}: {_command(stop, names[stop.workshop])}", Style.STRONG)
