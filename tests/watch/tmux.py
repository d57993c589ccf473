"""A real terminal for tests: a tmux of its own, with a shell in it."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

SOURCE = Path(__file__).resolve().parents[2] / "src"
STARTER = "work/w9d9_small/starter.py"
PATIENCE = 90.0


class Terminal:
    """One window of a terminal, and the course that its shell stands in."""

    def __init__(self, socket: Path, course: Path) -> None:
        self._socket = socket
        self.course = course
        self.starter = course / STARTER

    def tmux(self, *command: str) -> str:
        """What a command of tmux answers."""
        whole = ["tmux", "-S", str(self._socket), "-f", os.devnull, *command]
        return subprocess.run(whole, capture_output=True, text=True, check=True).stdout

    def type(self, text: str, *, enter: bool = True) -> None:
        """Type a line."""
        self.tmux("send-keys", "-l", text)
        if enter:
            self.press("Enter")

    def press(self, *keys: str) -> None:
        """Press keys, in tmux's names."""
        self.tmux("send-keys", *keys)

    def text(self, *options: str) -> str:
        """What the window shows."""
        return self.tmux("capture-pane", "-p", *options)

    def wait(self, *wanted: str, without: str = "") -> str:
        """Wait until all of these are shown, and this is not; what is shown then."""

        seen = [""]

        def shown() -> bool:
            seen[0] = self.text()
            return all(each in seen[0] for each in wanted) and not (without and without in seen[0])

        until(shown, lambda: f"{wanted} never came, but:\n{seen[0]}")
        return seen[0]

    def settings(self) -> str:
        """The terminal's settings and whether its cursor is shown."""
        tty, cursor = self.tmux("display-message", "-p", "#{pane_tty} #{cursor_flag}").split()
        whole = ["stty", "-a", "-F", tty]
        return subprocess.run(whole, capture_output=True, text=True, check=True).stdout + cursor

    def process(self) -> psutil.Process:
        """The watch that runs in the window."""
        shell = psutil.Process(int(self.tmux("display-message", "-p", "#{pane_pid}")))
        return next(each for each in shell.children() if "kindling" in each.cmdline())

    def at_prompt(self) -> bool:
        """Whether the shell waits for a command."""
        return self.text().rstrip().endswith("READY>")

    def watch(self) -> None:
        """Start the watch of the small course."""
        self.type("clear; kindling watch w9d9")
        self.wait("w9d9_small: Three small exercises")

    def write(self, name: str, body: str) -> None:
        """Save the file with another body for an exercise, as an editor does."""
        write(self.starter, name, body)


@contextmanager
def terminal(course: Path, *, columns: int = 100, rows: int = 40, **variables: str) -> Iterator[Terminal]:
    """A terminal whose shell stands in a copy of the course, its workshop started."""
    folder = Path(tempfile.mkdtemp(prefix="tmux-"))
    window = Terminal(folder / "socket", course)
    keep = {key: value for key, value in os.environ.items() if key.startswith("KINDLING")}
    settings = {**keep, "KINDLING_ROOT": str(course), "PYTHONPATH": str(SOURCE), **variables}
    options = [part for key, value in settings.items() for part in ("-e", f"{key}={value}")]
    (folder / "rc").write_text(f"PS1='READY>'\nkindling() {{ {sys.executable} -m kindling \"$@\"; }}\n")
    size = ["-x", str(columns), "-y", str(rows), "-c", str(course)]
    start_workshop(course)
    window.tmux("new-session", "-d", *size, *options, f"bash --noprofile --rcfile {folder}/rc")
    try:
        until(window.at_prompt, window.text)
        yield window
    finally:
        window.tmux("kill-server")
        shutil.rmtree(folder, ignore_errors=True)


def start_workshop(course: Path) -> None:
    """The learner's copy of the starter, without the command."""
    starter = course / STARTER
    starter.parent.mkdir(parents=True)
    shutil.copy(course / "workshops" / "w9d9_small" / "starter.py", starter)


def until(holds: Callable[[], bool], told: Callable[[], str] = str) -> None:
    """Wait until something holds."""
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, told()
        time.sleep(0.05)


def write(starter: Path, name: str, body: str) -> None:
    """Save a file with another body for an exercise."""
    lines = starter.read_text().splitlines()
    functions = [each for each in ast.parse("\n".join(lines)).body if isinstance(each, ast.FunctionDef)]
    function = next(each for each in functions if each.name == name)
    lines[function.body[1].lineno - 1 : function.end_lineno] = [f"    {body}"]
    starter.write_text("\n".join(lines) + "\n")
