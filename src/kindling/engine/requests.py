"""What a face may ask of the engine, as plain data."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from kindling.observing.circumstances import USUAL, Circumstances
from kindling.verdicts import Verdict


@dataclass(frozen=True)
class Request:
    """Judge an answer's file, prove or observe a workshop's known answers, or try many answers to exercises.

    Attributes:
        workshop: the pristine folder.
        answer: the answer's file; empty for the known answers instead.
        ahead: only observe the known answers, letting everything else go first, so that a wrong answer is
            told at once later. Nothing is answered.
        exercises: which; all of them where empty.
        trials: exercise and file of each answer to try instead of all that.
        hurry: whether a trial ends a probe at ten times the solution's time.
        closely: whether a trial also tells how close each probe came to being failed.
        device: `cpu` or `cuda`.
        circumstances: threads, seeds and the order of the probes.
        environment: the KINDLING_ settings of the asker.
    """

    workshop: str
    answer: str = ""
    ahead: bool = False
    exercises: tuple[str, ...] = ()
    trials: tuple[tuple[str, str], ...] = ()
    hurry: bool = False
    closely: bool = False
    device: str = "cpu"
    circumstances: Circumstances = USUAL
    environment: tuple[tuple[str, str], ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The request as plain JSON data."""
        return asdict(self)

    @staticmethod
    def from_json(data: dict[str, Any]) -> Request:
        """The request that `to_json` wrote."""
        fields = dict(data)
        fields["exercises"] = tuple(fields["exercises"])
        fields["trials"] = tuple((str(exercise), str(path)) for exercise, path in fields["trials"])
        fields["circumstances"] = Circumstances(**fields["circumstances"])
        fields["environment"] = tuple((str(key), str(value)) for key, value in fields["environment"])
        return Request(**fields)


@dataclass(frozen=True)
class Proof:
    """How one known answer fared.

    Attributes:
        exercise: the exercise's name.
        kind: `solution`, `alternative` or `misconception`.
        name: the known answer's name; empty for the solution.
        line: where it stands in its file.
        verdict: what a learner would be told.
        symptoms: the probes that it does not satisfy.
        twins: other misconceptions of the exercise with the same symptoms.
        problems: what is wrong with it, as sentences for an author; empty where all is well.
    """

    exercise: str
    kind: str
    name: str
    line: int
    verdict: Verdict
    symptoms: tuple[str, ...] = ()
    twins: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The proof as plain JSON data."""
        return {**asdict(self), "verdict": self.verdict.to_json()}

    @staticmethod
    def from_json(data: dict[str, Any]) -> Proof:
        """The proof that `to_json` wrote."""
        fields = dict(data)
        fields["verdict"] = Verdict.from_json(fields["verdict"])
        for name in ("symptoms", "twins", "problems"):
            fields[name] = tuple(fields[name])
        return Proof(**fields)


@dataclass(frozen=True)
class Closeup:
    """What one probe saw, more closely than a verdict tells.

    Attributes:
        probe: its name.
        digest: a hash of what it saw: two runs that have the same saw the same, to the last bit.
        value: the number that is judged; or the share of the tolerance that is used; None where neither is.
        limit: the line that the number must not cross; 1 for a tolerance.
    """

    probe: str
    digest: str
    value: float | None = None
    limit: float | None = None

    @property
    def room(self) -> float | None:
        """How far the number is from the line; None where there is none."""
        return None if self.value is None or self.limit is None else abs(self.limit - self.value)


@dataclass(frozen=True)
class Trial:
    """How one of many answers fared.

    Attributes:
        verdict: what a learner would be told.
        ended: how the first failing probe ended: `raised`, or by a limit such as `time`; empty
            where it gave a value.
        explained: whether the verdict on an exception says more than Python's own message.
        closeups: what each probe saw, where that was asked for.
    """

    verdict: Verdict
    ended: str = ""
    explained: bool = False
    closeups: tuple[Closeup, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The trial as plain JSON data."""
        return {**asdict(self), "verdict": self.verdict.to_json()}

    @staticmethod
    def from_json(data: dict[str, Any]) -> Trial:
        """The trial that `to_json` wrote."""
        closeups = tuple(Closeup(**each) for each in data["closeups"])
        return Trial(Verdict.from_json(data["verdict"]), data["ended"], data["explained"], closeups)
