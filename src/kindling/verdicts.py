"""What a learner is told about one exercise, as data: every face shows these and nothing else."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

VERSION = 1


class Status(StrEnum):
    """How an exercise stands."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_WRITTEN = "not written yet"
    WAITING = "waiting"
    STOPPED = "stopped"
    NOT_CHECKED = "not checked"


@dataclass(frozen=True)
class Diagnosis:
    """A mistake that has a name.

    Attributes:
        name: the misconception's name.
        sentence: what it is and where to look, for the learner.
        probe: the first probe that shows it.
    """

    name: str
    sentence: str
    probe: str


@dataclass(frozen=True)
class Evidence:
    """What the first failing probe saw.

    Attributes:
        probe: the probe's name.
        tried: what was tried, in words.
        called: the call as code, for example `row_softmax(tensor (3, 4) float32)`.
        came: what came back.
        expected: what the solution gives.
    """

    probe: str
    tried: str
    called: str
    came: str
    expected: str


@dataclass(frozen=True)
class Verdict:
    """What a learner is told about one exercise.

    Attributes:
        workshop: the folder's name, for example `w1d2_tensors`.
        exercise: the exercise's name.
        status: how it stands.
        sentence: the one sentence to read first.
        diagnoses: the named mistakes that explain it; empty where none does.
        evidence: what the first failing probe saw.
        waits_for: exercises to finish first.
        note: what to know after passing.
        remarks: further sentences: warnings that torch gave, an import that failed.
        path: the answer's file.
        line: where to look in it, counted from 1.
        probes_passed: how many probes were satisfied.
        probes: how many there are.
        seconds: wall time that the answer ran.
    """

    workshop: str
    exercise: str
    status: Status
    sentence: str
    diagnoses: tuple[Diagnosis, ...] = ()
    evidence: Evidence | None = None
    waits_for: tuple[str, ...] = ()
    note: str = ""
    remarks: tuple[str, ...] = ()
    path: str = ""
    line: int = 1
    probes_passed: int = 0
    probes: int = 0
    seconds: float = 0.0

    def to_json(self) -> dict[str, Any]:
        """The verdict as plain JSON data, with the version of its form."""
        return {"version": VERSION, **asdict(self)}

    @staticmethod
    def from_json(data: dict[str, Any]) -> Verdict:
        """The verdict that `to_json` wrote.

        Raises:
            ValueError: it was written in another version of the form.
        """
        fields = dict(data)
        version = fields.pop("version", None)
        if version != VERSION:
            raise ValueError(f"this verdict has version {version!r}; this Kindling reads {VERSION}")
        evidence = fields.get("evidence")
        fields["status"] = Status(fields["status"])
        fields["diagnoses"] = tuple(Diagnosis(**each) for each in fields["diagnoses"])
        fields["evidence"] = Evidence(**evidence) if evidence else None
        fields["waits_for"] = tuple(fields["waits_for"])
        fields["remarks"] = tuple(fields["remarks"])
        return Verdict(**fields)


def dumps(verdict: Verdict) -> str:
    """One line of JSON."""
    return json.dumps(verdict.to_json(), ensure_ascii=False)


def loads(line: str) -> Verdict:
    """The verdict of one line of JSON."""
    return Verdict.from_json(json.loads(line))
