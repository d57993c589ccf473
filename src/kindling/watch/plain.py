"""The watch without a terminal, for VS Code's tasks, pipes and files: plain lines out, keys as lines in."""

from __future__ import annotations

import os
import select
import sys
from dataclasses import replace
from types import TracebackType

from kindling.showing.page import Plain
from kindling.showing.watch import farewell_lines, news
from kindling.watch.keys import key_of
from kindling.watch.state import State


class Lines:
    """Adds lines for what is new; a line on standard input is a key, and none comes once that is closed."""

    def __init__(self) -> None:
        self._page = Plain(sys.stdout)
        self._input = sys.stdin.fileno() if sys.stdin else -1
        self._rest = ""
        self._shown: State | None = None

    def __enter__(self) -> Lines:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Nothing is to be put back."""

    @property
    def keyless(self) -> bool:
        """Whether no key can come any more."""
        return self._input < 0

    def keys(self, waker: int, seconds: float) -> list[str]:
        """The keys that come within a time, or until the waker can be read."""
        watched = [waker] if self.keyless else [waker, self._input]
        ready, _, _ = select.select(watched, [], [], seconds)
        if self.keyless or self._input not in ready:
            return []
        try:
            typed = os.read(self._input, 4096)
        except OSError:
            typed = b""
        if not typed:
            self._input = -1
            typed = b"\n" if self._rest else b""
        *lines, self._rest = (self._rest + typed.decode("utf-8", "replace")).split("\n")
        if lines and self._shown:
            self._shown = replace(self._shown, remark="")  # what is typed again is answered again
        return [key_of(each) for each in lines]

    def show(self, state: State, seconds: float) -> None:  # noqa: ARG002 - a line can't count seconds
        """Add what is new."""
        if lines := news(self._shown, state):
            self._page.show(lines)
        self._shown = state

    def farewell(self, state: State) -> None:
        """The last words."""
        self._page.show(farewell_lines(state))
