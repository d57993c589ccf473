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
from kindling.engine.scratch import remove_scratch, scratch_folder

IDLE_SECONDS = 900.0
SPARES = 4


def main() -> None:
    """Serve on the socket that is named on the command line."""
    parser = argparse.ArgumentParser(prog="kindling.engine.server")
    parser.add_argument("socket", type=Path)
    parser.add_argument("--idle", type=float, default=IDLE_SECONDS)
    options = parser.parse_args()
    listener = _listen(options.socket)
    mine = options.socket.stat().st_ino
    scratch_folder()
    signal.signal(signal.SIGTERM, lambda *_: _end(options.socket, mine))
    _warm_up()
    _serve(listener, options.idle)
    _end(options.socket, mine)


def _end(path: Path, mine: int) -> None:
    """End at once, with all judges and workers; the socket goes, unless it is another engine's by now."""
    with contextlib.suppress(OSError):
        if path.stat().st_ino == mine:
            path.unlink()
    remove_scratch()
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
    # Read when torch loads: of two threads, the one that waits leaves the processor to others.
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
    import torch

    import kindling.engine.session
    import kindling.engine.worker  # noqa: F401

    torch.set_num_threads(1)
    os.environ["LOKY_MAX_CPU_COUNT"] = (
        "1"  # else scikit-learn starts lscpu to count, which an answer may not do
    )
    gc.collect()
    gc.freeze()


def _serve(listener: socket.socket, idle: float) -> None:
    """Keep one session ready, and fork the next when it is taken.

    After the first is taken the warm-up is finished, which takes seconds; spare sessions serve meanwhile.
    """
    sessions: dict[int, int] = {}
    if not _wait_for_client(_start_session(listener, sessions), sessions, idle):
        return
    spares = [_start_session(listener, sessions) for _ in range(SPARES)]
    _finish_warm_up()
    for taken in spares:
        if not select.select([taken], [], [], 0)[0]:
            os.kill(sessions[taken], signal.SIGKILL)
    while _wait_for_client(_start_session(listener, sessions), sessions, idle):
        pass


def _wait_for_client(taken: int, sessions: dict[int, int], idle: float) -> bool:
    """Wait until a session has a client; False where nobody asked for so long that all is idle."""
    while not select.select([taken], [], [], idle)[0]:
        _reap(sessions)
        if list(sessions) == [taken]:
            return False
    _reap(sessions)
    return True


def _finish_warm_up() -> None:
    """Load what many answers need and the first request should not wait for.

    That is torch's compiler, which the first step of any optimizer imports, and the digits.
    """
    import torch._dynamo  # noqa: F401

    from kindling import data

    data.digits()
    gc.collect()
    gc.freeze()


def _reap(sessions: dict[int, int]) -> None:
    """Forget the sessions that have ended."""
    for taken, process in list(sessions.items()):
        if os.waitpid(process, os.WNOHANG)[0]:
            os.close(taken)
            del sessions[taken]


def _start_session(listener: socket.socket, sessions: dict[int, int]) -> int:
    """Fork a judge, which forks its worker and waits for a client; its process is noted in `sessions`.

    Returns:
        A file descriptor that can be read once a client was taken, or the judge has ended.
    """
    reading, writing = os.pipe()
    process = os.fork()
    if process:
        os.close(writing)
        sessions[reading] = process
        return reading
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
