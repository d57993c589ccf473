"""The engine's one entrance: give it a workshop, an answer and a device; take verdicts as they come."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from kindling.course.model import Workshop
from kindling.engine.client import EngineError, ask, send, stop
from kindling.engine.requests import Closeup, Proof, Request, Trial
from kindling.marks import AuthoringError
from kindling.observing.circumstances import USUAL, Circumstances
from kindling.verdicts import Verdict

__all__ = ["Closeup", "EngineError", "Proof", "Trial", "check", "prepare", "prove", "stop", "try_out"]


def check(  # noqa: PLR0913 - each is one thing that a face may choose
    workshop: Workshop,
    answer: Path,
    exercises: Sequence[str] | None = None,
    device: str = "cpu",
    data: str = "embedded",
    *,
    hung_up: threading.Event | None = None,
) -> Iterator[Verdict]:
    """The verdicts on an answer's file, as they come, in the order of the workshop.

    Args:
        workshop: whose exercises.
        answer: the file that defines them.
        exercises: which; all where None.
        device: `cpu` or `cuda`.
        data: `embedded` or `real`.
        hung_up: set by another thread that does not want the verdicts any more: they end then.

    Raises:
        EngineError: the engine can't be started, or broke off.
        AuthoringError: the workshop's own files are at fault.
    """
    request = replace(_request(workshop, exercises, device, data), answer=str(answer.resolve()))
    for message in _ask(request, hung_up):
        yield Verdict.from_json(message["verdict"])


def prove(
    workshop: Workshop, exercises: Sequence[str] | None = None, device: str = "cpu", data: str = "embedded"
) -> Iterator[Proof]:
    """How the known answers of a workshop fare, as they are run; arguments and errors as for `check`."""
    for message in _ask(_request(workshop, exercises, device, data)):
        yield Proof.from_json(message["proof"])


def try_out(  # noqa: PLR0913 - each is one thing that a caller may choose
    workshop: Workshop,
    answers: Sequence[tuple[str, Path]],
    device: str = "cpu",
    data: str = "embedded",
    *,
    hurry: bool = False,
    closely: bool = False,
    circumstances: Circumstances = USUAL,
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
        closely: whether each trial also tells how close its probes came to being failed.
        circumstances: under what all of them run, the known answers included.
    """
    if not answers:
        return
    files = tuple((exercise, str(path.resolve())) for exercise, path in answers)
    request = replace(_request(workshop, None, device, data), trials=files, hurry=hurry, closely=closely)
    for message in _ask(replace(request, circumstances=circumstances)):
        yield Trial.from_json(message["trial"])


def prepare(
    workshop: Workshop, exercises: Sequence[str] | None = None, device: str = "cpu", data: str = "embedded"
) -> None:
    """Have the engine started, and known answers observed while nothing else is to be done.

    Returns at once; arguments as for `check`, the exercises in the order in which they will be wanted.

    Raises:
        EngineError: the engine can't be started.
    """
    send(replace(_request(workshop, exercises, device, data), ahead=True))


def _request(workshop: Workshop, exercises: Sequence[str] | None, device: str, data: str) -> Request:
    settings = {key: value for key, value in os.environ.items() if key.startswith("KINDLING_DATA")}
    if "KINDLING_DATA" in settings:
        settings["KINDLING_DATA"] = os.path.abspath(settings["KINDLING_DATA"])  # noqa: PTH100 - links stay links
    if data == "real":
        settings["KINDLING_REAL_DATA"] = "1"
    return Request(
        str(workshop.folder.resolve()),
        exercises=tuple(exercises or ()),
        device=device,
        environment=tuple(sorted(settings.items())),
    )


def _ask(request: Request, hung_up: threading.Event | None = None) -> Iterator[dict[str, Any]]:
    for message in ask(request, hung_up):
        if "authoring" in message:
            path, line, reason = message["authoring"]
            raise AuthoringError(path, line, reason)
        yield message
