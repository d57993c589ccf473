"""`python -m kindling.mutants`: what `nox -s mutants` runs."""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

from rich.console import Console

from kindling import course, engine
from kindling.course import CourseError
from kindling.course.model import Workshop
from kindling.engine import EngineError
from kindling.marks import AuthoringError
from kindling.mutants import show
from kindling.mutants.equivalents import NAME, Equivalent, marked, read_equivalents, stale
from kindling.mutants.figures import Row, read_figures, row, updated, write_figures
from kindling.mutants.making import mutants
from kindling.mutants.model import Outcome, Result, Variant
from kindling.mutants.page import FIGURES
from kindling.mutants.trying import judged


def main(arguments: list[str] | None = None) -> int:
    """Try the mutants of the workshops that are named, or of all.

    Returns:
        0 where enough are killed, 1 where something is to mend, 2 where it could not be tried.
    """
    options = _parser().parse_args(arguments)
    console = Console(highlight=False, width=None if sys.stdout.isatty() else 150, stderr=options.json)
    try:
        root = course.find_root()
        chosen = [course.find(root, name) for name in options.workshops] or course.workshops(root)
        names = _names(chosen, options.exercise)
        if options.sample:
            return _sample(console, names, options)
        return _whole(console, root, names, options)
    except (CourseError, AuthoringError, EngineError) as error:
        print(error, file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="nox -s mutants --", description="Change the solutions, and see whether the checks notice."
    )
    parser.add_argument("workshops", nargs="*", help="for example w1d2; all where none is named")
    parser.add_argument("--exercise", action="append", help="only this one; may be given several times")
    parser.add_argument("--json", action="store_true", help="one line of JSON for each mutant, and no table")
    parser.add_argument("--sample", type=int, metavar="N", help="only show N killed mutants at random")
    parser.add_argument("--seed", type=int, default=0, help="for --sample: the same seed, the same mutants")
    return parser


def _names(
    workshops: Sequence[Workshop], asked: Sequence[str] | None
) -> dict[str, tuple[Workshop, list[str]]]:
    """The workshops by name, each with its exercises that are meant."""
    found = {
        each.name: (each, [one.name for one in each.exercises if not asked or one.name in asked])
        for each in workshops
    }
    there = {name for _, names in found.values() for name in names}
    for missing in sorted(set(asked or ()) - there):
        raise CourseError(f"There is no exercise {missing} in {', '.join(found)}.")
    return {name: (workshop, names) for name, (workshop, names) in found.items() if names}


def _whole(
    console: Console, root: Path, chosen: dict[str, tuple[Workshop, list[str]]], options: argparse.Namespace
) -> int:
    started = time.perf_counter()
    path = root / "workshops" / NAME
    equivalents = read_equivalents(path)
    rows, faults = [], []
    for workshop, names in chosen.values():
        console.print(workshop.name, style="bold")
        results: list[Result] = []
        mine = [each for each in equivalents if each.workshop == workshop.name and each.exercise in names]
        for made, told in _measured(workshop, names, mine):
            results += told
            rows.append(made)
            _tell(console, workshop, made, told, options)
        faults += [f"{path}:{each.line}: {reason}" for each, reason in stale(mine, results)]
    order = [(each.name, one.name) for each in course.workshops(root) for one in each.exercises]
    write_figures(root / FIGURES, updated(read_figures(root / FIGURES), rows, order))
    return _end(console, rows, faults, time.perf_counter() - started)


def _measured(
    workshop: Workshop, names: list[str], equivalents: Sequence[Equivalent]
) -> Iterator[tuple[Row, list[Result]]]:
    """The figures of exercises, with all their results, as they come."""
    proofs = list(engine.prove(workshop, names))
    variants = [each for each in mutants(workshop) if each.exercise in names]
    results = (marked(each, equivalents) for each in judged(workshop, variants))
    for name, group in groupby(results, lambda each: each.variant.exercise):
        told = list(group)
        yield row(workshop, name, proofs, told, equivalents), told


def _tell(
    console: Console, workshop: Workshop, made: Row, results: Sequence[Result], options: argparse.Namespace
) -> None:
    console.print(show.exercise_line(made), markup=False)
    for each in results:
        if options.json:
            print(json.dumps(_json(each), ensure_ascii=False), flush=True)
        elif each.outcome in (Outcome.SURVIVED, Outcome.NOT_JUDGED):
            console.print(show.diff(each.variant, workshop.solution), markup=False, soft_wrap=True)


def _json(result: Result) -> dict[str, object]:
    variant: Variant = result.variant
    return {
        "id": variant.id, "workshop": variant.workshop, "exercise": variant.exercise,
        "operator": variant.operator, "line": variant.line, "before": variant.before, "after": variant.after,
        "nth": variant.nth, "outcome": result.outcome.value, "verdict": result.verdict.to_json(),
    }  # fmt: skip


def _end(console: Console, rows: Sequence[Row], faults: Sequence[str], seconds: float) -> int:
    show.show(console, rows)
    found = [*faults, *show.problems(rows)]
    for line in [*show.sums(rows, seconds), *found]:
        console.print(line, markup=False, soft_wrap=True)
    if found:
        console.print(
            f"✗ {len(found)} to mend: a stronger probe, or an entry in workshops/{NAME} that says why not."
        )
    else:
        console.print("✓ The checks notice enough. To write the figures into docs/checks.md: nox -s build")
    return 1 if found else 0


def _sample(
    console: Console, chosen: dict[str, tuple[Workshop, list[str]]], options: argparse.Namespace
) -> int:
    """Show killed mutants at random, with what a learner would be told, for a person to read."""
    drawn = [
        each for workshop, names in chosen.values() for each in mutants(workshop) if each.exercise in names
    ]
    random.Random(options.seed).shuffle(drawn)
    shown = 0
    while drawn and shown < options.sample:
        batch, drawn = drawn[: options.sample - shown], drawn[options.sample - shown :]
        for name, (workshop, _) in chosen.items():
            for result in judged(workshop, [each for each in batch if each.workshop == name]):
                if result.outcome.killed:
                    shown += 1
                    console.print(f"\n{shown}. {show.diff(result.variant, workshop.solution)}", markup=False)
                    console.print(show.told(result), markup=False, soft_wrap=True)
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        print("\nStopped. What was measured before is kept as it was.", file=sys.stderr)
        sys.exit(130)
