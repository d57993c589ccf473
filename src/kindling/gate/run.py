"""Runs the whole gate over workshops: answers on one core, lessons and scripts on the other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from kindling.course import read, rules
from kindling.course.model import Workshop
from kindling.engine import EngineError
from kindling.gate import answers, lessons
from kindling.gate.model import Fault, Report
from kindling.marks import AuthoringError

Tell = Callable[[str], None]


def check_workshops(folders: Sequence[Path], device: str, data: str, tell: Tell) -> list[Report]:
    """Everything that the gate can find out about workshops.

    Args:
        folders: the workshops' folders.
        device: `cpu` or `cuda`.
        data: `embedded` or `real`.
        tell: takes a line for every step that is done.
    """
    static = {folder: static_faults(folder, tell) for folder in folders}
    with ThreadPoolExecutor(max_workers=1) as other_core:
        shown = {
            folder: other_core.submit(_show, read(folder), device, data, tell)
            for folder in folders
            if not static[folder]
        }
        reports = []
        for folder in folders:
            if static[folder]:
                reports.append(Report(folder.name, faults=tuple(static[folder])))
            else:
                reports.append(_report(read(folder), device, data, tell, shown[folder]))
    return reports


def static_faults(folder: Path, tell: Tell) -> list[Fault]:
    """What is wrong with a workshop's files, without running anything."""
    found = [Fault(each.path, each.line, each.reason) for each in rules(folder)]
    tell(f"{folder.name}: files {'as they should be' if not found else f'with {len(found)} faults'}")
    return found


def _report(
    workshop: Workshop, device: str, data: str, tell: Tell, shown: Future[tuple[float, float, list[Fault]]]
) -> Report:
    try:
        refused = answers.starter_verdicts(workshop, device, data)
        proofs = answers.prove(workshop, device, data, tell)
        faults = answers.starter_faults(workshop, refused) + answers.proof_faults(workshop, proofs)
    except AuthoringError as error:
        refused, proofs, faults = {}, [], [Fault(error.path, error.line, error.reason)]
    except EngineError as error:
        refused, proofs, faults = {}, [], [Fault(str(workshop.checks), 1, str(error))]
    lesson, script, more = shown.result()
    return Report(
        workshop.name,
        tuple(answers.tallies(workshop, refused, proofs)),
        tuple(proofs),
        tuple(faults + more),
        lesson,
        script,
    )


def _show(workshop: Workshop, device: str, data: str, tell: Tell) -> tuple[float, float, list[Fault]]:
    lesson, faults = lessons.run_lesson(workshop, device, data)
    tell(f"{workshop.name}: lesson run in {lesson:.0f} s")
    script, more = lessons.run_script(workshop, device, data)
    tell(f"{workshop.name}: script run in {script:.0f} s")
    return lesson, script, faults + more
