"""The judges: each looks at what a probe saw of the solution and of an answer."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from kindling.judging.differences import Difference, first_difference, show
from kindling.judging.tolerance import Tolerance
from kindling.marks import AtLeast, AtMost, Decreasing, Equal, Judge, Predicate
from kindling.observations import Ended, Observation, Raised
from kindling.observations.values import numbers, plain

ALIKE_WIDER = 10.0
ALIKE_NUMBERS = Tolerance(2e-2, 1e-3)


def difference(judge: Judge, expected: Observation, came: Observation) -> Difference | None:
    """What is wrong with an observation, or None where it satisfies the judge."""
    if isinstance(came.value, Ended):
        return _ended(expected.value)
    if came.forbidden and came.forbidden != expected.forbidden:
        return Difference(
            "forbidden",
            f"It tried to {came.forbidden[0]}, which an answer may not do.",
            came.forbidden[0],
            "nothing outside its own folder is touched",
        )
    if isinstance(came.value, Raised):
        return Difference(
            "raised", came.value.message, f"{came.value.type}: {came.value.message}", show(expected.value)
        )
    return _judge_value(judge, expected.value, came.value) or _around(expected, came)


def _around(expected: Observation, came: Observation) -> Difference | None:
    """What a call changed beside its result: its arguments, and settings that all code shares."""
    changed = [each for each in came.changed if each not in expected.changed]
    if changed:
        return Difference(
            "changed input",
            f"The call changed its argument {changed[0]} in place; the caller still needs it.",
            f"{changed[0]} changed",
            "arguments are left as they were",
        )
    effects = [each for each in came.side_effects if each not in expected.side_effects]
    if effects:
        return Difference(
            "side effect",
            f"After the call {effects[0]}; that changes every other line of the program.",
            effects[0],
            "global settings are left as they were",
        )
    return None


def _ended(expected: Any) -> Difference:
    return Difference("ended", "", "no result", show(expected))


def _judge_value(judge: Judge, expected: Any, came: Any) -> Difference | None:
    if isinstance(judge, Equal):
        return first_difference(expected, came, _own_tolerance(judge))
    if isinstance(judge, Predicate):
        return _predicate(judge, expected, came)
    seen = numbers(came)
    if seen is None or not seen:
        return Difference(
            "type", f"The result is {show(came)}, where numbers were expected.", show(came), show(expected)
        )
    if any(math.isnan(each) for each in seen):
        return Difference("nan", "The result is nan (not a number).", show(came), show(expected))
    return _NUMERIC[type(judge)](judge, seen)


def _own_tolerance(judge: Equal) -> Tolerance | None:
    if judge.rtol is None and judge.atol is None:
        return None
    return Tolerance(judge.rtol or 0.0, judge.atol or 0.0)


def _predicate(judge: Predicate, expected: Any, came: Any) -> Difference | None:
    try:
        if judge.holds(plain(came)):
            return None
    except Exception:  # noqa: BLE001 - an observation of another form does not hold
        kind = first_difference(expected, came)
        if kind and kind.kind in ("type", "structure", "shape", "dtype"):
            return kind
    return Difference("predicate", judge.sentence, show(came), show(expected))


def _at_least(judge: AtLeast, seen: list[float]) -> Difference | None:
    if min(seen) >= judge.threshold:
        return None
    sentence = f"The number is {min(seen):.4g}; at least {judge.threshold:g} is wanted."
    return Difference("values", sentence, f"{min(seen):.4g}", f"at least {judge.threshold:g}")


def _at_most(judge: AtMost, seen: list[float]) -> Difference | None:
    if max(seen) <= judge.threshold:
        return None
    sentence = f"The number is {max(seen):.4g}; at most {judge.threshold:g} is wanted."
    return Difference("values", sentence, f"{max(seen):.4g}", f"at most {judge.threshold:g}")


def _decreasing(judge: Decreasing, seen: list[float]) -> Difference | None:
    for index, (before, after) in enumerate(zip(seen, seen[1:], strict=False)):
        if after > before + judge.slack:
            sentence = f"The numbers should fall, but number {index + 2} is {after:.4g}, after {before:.4g}."
            return Difference("values", sentence, _series(seen), "numbers that fall")
    if len(seen) < 2 or seen[-1] > judge.factor * seen[0]:
        sentence = f"The numbers fall too little: from {seen[0]:.4g} to {seen[-1]:.4g}."
        return Difference(
            "values", sentence, _series(seen), f"the last at most {judge.factor:g} of the first"
        )
    return None


def _series(seen: list[float]) -> str:
    shown = [f"{each:.4g}" for each in (seen if len(seen) <= 6 else [*seen[:3], *seen[-2:]])]
    return ", ".join(shown if len(seen) <= 6 else [*shown[:3], "...", *shown[3:]])


_NUMERIC: dict[type, Callable[[Any, list[float]], Difference | None]] = {
    AtLeast: _at_least,  # type: ignore[dict-item]
    AtMost: _at_most,  # type: ignore[dict-item]
    Decreasing: _decreasing,  # type: ignore[dict-item]
}


def alike(judge: Judge, one: Observation, other: Observation) -> bool:
    """Whether two wrong answers showed the same thing to a probe.

    Exceptions are alike in type and text; values within ten times their tolerance; numbers that are judged
    by a threshold within 2 %, because two spellings of one mistake do not train to the last digit alike.
    """
    if isinstance(one.value, Ended) or isinstance(other.value, Ended):
        return (
            isinstance(one.value, Ended)
            and isinstance(other.value, Ended)
            and one.value.kind == other.value.kind
        )
    if isinstance(one.value, Raised) or isinstance(other.value, Raised):
        return _same_exception(one.value, other.value)
    if (one.changed, one.side_effects, one.forbidden) != (other.changed, other.side_effects, other.forbidden):
        return False
    if isinstance(judge, Equal):
        return first_difference(one.value, other.value, _own_tolerance(judge), widen=ALIKE_WIDER) is None
    mine, theirs = numbers(one.value), numbers(other.value)
    if mine is None or theirs is None:
        return first_difference(one.value, other.value, ALIKE_NUMBERS) is None
    return first_difference(mine, theirs, ALIKE_NUMBERS) is None


def _same_exception(one: Any, other: Any) -> bool:
    return (
        isinstance(one, Raised)
        and isinstance(other, Raised)
        and (one.type, one.message) == (other.type, other.message)
    )
