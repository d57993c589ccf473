"""Runs a lesson from top to bottom, and the day's script, both against the solution."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from kindling.course.model import Workshop
from kindling.engine.places import KIT
from kindling.gate.model import Fault, Plan

CELL_SECONDS = 300
SCRIPT_SECONDS = 600
_WARNING = re.compile(r"\b\w*Warning\b")


def run_lesson(workshop: Workshop, plan: Plan) -> tuple[float, list[Fault]]:
    """Run the lesson in a copy of the workshop whose starter is the solution.

    Returns:
        Wall time in seconds, and a fault for the cell that failed, or for each that gave a warning.
    """
    started = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="kindling-lesson-") as name:
        folder = Path(name) / workshop.name
        folder.mkdir()
        shutil.copy(workshop.solution, folder / "starter.py")
        shutil.copy(workshop.lesson, folder / "lesson.ipynb")
        done = _python(
            ["-m", "kindling.gate.notebook", "lesson.ipynb", str(CELL_SECONDS)],
            folder,
            workshop,
            plan,
        )
        faults = _lesson_faults(workshop, done)
    return time.perf_counter() - started, faults


def _lesson_faults(workshop: Workshop, done: subprocess.CompletedProcess[str]) -> list[Fault]:
    try:
        problems = json.loads(done.stdout.splitlines()[-1])
    except (ValueError, IndexError):
        lines = done.stderr.strip().splitlines() or [f"exit code {done.returncode}"]
        return [Fault(str(workshop.lesson), 1, f"the lesson could not be run: {lines[-1]}")]
    return [
        Fault(str(workshop.lesson), line_of(workshop.lesson, each["cell"]), each["reason"])
        for each in problems
    ]


def line_of(path: Path, cell: str) -> int:
    """The line of a notebook's file where the cell of that id stands."""
    pattern = re.compile(rf'"id":\s*"{re.escape(cell)}"')
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if pattern.search(line):
            return number
    return 1


def run_script(workshop: Workshop, plan: Plan) -> tuple[float, list[Fault]]:
    """Run `python solution.py`: it must end well, print something and give no warning."""
    started = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="kindling-script-") as name:
        done = _python([str(workshop.solution)], Path(name), workshop, plan)
    reason = ""
    if done.returncode:
        last = (done.stderr.strip().splitlines() or [f"exit code {done.returncode}"])[-1]
        reason = f"`python solution.py` fails: {last}"
    elif _WARNING.search(done.stderr):
        reason = f"`python solution.py` warns: {done.stderr.strip().splitlines()[0]}"
    elif not done.stdout.strip():
        reason = "`python solution.py` prints nothing; it should show the day's result"
    return time.perf_counter() - started, [Fault(str(workshop.solution), 1, reason)] if reason else []


def _python(
    arguments: list[str], folder: Path, workshop: Workshop, plan: Plan
) -> subprocess.CompletedProcess[str]:
    settings = {
        "PYTHONPATH": os.pathsep.join(filter(None, [str(KIT.parent), os.environ.get("PYTHONPATH", "")])),
        "KINDLING_ROOT": str(workshop.folder.parent.parent),
        "KINDLING_DEVICE": plan.device,
        "MPLBACKEND": "agg",
        "OMP_NUM_THREADS": "1",
        **({"KINDLING_REAL_DATA": "1"} if plan.data == "real" else {}),
    }
    try:
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=folder,
            env={**os.environ, **settings},
            capture_output=True,
            text=True,
            timeout=SCRIPT_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return subprocess.CompletedProcess(arguments, 1, "", f"still running after {SCRIPT_SECONDS} seconds")
