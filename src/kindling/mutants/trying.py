"""Has changed solutions judged as a learner's would be, and says what became of each."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from kindling import engine
from kindling.course.model import Workshop
from kindling.engine import Trial
from kindling.mutants.model import Outcome, Result, Variant
from kindling.observing.circumstances import USUAL, Circumstances
from kindling.verdicts import Status


def judged(
    workshop: Workshop,
    variants: Sequence[Variant],
    *,
    hurry: bool = True,
    circumstances: Circumstances = USUAL,
) -> Iterator[Result]:
    """What became of variants of one workshop, in their order, as they come.

    Args:
        workshop: whose solution was changed.
        variants: the changed solutions.
        hurry: whether to stop endless loops early; not for variants that must pass.
        circumstances: threads, seeds and the order of the probes.

    Raises:
        EngineError: the engine can't be started, or broke off.
    """
    with tempfile.TemporaryDirectory(prefix="kindling-mutants-") as name:
        answers = [
            (each.exercise, _written(Path(name, str(number)), each)) for number, each in enumerate(variants)
        ]
        trials = engine.try_out(workshop, answers, hurry=hurry, circumstances=circumstances)
        for variant, trial in zip(variants, trials, strict=True):
            yield Result(variant, outcome(trial), trial.verdict)


def _written(folder: Path, variant: Variant) -> Path:
    folder.mkdir()
    path = folder / "starter.py"
    path.write_text(variant.text)
    return path


def outcome(trial: Trial) -> Outcome:
    """What a verdict makes of a variant."""
    verdict = trial.verdict
    if verdict.status is Status.PASSED:
        return Outcome.SURVIVED
    if verdict.status is Status.NOT_CHECKED:
        return Outcome.NOT_JUDGED
    if trial.ended == "time":
        return Outcome.TIMED_OUT
    if verdict.diagnoses:
        return Outcome.NAMED
    if verdict.status is Status.STOPPED:
        return Outcome.STOPPED
    if trial.ended == "raised":
        return Outcome.EXPLAINED if trial.explained else Outcome.RAISED
    return Outcome.DIFFERENT
