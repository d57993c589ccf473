"""The engine's one entrance: give it a workshop, an answer and a device; take verdicts as they come."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from kindling.course.model import Workshop
from kindling.engine.client import EngineError, ask, stop
from kindling.engine.requests import Proof, Request, Trial
from kindling.marks import AuthoringError
from kindling.verdicts import Verdict

__all__ = ["EngineError", "Proof", "Trial", "check", "prove", "stop", "try_out"]


def check(
    workshop: Workshop,
    answer: Path,
    exercises: Sequence[str] | None = None,
    device: str = "cpu",
    data: str = "embedded",
) -> Iterator[Verdict]:
    """The verdicts on an answer's file, as they come, in the order of the workshop.

    Args:
        workshop: whose exercises.
        answer: the file that defines them.
        exercises: which; all where None.
        device: `cpu` or `cuda`.
        data: `embedded` or `real`.

    Raises:
        EngineError: the engine can't be started, or broke off.
        AuthoringError: the workshop's own files are at fault.
    """
    for message in _ask(
        _request(workshop, device, data), answer=str(answer.resolve()), exercises=tuple(exercises or ())
    ):
        yield Verdict.from_json(message["verdict"])


def prove(
    workshop: Workshop, exercises: Sequence[str] | None = None, device: str = "cpu", data: str = "embedded"
) -> Iterator[Proof]:
    """How the known answers of a workshop fare, as they are run; arguments and errors as for `check`."""
    for message in _ask(_request(workshop, device, data), answer="", exercises=tuple(exercises or ())):
        yield Proof.from_json(message["proof"])


def try_out(
    workshop: Workshop,
    answers: Sequence[tuple[str, Path]],
    device: str = "cpu",
    data: str = "embedded",
    *,
    hurry: bool = False,
) -> Iterator[Trial]:
    """The verdicts on many answers to single exercises, in their order, both cores busy.

    Each is judged as `check` would, except that earlier exercises which it uses are taken as passed.

    Args:
        workshop: whose exercises.
        answers: exercise and file of each.
        device: `cpu` or `cuda`.
        data: `embedded` or `real`.
        hurry: whether to end a probe at ten times the solution's time (a second at least), where that comes
            before its own limit: for answers among which endless loops are many.
    """
    if not answers:
        return
    files = tuple((exercise, str(path.resolve())) for exercise, path in answers)
    for message in _ask(
        replace(_request(workshop, device, data), trials=files, hurry=hurry), answer="", exercises=()
    ):
        yield Trial.from_json(message["trial"])


def _request(workshop: Workshop, device: str, data: str) -> Request:
    settings = {key: value for key, value in os.environ.items() if key.startswith("KINDLING_DATA")}
    if "KINDLING_DATA" in settings:
        settings["KINDLING_DATA"] = os.path.abspath(settings["KINDLING_DATA"])  # noqa: PTH100 - links stay links
    if data == "real":
        settings["KINDLING_REAL_DATA"] = "1"
    return Request(
        str(workshop.folder.resolve()),
        device=device,
        environment=tuple(sorted(settings.items())),
    )


def _ask(request: Request, *, answer: str, exercises: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    for message in ask(replace(request, answer=answer, exercises=exercises)):
        if "authoring" in message:
            path, line, reason = message["authoring"]
            raise AuthoringError(path, line, reason)
        yield message
