"""`python -m kindling.mutants.page`, which `nox -s build` runs: writes `docs/checks.md` from the figures."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

from kindling import course, files
from kindling.course import CourseError
from kindling.course.model import Workshop
from kindling.marks import AuthoringError
from kindling.mutants.equivalents import NAME, Equivalent, read_equivalents
from kindling.mutants.figures import Row, Share, fingerprint, read_figures
from kindling.mutants.model import Outcome

FIGURES, PAGE = Path("docs", "checks.json"), Path("docs", "checks.md")
NOW, OLD = "on these files", "before the last change"

_HEAD = """# How well the checks check

Written by `nox -s build` from what `nox -s mutants` and `nox -s rewrites` measured. Do not edit it.

A *mutant* is a solution with one thing changed: another `dim`, a forgotten `detach`, two steps in the
other order. The checks should notice each, as they notice each *misconception*, a wrong answer that somebody
thought of. *Killed* means noticed; a mutant that ran without end is killed too, and told beside it as *timed
out*. *Equivalent* means that the change changes nothing; each has its reason at the end of this page.
*Rewrites* are the other side: right answers spelled differently, all of which must pass. *Repetitions* are
the known answers run again and again, each time in a process of its own and in a file as a learner has it:
the solution most often, alternatives and misconceptions five times, all of them under five more seeds. Each
time the verdict must be the one that is due: passed, or the misconception's own name.
*Seconds* is the time that all probes of the exercise take together, on its solution.
"""
_COLUMNS = (
    "exercise", "probes", "alternatives passed", "misconceptions named", "mutants killed", "score",
    "survived", "timed out", "equivalent", "rewrites passed", "repetitions as due", "seconds", "measured",
)  # fmt: skip


def main() -> int:
    """Write the page and say whether it changed.

    Returns:
        0, or 1 where the course or a file of it can't be read.
    """
    try:
        root = course.find_root()
        text = page(root)
        changed = not (root / PAGE).exists() or (root / PAGE).read_text(encoding="utf-8") != text
        if changed:
            files.write(root / PAGE, text)
        print(f"{PAGE}: {'written' if changed else 'as it was'}")
    except (CourseError, AuthoringError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def page(root: Path) -> str:
    """The page's text, for the figures and the workshops that are there now."""
    workshops = {each.name: each for each in course.workshops(root)}
    equivalents = read_equivalents(root / "workshops" / NAME)
    rows = [each for each in read_figures(root / FIGURES) if each.workshop in workshops]
    parts = [_HEAD, _sum(rows)]
    for name, group in groupby(rows, lambda each: each.workshop):
        parts.append("\n".join([f"## {name}\n", *_table(workshops[name], list(group), equivalents)]) + "\n")
    parts.append("\n".join(["## Equivalent mutants\n", *_reasons(equivalents)]) + "\n")
    return "\n".join(parts)


def _sum(rows: Sequence[Row]) -> str:
    killed, to_kill = sum(each.killed for each in rows), sum(each.to_kill for each in rows)
    if not to_kill:
        return "Nothing has been measured yet.\n"
    told = sum(each.killed - each.mutants.get(Outcome.RAISED, 0) for each in rows)
    return (
        f"{len(rows)} exercises: {killed} of {to_kill} mutants killed ({killed / to_kill:.1%}), "
        f"and {sum(each.mutants.get(Outcome.EQUIVALENT, 0) for each in rows)} more that are equivalent. "
        f"Of those killed, {told / max(1, killed):.1%} were told in words what is different; "
        "of the rest, only which exception they raised.\n\n"
        f"{_all([each.rewrites for each in rows])} rewrites passed, "
        f"and {_all([each.repetitions for each in rows])} repetitions.\n"
    )


def _all(shares: Sequence[Share | None]) -> str:
    measured = [each for each in shares if each]
    passed, of = sum(each[0] for each in measured), sum(each[1] for each in measured)
    return f"{passed:,} of {of:,}"


def _table(workshop: Workshop, rows: Sequence[Row], equivalents: Sequence[Equivalent]) -> Iterator[str]:
    yield f"| {' | '.join(_COLUMNS)} |"
    yield f"| --- |{' ---: |' * (len(_COLUMNS) - 2)} --- |"
    for row in rows:
        old = row.fingerprint != fingerprint(workshop, row.exercise, equivalents)
        yield f"| {' | '.join([*_cells(row), OLD if old else NOW])} |"


def _cells(row: Row) -> list[str]:
    counts = [row.mutants.get(each, 0) for each in (Outcome.SURVIVED, Outcome.TIMED_OUT, Outcome.EQUIVALENT)]
    return [
        f"`{row.exercise}`",
        str(row.probes),
        _share(row.alternatives),
        _share(row.misconceptions),
        f"{row.killed} of {row.to_kill}",
        f"{row.score:.0%}" if row.to_kill else "none",
        *map(str, counts),
        *(_share(each) if each else "not measured" for each in (row.rewrites, row.repetitions)),
        f"{row.seconds:.1f}",
    ]


def _share(share: Share) -> str:
    return f"{share[0]} of {share[1]}"


def _reasons(equivalents: Sequence[Equivalent]) -> Iterator[str]:
    if not equivalents:
        yield "None is marked."
    for each in equivalents:
        change = f"{_code(each.before)} → {_code(each.after)}"
        yield f"- `{each.workshop}`, `{each.exercise}`: {change}. {each.reason}"


def _code(text: str) -> str:
    one_line = " ⏎ ".join(line.strip() for line in text.splitlines()) or "(nothing)"
    return f"`` {one_line} ``" if "`" in one_line else f"`{one_line}`"


if __name__ == "__main__":
    sys.exit(main())
