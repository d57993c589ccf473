"""The walls around an answer, tried in a process that ends afterwards."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import types
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch

from kindling.observing import landlock
from kindling.observing.guard import Forbidden, Guard

ANSWER = "/answer/of/a/test.py"
InAChild = Callable[[Callable[[], Any]], Any]


def as_the_answer(code: str, **names: Any) -> str:
    """Run code as if it stood in the answer's file; what it raised, or nothing."""
    try:
        exec(compile(code, ANSWER, "exec"), {"os": os, "Path": Path, "torch": torch, **names})
    except Exception as error:  # noqa: BLE001 - it is what is asked for
        return type(error).__name__
    return ""


@pytest.mark.parametrize(
    ("code", "phrase"),
    [
        ("open(outside / 'new', 'w')", "write to"),
        ("(outside / 'old').write_text('x')", "write to"),
        ("(outside / 'old').unlink()", "remove"),
        ("(outside / 'old').rename(outside / 'new')", "rename"),
        ("os.rename(inside / 'mine', outside / 'new')", "rename"),
        ("(outside / 'new').mkdir()", "make"),
        ("os.symlink('a', outside / 'new')", "link"),
        ("os.link(outside / 'old', inside / 'new')", "link"),
        ("os.truncate(outside / 'old', 0)", "cut"),
        ("os.chmod(outside / 'old', 0)", "change the rights of"),
        ("os.utime(outside / 'old')", "change the time of"),
        ("os.open(secret, os.O_RDONLY)", "which holds the answers"),
        ("os.open('/', os.O_PATH)", "which holds the answers"),
        ("os.remove('old', dir_fd=folder)", "remove"),
        ("(secret / 'solution.py').read_text()", "read solution.py, which holds the answers"),
        ("(inside / 'way' / 'solution.py').read_text()", "read solution.py"),
        ("os.fork()", "start another process"),
        ("os.system('true')", "start another process"),
        ("subprocess.run(['true'])", "start another process"),
        ("socket.create_connection(('127.0.0.1', 9))", "use the network"),
        ("socket.getaddrinfo('localhost', 80)", "use the network"),
        ("os.kill(1, 0)", "send a signal"),
    ],
)
def test_what_an_answer_may_not_do_is_refused_and_told(
    code: str, phrase: str, tmp_path: Path, in_a_child: InAChild
) -> None:
    inside, outside, secret = (tmp_path / name for name in ("inside", "outside", "secret"))
    for each in (inside, outside, secret):
        each.mkdir()
    (outside / "old").write_text("precious")
    (inside / "mine").write_text("mine")
    (secret / "solution.py").write_text("answer = 42")
    (inside / "way").symlink_to(secret)

    def attempt() -> list[Any]:
        guard = Guard([str(inside)], [str(secret)], ANSWER)
        folder = os.open(outside, os.O_RDONLY)
        guard.install()
        names = {"inside": inside, "outside": outside, "secret": secret, "folder": folder}
        raised = as_the_answer(code, subprocess=subprocess, socket=socket, **names)
        return [raised, guard.take(), guard.take()]

    raised, told, again = in_a_child(attempt)
    assert raised == Forbidden.__name__
    assert any(phrase in each for each in told), told
    assert again == []
    assert (outside / "old").read_text() == "precious"


@pytest.mark.parametrize(
    "code",
    [
        "(inside / 'new').write_text('x')",
        "(inside / 'new').mkdir(); os.rename(inside / 'new', inside / 'newer')",
        "open('/dev/null', 'w').write('x')",
        "(outside / 'old').read_text()",
        "os.kill(os.getpid(), 0)",
        "torch.save(torch.ones(2), inside / 'weights.pt'); torch.load(inside / 'weights.pt')",
    ],
)
def test_what_it_may_do(code: str, tmp_path: Path, in_a_child: InAChild) -> None:
    inside, outside = tmp_path / "inside", tmp_path / "outside"
    for each in (inside, outside):
        each.mkdir()
    (outside / "old").write_text("to read")

    def attempt() -> list[Any]:
        guard = Guard([str(inside)], [], ANSWER)
        guard.install()
        return [as_the_answer(code, inside=inside, outside=outside), guard.take()]

    assert in_a_child(attempt) == ["", []]


def test_what_a_library_tries_by_itself_is_refused_without_blame(
    tmp_path: Path, in_a_child: InAChild
) -> None:
    def attempt() -> list[Any]:
        guard = Guard([], [], ANSWER)
        guard.install()
        with pytest.raises(Forbidden):
            (tmp_path / "cache").write_text("x")
        return [*guard.take()]

    assert in_a_child(attempt) == []


needs_landlock = pytest.mark.skipif(not landlock.version(), reason="this system has no Landlock")


@needs_landlock
def test_landlock_holds_for_code_below_python(tmp_path: Path, in_a_child: InAChild) -> None:
    """torch writes its files in C++, which no audit event sees."""
    inside, outside = tmp_path / "inside", tmp_path / "outside"
    inside.mkdir()
    outside.mkdir()

    def attempt() -> list[bool]:
        stands = landlock.restrict([str(inside)])
        torch.save(torch.ones(2), inside / "weights.pt")
        with pytest.raises(RuntimeError):
            torch.save(torch.ones(2), str(outside / "weights.pt"))
        with pytest.raises(PermissionError):
            (inside / "weights.pt").rename(outside / "weights.pt")
        Path("/dev/null").write_text("x")
        return [stands]

    assert in_a_child(attempt) == [True]
    assert list(outside.iterdir()) == []


@needs_landlock
def test_landlock_holds_for_children(tmp_path: Path, in_a_child: InAChild) -> None:
    def attempt() -> int:
        landlock.restrict([])
        return subprocess.run([sys.executable, "-c", f"open({str(tmp_path / 'x')!r}, 'w')"], check=False,
                              capture_output=True).returncode  # fmt: skip

    assert in_a_child(attempt) == 1
    assert not (tmp_path / "x").exists()


def test_a_frame_of_the_answer_is_found_through_libraries() -> None:
    """What the answer asks a library to do counts as its own doing."""
    guard = Guard([], [], ANSWER)
    library = types.ModuleType("library")
    exec("def call(function, *arguments):\n    return function(*arguments)\n", vars(library))
    assert as_the_answer("call(refuse, 'eat cheese')", call=library.call, refuse=guard._refuse) == "Forbidden"
    assert guard.take() == ("eat cheese",)
