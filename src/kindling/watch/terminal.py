"""A terminal's own ways: keys without Enter, one picture in place of the last, all as it was afterwards."""

from __future__ import annotations

import contextlib
import os
import re
import select
import signal
import sys
import termios
from collections.abc import Sequence
from types import FrameType, TracebackType
from typing import Any

from rich.console import Console

from kindling.showing.page import Line, Terminal
from kindling.showing.watch import farewell_lines, picture
from kindling.watch.keys import keys_of
from kindling.watch.state import State

HIDE, SHOW = "\x1b[?25l", "\x1b[?25h"
HOME, CLEAR_LINE, CLEAR_BELOW = "\x1b[H", "\x1b[K", "\x1b[J"
CUT_KEY = re.compile(rb"\x1b(?:\[[0-9;?]*|O)?\Z")
"""An arrow's bytes, of which a slow line has brought only the first; or Escape, and nothing follows."""
REST_SECONDS = 0.05


class Picture:
    """The terminal while the watch has it: `with Picture() as picture`.

    On the way out, whichever it is, the terminal gets its settings, its cursor and a fresh line back; what
    stood there before is not wiped, but scrolled up. Suspended with Ctrl-Z it is left and entered likewise.
    """

    def __init__(self) -> None:
        self._input = sys.stdin.fileno()
        self._console = Console(markup=False, highlight=False, emoji=False)
        self._settings: list[Any] = []
        self._looks: object = None
        self._suspending = False

    def __enter__(self) -> Picture:
        self._settings = termios.tcgetattr(self._input)
        signal.signal(signal.SIGTSTP, self._note_suspension)
        try:
            self._enter()
        except BaseException:
            self._leave()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        signal.signal(signal.SIGTSTP, signal.SIG_DFL)
        self._leave()

    @property
    def keyless(self) -> bool:
        """A terminal has keys."""
        return False

    def keys(self, waker: int, seconds: float) -> list[str] | None:
        """The keys that come within a time, or until the waker can be read; None once it is gone."""
        if self._suspending:
            self._suspend()
        ready, _, _ = select.select([self._input, waker], [], [], seconds)
        if self._input not in ready:
            return []
        try:
            typed = os.read(self._input, 4096)
            while CUT_KEY.search(typed) and select.select([self._input], [], [], REST_SECONDS)[0]:
                typed += os.read(self._input, 4096)
        except OSError:
            return None
        return keys_of(typed.decode("utf-8", "replace")) if typed else None

    def show(self, state: State, seconds: float) -> None:
        """Show the state in place of what was shown before, in one piece; nothing where it looks the same."""
        width, height = self._console.size = self._size()
        looks = (state, int(seconds) if state.checking else 0, width, height)
        if looks == self._looks:
            return
        self._looks = looks
        lines = picture(state, seconds=seconds, width=width, height=height)
        rows = self._rendered(lines)
        self._write(HOME + f"{CLEAR_LINE}\n".join(rows) + CLEAR_LINE + CLEAR_BELOW)

    def farewell(self, state: State) -> None:
        """The last words, below the last picture."""
        self._write("\n\n" + "\n".join(self._rendered(farewell_lines(state))))

    def _rendered(self, lines: Sequence[Line]) -> list[str]:
        with self._console.capture() as captured:
            Terminal(self._console).show(lines)
        return captured.get().rstrip("\n").split("\n")

    def _size(self) -> tuple[int, int]:
        """Columns and rows as they are now, whatever COLUMNS says; a terminal that knows neither has some."""
        try:
            width, height = os.get_terminal_size(sys.stdout.fileno())
        except OSError:
            width, height = 0, 0
        return width or 80, height or 24

    def _enter(self) -> None:
        own = list(self._settings)
        own[3] = own[3] & ~(termios.ICANON | termios.ECHO)
        termios.tcsetattr(self._input, termios.TCSADRAIN, own)
        self._write("\n" * self._size()[1] + HIDE)
        self._looks = None

    def _leave(self) -> None:
        """Give the terminal back; keys that nobody has read are not left to the shell."""
        with contextlib.suppress(OSError):
            self._write(SHOW + "\n")
        with contextlib.suppress(OSError, termios.error):  # a window that was closed has no settings
            termios.tcsetattr(self._input, termios.TCSAFLUSH, self._settings)

    def _note_suspension(self, _number: int, _frame: FrameType | None) -> None:
        """Only note it: the signal may come in the middle of writing."""
        self._suspending = True

    def _suspend(self) -> None:
        self._suspending = False
        self._leave()
        os.kill(os.getpid(), signal.SIGSTOP)
        self._enter()

    def _write(self, text: str) -> None:
        sys.stdout.write(text)
        sys.stdout.flush()
