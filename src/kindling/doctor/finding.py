"""What the doctor finds: one thing that was looked at, how it stands, and its one fix."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any


class State(StrEnum):
    """How a finding stands; only `FAIL` makes the doctor's exit code 1."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at.

    Attributes:
        name: what was looked at.
        state: how it stands.
        found: what was found, in a few words.
        fix: the one thing to do; empty if all is well.
    """

    name: str
    state: State
    found: str
    fix: str = ""


def to_json(findings: Sequence[Finding]) -> dict[str, Any]:
    """The findings as plain JSON data, with the version of its form."""
    failed = any(each.state is State.FAIL for each in findings)
    return {"version": 1, "ok": not failed, "findings": [asdict(each) for each in findings]}


def few(names: Sequence[str]) -> str:
    """The first three names, and how many more there are."""
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return ", ".join(names[:3]) + more
