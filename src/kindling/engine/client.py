"""Asks the engine; starts one where none runs, and replaces one that is dead."""

from __future__ import annotations

import contextlib
import fcntl
import os
import select
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kindling.engine.frames import BrokenFrame, Unpacker, pack
from kindling.engine.places import KIT, socket_path
from kindling.engine.requests import Request

START_SECONDS = 120.0
ATTEMPTS = 3
LISTEN_SECONDS = 0.05


class EngineError(Exception):
    """The engine can't be reached; the message is one sentence with the next step."""


def ask(request: Request, hung_up: threading.Event | None = None) -> Iterator[dict[str, Any]]:
    """Send a request and give the engine's messages as they come.

    Where an engine breaks off, another is asked, and what was given already is not given again.

    Args:
        request: what to ask.
        hung_up: set by another thread that does not want the answer any more: the messages end then.

    Raises:
        EngineError: the engine can't be started, or ended before its answer was whole.
    """
    given = 0
    for attempt in range(ATTEMPTS):
        try:
            for number, message in enumerate(_ask_once(request, hung_up), 1):
                if number > given:
                    given = number
                    yield message
        except EngineError:
            if attempt == ATTEMPTS - 1:
                raise
        else:
            return


def send(request: Request) -> None:
    """Send a request whose answer nobody waits for.

    Raises:
        EngineError: the engine can't be started.
    """
    with _connect() as connection, contextlib.suppress(OSError):
        connection.sendall(pack(request.to_json()))


def _ask_once(request: Request, hung_up: threading.Event | None) -> Iterator[dict[str, Any]]:
    connection = _connect()
    try:
        if hung_up and hung_up.is_set():  # while the engine was started
            return
        connection.sendall(pack(request.to_json()))
        unpacker = Unpacker()
        while _readable(connection, hung_up):
            data = connection.recv(1 << 20)
            if not data:
                break
            for header, _ in unpacker.feed(data):
                if "end" in header:
                    return
                yield header
                if "authoring" in header:
                    return
        if hung_up and hung_up.is_set():
            return
    except (OSError, BrokenFrame) as error:
        raise EngineError(f"The engine broke off ({error}); {_see_log()}") from error
    finally:
        connection.close()
    raise EngineError(f"The engine ended before its answer was whole; {_see_log()}")


def _readable(connection: socket.socket, hung_up: threading.Event | None) -> bool:
    """Wait for the engine; False where nobody wants its answer any more."""
    if hung_up is None:
        return True
    while not select.select([connection], [], [], LISTEN_SECONDS)[0]:
        if hung_up.is_set():
            return False
    return True


def _see_log() -> str:
    return f"run the command again, and if it stays so, read {_log_path()}."


def _log_path() -> Path:
    return socket_path().with_suffix(".log")


def _connect() -> socket.socket:
    try:
        path = socket_path()
        return _dial(path) or _start(path)
    except OSError as error:
        raise EngineError(
            f"The engine can't be started: {error}. `kindling doctor` says what to mend."
        ) from error


def _dial(path: Path) -> socket.socket | None:
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        connection.connect(str(path))
    except (FileNotFoundError, ConnectionRefusedError):
        connection.close()
        return None
    return connection


def _start(path: Path) -> socket.socket:
    """Start an engine, unless another process is doing so at this moment, and connect to it."""
    with path.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        found = _dial(path)
        if found:
            return found
        with _log_path().open("wb") as log:
            server = _launch(path, log)
        return _await(path, server)


def _launch(path: Path, log: Any) -> subprocess.Popen[bytes]:
    search = os.pathsep.join(filter(None, [str(KIT.parent), os.environ.get("PYTHONPATH", "")]))
    # Through `env`, because a debugger of the asker would follow a child that is Python, and hold it.
    return subprocess.Popen(
        ["/usr/bin/env", sys.executable, "-m", "kindling.engine.server", str(path)],
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=log,
        cwd="/",
        env={**os.environ, "PYTHONPATH": search},
        start_new_session=True,
    )


def _await(path: Path, server: subprocess.Popen[bytes]) -> socket.socket:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        found = _dial(path)
        if found:
            return found
        if server.poll() is not None:
            lines = _log_path().read_text(errors="replace").strip().splitlines() or ["no reason given"]
            raise EngineError(
                f"The engine could not start ({lines[-1]}). `kindling doctor` says what to mend."
            )
        time.sleep(0.005)
    raise EngineError(f"The engine did not start within {START_SECONDS:g} seconds; {_see_log()}")


def stop() -> None:
    """End the engine of this kit, if one runs, with all that it runs."""
    with contextlib.suppress(OSError):
        connection = _dial(socket_path())
        if connection:
            with connection:
                connection.sendall(pack({"stop": True}))
                connection.recv(1)
