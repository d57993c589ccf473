"""`python -m kindling.mutants`: what `nox -s mutants` runs."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

from rich.console import Console
from rich.progress import Progress

from kindling import course
from kindling.course import CourseError
from kindling.course.model import Workshop
from kindling.engine import EngineError
from kindling.marks import AuthoringError
from kindling.mutants import show
from kindling.mutants.choosing import Chosen, chosen_workshops
from kindling.mutants.equivalents import NAME, read_equivalents, stale
from kindling.mutants.figures import Row, read_figures, updated, write_figures
from kindling.mutants.measuring import measured
from kindling.mutants.model import Outcome, Result
from kindling.mutants.page import FIGURES
from kindling.mutants.sampling import sample


def main(arguments: list[str] | None = None) -> int:
    """Try the mutants of the workshops that are named, or of all.

    Returns:
        0 where enough are killed, 1 where something is to mend, 2 where it could not be tried.
    """
    options = _parser().parse_args(arguments)
    console = Console(highlight=False, width=None if sys.stdout.isatty() else 150, stderr=options.json)
    try:
        root = course.find_root()
        chosen = chosen_workshops(root, options.workshops, options.exercise or [])
        if options.sample:
            return _show_sample(console, chosen, options)
        return _measure(console, root, chosen, as_json=options.json)
    except (CourseError, AuthoringError, EngineError) as error:
        print(error, file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="nox -s mutants --", description="Change the solutions, and see whether the checks notice."
    )
    parser.add_argument("workshops", nargs="*", help="for example w1d2; all where none is named")
    parser.add_argument("--exercise", action="append", help="only this one; may be given several times")
    parser.add_argument(
        "--json", action="store_true", help="a line of JSON for each mutant; words go to stderr"
    )
    parser.add_argument("--sample", type=int, metavar="N", help="only show N killed mutants at random")
    parser.add_argument("--seed", type=int, default=0, help="for --sample: the same seed, the same mutants")
    return parser


def _measure(console: Console, root: Path, chosen: Chosen, *, as_json: bool) -> int:
    started = time.perf_counter()
    path = root / "workshops" / NAME
    equivalents = read_equivalents(path)
    rows: list[Row] = []
    faults: list[str] = []
    for workshop, names in chosen:
        console.print(workshop.name, style="bold")
        mine = [each for each in equivalents if each.workshop == workshop.name and each.exercise in names]
        results: list[Result] = []
        with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:

            def watch(coming: Iterable[Result], count: int) -> Iterable[Result]:
                return progress.track(coming, total=count, description="mutants")

            for row, told in measured(workshop, names, mine, watch):
                rows.append(row)
                results += told
                _tell(console, workshop, row, told, as_json=as_json)
        faults += [f"{path}:{each.line}: {reason}" for each, reason in stale(mine, results)]
    order = [(each.name, one.name) for each in course.workshops(root) for one in each.exercises]
    write_figures(root / FIGURES, updated(read_figures(root / FIGURES), rows, order))
    return _end(console, rows, faults, time.perf_counter() - started)


def _tell(
    console: Console, workshop: Workshop, row: Row, results: Sequence[Result], *, as_json: bool
) -> None:
    console.print(show.exercise_line(row), markup=False)
    for each in results:
        if as_json:
            print(json.dumps(each.to_json(), ensure_ascii=False), flush=True)
        elif not each.outcome.killed and each.outcome is not Outcome.EQUIVALENT:
            console.print(show.diff(each.variant, workshop.solution), markup=False, soft_wrap=True)


def _end(console: Console, rows: Sequence[Row], faults: Sequence[str], seconds: float) -> int:
    show.show(console, rows)
    found = [*faults, *show.problems(rows)]
    for line in [*show.sums(rows, seconds), *found]:
        console.print(line, markup=False, soft_wrap=True)
    if found:
        wanted = f"a stronger probe, or an entry in workshops/{NAME} that says why no probe can see it"
        console.print(f"✗ {len(found)} to mend: {wanted}.", markup=False, soft_wrap=True)
    else:
        console.print("✓ The checks notice enough. To write the figures into docs/checks.md: nox -s build")
    return 1 if found else 0


def _show_sample(console: Console, chosen: Chosen, options: argparse.Namespace) -> int:
    for number, (workshop, result) in enumerate(sample(chosen, options.sample, options.seed), 1):
        if options.json:
            print(json.dumps(result.to_json(), ensure_ascii=False), flush=True)
            continue
        console.print(f"\n{number}. {show.diff(result.variant, workshop.solution)}", markup=False)
        console.print(show.told(result), markup=False, soft_wrap=True)
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        print("\nStopped. What was measured before is kept as it was.", file=sys.stderr)
        sys.exit(130)
