"""Breakpoints in a starter are met: from the Test Explorer, by F5 and ▶, and probe by probe."""

from __future__ import annotations

import itertools
import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kindling import course
from kindling.learner import starting
from kindling.learner.work import Work

ROOT = Path(__file__).resolve().parents[2]
ANSWER = "def double(x):\n    twice = x * x\n    return twice\n"
ENDING = '\n\nif __name__ == "__main__":\n    from kindling import check_file\n\n    check_file(__file__)\n'


class Debugger:
    """VS Code's side of the debug adapter protocol, as far as a breakpoint needs it."""

    def __init__(self, connection: socket.socket) -> None:
        self._stream = connection.makefile("rwb")
        self._numbers = itertools.count(1)

    def ask(self, command: str, **arguments: Any) -> None:
        body = {"seq": next(self._numbers), "type": "request", "command": command, "arguments": arguments}
        data = json.dumps(body).encode()
        self._stream.write(b"Content-Length: %d\r\n\r\n%s" % (len(data), data))
        self._stream.flush()

    def wait(self, kind: str, name: str) -> dict[str, Any]:
        """The next event of that name, or the next response to that command."""
        while True:
            size = int(self._stream.readline().split(b":")[1])
            self._stream.readline()
            message: dict[str, Any] = json.loads(self._stream.read(size))
            if message["type"] == kind and message.get("event", message.get("command")) == name:
                return dict(message.get("body") or {})


@pytest.fixture
def starter(small_course: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("KINDLING_ROOT", raising=False)
    work = Work(small_course)
    starting.start(work, course.find(small_course, "w9d9"))
    work.starter("w9d9_small").write_text(ANSWER + ENDING)
    return work.starter("w9d9_small")


def met(starter: Path, *command: str) -> tuple[int, str]:
    """Where a debugged command first stops, with a breakpoint in line 2; and what it prints."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        place = f"127.0.0.1:{server.getsockname()[1]}"
        process = subprocess.Popen(
            [sys.executable, "-Xfrozen_modules=off", "-m", "debugpy", "--connect", place, *command],
            env=os.environ | {"PYTHONPATH": str(ROOT / "src")}, cwd=starter.parents[2],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        server.settimeout(120)
        connection, _ = server.accept()
        connection.settimeout(120)
        with connection:
            line = stop(Debugger(connection), starter)
            printed, _ = process.communicate(timeout=300)
    return line, printed


def stop(debugger: Debugger, starter: Path) -> int:
    debugger.ask("initialize", adapterID="python", pathFormat="path")
    debugger.ask("attach", justMyCode=True)
    debugger.wait("event", "initialized")
    debugger.ask("setBreakpoints", source={"path": str(starter)}, breakpoints=[{"line": 2}])
    debugger.ask("configurationDone")
    thread = debugger.wait("event", "stopped")["threadId"]
    debugger.ask("stackTrace", threadId=thread, levels=1)
    (frame,) = debugger.wait("response", "stackTrace")["stackFrames"]
    assert Path(frame["source"]["path"]).samefile(starter)
    debugger.ask("setBreakpoints", source={"path": str(starter)}, breakpoints=[])
    debugger.ask("continue", threadId=thread)
    debugger.wait("response", "continue")
    return int(frame["line"])


def test_the_test_explorer_stops_at_a_breakpoint_and_still_judges(starter):
    test = f"{starter}::double"
    line, printed = met(starter, "-m", "pytest", "-p", "kindling.testing.plugin", "--capture=no", test)
    assert line == 2
    assert "double, small: tensor" in printed
    assert "double: This multiplies x by itself" in printed


def test_running_the_file_does_so_too(starter):
    line, printed = met(starter, str(starter))
    assert line == 2
    assert "double, small: tensor" in printed
    assert "double: This multiplies x by itself" in printed


@pytest.fixture
def launch() -> Callable[[str], list[str]]:
    """The command of a configuration of launch.json for the file that is open."""
    configurations = json.loads((ROOT / ".vscode" / "launch.json").read_text())["configurations"]

    def command(name: str) -> list[str]:
        (found,) = (each for each in configurations if each["name"].startswith(name))
        return ["-m", found["module"], *found["args"]]

    return command


def test_probe_by_probe_it_stops_as_well(starter, launch):
    command = [each.replace("${file}", str(starter)) for each in launch("Debug this file's answers")]
    line, printed = met(starter, *command)
    assert line == 2
    assert "double, small: tensor" in printed
