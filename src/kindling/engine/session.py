"""The judge's process: takes one request, has answers observed, and sends verdicts as they come."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import torch

from kindling.course import read
from kindling.course.model import Exercise, Workshop
from kindling.engine.ahead import observe_ahead
from kindling.engine.frames import Unpacker, pack
from kindling.engine.observer import ClientGone, Observer
from kindling.engine.prove import prove
from kindling.engine.requests import Request
from kindling.engine.trials import spoiled, try_out
from kindling.judging.verdict import Case, judge
from kindling.marks import AuthoringError
from kindling.observations import Sighting
from kindling.verdicts import Status, Verdict

NO_GPU = "There is no GPU here that PyTorch can use; without `--device cuda` it is checked on the CPU."


def serve(client: socket.socket, worker: socket.socket) -> None:
    """Answer the one request that comes over `client`."""
    try:
        request = _receive(client)
        if request is None:
            return
        if request.ahead:
            if not _lacks_gpu(request):
                with contextlib.suppress(AuthoringError):  # told when somebody asks
                    observe_ahead(request, worker)
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
    if request.trials:
        for trial in try_out(
            observer, workshop, request.trials, hurry=request.hurry, closely=request.closely
        ):
            yield {"trial": trial.to_json()}
        return
    names = request.exercises or tuple(each.name for each in workshop.exercises)
    if not request.answer:
        for name in names:
            for proof in prove(observer, workshop, name):
                yield {"proof": proof.to_json()}
        return
    if _lacks_gpu(request):
        for name in names:
            told = Verdict(workshop.name, name, Status.NOT_CHECKED, NO_GPU, path=request.answer)
            yield {"verdict": told.to_json()}
        return
    for verdict in check(observer, workshop, Path(request.answer), names):
        yield {"verdict": verdict.to_json()}


def _lacks_gpu(request: Request) -> bool:
    return request.device == "cuda" and not torch.cuda.is_available()


def check(observer: Observer, workshop: Workshop, answer: Path, names: tuple[str, ...]) -> Iterator[Verdict]:
    """The verdicts on the exercises of an answer's file, in the order of the workshop.

    An exercise whose answer uses an earlier one waits until that one passes.
    """
    checking = Checking(observer, workshop, answer)
    wanted = [each for each in workshop.exercises if each.name in names]
    for each in wanted:
        observer.ask_known(each.name, None)
        observer.ask(each.name, answer)
    for each in wanted:
        yield checking.verdict_on(each)


@dataclass
class Checking:
    """One answer's file under the judge.

    Attributes:
        observer: gives the sightings.
        workshop: whose exercises.
        answer: the file.
        told: the verdicts that were reached, by exercise.
    """

    observer: Observer
    workshop: Workshop
    answer: Path
    told: dict[str, Verdict] = field(default_factory=dict)

    def verdict_on(self, exercise: Exercise) -> Verdict:
        """The verdict on an exercise, after those on the earlier ones that its answer uses."""
        if exercise.name not in self.told:
            self.told[exercise.name] = self._judged(exercise)
        return self.told[exercise.name]

    def _judged(self, exercise: Exercise) -> Verdict:
        """The verdict; a mistake of Kindling's own spoils this one alone, and the log tells why."""
        try:
            sighting = self.observer.sight(exercise.name, self.answer)
            unfinished = [each for each in self._earlier(exercise, sighting) if not self._passes(each)]
            verdict = judge(self._case(exercise, sighting))
        except (ClientGone, AuthoringError):
            raise
        except Exception as error:  # noqa: BLE001 - whatever it is, the other exercises get their verdicts
            return spoiled(self._empty(exercise), error)
        if unfinished and verdict.status is not Status.NOT_WRITTEN:
            return _waiting(verdict, tuple(unfinished))
        return verdict

    def _empty(self, exercise: Exercise) -> Verdict:
        name = self.workshop.name
        return Verdict(name, exercise.name, Status.NOT_CHECKED, "", path=str(self.answer))

    def _earlier(self, exercise: Exercise, sighting: Sighting) -> list[str]:
        order = [each.name for each in self.workshop.exercises]
        return [name for name in order[: order.index(exercise.name)] if name in sighting.calls]

    def _passes(self, name: str) -> bool:
        return self.verdict_on(self.workshop.exercise(name)).status is Status.PASSED

    def _case(self, exercise: Exercise, sighting: Sighting) -> Case:
        return Case(
            verdict=self._empty(exercise),
            probes=self.observer.probes(exercise.name),
            expected=self.observer.sight_known(exercise.name, None),
            came=sighting,
            misconceptions=lambda: self.observer.sight_wrong(exercise.name),
            note=exercise.note,
            formerly=exercise.formerly,
        )


def _waiting(verdict: Verdict, unfinished: tuple[str, ...]) -> Verdict:
    names = " and ".join(f"`{name}`" for name in unfinished)
    return replace(
        verdict,
        status=Status.WAITING,
        sentence=f"It uses {names}: finish that first.",
        diagnoses=(),
        evidence=None,
        waits_for=unfinished,
        note="",
        remarks=(),
    )
