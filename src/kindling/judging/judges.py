"""The judges: each looks at what a probe saw of the solution and of an answer."""

from __future__ import annotations

import math
import re
from itertools import pairwise
from typing import Any

from kindling.judging.differences import Difference, first_difference
from kindling.judging.kinds import apart, in_words, show
from kindling.judging.tolerance import Agreement
from kindling.marks import AtLeast, AtMost, Decreasing, Equal, Judge, Predicate
from kindling.observations import Ended, Observation, Raised
from kindling.observations.values import numbers, plain

_ALIKE_WIDER = 10.0
_ALIKE_NUMBERS = Agreement(rtol=2e-2, atol=1e-3, unknown_alike=True)
_ADDRESS = re.compile(r"0x[0-9a-fA-F]+")


def difference(judge: Judge, expected: Observation, came: Observation, tried: str = "") -> Difference | None:
    """What is wrong with an observation, or None where it satisfies the judge.

    Args:
        judge: how the two are compared.
        expected: what the probe saw of the solution.
        came: what it saw of the answer.
        tried: what it tries, which names what it found out where that is not the answer's result itself.
    """
    if isinstance(came.value, Ended):
        return Difference("ended", "", "no result", show(expected.value))
    forbidden = [each for each in came.forbidden if each not in expected.forbidden]
    if forbidden:
        sentence = f"It tried to {forbidden[0]}, which an answer may not do."
        return Difference("forbidden", sentence, forbidden[0], "nothing outside its own folder is touched")
    if isinstance(came.value, Raised):
        return Difference("raised", came.value.message, show(came.value), show(expected.value))
    about = "" if came.is_result else noun(tried)
    return _judge_value(judge, expected.value, came.value, about) or _around(expected, came)


def noun(tried: str) -> str:
    """What a probe finds out, from its description: `Two steps: the weights afterwards.` finds the weights.

    Empty where there is no description.
    """
    last = tried.strip().rstrip(".").rpartition(". ")[2]
    found = last.rpartition(": ")[2].partition("; ")[0]
    return found if found == last.partition("; ")[0] else found[:1].upper() + found[1:]


def _around(expected: Observation, came: Observation) -> Difference | None:
    """What a call changed beside its result: its arguments, and settings that all code shares."""
    changed = [each for each in came.changed if each not in expected.changed]
    if changed:
        name = changed[0].name
        sentence = f"The call changes its argument `{name}`, and whoever called still needs it as it was."
        return Difference("changed input", sentence, f"{name} changed", "arguments are left as they were")
    effects = [each for each in came.side_effects if each not in expected.side_effects]
    if effects:
        sentence = f"After the call {effects[0]}, and that holds for every other line of the program."
        return Difference("side effect", sentence, effects[0], "global settings are left as they were")
    return None


def _judge_value(judge: Judge, expected: Any, came: Any, about: str) -> Difference | None:
    match judge:
        case Equal(rtol, atol):
            return first_difference(expected, came, Agreement(rtol, atol), about)
        case Predicate():
            return _predicate(judge, expected, came, about)
        case _:
            return _judge_numbers(judge, expected, came, about)


def _predicate(judge: Predicate, expected: Any, came: Any, about: str) -> Difference | None:
    try:
        if judge.holds(plain(came)):
            return None
    except Exception:  # noqa: BLE001 - an observation of another form does not hold
        found = first_difference(expected, came, about=about)
        if found and found.kind in ("type", "structure", "shape", "dtype"):
            return found
    return Difference("predicate", judge.sentence, show(came), show(expected))


def _judge_numbers(
    judge: AtLeast | AtMost | Decreasing, expected: Any, came: Any, about: str
) -> Difference | None:
    seen, wanted = numbers(came), numbers(expected)
    subject = f"{about}:" if about else "The result is"
    if not seen:
        sentence = f"{subject} {in_words(came)}, where numbers were expected."
        return Difference("type", sentence, show(came), show(expected))
    if not isinstance(judge, Decreasing) and wanted and len(wanted) != len(seen):
        sentence = f"There should be {_counted(len(wanted))} here, and there are {len(seen)}."
        return Difference("structure", sentence, show(came), show(expected))
    for each in seen:
        if not math.isfinite(each):
            word = "nan (not a number)" if math.isnan(each) else "infinite"
            return Difference("nan", f"{subject} {word}.", show(came), show(expected))
    match judge:
        case AtLeast():
            return _at_least(judge, min(seen))
        case AtMost():
            return _at_most(judge, max(seen))
        case Decreasing():
            return _decreasing(judge, seen)


def _counted(count: int) -> str:
    return "one number" if count == 1 else f"{count} numbers"


def _at_least(judge: AtLeast, least: float) -> Difference | None:
    return None if least >= judge.threshold else _beyond(judge, least, "at least")


def _at_most(judge: AtMost, most: float) -> Difference | None:
    return None if most <= judge.threshold else _beyond(judge, most, "at most")


def _beyond(judge: AtLeast | AtMost, number: float, bar: str) -> Difference:
    came, wanted = apart(number, judge.threshold, 4)
    sentence = f"{judge.what[0].upper()}{judge.what[1:]} is {came}; {bar} {wanted} is wanted."
    return Difference("values", sentence, came, f"{bar} {wanted}")


def _decreasing(judge: Decreasing, seen: list[float]) -> Difference | None:
    for index, (before, after) in enumerate(pairwise(seen)):
        if after > before + judge.slack:
            sentence = f"The numbers should fall, but number {index + 2} is {after:.4g}, after {before:.4g}."
            return Difference("values", sentence, _series(seen), "numbers that fall")
    if len(seen) < 2:
        sentence = "There is only one number, and one number can't fall."
        return Difference("structure", sentence, _series(seen), "numbers that fall")
    if seen[-1] >= seen[0] or seen[-1] > judge.factor * seen[0]:
        sentence = f"The numbers fall too little: from {seen[0]:.4g} to {seen[-1]:.4g}."
        wanted = (
            f"the last at most {judge.factor:g} of the first" if judge.factor < 1 else "numbers that fall"
        )
        return Difference("values", sentence, _series(seen), wanted)
    return None


def _series(seen: list[float]) -> str:
    shown = [f"{each:.4g}" for each in (seen if len(seen) <= 6 else [*seen[:3], *seen[-2:]])]
    return ", ".join(shown if len(seen) <= 6 else [*shown[:3], "...", *shown[3:]])


def alike(judge: Judge, one: Observation, other: Observation) -> bool:
    """Whether two wrong answers showed the same thing to a probe.

    Exceptions are alike in type and text; values within ten times their tolerance; numbers that are judged
    by a threshold within 2 %, because two spellings of one mistake do not train to the last digit alike.
    """
    if isinstance(one.value, (Ended, Raised)) or isinstance(other.value, (Ended, Raised)):
        return _end_alike(one.value, other.value)
    if (one.changed, one.side_effects, one.forbidden) != (other.changed, other.side_effects, other.forbidden):
        return False
    if isinstance(judge, Equal):
        agreement = Agreement(judge.rtol, judge.atol, _ALIKE_WIDER, unknown_alike=True)
        return first_difference(one.value, other.value, agreement) is None
    mine, theirs = numbers(one.value), numbers(other.value)
    if mine is None or theirs is None:
        return first_difference(one.value, other.value, _ALIKE_NUMBERS) is None
    return first_difference(mine, theirs, _ALIKE_NUMBERS) is None


def _end_alike(one: Any, other: Any) -> bool:
    if isinstance(one, Ended) and isinstance(other, Ended):
        return one.kind == other.kind
    if isinstance(one, Raised) and isinstance(other, Raised):
        return (one.type, _without_address(one)) == (other.type, _without_address(other))
    return False


def _without_address(value: Raised) -> str:
    """The message without the places in memory that objects have in it, which differ from run to run."""
    return _ADDRESS.sub("0x", value.message)
