"""The worker: forks one process per answer, watches its limits, and passes on what it saw.

It runs no answer itself, and it never learns what was expected.
"""

from __future__ import annotations

import importlib
import os
import selectors
import shutil
import signal
import socket
import sys
import tempfile
import time
from collections import deque
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

from kindling.engine.child import start
from kindling.engine.frames import BrokenFrame, Unpacker, pack
from kindling.engine.process import be_patient
from kindling.engine.scratch import scratch_folder
from kindling.observing.circumstances import Circumstances
from kindling.observing.run import Job

LOADING_SECONDS = 10.0
OUTPUT = 16 * 2**20
RESIDENT = 6 * 2**30
PROCESSES = 64
WALL = 4.0
TICK = 0.05


@dataclass
class Run:
    """An answer that is running.

    Attributes:
        ticket: the number under which the judge asked for it.
        job: what is run.
        process: its process.
        results: where its observations come from.
        folder: its private folder: `scratch`, and what it prints.
        probe: the probe that is running; empty while the file is loaded.
        allowed: processor seconds for that.
    """

    ticket: int
    job: Job
    process: psutil.Process
    results: int
    folder: Path
    unpacker: Unpacker = field(default_factory=Unpacker)
    probe: str = ""
    allowed: float = LOADING_SECONDS
    started: float = field(default_factory=time.monotonic)
    since: float = field(default_factory=time.monotonic)
    used: float = 0.0
    checked: float = 0.0
    loaded: bool = False
    finished: bool = False
    ended: dict[str, Any] | None = None


class Worker:
    """Runs jobs that come over a socket, a few at a time, until the socket is closed.

    Args:
        judge: jobs come from it, observations go to it.
    """

    def __init__(self, judge: socket.socket) -> None:
        self._judge = judge
        self._parallel = max(1, min(4, os.cpu_count() or 1))
        self._waiting: deque[tuple[int, Job]] = deque()
        self._runs: list[Run] = []
        self._unpacker = Unpacker()
        self._selector = selectors.DefaultSelector()
        self._selector.register(judge, selectors.EVENT_READ, None)
        self._folder = Path(tempfile.mkdtemp(dir=scratch_folder()))

    def serve(self) -> None:
        """Work until the judge hangs up; nothing is left behind."""
        try:
            while self._step():
                pass
        finally:
            for run in self._runs:
                _end(run.process, set())
            shutil.rmtree(self._folder, ignore_errors=True)

    def _step(self) -> bool:
        for key, _ in self._selector.select(TICK if self._runs else None):
            if key.data is None:
                if not self._listen():
                    return False
            else:
                self._receive(key.data)
        for run in list(self._runs):
            self._watch(run)
        while self._waiting and len(self._runs) < self._parallel:
            self._start(*self._waiting.popleft())
        return True

    def _listen(self) -> bool:
        data = self._judge.recv(1 << 16)
        for header, _ in self._unpacker.feed(data):
            if "patient" in header:
                be_patient()
                self._parallel = 1
                continue
            fields = header["job"]
            for pairs in ("environment", "limits", "renamed"):
                fields[pairs] = tuple(map(tuple, fields[pairs]))
            fields["circumstances"] = Circumstances(**fields["circumstances"])
            fields["unreadable"] = tuple(fields["unreadable"])
            self._waiting.append((header["ticket"], Job(**fields)))
        return bool(data)

    def _start(self, ticket: int, job: Job) -> None:
        _preload(job)
        folder = Path(tempfile.mkdtemp(dir=self._folder))
        process, results = start(job, folder)
        run = Run(ticket, job, psutil.Process(process), results, folder)
        self._runs.append(run)
        self._selector.register(results, selectors.EVENT_READ, run)

    def _receive(self, run: Run) -> None:
        data = os.read(run.results, 1 << 20)
        if not data:
            self._finish(run)
            return
        try:
            for header, body in run.unpacker.feed(data):
                self._note(run, header, body)
        except (BrokenFrame, KeyError, TypeError, ValueError):
            run.ended = {"kind": "interfered"}
            self._finish(run)

    def _note(self, run: Run, header: dict[str, Any], body: bytes) -> None:
        if "begin" in header:
            run.probe, run.allowed = str(header["begin"]), float(header["seconds"])
            run.since, run.used = time.monotonic(), _processor_seconds(run.process)
            return
        if "failed" in header:
            run.ended = {"kind": "engine", "detail": str(header["failed"])[:500]}
            return
        run.loaded = run.loaded or "loaded" in header
        run.finished = run.finished or "finished" in header
        if "finished" in header and header["replaced"]:
            run.ended = {"kind": "replaced", "detail": ", ".join(map(str, header["replaced"][:5]))}
        if "loading" not in header:
            self._tell({**header, "ticket": run.ticket}, body)

    def _watch(self, run: Run) -> None:
        """End a run that is beyond one of its limits."""
        if run not in self._runs:
            return
        used = _processor_seconds(run.process) - run.used
        wall = time.monotonic() - run.since
        if run.ended or run.finished:
            return
        if used > run.allowed or wall > WALL * run.allowed + 5:
            where = _stack_line(run)
            run.ended = {"kind": "time", "detail": f"{run.allowed:g} seconds", "line": where}
        elif _size(run.folder / "output") > OUTPUT:
            run.ended = {"kind": "output", "detail": f"{OUTPUT >> 20} MB", "line": _stack_line(run)}
        elif not run.ended and time.monotonic() - run.checked > 0.1:
            run.checked = time.monotonic()
            run.ended = _crowd(run.process)
        if run.ended:
            self._finish(run)

    def _finish(self, run: Run) -> None:
        self._runs.remove(run)
        self._selector.unregister(run.results)
        status = _end(run.process, {each.process.pid for each in self._runs})
        os.close(run.results)
        if not run.ended and not run.finished:
            run.ended = _died(status)
        done = {
            "ticket": run.ticket,
            "done": True,
            "ended": run.ended,
            "probe": run.probe,
            "loaded": run.loaded,
            "output": _tail(run.folder / "output"),
            "wall": time.monotonic() - run.started,
        }
        shutil.rmtree(run.folder, ignore_errors=True)
        self._tell(done, b"")
        if run.ended and not run.loaded:
            self._spare_others(run.job, done)

    def _spare_others(self, job: Job, done: dict[str, Any]) -> None:
        """Tell the same of other exercises of a file that can't be loaded, without waiting for each again."""
        for each in [
            each
            for each in self._waiting
            if each[1].answer == job.answer and each[1].known is job.known is None
        ]:
            self._waiting.remove(each)
            self._tell({**done, "ticket": each[0]}, b"")

    def _tell(self, header: dict[str, Any], body: bytes) -> None:
        self._judge.sendall(pack(header, body))


def _preload(job: Job) -> None:
    """Load torch's compiler once, here, where answers use an optimizer.

    The first step of any optimizer imports it, which takes longer than most answers.
    """
    if "torch._dynamo" not in sys.modules and any(
        "optim" in _text(each) for each in (job.answer, f"{job.workshop}/solution.py")
    ):
        importlib.import_module("torch._dynamo")


def _text(path: str) -> str:
    try:
        return Path(path).read_text(errors="replace")
    except OSError:
        return ""


def _processor_seconds(process: psutil.Process) -> float:
    try:
        times = process.cpu_times()
        return float(times.user + times.system)
    except psutil.Error:
        return 0.0


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _tail(path: Path, count: int = 4000) -> str:
    try:
        with path.open("rb") as file:
            file.seek(max(0, _size(path) - count))
            return file.read(count).decode("utf-8", "replace")
    except OSError:
        return ""


def _stack_line(run: Run) -> int:
    """The line of the answer's file that is running: asked by a signal, the process writes its stack."""
    path = run.folder / "stack"
    try:
        os.kill(run.process.pid, signal.SIGUSR1)
        for _ in range(10):
            time.sleep(0.01)
            if _size(path):
                break
        answer = (run.folder / "answer").read_text()
        for line in path.read_text(errors="replace").splitlines():
            if f'File "{answer}", line ' in line:
                return int(line.split('", line ')[1].split(" ")[0].rstrip(","))
    except (OSError, ValueError, IndexError):
        pass
    return 0


def _crowd(process: psutil.Process) -> dict[str, Any] | None:
    """Whether a process and its children hold too much memory, or are too many."""
    try:
        family = [process, *process.children(recursive=True)]
        resident = sum(each.memory_info().rss for each in family)
    except psutil.Error:
        return None
    if len(family) > PROCESSES:
        return {"kind": "processes", "detail": f"{PROCESSES} processes"}
    if resident > RESIDENT:
        return {"kind": "memory", "detail": f"{RESIDENT >> 30} GB"}
    return None


def _died(status: int | None) -> dict[str, Any]:
    code = os.waitstatus_to_exitcode(status) if status is not None else 0
    if code < 0:
        return {"kind": "crash", "detail": signal.Signals(-code).name}
    return {"kind": "exit", "detail": str(code)}


def _end(process: psutil.Process, living: set[int]) -> int | None:
    """Kill a process with everything that it started, and return its wait status."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        process.kill()
    try:
        status: int | None = os.waitpid(process.pid, 0)[1]
    except ChildProcessError:
        status = None
    while _end_orphans(living):
        time.sleep(0.001)
    return status


def _end_orphans(living: set[int]) -> bool:
    """End processes that left their group: as a subreaper the worker has inherited them.

    Returns:
        Whether there were any, so that more may have come meanwhile.
    """
    orphans = [each for each in psutil.Process().children() if each.pid not in living]
    for each in orphans:
        try:
            family = [each, *each.children(recursive=True)]
            for member in family:
                member.kill()
            os.waitpid(each.pid, 0)
        except (psutil.Error, ChildProcessError):
            continue
    return bool(orphans)
