"""The watch's one loop: wait for keys, saves and verdicts, step the state, do what it asks, show it."""

from __future__ import annotations

import contextlib
import os
import queue
import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Protocol

from kindling.course.model import Workshop
from kindling.learner import checking, hints, progress
from kindling.learner.work import Work
from kindling.showing.errors import sentence
from kindling.verdicts import Status
from kindling.watch.checks import Begin, Checks
from kindling.watch.saves import Saves, content, trouble
from kindling.watch.signals import Signals
from kindling.watch.state import (
    Abandon,
    AskFirst,
    Check,
    Effect,
    Event,
    Failed,
    GiveHint,
    Helped,
    Keep,
    Pressed,
    Quit,
    Saved,
    ShowSolution,
    Standing,
    State,
)
from kindling.watch.transitions import begin, step


class Face(Protocol):
    """Where the watch is shown, and where its keys come from."""

    @property
    def keyless(self) -> bool:
        """Whether no key can come any more."""

    def __enter__(self) -> Face:
        """Take hold of it."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Give it back as it was."""

    def keys(self, waker: int, seconds: float) -> list[str] | None:
        """The keys that come within a time, or until the waker can be read; None once it is gone."""

    def show(self, state: State, seconds: float) -> None:
        """Show a state whose check has run for some seconds."""

    def farewell(self, state: State) -> None:
        """The last words."""


class Watch:
    """One watch over one file.

    Args:
        work: the learner's folder.
        answer: the file.
        state: what is known at first.
        check: begins a check.
        face: where it is shown.
    """

    def __init__(self, work: Work, answer: Path, state: State, check: Begin, face: Face) -> None:
        self._work = work
        self._answer = answer
        self._state = state
        self._face = face
        self._heard: queue.SimpleQueue[Event] = queue.SimpleQueue()
        self._waker, self._bell = os.pipe()
        for end in (self._waker, self._bell):
            os.set_blocking(end, False)
        self._checks = Checks(check, self._report)
        self._saves = Saves(answer)
        self._since = 0.0
        self._opened: bytes | None = None
        self._open = True

    def run(self) -> int:
        """Watch until the learner quits.

        Returns:
            The exit code: 0 where every exercise passes, else 1.

        Raises:
            KeyboardInterrupt: Ctrl-C was pressed.
            Stopped: another signal asked for the end.
        """
        with Signals(self._ring) as signals, self._face:
            try:
                self._take(*begin(replace(self._state, keyless=self._face.keyless), trouble=self._trouble()))
                while self._open:
                    signals.obey()
                    self._wait()
                self._face.farewell(self._state)
            finally:
                self._checks.abandon()
        return int(bool(self._state.left))

    def _wait(self) -> None:
        """Hear what comes within one tick; a save comes first: no verdict on an older text is told."""
        pressed = self._face.keys(self._waker, self._saves.tick)
        with contextlib.suppress(BlockingIOError):
            os.read(self._waker, 4096)
        if self._saves.look():
            self._hear(Saved(self._trouble()))
        for key in ["q"] if pressed is None else pressed:
            self._hear(Pressed(key))
        if self._saves.settled:
            self._listen()
        self._show()

    def _listen(self) -> None:
        """Hear what checks have reported."""
        while not self._heard.empty():
            self._hear(self._heard.get())

    def _hear(self, event: Event) -> None:
        self._take(*step(replace(self._state, keyless=self._face.keyless), event))

    def _take(self, state: State, effects: tuple[Effect, ...]) -> None:
        self._state = state
        self._show()
        for effect in effects:
            try:
                answer = self._do(effect)
            except Exception as error:  # noqa: BLE001 - a full disk or a damaged file ends no watch
                answer = Failed(sentence(error))
            if answer is not None:
                self._hear(answer)

    def _do(self, effect: Effect) -> Event | None:
        workshop = self._state.workshop
        match effect:
            case Check(number, names):
                self._since = time.monotonic()
                self._opened = content(self._answer)
                self._checks.check(number, names)
            case Abandon():
                self._checks.abandon()
            case Keep(told):
                checking.keep(self._work, told, self._answer, self._opened)
                return Standing(standing(self._work, workshop))
            case GiveHint(name):
                return Helped(hints.next_hint(self._work, workshop, workshop.exercise(name)))
            case ShowSolution(name):
                beside = hints.solution(self._work, workshop, workshop.exercise(name))
                return Helped(beside or AskFirst(name))
            case Quit():
                self._open = False
        return None

    def _show(self) -> None:
        self._face.show(self._state, time.monotonic() - self._since)

    def _trouble(self) -> str:
        return trouble(self._answer, self._state.place, self._state.workshop.name)

    def _report(self, event: Event) -> None:
        self._heard.put(event)
        self._ring()

    def _ring(self) -> None:
        with contextlib.suppress(BlockingIOError):  # so many calls wait that one more is not needed
            os.write(self._bell, b"!")


def standing(work: Work, workshop: Workshop) -> Mapping[str, Status]:
    """How the exercises of a workshop stood when each was last checked."""
    record = progress.load(work)
    found: dict[str, Status] = {}
    for each in workshop.exercises:
        status = record.exercise(workshop.name, each.name).get("status")
        if status in set(Status):
            found[each.name] = Status(status)
    return found
