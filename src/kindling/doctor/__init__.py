"""Everything that can be wrong with the machine, each with its one fix. Never imports torch."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from kindling.doctor import folders, hardware, software
from kindling.doctor.finding import Finding, State, to_json

__all__ = ["Finding", "State", "examine", "to_json"]

Examination = Callable[[Path], Finding]

EXAMINATIONS: tuple[Examination, ...] = (
    software.python_version,
    software.packages,
    software.kernel,
    hardware.graphics,
    hardware.shared_memory,
    hardware.memory,
    hardware.disk,
    folders.cache,
    folders.line_endings,
    folders.work_folder,
)


def examine(root: Path) -> list[Finding]:
    """Look at everything; `root` is the course's folder. An examination that fails is a finding too."""
    return [_guarded(each, root) for each in EXAMINATIONS]


def _guarded(examination: Examination, root: Path) -> Finding:
    try:
        return examination(root)
    except Exception as error:  # noqa: BLE001 - the doctor must come through on a broken machine
        name = examination.__name__.replace("_", " ")
        found = f"could not be looked at ({type(error).__name__}: {error})"
        return Finding(name, State.FAIL, found, "reopen the course in its dev container")
