"""The progress file: how every exercise stood last, which workshops are finished, how many hints were given.

It is a cache of what checks said, keyed by the names of workshops and exercises. What stands there under
a former name counts under the present one. Names that the course does not know (any more) stay in it, and
so does whatever a newer Kindling wrote beside them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from kindling import course, files
from kindling.learner.renaming import renamed
from kindling.learner.work import LearnerError, Work
from kindling.verdicts import Status, Verdict

VERSION = 1


@dataclass(frozen=True)
class Finish:
    """One check of a whole file in which every exercise of its workshop passed.

    Attributes:
        exercises: those that the workshop had then.
        text: a hash of the file.
    """

    exercises: tuple[str, ...]
    text: str

    @staticmethod
    def of(exercises: Sequence[str], content: bytes) -> Finish:
        """The finish of these exercises by a file with this content."""
        return Finish(tuple(exercises), hashlib.sha256(content).hexdigest())

    def by(self, content: bytes) -> bool:
        """Whether a file with this content is the one that was checked."""
        return self.text == hashlib.sha256(content).hexdigest()


@dataclass(frozen=True)
class Progress:
    """What the progress file says.

    Attributes:
        data: its content; change it only inside `changing`.
        remark: a sentence for the learner if the file was damaged, else empty.
    """

    data: dict[str, Any] = field(default_factory=lambda: {"version": VERSION, "workshops": {}})
    remark: str = ""

    @property
    def last(self) -> str | None:
        """The workshop that was started last."""
        last = self.data.get("last")
        return last if isinstance(last, str) else None

    def exercise(self, workshop: str, exercise: str) -> dict[str, Any]:
        """The record of one exercise, made if it is missing; what is put into it is kept."""
        entry = self.data["workshops"].setdefault(workshop, {})
        record: dict[str, Any] = entry.setdefault("exercises", {}).setdefault(exercise, {})
        return record

    def passed(self, workshop: str, exercise: str) -> bool:
        """Whether the exercise passed when it was last checked."""
        return self._look(workshop, exercise).get("status") == Status.PASSED

    def known(self, workshop: str, exercise: str) -> bool:
        """Whether the exercise was checked before."""
        return "status" in self._look(workshop, exercise)

    def hints(self, workshop: str, exercise: str) -> int:
        """How many hints were given."""
        given = self._look(workshop, exercise).get("hints")
        return given if isinstance(given, int) and given > 0 else 0

    def asked(self, workshop: str, exercise: str) -> bool:
        """Whether the solution was asked for before."""
        return self._look(workshop, exercise).get("asked_for_solution") is True

    def finished(self, workshop: str) -> Finish | None:
        """The check that finished the workshop; None if none did, or an exercise failed since."""
        found = self.data["workshops"].get(workshop, {}).get("finished")
        if not isinstance(found, dict) or not isinstance(found.get("exercises"), list):
            return None
        return Finish(tuple(map(str, found["exercises"])), str(found.get("text")))

    def touched(self, workshop: str) -> bool:
        """Whether anything is known about the workshop."""
        return workshop in self.data["workshops"]

    def _look(self, workshop: str, exercise: str) -> dict[str, Any]:
        exercises = self.data["workshops"].get(workshop, {}).get("exercises", {})
        record: dict[str, Any] = exercises.get(exercise, {})
        return record


def load(work: Work) -> Progress:
    """Read the progress file; a damaged one is set aside under a name with the time.

    Raises:
        LearnerError: a newer Kindling wrote it.
        OSError: it can't be read.
    """
    try:
        data = json.loads(work.progress.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Progress()
    except (ValueError, RecursionError):
        return _set_aside(work)
    if isinstance(data, dict) and isinstance(data.get("version"), int) and data["version"] > VERSION:
        raise LearnerError(
            f"{work.shown(work.progress)} was written by a newer Kindling; update this one, then try again."
        )
    return Progress(renamed(data, course.renames(work.root))) if _sound(data) else _set_aside(work)


@contextmanager
def changing(work: Work) -> Iterator[Progress]:
    """The progress to change: written back at the end, while other processes wait."""
    with work.changing():
        progress = load(work)
        before = json.dumps(progress.data)
        yield progress
        if json.dumps(progress.data) != before:
            text = json.dumps(progress.data, indent=1, ensure_ascii=False)
            files.write(work.progress, text.encode("utf-8", "backslashreplace") + b"\n")


def record(work: Work, verdicts: Iterable[Verdict], finish: Finish | None = None) -> Progress:
    """Keep how exercises of a workshop stood in a check, and give the progress as it stands afterwards.

    Args:
        work: the learner's folder.
        verdicts: what was told; one that is not passed means that its workshop is not finished (any more).
            What was not checked says nothing about the answer, so all stays as it was.
        finish: given where the verdicts finish their workshop.
    """
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    with changing(work) as progress:
        for verdict in (each for each in verdicts if each.status is not Status.NOT_CHECKED):
            entry = progress.exercise(verdict.workshop, verdict.exercise)
            entry["status"] = str(verdict.status)
            workshop = progress.data["workshops"][verdict.workshop]
            if verdict.status is not Status.PASSED:
                workshop.pop("finished", None)
                continue
            entry.setdefault("passed", now)
            if finish:
                workshop["finished"] = {"time": now, "exercises": [*finish.exercises], "text": finish.text}
    return progress


def forget(work: Work, workshop: str, exercises: Iterable[str]) -> None:
    """Mark exercises as not written, after their definitions became the starter's again."""
    with changing(work) as progress:
        for exercise in exercises:
            if progress.known(workshop, exercise):
                progress.exercise(workshop, exercise)["status"] = str(Status.NOT_WRITTEN)
                progress.data["workshops"][workshop].pop("finished", None)


def _sound(data: Any) -> bool:
    """Whether `data` has the form that the readers above rely on."""
    workshops = data.get("workshops") if isinstance(data, dict) else None
    if not isinstance(workshops, dict):
        return False
    if not all(isinstance(entry, dict) for entry in workshops.values()):
        return False
    exercises = [entry.get("exercises", {}) for entry in workshops.values()]
    if not all(isinstance(each, dict) for each in exercises):
        return False
    return all(isinstance(record, dict) for each in exercises for record in each.values())


def _set_aside(work: Work) -> Progress:
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H-%M-%S.%fZ")
    aside = work.progress.with_name(f".progress.damaged-{now}.json")
    try:
        work.progress.replace(aside)
    except FileNotFoundError:
        return Progress()  # another process was faster
    except OSError:
        return Progress(remark=f"{work.shown(work.progress)} is damaged and was not read.")
    return Progress(
        remark=f"The progress file was damaged; it now lies in {work.shown(aside)}, "
        "and your next checks fill a new one."
    )
