"""Killed mutants at random, for a person to read whether each was told the truth."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

from kindling.course.model import Workshop
from kindling.mutants.measuring import chosen
from kindling.mutants.model import Result
from kindling.mutants.trying import judged


def sample(
    workshops: Sequence[tuple[Workshop, Sequence[str]]], count: int, seed: int
) -> Iterator[tuple[Workshop, Result]]:
    """Killed mutants, drawn at random from all of them, until there are `count`.

    Args:
        workshops: each with those of its exercises that are meant.
        count: how many; fewer come where there are not so many.
        seed: the same seed draws the same.
    """
    drawn = [(workshop, each) for workshop, names in workshops for each in chosen(workshop, names)]
    random.Random(seed).shuffle(drawn)
    while drawn and count:
        batch, drawn = drawn[:count], drawn[count:]
        for workshop, _ in workshops:
            variants = [each for its, each in batch if its is workshop]
            for result in judged(workshop, variants):
                if result.outcome.killed:
                    count -= 1
                    yield workshop, result
