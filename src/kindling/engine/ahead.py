"""Observes known answers before anybody asks for them, so that the first wrong answer is told at once."""

from __future__ import annotations

import fcntl
import socket

from kindling.course import read
from kindling.engine.observer import Observer
from kindling.engine.places import ahead_path
from kindling.engine.requests import Request


def observe_ahead(request: Request, worker: socket.socket) -> None:
    """Observe the solutions and misconceptions of some exercises, one by one, and keep what was seen.

    One process does this at a time, for all workshops; the next waits in line.

    Raises:
        AuthoringError: the workshop's own files are at fault.
    """
    observer = Observer(request, worker, None)
    workshop = read(observer.folder)
    with ahead_path().open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for name in request.exercises or [each.name for each in workshop.exercises]:
            observer.sight_known(name, None)
            observer.sight_wrong(name)
