"""Changes that change nothing, marked by hand with a reason in `workshops/equivalents.toml`.

An entry names the exercise and the changed lines, before and after, so that it stays right when lines move:

    [[equivalent]]
    exercise = "w1d2_tensors/to_float01"
    before = "return image.permute(2, 0, 1).float() / 255"
    after = "return image.permute(2, 0, 1) / 255"
    reason = "Dividing uint8 by a number already gives float32."

Where an exercise has several changes alike, `nth` says which one is meant, counted from 1.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from kindling.marks import AuthoringError
from kindling.mutants.model import Outcome, Result

NAME = "equivalents.toml"
_FIELDS = {"exercise", "before", "after", "reason", "nth"}


@dataclass(frozen=True)
class Equivalent:
    """A change that no probe can see, because it changes nothing.

    Attributes:
        workshop: the folder's name.
        exercise: the exercise's name.
        before: the lines that are changed.
        after: what they are changed to.
        reason: why that changes nothing.
        nth: which of several alike.
        line: where the entry stands in its file.
    """

    workshop: str
    exercise: str
    before: str
    after: str
    reason: str
    nth: int = 1
    line: int = 1

    @property
    def key(self) -> tuple[str, str, str, str, int]:
        """What identifies the variant that is meant, as `Variant.key` does."""
        return self.workshop, self.exercise, self.before, self.after, self.nth


def read_equivalents(path: Path) -> list[Equivalent]:
    """The entries of a file; none where there is no file.

    Raises:
        AuthoringError: it is not TOML, or an entry is not whole.
    """
    if not path.exists():
        return []
    text = path.read_text(encoding="utf-8")
    try:
        entries = tomllib.loads(text).get("equivalent", [])
    except tomllib.TOMLDecodeError as error:
        raise AuthoringError(path, 1, f"this is not TOML: {error}.") from None
    lines = [i for i, line in enumerate(text.splitlines(), 1) if line.strip() == "[[equivalent]]"]
    found = [_entry(each, path, line) for each, line in zip(entries, lines, strict=True)]
    seen: set[object] = set()
    for each in found:
        if each.key in seen:
            raise AuthoringError(path, each.line, f"this change of `{each.exercise}` stands here already.")
        seen.add(each.key)
    return found


def _entry(fields: dict[str, Any], path: Path, line: int) -> Equivalent:
    unknown, missing = set(fields) - _FIELDS, _FIELDS - {"nth"} - set(fields)
    if unknown or missing:
        problem = f"lacks {', '.join(sorted(missing))}" if missing else f"has {', '.join(sorted(unknown))}"
        raise AuthoringError(
            path, line, f"this entry {problem}; it needs exercise, before, after and reason."
        )
    workshop, _, exercise = str(fields["exercise"]).partition("/")
    if not exercise or not str(fields["reason"]).strip():
        raise AuthoringError(
            path, line, "an entry needs an exercise such as w1d2_tensors/one_hot, and a reason."
        )
    before, after = (str(fields[name]).strip("\n") for name in ("before", "after"))
    return Equivalent(
        workshop, exercise, before, after, str(fields["reason"]), int(fields.get("nth", 1)), line
    )


def marked(result: Result, equivalents: Sequence[Equivalent]) -> Result:
    """The result, as equivalent where it survived and an entry says why it must."""
    if result.outcome is Outcome.SURVIVED and result.variant.key in {each.key for each in equivalents}:
        return replace(result, outcome=Outcome.EQUIVALENT)
    return result


def stale(equivalents: Iterable[Equivalent], results: Sequence[Result]) -> list[tuple[Equivalent, str]]:
    """The entries that match no survivor any more, each with why; `results` holds all of their exercises."""
    by_key = {each.variant.key: each for each in results}
    found = []
    for each in equivalents:
        result = by_key.get(each.key)
        if result is None:
            found.append(
                (each, f"`{each.exercise}` has no such change any more; remove the entry or renew it.")
            )
        elif result.outcome.killed:
            found.append((each, f"this change of `{each.exercise}` is noticed by a probe; remove the entry."))
    return found
