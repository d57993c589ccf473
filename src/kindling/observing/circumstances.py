"""Under what an answer runs: a verdict must not depend on it."""

from __future__ import annotations

from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Circumstances:
    """What is always the same where a learner checks, and may be varied to see whether it matters.

    Attributes:
        threads: how many threads torch works with.
        seed: where torch's, NumPy's and Python's global generators begin, before every probe.
        backwards: whether the probes run in the opposite order of the file.
    """

    threads: int = 1
    seed: int = 0
    backwards: bool = False

    def __str__(self) -> str:
        threads = f"{self.threads} thread{'' if self.threads == 1 else 's'}"
        return f"{threads}, seed {self.seed}, probes {'backwards' if self.backwards else 'as they stand'}"

    def key(self) -> str:
        """What tells observations made under these apart from those made under others."""
        return str(sorted(asdict(self).items()))


USUAL = Circumstances()
