"""Has rewrites judged under all circumstances that must not matter."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kindling.course.model import Workshop
from kindling.mutants.model import Outcome, Result, Variant
from kindling.mutants.trying import judged
from kindling.observing.circumstances import Circumstances

ROUNDS = (Circumstances(1, 0), Circumstances(2, 1, backwards=True), Circumstances(1, 2))
"""Two numbers of threads, three seeds, two orders of the probes."""


@dataclass(frozen=True)
class Tried:
    """How one rewrite fared in one round.

    Attributes:
        circumstances: under what it ran.
        result: what the checks said.
    """

    circumstances: Circumstances
    result: Result

    @property
    def passed(self) -> bool:
        """Whether it was taken as right."""
        return self.result.outcome is Outcome.SURVIVED


def tried(
    workshop: Workshop, variants: Sequence[Variant], rounds: Sequence[Circumstances] = ROUNDS
) -> Iterator[Tried]:
    """How each variant fared in each round, as it comes.

    In the first round they are asked for as they stand; in the second backwards; then shuffled.

    Raises:
        EngineError: the engine can't be started, or broke off.
    """
    for number, circumstances in enumerate(rounds):
        order = list(variants)[:: -1 if circumstances.backwards else 1]
        if number > 1:
            random.Random(number).shuffle(order)
        for result in judged(workshop, order, hurry=False, circumstances=circumstances):
            yield Tried(circumstances, result)
