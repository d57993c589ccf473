"""Measures exercises: how their known answers and all of their mutants fare."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby

from kindling import engine
from kindling.course.model import Workshop
from kindling.mutants.equivalents import Equivalent, marked
from kindling.mutants.figures import Row, row
from kindling.mutants.making import mutants
from kindling.mutants.model import Result, Variant
from kindling.mutants.trying import judged

Watch = Callable[[Iterable[Result], int], Iterable[Result]]


def measured(
    workshop: Workshop, names: Sequence[str], equivalents: Sequence[Equivalent], watch: Watch
) -> Iterator[tuple[Row, list[Result]]]:
    """The figures of exercises with the results of all their mutants, exercise by exercise, as they come.

    Args:
        workshop: whose exercises.
        names: which of them.
        equivalents: what is marked by hand.
        watch: is given the results as they come and how many there will be, and hands them on.

    Raises:
        EngineError: the engine can't be started, or broke off.
        AuthoringError: the workshop's own files are at fault.
    """
    proofs = list(engine.prove(workshop, names))
    variants = chosen(workshop, names)
    results = (marked(each, equivalents) for each in watch(judged(workshop, variants), len(variants)))
    for name, group in groupby(results, lambda each: each.variant.exercise):
        told = list(group)
        yield row(workshop, name, proofs, told, equivalents), told


def chosen(workshop: Workshop, names: Sequence[str]) -> list[Variant]:
    """The mutants of some exercises of a workshop."""
    return [each for each in mutants(workshop) if each.exercise in names]
