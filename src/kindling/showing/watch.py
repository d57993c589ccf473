"""The watch as lines: one picture for a terminal, or what is new where lines are only added."""

from __future__ import annotations

from collections.abc import Sequence

from kindling.course.model import Workshop
from kindling.course.readme import goals
from kindling.learner.hints import Beside, Ladder
from kindling.showing.help import ask_first_lines, beside_lines, ladder_lines
from kindling.showing.journey import bar, learned_lines
from kindling.showing.page import Line, Style, clean, labelled, line
from kindling.showing.verdict import SIGNS, heading, opening_lines, verdict_lines
from kindling.verdicts import Status
from kindling.watch.state import Aside, AskFirst, Keys, Picking, State

FOOTERS = (
    "n next · h hint · s solution · l list · a run all · r again · ? help · q quit",
    "n next · h hint · s solution · l list · ? help · q quit",
    "n next · h hint · ? help · q quit",
    "? help · q quit",
)
PICKING = ("up and down move · Enter picks · l closes the list", "Enter picks · l closes", "l closes")
KEYS = (
    ("n", "next: the next exercise that does not pass; where all pass, a last check of all"),
    ("h", "hint: the next hint for this exercise"),
    ("s", "solution: beside yours, once it passes or when asked twice"),
    ("l", "list: every exercise and how it stands; pick one"),
    ("a", "run all: check every exercise"),
    ("r", "again: check once more; so does Enter"),
    ("q", "quit; so does Ctrl-C"),
)


def picture(state: State, *, seconds: float, width: int, height: int) -> list[Line]:
    """Everything that a terminal shows.

    Args:
        state: what the watch knows.
        seconds: how long the check has run.
        width: the terminal's columns.
        height: its rows.
    """
    lines = [*_heading(state, width), line()]
    if isinstance(state.aside, Picking):
        body = _list_lines(state, state.aside.cursor, max(height - 6, 3))
    else:
        aside = _aside_lines(state.aside, width)
        body = [*_verdict_part(state, seconds, room=height - len(aside) - 6), *aside]
    remark = [line(), line(state.remark, Style.AMISS)] if state.remark else []
    return [*lines, *_trimmed(body), *remark, line(), _footer(state, width)]


def news(before: State | None, after: State) -> list[Line]:
    """What is to be added where lines can't be taken back, so that all is told once and in order."""
    lines: list[Line] = []
    begun = before is None or after.round != before.round
    if begun and after.checking:
        lines += opening_lines(after.workshop.title, after.place)
    for each in after.told[0 if begun or before is None else len(before.told) :]:
        lines += verdict_lines(each, after.place, note=len(after.wanted) == 1)
    if after.aside and (before is None or after.aside is not before.aside):  # asked again, told again
        lines += [*_plain_aside(after), line()]
    if after.remark and (before is None or after.remark != before.remark):
        lines += [line(after.remark), line()]
    ended = not after.checking and (begun or before is None or before.checking)
    if ended:
        lines += _ending(after)
    return [*lines, *_waiting(after)] if not after.checking and (lines or ended) else lines


def farewell_lines(state: State) -> list[Line]:
    """What stands when the watch has ended."""
    passed, total = sum(state.passed(name) for name in state.names), len(state.names)
    if total == len(state.workshop.exercises):
        count = f"{passed} of {total} exercises of {state.workshop.name} pass."
    elif total == 1:
        count = f"{state.names[0]} {'passes' if passed else 'does not pass yet'}."
    else:
        count = f"{passed} of the {total} exercises that were watched pass."
    go_on = state.following if passed == total else "kindling watch"
    return [line(f"The watch has ended. {count}" + (f" Go on with: {go_on}" if go_on else ""))]


def _heading(state: State, width: int) -> list[Line]:
    passed = sum(state.passed(name) for name in state.names)
    count = f"{bar(passed, len(state.names))} {passed} of {len(state.names)} pass"
    title = f"{state.workshop.name}: {state.workshop.title}"
    if len(title) + len(count) + 4 > width:
        return [line(clean(title), Style.STRONG), line(count, Style.QUIET)]
    return [Line(((clean(title), Style.STRONG), (f"    {count}", Style.QUIET)))]


def _verdict_part(state: State, seconds: float, room: int) -> list[Line]:
    several = len(state.wanted) > 1
    lines = [made for each in state.told for made in verdict_lines(each, state.place, note=not several)]
    if several and len(lines) > room:
        lines = [*map(heading, state.told), line()]
    if state.checking and len(state.told) < len(state.wanted):
        what = f"all {len(state.wanted)} exercises" if several else "".join(state.wanted)
        lasted = f" {seconds:.0f} s" if seconds >= 1 else ""
        lines += [line(f"Checking {what} in {state.place} ...{lasted}", Style.STRONG), line()]
    else:
        lines += _ending(state)
    return lines


def _ending(state: State) -> list[Line]:
    """What a finished check comes to: what is amiss with it, what was learned, what is next."""
    if state.trouble:
        return [line(state.trouble, Style.AMISS), line()]
    passed = [each.exercise for each in state.told if each.status is Status.PASSED]
    if len(state.wanted) > 1:
        return _all_ended(state, passed)
    if passed:
        stay = "" if state.keyless else " Stay as long as you like; n goes on."
        learned = line(f"What you wrote: {_gist(state.workshop, passed[0])}", indent=4)
        return [learned, line(), line(f"{passed[0]} passes.{stay}", Style.GOOD), line()]
    if state.told and state.told[0].status is Status.NOT_WRITTEN:
        return [line(f"What to write: {_gist(state.workshop, state.told[0].exercise)}", indent=4), line()]
    return []


def _all_ended(state: State, passed: Sequence[str]) -> list[Line]:
    total = len(state.wanted)
    if len(passed) < total:
        goes_on = "" if state.keyless else " n goes to the next that does not."
        return [line(f"{len(passed)} of {total} exercises pass.{goes_on}"), line()]
    lines = [line(f"All {total} exercises pass.", Style.GOOD)]
    if total == len(state.workshop.exercises):
        lines += learned_lines(state.workshop.name, goals(state.workshop.folder))
    return [*lines, *([line(f"Next: {state.following}"), line()] if state.following else [])]


def _gist(workshop: Workshop, name: str) -> str:
    """The first paragraph of an exercise's statement."""
    return workshop.exercise(name).statement.strip().split("\n\n")[0].replace("\n", " ")


def _aside_lines(aside: Aside, width: int) -> list[Line]:
    match aside:
        case Ladder():
            return ladder_lines(aside, more="The solution: press s")
        case Beside():
            return beside_lines(aside, width)
        case AskFirst(exercise):
            return ask_first_lines(exercise, hint="press h", again="press s once more")
        case Keys():
            return [each for key, words in KEYS for each in labelled(key, words, indent=2, width=4)]
    return []


def _plain_aside(state: State) -> list[Line]:
    if isinstance(state.aside, Picking):
        return [
            *_list_lines(state, None, len(state.names)),
            line("To go to one, give its number or its name."),
        ]
    return _aside_lines(state.aside, 0)


def _list_lines(state: State, cursor: int | None, room: int) -> list[Line]:
    """Every exercise with its state in words, or as many around the cursor as there is room for."""
    first = min(max((cursor or 0) - room // 2, 0), max(len(state.names) - room, 0))
    rows = []
    for index, name in list(enumerate(state.names))[first : first + room]:
        sign, word, style = SIGNS[state.standing.get(name, Status.NOT_CHECKED)]
        mark = ">" if index == cursor else " "
        here = "  (current)" if name == state.current else ""
        chosen = Style.STRONG if index == cursor else Style.PLAIN
        parts = ((f"{sign} {word:<17}", style), (f"{name}{here}", chosen))
        rows.append(Line(parts, f"{mark} {index + 1:>2}  ", hang=6))
    return rows


def _waiting(state: State) -> list[Line]:
    words = [f"Waiting until {state.place} is saved."]
    if not state.keyless:
        words.append("n and Enter goes on, ? and Enter lists the keys.")
    elif state.current and state.passed(state.current):
        words.append("That save goes on to the next exercise.")
    return [line(" ".join([*words, "Ctrl-C ends the watch."]), Style.QUIET), line()]


def _footer(state: State, width: int) -> Line:
    texts = PICKING if isinstance(state.aside, Picking) else FOOTERS
    fitting = [each for each in texts if len(each) < width]
    return line((fitting or texts[-1:])[0][: max(width - 1, 1)], Style.QUIET)


def _trimmed(lines: list[Line]) -> list[Line]:
    end = len(lines)
    while end and not lines[end - 1].text:
        end -= 1
    return lines[:end]
