"""What follows from what: pure functions from a state and an event to a state and what is to be done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from kindling.verdicts import Status
from kindling.watch.state import (
    Abandon,
    Check,
    Ended,
    Event,
    Failed,
    GiveHint,
    Helped,
    Keep,
    Keys,
    Picking,
    Pressed,
    Quit,
    Saved,
    ShowSolution,
    Standing,
    State,
    Step,
    Told,
)


def begin(state: State, *, trouble: str = "") -> Step:
    """The watch opens: the first exercise that does not pass is checked; all of them where all pass."""
    return _saved(replace(state, current=state.left[0] if state.left else ""), Saved(trouble))


def step(state: State, event: Event) -> Step:
    """What an event makes of a state, and what is to be done.

    A check's messages count only while it is the last one that was begun: what was seen of an older text is
    never told of a newer one.
    """
    match event:
        case Saved():
            return _saved(state, event)
        case Pressed(key):
            return _pressed(replace(state, remark=""), key)
        case Told() | Ended() if event.round != state.round or not state.checking:
            return state, ()
        case Told(_, verdict):
            standing = {**state.standing, verdict.exercise: verdict.status}
            told = (*state.told, verdict)
            return replace(state, told=told, standing=standing), (Keep(told),)
        case Ended(_, trouble):
            return _ended(replace(state, checking=False, trouble=trouble)), ()
        case Helped(aside):
            return replace(state, aside=aside), ()
        case Standing(standing):
            return replace(state, standing=standing), ()
        case Failed(sentence):
            return replace(state, remark=sentence), ()


def _saved(state: State, saved: Saved) -> Step:
    if saved.trouble:
        silent = replace(state, round=state.round + 1, checking=False, told=(), trouble=saved.trouble)
        return silent, (Abandon(),)
    if state.keyless and state.current and state.passed(state.current):
        return _next(state)
    return _check(state, (state.current,) if state.current else state.names)


def _check(state: State, names: tuple[str, ...]) -> Step:
    number = state.round + 1
    begun = replace(state, round=number, wanted=names, checking=True, told=(), trouble="", remark="")
    return begun, (Check(number, names),)


def _ended(state: State) -> State:
    """Once everything was checked, the first exercise that does not pass is the current one."""
    whole = len(state.told) == len(state.wanted) == len(state.names)
    if whole and not state.current and state.left:
        return replace(state, current=state.left[0])
    return state


def _pressed(state: State, key: str) -> Step:
    if isinstance(state.aside, Picking) and key in PICKING and not state.lines:
        return PICKING[key](state, state.aside.cursor)
    if key in KEYS:
        return KEYS[key](state)
    if key in state.names:
        return _turn_to(state, key)
    if key.isdecimal() and 0 < int(key) <= len(state.names):
        return _turn_to(state, state.names[int(key) - 1])
    return replace(state, remark="This key does nothing here. The keys: ?"), ()


def _turn_to(state: State, name: str) -> Step:
    return _check(replace(state, current=name, aside=None), (name,))


def _next(state: State) -> Step:
    """The next exercise that does not pass; where none is left, a check of all of them."""
    if others := [name for name in state.left if name != state.current]:
        return _turn_to(state, others[0])
    if state.left:
        return replace(state, remark=f"{state.current} is the only one that does not pass yet."), ()
    return _check(replace(state, current="", aside=None), state.names)


def _again(state: State) -> Step:
    return _check(replace(state, aside=None), (state.current,) if state.current else state.names)


def _all(state: State) -> Step:
    return _check(replace(state, aside=None), state.names)


def _subject(state: State) -> str:
    """The exercise that help is asked for: the current one, else the first that was told to be amiss."""
    amiss = [each.exercise for each in state.told if each.status is not Status.PASSED]
    return state.current or next(iter(amiss), "")


def _hint(state: State) -> Step:
    if name := _subject(state):
        return state, (GiveHint(name),)
    return replace(state, remark="Every exercise passes; there is nothing to hint at."), ()


def _solution(state: State) -> Step:
    if name := _subject(state):
        return state, (ShowSolution(name),)
    return replace(state, remark="Pick an exercise from the list (l) to see its solution."), ()


def _list(state: State) -> Step:
    cursor = state.names.index(state.current) if state.current else 0
    return replace(state, aside=Picking(cursor)), ()


def _keys(state: State) -> Step:
    return replace(state, aside=None if isinstance(state.aside, Keys) and not state.lines else Keys()), ()


def _close(state: State, _cursor: int = 0) -> Step:
    return replace(state, aside=None), ()


def _quit(state: State) -> Step:
    return state, (Abandon(), Quit())


def _move(by: int) -> Callable[[State, int], Step]:
    def moved(state: State, cursor: int) -> Step:
        return replace(state, aside=Picking((cursor + by) % len(state.names))), ()

    return moved


def _pick(state: State, cursor: int) -> Step:
    return _turn_to(state, state.names[cursor])


KEYS: dict[str, Callable[[State], Step]] = {
    "n": _next, "h": _hint, "s": _solution, "l": _list, "a": _all, "r": _again, "enter": _again,
    "?": _keys, "q": _quit, "escape": _close,
}  # fmt: skip
PICKING: dict[str, Callable[[State, int], Step]] = {
    "up": _move(-1), "k": _move(-1), "down": _move(1), "j": _move(1),
    "enter": _pick, "l": _close, "q": _close, "escape": _close,
}  # fmt: skip
