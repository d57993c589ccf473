"""The ways to be ended from outside, turned into one orderly end."""

from __future__ import annotations

import signal
from collections.abc import Callable
from types import FrameType, TracebackType
from typing import Any


class Stopped(BaseException):
    """A signal asked for the end.

    Attributes:
        number: the signal.
    """

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


class Signals:
    """Turns Ctrl-C, kill and a closed window into one orderly end: `with Signals() as signals`.

    Nothing is cut off in the middle: the loop asks between two steps. A second Ctrl-C does not wait for it.

    Args:
        wake: wakes the loop.
    """

    def __init__(self, wake: Callable[[], None]) -> None:
        self._wake = wake
        self._came: int = 0
        self._before: dict[int, Any] = {}

    def __enter__(self) -> Signals:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            self._before[number] = signal.signal(number, self._note)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def obey(self) -> None:
        """End here if a signal came.

        Raises:
            KeyboardInterrupt: it was Ctrl-C.
            Stopped: it was another.
        """
        if self._came == signal.SIGINT:
            raise KeyboardInterrupt
        if self._came:
            raise Stopped(self._came)

    def _note(self, number: int, _frame: FrameType | None) -> None:
        if self._came and number == signal.SIGINT:
            raise KeyboardInterrupt
        self._came = number
        self._wake()
