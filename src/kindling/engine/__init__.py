"""The engine's one entrance: give it a workshop, an answer and a device; take verdicts as they come."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from kindling.course.model import Workshop
from kindling.engine.client import EngineError, ask, stop
from kindling.engine.requests import Proof, Request
from kindling.marks import AuthoringError
from kindling.verdicts import Verdict

__all__ = ["EngineError", "Proof", "check", "prove", "stop"]


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
