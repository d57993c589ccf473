"""`python -m kindling.observing.debug FILE`: the probes of a file's exercises in this very process.

A check runs answers in processes of their own, where a debugger's breakpoints do not reach. Here they do.
Nothing is judged: each line says what a probe saw.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

import torch

from kindling import course
from kindling.marks import Probe
from kindling.observations.describe import describe
from kindling.observing import ambient
from kindling.observing.loading import get, load, rename
from kindling.observing.recorder import Recorder
from kindling.observing.run import load_marks


def main(arguments: list[str]) -> int:
    """Run the probes of the exercises that are written in a file; `FILE [EXERCISE ...]`.

    Returns:
        0, or 2 where the file is no workshop's.
    """
    try:
        file = Path(arguments[0]).resolve()
        workshop = course.find(course.find_root(file.parent), file.parent.name)
    except (IndexError, course.CourseError) as error:
        print(f"Name a file of a started workshop, such as work/w1d2_tensors/starter.py. {error}")
        return 2
    loaded = load(file, file.stem)
    rename(loaded, ((old, each.name) for each in workshop.exercises for old in each.formerly))
    for each in loaded.errors:
        print(f"line {each.line}: {each.type}: {each.message}")
    with tempfile.TemporaryDirectory() as scratch:
        for probe in load_marks(workshop.checks).probes:
            if probe.exercise in arguments[1:] or len(arguments) == 1:
                print(f"{probe.exercise}, {probe.name}: {_seen(probe, get(loaded, probe.exercise), scratch)}")
        ambient.prepare(str(file.parent))
    return 0


def _seen(probe: Probe, answer: Any, scratch: str) -> str:
    if answer is None:
        return "not defined"
    ambient.prepare(scratch)
    try:
        device = {"device": torch.device("cpu")} if probe.takes_device else {}
        return describe(probe.run(Recorder().watch(answer), **device))
    except NotImplementedError:
        return "not written yet"
    except Exception as error:  # noqa: BLE001 - the next probe is of interest too
        return f"{type(error).__name__}: {error}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
