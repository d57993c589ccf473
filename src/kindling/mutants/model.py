"""Changed solutions and what the checks said of them, as data."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from kindling.verdicts import Verdict


@dataclass(frozen=True)
class Variant:
    """A workshop's `solution.py` with one change in what the learner writes of one exercise.

    Attributes:
        workshop: the folder's name.
        exercise: the only exercise that is changed.
        operator: the name of what was done.
        line: where the change begins in `solution.py`, counted from 1.
        before: the lines that were changed, without their common indentation.
        after: the same lines as they are now.
        nth: which of several alike changes in this exercise it is, counted from 1.
        text: the whole changed file.
    """

    workshop: str
    exercise: str
    operator: str
    line: int
    before: str
    after: str
    nth: int
    text: str

    @property
    def key(self) -> tuple[str, str, str, str, int]:
        """What identifies it wherever it stands in the file."""
        return self.workshop, self.exercise, self.before, self.after, self.nth

    @property
    def id(self) -> str:
        """A short name that stays while the changed lines stay: the exercise and six digits."""
        digest = hashlib.sha256("\0".join(map(str, self.key)).encode()).hexdigest()
        return f"{self.exercise}-{digest[:6]}"


class Outcome(StrEnum):
    """What became of a variant; all but the last three are ways to be killed."""

    NAMED = "named"
    DIFFERENT = "difference told"
    EXPLAINED = "exception explained"
    RAISED = "only raised"
    STOPPED = "stopped"
    TIMED_OUT = "timed out"
    SURVIVED = "survived"
    EQUIVALENT = "equivalent"
    NOT_JUDGED = "not judged"

    @property
    def killed(self) -> bool:
        """Whether the checks noticed the change."""
        return self not in (Outcome.SURVIVED, Outcome.EQUIVALENT, Outcome.NOT_JUDGED)


@dataclass(frozen=True)
class Result:
    """How one variant fared.

    Attributes:
        variant: which.
        outcome: what became of it.
        verdict: what a learner would be told who wrote it.
    """

    variant: Variant
    outcome: Outcome
    verdict: Verdict

    def to_json(self) -> dict[str, Any]:
        """The result as plain JSON data, without the text of the whole file."""
        fields = asdict(self.variant)
        del fields["text"]
        return {
            "id": self.variant.id,
            **fields,
            "outcome": self.outcome.value,
            "verdict": self.verdict.to_json(),
        }
