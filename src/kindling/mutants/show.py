"""The report in a terminal: a line for each exercise as it comes, survivors as diffs, the table, the sum."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from kindling.mutants.figures import Row
from kindling.mutants.model import Outcome, Result, Variant

WHOLE, EACH = 0.95, 0.85
_KILLED = (
    Outcome.NAMED,
    Outcome.DIFFERENT,
    Outcome.EXPLAINED,
    Outcome.RAISED,
    Outcome.STOPPED,
    Outcome.TIMED_OUT,
)


def exercise_line(row: Row) -> str:
    """How one exercise fared, in a line."""
    mark = "✓" if row.score >= EACH else "✗"
    left = [
        f"{row.mutants[each]} {each.value}" for each in Outcome if not each.killed and each in row.mutants
    ]
    return f"{mark} {row.exercise}: {row.killed} of {row.to_kill} killed" + "".join(
        f", {each}" for each in left
    )


def diff(variant: Variant, path: Path) -> str:
    """A change with the place where it was made, as lines with `-` and `+`."""
    lines = [f"{os.path.relpath(path)}:{variant.line}: {variant.exercise}: {variant.operator} ({variant.id})"]
    lines += [f"    - {line}" for line in variant.before.splitlines()]
    lines += [f"    + {line}" for line in variant.after.splitlines()]
    return "\n".join(lines)


def told(result: Result) -> str:
    """What a learner would be told of a variant."""
    names = " and ".join(f"'{each.name}'" for each in result.verdict.diagnoses)
    return f"    {result.outcome.value}{f' {names}' if names else ''}: {result.verdict.sentence}"


def table(workshop: str, rows: Sequence[Row]) -> Table:
    """How the mutants of a workshop's exercises fared."""
    made = Table(title=workshop, title_justify="left", title_style="bold")
    made.add_column("exercise", no_wrap=True)
    occurring = [each for each in Outcome if any(each in row.mutants for row in rows)]
    for name in ("killed", "score", *(each.value for each in occurring)):
        made.add_column(name, justify="right")
    for row in rows:
        counts = [str(row.mutants.get(each, 0) or "") for each in occurring]
        good = row.score >= EACH
        score = f"{'✓' if good else '✗ too low:'} {row.score:.0%}"
        made.add_row(
            row.exercise, f"{row.killed} of {row.to_kill}", score, *counts, style="" if good else "bold"
        )
    return made


def sums(rows: Sequence[Row], seconds: float) -> list[str]:
    """The whole in words: how many, how told, how fast."""
    killed, to_kill = sum(each.killed for each in rows), sum(each.to_kill for each in rows)
    counts = {each: sum(row.mutants.get(each, 0) for row in rows) for each in Outcome}
    total = sum(counts.values())
    by_way = ", ".join(f"{counts[each]} {each.value}" for each in _KILLED)
    speed = f"{seconds:.0f} s, {total / max(seconds, 0.001):.1f} a second"
    fate = f"{counts[Outcome.SURVIVED]} survived, {counts[Outcome.EQUIVALENT]} equivalent"
    share = f"{killed} of {to_kill} killed ({killed / max(1, to_kill):.1%})"
    return [f"{total} mutants of {len(rows)} exercises: {share}, {fate}. {speed}.", f"Killed: {by_way}."]


def problems(rows: Sequence[Row]) -> list[str]:
    """What lies below the bars, as sentences."""
    killed, to_kill = sum(each.killed for each in rows), sum(each.to_kill for each in rows)
    found = [
        f"{each.workshop}, {each.exercise}: {each.score:.0%} of its mutants killed; {EACH:.0%} are wanted."
        for each in rows
        if each.score < EACH
    ]
    if to_kill and killed / to_kill < WHOLE:
        found.append(f"{killed / to_kill:.1%} of all mutants killed; {WHOLE:.0%} are wanted.")
    unjudged = sum(each.mutants.get(Outcome.NOT_JUDGED, 0) for each in rows)
    if unjudged:
        found.append(f"{unjudged} mutants could not be judged, as the machine did not run them to their end.")
    return found


def show(console: Console, rows: Sequence[Row]) -> None:
    """Print a table for each workshop."""
    for name in dict.fromkeys(each.workshop for each in rows):
        console.print(table(name, [each for each in rows if each.workshop == name]))
