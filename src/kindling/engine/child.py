"""One process for one answer: a fork of the worker, cut off from everything but its result pipe."""

from __future__ import annotations

import faulthandler
import os
import signal
import sys
from pathlib import Path
from typing import Any

from kindling.engine.frames import pack
from kindling.engine.process import die_with_parent, stay_patient
from kindling.observing.run import Job, run

_RESULTS = 3


def start(job: Job, folder: Path) -> tuple[int, int]:
    """Fork a process that runs a job in `folder`.

    Returns:
        Its process id, and the file descriptor from which its messages come.
    """
    (folder / "scratch").mkdir()
    (folder / "answer").write_text(job.answer)
    reading, writing = os.pipe()
    process = os.fork()
    if process:
        os.close(writing)
        os.set_blocking(reading, False)
        return process, reading
    code = 70
    try:
        _cut_off(writing, folder)
        run(job, _send, str(folder / "scratch"))
        code = 0
    except BaseException as error:  # noqa: BLE001 - the worker learns of it by message
        _send({"failed": f"{type(error).__name__}: {error}"}, b"")
    finally:
        os._exit(code)


def _cut_off(writing: int, folder: Path) -> None:
    os.setsid()
    stay_patient()
    die_with_parent()
    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGCHLD):
        signal.signal(each, signal.SIG_DFL)
    output = os.open(folder / "output", os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_APPEND, 0o600)
    nothing = os.open(os.devnull, os.O_RDONLY)
    stack = os.open(folder / "stack", os.O_WRONLY | os.O_CREAT, 0o600)
    os.set_inheritable(stack, False)
    keep = os.dup2(writing, 200), os.dup2(stack, 201)
    for number, source in ((0, nothing), (1, output), (2, output), (_RESULTS, keep[0]), (4, keep[1])):
        os.dup2(source, number)
    os.closerange(5, 4096)
    sys.stdin, sys.stdout = open(0), open(1, "w", buffering=1, errors="backslashreplace", closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", buffering=1, errors="backslashreplace", closefd=False)  # noqa: SIM115
    faulthandler.register(signal.SIGUSR1, file=4, all_threads=True)


def _send(header: dict[str, Any], body: bytes) -> None:
    data = memoryview(pack(header, body))
    while data:
        data = data[os.write(_RESULTS, data) :]
