"""`python -m kindling.rewrites`: what `nox -s rewrites` runs."""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal

from rich.console import Console
from rich.progress import Progress

from kindling import course
from kindling.course import CourseError
from kindling.course.model import Workshop
from kindling.engine import EngineError
from kindling.marks import AuthoringError
from kindling.mutants.choosing import Chosen, chosen_workshops
from kindling.mutants.equivalents import NAME, read_equivalents
from kindling.mutants.figures import Share, fingerprint, read_figures, with_shares, write_figures
from kindling.mutants.model import Variant
from kindling.mutants.page import FIGURES
from kindling.rewrites import show
from kindling.rewrites.making import rewrites
from kindling.rewrites.repeating import repeated
from kindling.rewrites.trying import ROUNDS, tried


def main(arguments: list[str] | None = None) -> int:
    """Try the rewrites of the workshops that are named, or of all.

    Returns:
        0 where all pass, 1 where something is to mend, 2 where it could not be tried.
    """
    options = _parser().parse_args(arguments)
    console = Console(highlight=False, width=None if sys.stdout.isatty() else 150)
    try:
        root = course.find_root()
        chosen = chosen_workshops(root, options.workshops, options.exercise or [])
        if options.repeat:
            return _repeat(console, root, chosen, options.repeat, options.seconds)
        return _rewrite(console, root, chosen)
    except (CourseError, AuthoringError, EngineError) as error:
        print(error, file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="nox -s rewrites --",
        description="Spell right answers differently, and see whether they still pass.",
    )
    parser.add_argument("workshops", nargs="*", help="for example w1d2; all where none is named")
    parser.add_argument("--exercise", action="append", help="only this one; may be given several times")
    parser.add_argument(
        "--repeat", type=int, metavar="N", help="run the known answers as they are, the solution N times"
    )
    parser.add_argument(
        "--seconds", type=float, default=60, metavar="S", help="for --repeat: S for each exercise at most"
    )
    return parser


def _repeat(console: Console, root: Path, chosen: Chosen, times: int, seconds: float) -> int:
    started, runs, due = time.perf_counter(), 0, 0
    for workshop, names in chosen:
        console.print(workshop.name, style="bold")
        for name in names:
            found = repeated(workshop, name, times, seconds)
            runs, due = runs + found.share[1], due + found.share[0]
            for line in show.repeated(found, times):
                console.print(line, markup=False, soft_wrap=True)
            _keep(root, workshop, "repetitions", {name: found.share})
    seconds = time.perf_counter() - started
    told = f"{due} got the verdict that was due, {runs - due} did not"
    console.print(f"{runs} runs in {seconds:.0f} s: {told}.")
    return 1 if due < runs else 0


def _rewrite(console: Console, root: Path, chosen: Chosen) -> int:
    started = time.perf_counter()
    total, rejected = 0, 0
    for workshop, names in chosen:
        console.print(workshop.name, style="bold")
        variants = [each for each in rewrites(workshop) if each.exercise in names]
        failed = _try(console, workshop, variants)
        passed = shares(variants, failed)
        for name, share in passed.items():
            console.print(show.exercise_line(name, share), markup=False)
        _keep(root, workshop, "rewrites", passed)
        total, rejected = total + len(variants), rejected + len(failed)
    for line in show.sums(total, rejected, ROUNDS, time.perf_counter() - started):
        console.print(line, markup=False, soft_wrap=True)
    return 1 if rejected else 0


def _keep(
    root: Path,
    workshop: Workshop,
    what: Literal["rewrites", "repetitions"],
    passed: Mapping[str, Share],
) -> None:
    equivalents = read_equivalents(root / "workshops" / NAME)
    now = {
        (workshop.name, name, fingerprint(workshop, name, equivalents)): share
        for name, share in passed.items()
    }
    write_figures(root / FIGURES, with_shares(read_figures(root / FIGURES), what, now))


def _try(console: Console, workshop: Workshop, variants: Sequence[Variant]) -> list[Variant]:
    """The variants that were rejected in any round; each is shown when it is first rejected."""
    failed: dict[int, Variant] = {}
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        results = progress.track(
            tried(workshop, variants), total=len(variants) * len(ROUNDS), description="rewrites"
        )
        for each in results:
            if not each.passed:
                failed[each.result.variant.nth] = each.result.variant
                console.print(show.rejected(each, workshop), markup=False, soft_wrap=True)
    return list(failed.values())


def shares(variants: Sequence[Variant], failed: Sequence[Variant]) -> dict[str, Share]:
    """By exercise, how many rewrites passed, of how many."""
    counts, wrong = Counter(each.exercise for each in variants), Counter(each.exercise for each in failed)
    return {name: (count - wrong[name], count) for name, count in counts.items()}


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        print("\nStopped. What was measured before is kept as it was.", file=sys.stderr)
        sys.exit(130)
