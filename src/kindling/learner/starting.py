"""Starting a workshop: its starter and lesson are copied into the work folder."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from kindling import files
from kindling.course.model import Workshop
from kindling.learner import progress
from kindling.learner.work import LearnerError, Work


@dataclass(frozen=True)
class Started:
    """What `start` found and made.

    Attributes:
        folder: the learner's folder of the workshop.
        made: the files that were copied.
        kept: the files that were there and stay as they were.
    """

    folder: Path
    made: tuple[Path, ...]
    kept: tuple[Path, ...]


def start(work: Work, workshop: Workshop) -> Started:
    """Copy what is missing of a workshop into the work folder, and overwrite nothing.

    Raises:
        LearnerError: the workshop has no starter.
        OSError: the work folder can't be written.
    """
    if not workshop.starter.is_file():
        raise LearnerError(f"{work.shown(workshop.starter)} is missing; bring the course up to date.")
    folder = work.of(workshop.name)
    made: list[Path] = []
    kept: list[Path] = []
    with progress.changing(work) as record:
        folder.mkdir(parents=True, exist_ok=True)
        for source in filter(Path.is_file, (workshop.starter, workshop.lesson)):
            copy = folder / source.name
            (made if files.create(copy, source.read_bytes()) else kept).append(copy)
        record.data["last"] = workshop.name
        record.data["workshops"].setdefault(workshop.name, {})
    return Started(folder, tuple(made), tuple(kept))


def open_in_editor(paths: tuple[Path, ...]) -> bool:
    """Open files in the VS Code whose terminal this is; False where there is none."""
    code = shutil.which("code")
    if code is None or os.environ.get("TERM_PROGRAM") != "vscode":
        return False
    command = [code, "--reuse-window", *map(str, paths)]
    try:
        return subprocess.run(command, timeout=20, capture_output=True, check=False).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False
