"""Asks the worker for sightings, and waits for them; known answers come from the cache where they can."""

from __future__ import annotations

import json
import platform
import select
import socket
from dataclasses import asdict
from functools import cached_property
from itertools import count
from pathlib import Path

import torch

from kindling.course import read
from kindling.engine.frames import Frame, Unpacker, pack
from kindling.engine.places import cache_folder, observing_code
from kindling.engine.process import be_patient
from kindling.engine.requests import Request
from kindling.engine.sightings import Cache, assemble, key_of
from kindling.marks import Collected, KnownAnswer, Probe
from kindling.observations import Sighting
from kindling.observing.loading import load
from kindling.observing.run import Job, load_marks


class ClientGone(Exception):
    """Whoever asked has hung up."""


class Observer:
    """The judge's eyes: gives the sighting of any answer of one workshop.

    Args:
        request: what was asked.
        worker: the socket to the worker.
        client: the socket to whoever asked; the work ends when it is closed. None where nobody waits: then
            the work lets everything else go first.
    """

    def __init__(self, request: Request, worker: socket.socket, client: socket.socket | None) -> None:
        self.request = request
        self.folder = Path(request.workshop)
        self._worker = worker
        self._client = client
        self._unpacker = Unpacker()
        self._frames: dict[int, list[Frame]] = {}
        self._done: set[int] = set()
        self._tickets: dict[tuple[str, str, int | None, bool], int] = {}
        self._numbers = count()
        self._cache = Cache(cache_folder())
        if client is None:
            be_patient()
            worker.sendall(pack({"patient": True}))

    @cached_property
    def checks(self) -> Collected:
        """The workshop's probes."""
        return load_marks(self.folder / "checks.py")

    @cached_property
    def known(self) -> Collected:
        """The workshop's alternatives and misconceptions."""
        load(self.folder / "solution.py", "solution")  # answers.py may import it
        return load_marks(self.folder / "answers.py")

    def probes(self, exercise: str) -> list[Probe]:
        """The probes of an exercise, in the order of the file."""
        return [each for each in self.checks.probes if each.exercise == exercise]

    def answers(self, exercise: str) -> list[tuple[int, KnownAnswer]]:
        """The known answers of an exercise with their places in `answers.py`."""
        return [(i, each) for i, each in enumerate(self.known.answers) if each.exercise == exercise]

    def ask(
        self,
        exercise: str,
        answer: Path,
        known: int | None = None,
        *,
        again: bool = False,
        limits: tuple[tuple[str, float], ...] = (),
    ) -> None:
        """Have an answer run, unless it was asked for already; `again` runs it a second time.

        `limits` may give probes other limits of processor seconds than their own.
        """
        identity = (exercise, str(answer), known, again)
        if identity in self._tickets:
            return
        ticket = next(self._numbers)
        self._tickets[identity] = ticket
        self._frames[ticket] = []
        job = Job(
            workshop=str(self.folder),
            exercise=exercise,
            answer=str(answer),
            known=known,
            device=self.request.device,
            environment=self.request.environment,
            limits=limits,
            circumstances=self.request.circumstances,
            unreadable=() if known is not None or answer.parent == self.folder else self._hidden(),
            renamed=self._renamed,
        )
        self._worker.sendall(pack({"ticket": ticket, "job": asdict(job)}))

    def digests(self, exercise: str, answer: Path) -> dict[str, str]:
        """By probe, a hash of what it saw of an answer that has been run: value and bytes, nothing else."""
        frames = self._frames[self._tickets[exercise, str(answer), None, False]]
        return {
            str(header["seen"]["probe"]): key_of([json.dumps(header["value"]), body])[:16]
            for header, body in frames
            if "seen" in header
        }

    def forget(self, exercise: str, answer: Path) -> None:
        """Let go of what was seen of an answer, which nobody needs any more."""
        ticket = self._tickets.pop((exercise, str(answer), None, False))
        self._done.discard(ticket)
        del self._frames[ticket]

    @cached_property
    def _renamed(self) -> tuple[tuple[str, str], ...]:
        return tuple((old, each.name) for each in read(self.folder).exercises for old in each.formerly)

    def _hidden(self) -> tuple[str, ...]:
        return (str(self.folder / "solution.py"), str(self.folder / "answers.py"), str(cache_folder()))

    def sight(
        self, exercise: str, answer: Path, known: int | None = None, *, again: bool = False
    ) -> Sighting:
        """What is seen of an answer; waits for it."""
        return assemble(
            self._run(exercise, answer, known, again=again), [each.name for each in self.probes(exercise)]
        )

    def _run(self, exercise: str, answer: Path, known: int | None, *, again: bool = False) -> list[Frame]:
        self.ask(exercise, answer, known, again=again)
        ticket = self._tickets[exercise, str(answer), known, again]
        while ticket not in self._done:
            self._pump()
        return self._frames[ticket]

    def ask_known(self, exercise: str, known: int | None) -> None:
        """Have the solution (None) or a known answer run, unless its sighting is kept already."""
        if self._cache.load(self._key(exercise, known)) is None:
            self.ask(exercise, self._file(known), known)

    def sight_known(self, exercise: str, known: int | None) -> Sighting:
        """The sighting of the solution (None) or a known answer, from the cache where it is kept.

        What was seen while an author saved one of the files is not kept: it belongs to neither version.
        """
        key = self._key(exercise, known)
        frames = self._cache.load(key)
        if frames is None:
            frames = self._run(exercise, self._file(known), known)
            patient = self._client is None
            if self._read_sources() == self._sources and _worth_keeping(frames, known, patient=patient):
                self._cache.save(key, frames)
        return assemble(frames, [each.name for each in self.probes(exercise)])

    def sight_wrong(self, exercise: str) -> list[tuple[KnownAnswer, Sighting]]:
        """The misconceptions of an exercise with what is seen of them."""
        wrong = [(index, each) for index, each in self.answers(exercise) if each.wrong]
        for index, _ in wrong:
            self.ask_known(exercise, index)
        return [(each, self.sight_known(exercise, index)) for index, each in wrong]

    def _file(self, known: int | None) -> Path:
        return self.folder / ("solution.py" if known is None else "answers.py")

    def _key(self, exercise: str, known: int | None) -> str:
        environment = [
            f"{k}={v}" for k, v in self.request.environment if k in ("KINDLING_REAL_DATA", "KINDLING_DATA")
        ]
        versions = [torch.__version__, platform.python_version(), platform.machine(), self.request.device]
        return key_of(
            [
                observing_code(),
                *versions,
                self.request.circumstances.key(),
                *environment,
                *self._sources,
                exercise,
                str(known),
            ]
        )

    @cached_property
    def _sources(self) -> list[bytes]:
        return self._read_sources()

    def _read_sources(self) -> list[bytes]:
        return [(self.folder / name).read_bytes() for name in ("solution.py", "checks.py", "answers.py")]

    def _pump(self) -> None:
        """Take what the worker sends; give up where the client has hung up."""
        heard = [self._worker, *([self._client] if self._client else [])]
        ready, _, _ = select.select(heard, [], [])
        if self._client and self._client in ready and not self._client.recv(1, socket.MSG_PEEK):
            raise ClientGone
        if self._worker not in ready:
            return
        data = self._worker.recv(1 << 20)
        if not data:
            raise RuntimeError("the worker has ended")
        for header, body in self._unpacker.feed(data):
            ticket = header.pop("ticket")
            self._frames[ticket].append((header, body))
            if "done" in header:
                self._done.add(ticket)


def _is_raised(frame: Frame) -> bool:
    value = frame[0].get("value")
    return isinstance(value, dict) and "raised" in value


def _worth_keeping(frames: list[Frame], known: int | None, *, patient: bool) -> bool:
    """Whether a run tells of the answer: where the solution raised or ended badly, it tells of the machine.

    So does a time limit that was met while everybody else went first.
    """
    ended = frames[-1][0]["ended"]
    if known is None and any(map(_is_raised, frames)):
        return False
    if ended and patient and ended["kind"] == "time":
        return False
    return not ended or (known is not None and ended["kind"] in ("time", "memory", "output", "exit", "crash"))
