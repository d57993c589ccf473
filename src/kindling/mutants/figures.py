"""What was measured of every exercise, kept in `docs/checks.json` with a fingerprint of its sources."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Literal

from kindling import files
from kindling.course.model import Workshop
from kindling.engine import Proof
from kindling.mutants.equivalents import Equivalent
from kindling.mutants.model import Outcome, Result

VERSION = 1
Share = tuple[int, int]
_MEASURED_APART = ("rewrites", "repetitions")


@dataclass(frozen=True)
class Row:
    """What was measured of one exercise.

    Attributes:
        workshop: the folder's name.
        exercise: the exercise's name.
        fingerprint: of the files that it was measured on.
        probes: how many it has.
        alternatives: how many right answers passed, of how many.
        misconceptions: how many wrong answers were caught under their own name, of how many.
        mutants: how many had which outcome.
        rewrites: how many rewrites of right answers passed, of how many; None where none was tried.
        repetitions: how many runs of the known answers got the verdict that was due, of how many; None
            where they were not repeated.
        seconds: wall time of all its probes on the solution, once.
    """

    workshop: str
    exercise: str
    fingerprint: str
    probes: int
    alternatives: Share
    misconceptions: Share
    mutants: dict[str, int]
    rewrites: Share | None
    repetitions: Share | None
    seconds: float

    @property
    def killed(self) -> int:
        """How many mutants a probe noticed."""
        return sum(count for name, count in self.mutants.items() if Outcome(name).killed)

    @property
    def to_kill(self) -> int:
        """How many mutants a probe should have noticed: all but the equivalent ones."""
        return sum(self.mutants.values()) - self.mutants.get(Outcome.EQUIVALENT, 0)

    @property
    def score(self) -> float:
        """The share of the mutants that a probe noticed, equivalent ones apart; 1 where there are none."""
        return self.killed / self.to_kill if self.to_kill else 1.0


def fingerprint(workshop: Workshop, exercise: str, equivalents: Iterable[Equivalent]) -> str:
    """A hash of all that an exercise's figures depend on: the workshop's files and the marked equivalents."""
    digest = hashlib.sha256()
    for path in (workshop.solution, workshop.checks, workshop.answers):
        digest.update(hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).digest())
    for key in sorted(each.key for each in equivalents if each.key[:2] == (workshop.name, exercise)):
        digest.update(json.dumps(key).encode())
    return digest.hexdigest()[:16]


def row(
    workshop: Workshop,
    exercise: str,
    proofs: Sequence[Proof],
    results: Sequence[Result],
    equivalents: Sequence[Equivalent],
) -> Row:
    """The figures of one exercise, from how its known answers and its mutants fared."""
    mine = [each for each in proofs if each.exercise == exercise]

    def share(kind: str) -> Share:
        of_kind = [each for each in mine if each.kind == kind]
        return sum(not each.problems for each in of_kind), len(of_kind)

    solution = next(each for each in mine if each.kind == "solution")
    outcomes = Counter(each.outcome for each in results if each.variant.exercise == exercise)
    return Row(
        workshop.name,
        exercise,
        fingerprint(workshop, exercise, equivalents),
        solution.verdict.probes,
        share("alternative"),
        share("misconception"),
        {each.value: outcomes[each] for each in Outcome if outcomes[each]},
        None,
        None,
        round(solution.verdict.seconds, 2),
    )


def read_figures(path: Path) -> list[Row]:
    """The rows that are kept; none where there is no file yet."""
    if not path.exists():
        return []
    kept = json.loads(path.read_text(encoding="utf-8"))
    return [_row(each) for each in kept["exercises"]]


def _row(fields: dict[str, Any]) -> Row:
    shares = {
        name: tuple(fields[name]) if fields.get(name) else None
        for name in ("alternatives", "misconceptions", *_MEASURED_APART)
    }
    return Row(**{**fields, **shares})


def updated(old: Sequence[Row], new: Sequence[Row], order: Sequence[tuple[str, str]]) -> list[Row]:
    """The kept rows with newly measured ones in place of their forerunners; exercises that are gone drop out.

    Args:
        old: what is kept.
        new: what was measured now; its rewrites and repetitions are those from before, where the files are.
        order: workshop and exercise of all that the course has.
    """
    rows = {(each.workshop, each.exercise): each for each in old}
    for each in new:
        before = rows.get((each.workshop, each.exercise))
        same = before is not None and before.fingerprint == each.fingerprint
        kept = {name: getattr(before, name) for name in _MEASURED_APART} if same else {}
        rows[each.workshop, each.exercise] = replace(each, **kept)
    return [rows[key] for key in order if key in rows]


def with_shares(
    rows: Sequence[Row],
    name: Literal["rewrites", "repetitions"],
    passed: Mapping[tuple[str, str, str], Share],
) -> list[Row]:
    """The rows with what passed, of how many; what was measured on other files is left as it is.

    Args:
        rows: what is kept.
        name: of what.
        passed: by workshop, exercise and fingerprint.
    """
    found = []
    for each in rows:
        share = passed.get((each.workshop, each.exercise, each.fingerprint))
        change: dict[str, Any] = {name: share} if share else {}
        found.append(replace(each, **change))
    return found


def write_figures(path: Path, rows: Sequence[Row]) -> None:
    """Keep rows in a file, one line each, whole or not at all."""
    lines = ",\n".join("  " + json.dumps(asdict(each), ensure_ascii=False) for each in rows)
    path.parent.mkdir(exist_ok=True)
    files.write(path, f'{{"version": {VERSION}, "exercises": [\n{lines}\n]}}\n')
