"""The warm engine: imports torch once, then forks a judge and a worker for every request.

It runs no answer and judges nothing. A pair of judge and worker is always ready, so that a request costs
one fork, the answer's own. It ends when nobody has asked for a while.
"""

from __future__ import annotations

import argparse
import contextlib
import gc
import os
import select
import signal
import socket
import sys
from pathlib import Path

from kindling.engine.process import adopt_orphans, die_with_parent

IDLE_SECONDS = 900.0


def main() -> None:
    """Serve on the socket that is named on the command line."""
    parser = argparse.ArgumentParser(prog="kindling.engine.server")
    parser.add_argument("socket", type=Path)
    parser.add_argument("--idle", type=float, default=IDLE_SECONDS)
    options = parser.parse_args()
    listener = _listen(options.socket)
    mine = options.socket.stat().st_ino
    signal.signal(signal.SIGTERM, lambda *_: _end(options.socket, mine))
    _warm_up()
    _serve(listener, options.idle)
    _end(options.socket, mine)


def _end(path: Path, mine: int) -> None:
    """End at once, with all judges and workers; the socket goes, unless it is another engine's by now."""
    with contextlib.suppress(OSError):
        if path.stat().st_ino == mine:
            path.unlink()
    os._exit(0)


def _listen(path: Path) -> socket.socket:
    """Listen before torch is imported: whoever asks meanwhile waits in line."""
    path.unlink(missing_ok=True)
    os.umask(0o077)
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    listener.bind(str(path))
    listener.listen(64)
    return listener


def _warm_up() -> None:
    import torch

    import kindling.engine.session
    import kindling.engine.worker  # noqa: F401

    torch.set_num_threads(1)
    gc.collect()
    gc.freeze()


def _serve(listener: socket.socket, idle: float) -> None:
    children: set[int] = set()
    while True:
        taken, process = _start_session(listener)
        children.add(process)
        while not select.select([taken], [], [], idle)[0]:
            _reap(children)
            if children == {process}:
                os.kill(process, signal.SIGKILL)
                return
        os.close(taken)
        _reap(children)
        _finish_warm_up()


def _finish_warm_up() -> None:
    """Load what many answers need and the first request should not wait for.

    That is torch's compiler, which the first step of any optimizer imports, and the digits.
    """
    import torch._dynamo  # noqa: F401

    from kindling import data

    data.digits()
    gc.collect()
    gc.freeze()


def _reap(children: set[int]) -> None:
    for each in list(children):
        try:
            if os.waitpid(each, os.WNOHANG)[0]:
                children.discard(each)
        except ChildProcessError:
            children.discard(each)


def _start_session(listener: socket.socket) -> tuple[int, int]:
    """Fork a judge, which forks its worker and waits for a client.

    Returns:
        A file descriptor that can be read once a client was taken (or the judge has ended), and its process.
    """
    reading, writing = os.pipe()
    process = os.fork()
    if process:
        os.close(writing)
        return reading, process
    code = 1
    try:
        os.close(reading)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        die_with_parent()
        _session(listener, writing)
        code = 0
    except Exception as error:  # noqa: BLE001 - the client sees its connection end; the log says why
        import traceback

        traceback.print_exception(error)
    finally:
        sys.stderr.flush()
        os._exit(code)


def _session(listener: socket.socket, taken: int) -> None:
    from kindling.engine.session import serve

    judge_end, worker_end = socket.socketpair()
    worker = os.fork()
    if worker == 0:
        try:
            os.close(taken)
            listener.close()
            judge_end.close()
            _work(worker_end)
        finally:
            os._exit(0)
    worker_end.close()
    client, _ = listener.accept()
    os.write(taken, b"1")
    os.close(taken)
    listener.close()
    try:
        serve(client, judge_end)
    finally:
        client.close()
        judge_end.close()
        os.waitpid(worker, 0)


def _work(judge: socket.socket) -> None:
    from kindling.engine.worker import Worker

    die_with_parent()
    adopt_orphans()
    Worker(judge).serve()


if __name__ == "__main__":
    main()
