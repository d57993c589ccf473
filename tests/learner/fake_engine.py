"""`kindling` with a stand-in for the engine, which reads its verdicts off the answer's text.

Run as a real process: `python fake_engine.py check w1d1`. A definition that still raises
NotImplementedError is not written; one with the word "wrong" fails; one with "sleep" takes a minute;
one with "break" ends the engine; any other passes.
"""

import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from kindling.cli import main
from kindling.course import Workshop
from kindling.learner.definitions import definition
from kindling.verdicts import Diagnosis, Evidence, Status, Verdict


class EngineError(Exception):
    """Stands for the engine's own error."""


EngineError.__module__ = "kindling.engine"


def check(
    workshop: Workshop,
    answer: Path,
    exercises: Sequence[str] | None = None,
    *,
    device: str,
    data: str,
    **_: object,
) -> Iterator[Verdict]:
    text = answer.read_text()
    for number, each in enumerate(workshop.exercises, 1):
        if not exercises or each.name in exercises:
            yield verdict(workshop.name, each.name, each.note, definition(text, each.name) or "", number)


def verdict(workshop: str, name: str, note: str, code: str, line: int) -> Verdict:
    if "break" in code:
        raise EngineError("The engine could not be started; look with: kindling doctor")
    if "sleep" in code:
        print("sleeping", file=sys.stderr, flush=True)
        time.sleep(60)
    if "NotImplementedError" in code:
        return Verdict(workshop, name, Status.NOT_WRITTEN, "This one is not written yet.", line=line)
    if "wrong" in code:
        diagnosis = Diagnosis("squares", "Two as an exponent squares; twice a value is a product.", "doubles")
        seen = Evidence("doubles", "The numbers [1] and [/2].", f"{name}(tensor (3,))", "[1, 4]", "[2, 4]")
        return Verdict(workshop, name, Status.FAILED, "unused", (diagnosis,), seen, line=line, probes=1)
    return Verdict(workshop, name, Status.PASSED, "", note=note, line=line, probes_passed=1, probes=1)


if __name__ == "__main__":
    raise SystemExit(main(check=check))
