"""Checks that run while keys and saves are still heard: one thread each, of which only the last counts."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

from kindling.showing.errors import sentence
from kindling.verdicts import Verdict
from kindling.watch.state import Ended, Event, Told

Begin = Callable[[tuple[str, ...], threading.Event], Iterator[Verdict]]
"""Begins a check of some exercises, which gives up once the event is set."""


class Checks:
    """Runs checks and reports what they say.

    Args:
        begin: begins a check.
        report: takes their messages, in the check's own thread.
    """

    def __init__(self, begin: Begin, report: Callable[[Event], None]) -> None:
        self._begin = begin
        self._report = report
        self._hung_up = threading.Event()

    def check(self, number: int, names: tuple[str, ...]) -> None:
        """Let go of the check that runs, and begin another."""
        self.abandon()
        arguments = (number, names, self._hung_up)
        threading.Thread(target=self._run, args=arguments, daemon=True, name=f"check {number}").start()

    def abandon(self) -> None:
        """Let go of the check that runs: the engine ends what it started for it."""
        self._hung_up.set()
        self._hung_up = threading.Event()

    def _run(self, number: int, names: tuple[str, ...], hung_up: threading.Event) -> None:
        try:
            for verdict in self._begin(names, hung_up):
                self._report(Told(number, verdict))
        except Exception as error:  # noqa: BLE001 - whatever it is, the watch goes on and tells it
            self._report(Ended(number, sentence(error)))
        else:
            self._report(Ended(number))
