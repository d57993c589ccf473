"""The judge's process: takes one request, has answers observed, and sends verdicts as they come."""

from __future__ import annotations

import os
import signal
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kindling.course import read
from kindling.course.model import Exercise, Workshop
from kindling.engine.frames import Unpacker, pack
from kindling.engine.observer import ClientGone, Observer
from kindling.engine.prove import prove
from kindling.engine.requests import Request
from kindling.judging.verdict import Case, judge
from kindling.marks import AuthoringError, KnownAnswer
from kindling.observations import Sighting
from kindling.verdicts import Status, Verdict


def serve(client: socket.socket, worker: socket.socket) -> None:
    """Answer the one request that comes over `client`."""
    try:
        request = _receive(client)
        if request is None:
            return
        for message in _answers(request, worker, client):
            client.sendall(pack(message))
        client.sendall(pack({"end": True}))
    except (ClientGone, BrokenPipeError, ConnectionResetError):
        return
    except AuthoringError as error:
        client.sendall(pack({"authoring": [error.path, error.line, error.reason]}))


def _receive(client: socket.socket) -> Request | None:
    unpacker = Unpacker()
    while data := client.recv(1 << 16):
        for header, _ in unpacker.feed(data):
            if "stop" in header:
                os.kill(os.getppid(), signal.SIGTERM)
                return None
            return Request.from_json(header)
    return None


def _answers(request: Request, worker: socket.socket, client: socket.socket) -> Iterator[dict[str, Any]]:
    observer = Observer(request, worker, client)
    workshop = read(observer.folder)
    names = request.exercises or tuple(each.name for each in workshop.exercises)
    if not request.answer:
        for name in names:
            for proof in prove(observer, workshop, name):
                yield {"proof": proof.to_json()}
        return
    for verdict in check(observer, workshop, Path(request.answer), names):
        yield {"verdict": verdict.to_json()}


def check(observer: Observer, workshop: Workshop, answer: Path, names: tuple[str, ...]) -> Iterator[Verdict]:
    """The verdicts on the exercises of an answer's file, in the order of the workshop.

    An exercise whose answer uses an earlier one waits until that one passes.
    """
    order = [each.name for each in workshop.exercises]
    wanted = [each for each in workshop.exercises if each.name in names]
    for each in wanted:
        observer.ask_known(each.name, None)
        observer.ask(each.name, answer)
    told: dict[str, Verdict] = {}

    def verdict_on(exercise: Exercise) -> Verdict:
        if exercise.name not in told:
            sighting = observer.sight(exercise.name, answer)
            earlier = [name for name in sighting.calls if name in order[: order.index(exercise.name)]]
            unfinished = [name for name in earlier if verdict_on(workshop.exercise(name)).status is not Status.PASSED]
            told[exercise.name] = _verdict(observer, workshop, exercise, answer, sighting, unfinished)
        return told[exercise.name]

    for each in wanted:
        yield verdict_on(each)


def _verdict(
    observer: Observer, workshop: Workshop, exercise: Exercise, answer: Path, sighting: Sighting, unfinished: list[str]
) -> Verdict:
    verdict = judge(case_of(observer, workshop, exercise, answer, sighting))
    if not unfinished or verdict.status is Status.NOT_WRITTEN:
        return verdict
    first = " and ".join(f"`{name}`" for name in unfinished)
    return Verdict(
        workshop.name,
        exercise.name,
        Status.WAITING,
        f"It uses {first}: finish that first.",
        waits_for=tuple(unfinished),
        path=str(answer),
        line=verdict.line,
        probes=verdict.probes,
    )


def case_of(observer: Observer, workshop: Workshop, exercise: Exercise, answer: Path, sighting: Sighting) -> Case:
    """Everything that the judge needs for one answer."""

    def misconceptions() -> list[tuple[KnownAnswer, Sighting]]:
        wrong = [(index, each) for index, each in observer.answers(exercise.name) if each.wrong]
        for index, _ in wrong:
            observer.ask_known(exercise.name, index)
        return [(each, observer.sight_known(exercise.name, index)) for index, each in wrong]

    return Case(
        verdict=Verdict(workshop.name, exercise.name, Status.NOT_CHECKED, "", path=str(answer)),
        probes=observer.probes(exercise.name),
        expected=observer.sight_known(exercise.name, None),
        came=sighting,
        misconceptions=misconceptions,
        note=exercise.note,
    )
