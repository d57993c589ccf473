"""Runs the whole gate over workshops: known answers, and lessons and scripts beside them, on both cores."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from kindling.course import read
from kindling.course.authoring import rules
from kindling.course.model import Workshop
from kindling.engine import EngineError
from kindling.gate import answers, lessons
from kindling.gate.model import Fault, Plan, Report
from kindling.marks import AuthoringError

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Shown:
    """How a workshop's lesson and script ran; seconds are None where they did not run."""

    lesson: float | None = None
    script: float | None = None
    faults: tuple[Fault, ...] = ()


def check_workshops(folders: Sequence[Path], plan: Plan, tell: Tell) -> list[Report]:
    """Everything that the gate can find out about workshops.

    Args:
        folders: the workshops' folders.
        plan: how.
        tell: takes a line for every step that is done.
    """
    static = {folder: static_faults(folder, tell) for folder in folders}
    with ThreadPoolExecutor(max_workers=2) as beside:
        sound = [folder for folder in folders if not static[folder]]
        shown = {folder: beside.submit(_show, read(folder), plan, tell) for folder in sound}
        return [
            _report(read(folder), plan, tell, shown[folder])
            if folder in shown
            else Report(folder.name, faults=tuple(static[folder]))
            for folder in folders
        ]


def static_faults(folder: Path, tell: Tell) -> list[Fault]:
    """What is wrong with a workshop's files, without running anything."""
    found = [Fault(each.path, each.line, each.reason) for each in rules(folder)]
    tell(f"{folder.name}: files {'as they should be' if not found else f'with {len(found)} faults'}")
    return found


def _report(workshop: Workshop, plan: Plan, tell: Tell, shown: Future[Shown]) -> Report:
    try:
        refused = answers.starter_verdicts(workshop, plan)
        proofs = answers.prove(workshop, plan, tell)
        faults = answers.starter_faults(workshop, refused) + answers.proof_faults(workshop, proofs)
    except AuthoringError as error:
        refused, proofs, faults = {}, [], [Fault(error.path, error.line, error.reason)]
    except EngineError as error:
        refused, proofs, faults = {}, [], [Fault(str(workshop.checks), 1, str(error))]
    beside = shown.result()
    return Report(
        workshop.name,
        tuple(answers.tallies(workshop, refused, proofs)),
        tuple(proofs),
        (*faults, *beside.faults),
        beside.lesson,
        beside.script,
    )


def _show(workshop: Workshop, plan: Plan, tell: Tell) -> Shown:
    if not plan.lessons:
        return Shown()
    lesson, faults = lessons.run_lesson(workshop, plan)
    tell(f"{workshop.name}: lesson run in {lesson:.0f} s")
    script, more = lessons.run_script(workshop, plan)
    tell(f"{workshop.name}: script run in {script:.0f} s")
    return Shown(lesson, script, (*faults, *more))
