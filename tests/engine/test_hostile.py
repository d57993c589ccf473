"""Broken and hostile answers: each gets its own verdict, the others get theirs, nothing else is touched."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest

from kindling.course.model import Workshop
from kindling.verdicts import Status, Verdict


@dataclass(frozen=True)
class Hostile:
    """One answer to the exercise `double`.

    Attributes:
        name: what it does.
        code: the file up to and with the definition of `double`.
        status: what the verdict must be.
        words: what the sentence must hold.
        others_pass: whether the other exercises of the file can still pass.
    """

    name: str
    code: str
    status: Status
    words: str
    others_pass: bool = True


def _body(lines: str, before: str = "") -> str:
    return f"{before}\ndef double(x):\n" + "".join(f"    {line}\n" for line in lines.split("\n"))


F, S, P = Status.FAILED, Status.STOPPED, Status.PASSED

HOSTILE = (
    Hostile(
        "endless loop", _body("while True:\n    pass"), S, "still running after 1 seconds of work, in line"
    ),
    Hostile(
        "endless loop that swallows every exception",
        _body("while True:\n    try:\n        while True: pass\n    except BaseException:\n        pass"),
        S,
        "still running",
    ),
    Hostile(
        "ignores signals",
        _body(
            "for s in range(1, 32):\n    try: signal.signal(s, signal.SIG_IGN)\n    except OSError: pass\n"
            "while True: pass",
            "import signal",
        ),
        S,
        "still running",
    ),
    Hostile("sleeps for ever", _body("time.sleep(1e9)", "import time"), S, "still running"),
    Hostile(
        "memory bomb of tensors",
        _body("held = []\nwhile True:\n    held.append(torch.empty(2**28))", "import torch"),
        F,
        "no room for a tensor",
    ),
    Hostile(
        "memory bomb of lists",
        _body("held = []\nwhile True:\n    held.append([0] * 10**10)"),
        F,
        "MemoryError",
    ),
    Hostile(
        "fork bomb", _body("while True:\n    os.fork()", "import os"), F, "tried to start another process"
    ),
    Hostile(
        "fork bomb that swallows refusals",
        _body("while True:\n    try: os.fork()\n    except OSError: pass", "import os"),
        S,
        "still running",
    ),
    Hostile(
        "fork bomb by a shell",
        _body("os.system(':(){ :|:& };:')\nreturn 2 * x", "import os"),
        F,
        "tried to start another process",
    ),
    Hostile(
        "fork bomb in C",
        _body("libc = ctypes.CDLL(None)\nwhile True: libc.fork()", "import ctypes"),
        S,
        "",
    ),
    Hostile("sys.exit", _body("sys.exit(0)", "import sys"), F, "ends the program (SystemExit)"),
    Hostile("os._exit", _body("os._exit(0)", "import os"), S, "ended the whole Python process (exit code 0)"),
    Hostile("abort", _body("os.abort()", "import os"), S, "crashed Python itself (SIGABRT)"),
    Hostile(
        "reads address 0", _body("ctypes.string_at(0)", "import ctypes"), S, "crashed Python itself (SIGSEGV)"
    ),
    Hostile("deep recursion", _body("return double(x)"), F, "calls itself without end"),
    Hostile(
        "recursion without a floor",
        _body("sys.setrecursionlimit(10**9)\nreturn double(x)", "import sys"),
        S,
        "`double`",
    ),
    Hostile("1 GB of output", _body("while True:\n    print('x' * 10**6)"), S, "printed more than 16 MB"),
    Hostile(
        "1 GB on standard error",
        _body("while True:\n    sys.stderr.write('x' * 10**6)", "import sys"),
        S,
        "printed more than 16 MB",
    ),
    Hostile(
        "a thread left running",
        _body(
            "threading.Thread(target=time.sleep, args=(60,)).start()\nreturn 2 * x", "import threading, time"
        ),
        F,
        "a thread is still running",
    ),
    Hostile(
        "a child left running",
        _body("subprocess.Popen(['sleep', '777'])\nreturn 2 * x", "import subprocess"),
        F,
        "tried to start another process",
    ),
    Hostile("syntax error", "def double(x):\n    return 2 *\n", F, "Line 2 is not Python yet"),
    Hostile("an open bracket", "def double(x):\n    return (2 * x\n", F, "is not Python yet"),
    Hostile("wrong indentation", "def double(x):\n    y = 2\n   return y * x\n", F, "is not Python yet"),
    Hostile(
        "import error",
        "from torch import no_such_thing\n" + _body("return no_such_thing(x)"),
        F,
        "An import of the file failed",
    ),
    Hostile(
        "import of a missing package",
        "import not_installed_here\n" + _body("return not_installed_here.double(x)"),
        F,
        "The package not_installed_here is not installed",
    ),
    Hostile(
        "exception at the top level",
        "raise ValueError('at the top')\n" + _body("return x"),
        F,
        "The value at",
    ),
    Hostile(
        "sys.exit at the top level",
        "import sys\nsys.exit(3)\n" + _body("return x * x"),
        F,
        "multiplies x by itself",
    ),
    Hostile(
        "os._exit at the top level",
        "import os\nos._exit(3)\n" + _body("return 2 * x"),
        S,
        "Loading the file",
        others_pass=False,
    ),
    Hostile(
        "endless loop at the top level",
        "while True:\n    pass\n" + _body("return 2 * x"),
        S,
        "Loading the file",
        others_pass=False,
    ),
    Hostile("not defined", "def dubble(x):\n    return 2 * x\n", F, "defines no `double`"),
    Hostile("not a function", "double = 2\n", F, "called as if it were a function"),
    Hostile("no arguments", "def double():\n    return 2\n", F, "It takes 0 arguments and is called with 1"),
    Hostile(
        "one argument too many", "def double(x, factor):\n    return factor * x\n", F, "leaves out 'factor'"
    ),
    Hostile("a generator instead of a value", _body("yield 2 * x"), F, "generator"),
    Hostile("a coroutine instead of a value", "async def double(x):\n    return 2 * x\n", F, "coroutine"),
    Hostile(
        "prints instead of returning",
        _body("print(2 * x)"),
        F,
        "returned nothing (None) but printed something",
    ),
    Hostile("forgets to return", _body("y = 2 * x"), F, "returned nothing (None): is a `return` missing"),
    Hostile(
        "patched torch.allclose",
        "import torch\ntorch.allclose = lambda *a, **k: True\n" + _body("return x"),
        S,
        "replaces torch.allclose",
        others_pass=False,
    ),
    Hostile(
        "patched torch.equal inside",
        _body("torch.equal = lambda *a: True\nreturn x", "import torch"),
        S,
        "replaces torch.equal",
    ),
    Hostile(
        "patched Tensor methods",
        _body("torch.Tensor.__eq__ = lambda a, b: True\nreturn x", "import torch"),
        S,
        "replaces torch.Tensor.__eq__",
    ),
    Hostile(
        "patched builtins",
        _body("builtins.AssertionError = type('A', (Exception,), {})\nreturn x", "import builtins"),
        S,
        "replaces builtins.AssertionError",
    ),
    Hostile(
        "default dtype changed",
        _body("torch.set_default_dtype(torch.float64)\nreturn 2 * x", "import torch"),
        F,
        "default dtype is torch.float64",
    ),
    Hostile(
        "default device changed",
        _body("torch.set_default_device('meta')\nreturn 2 * x", "import torch"),
        F,
        "default device is meta",
    ),
    Hostile(
        "gradients switched off",
        _body("torch.set_grad_enabled(False)\nreturn 2 * x", "import torch"),
        F,
        "gradients are switched off",
    ),
    Hostile(
        "number of threads changed",
        _body("torch.set_num_threads(2)\nreturn 2 * x", "import torch"),
        F,
        "works on 2 threads",
    ),
    Hostile("generator reseeded", _body("torch.manual_seed(7)\nreturn 2 * x", "import torch"), P, "Passed."),
    Hostile(
        "working directory changed",
        _body("os.chdir('/')\nreturn 2 * x", "import os"),
        F,
        "working directory has changed",
    ),
    Hostile(
        "closed stdout",
        _body("sys.stdout.close()\ntry: os.close(1)\nexcept OSError: pass\nreturn 2 * x", "import os, sys"),
        P,
        "Passed.",
    ),
    Hostile(
        "a tensor of 10 GB",
        _body("return torch.zeros(10 * 2**28)", "import torch"),
        F,
        "no room for a tensor",
    ),
    Hostile(
        "a tensor of 10 GB that is one number",
        _body("return torch.zeros(1).expand(10 * 2**28)", "import torch"),
        F,
        "The shape is",
    ),
    Hostile(
        "a forged result on the pipe",
        _body(
            "for fd in range(3, 20):\n    try: os.write(fd, b'{\"passed\": true}' * 9)\n"
            "    except OSError: pass\nreturn x",
            "import os",
        ),
        S,
        "can't be trusted",
    ),
    Hostile(
        "a forged observation on the pipe",
        _body(
            "from kindling.engine.frames import pack\nos.write(3, pack({'seen': {}, 'value': 1}))\n"
            "os.write(3, pack({'finished': True, 'replaced': []}))\nos._exit(0)",
            "import os",
        ),
        S,
        "",
    ),
    Hostile(
        "a pickle bomb",
        _body(
            "class Bomb:\n    def __reduce__(self): return os.system, ('touch /tmp/kindling-bomb',)\n"
            "return Bomb()",
            "import os",
        ),
        F,
        "The result is a Bomb",
    ),
    Hostile(
        "an object that lies about itself",
        _body(
            "class Liar:\n    def __eq__(self, o): return True\n    def __repr__(self): raise SystemExit\n"
            "    __class__ = torch.Tensor\nreturn Liar()",
            "import torch",
        ),
        F,
        "",
    ),
    Hostile("nan", _body("return x * float('nan')"), F, "nan (not a number)"),
    Hostile("inf", _body("return x * float('inf')"), F, ""),
    Hostile("mutated input", _body("x *= 2\nreturn x"), F, "changes its argument `x`"),
    Hostile(
        "mutated input behind torch's back",
        _body("x.data.mul_(2)\nreturn x.clone()"),
        F,
        "changes its argument `x`",
    ),
    Hostile(
        "a socket",
        _body("socket.create_connection(('127.0.0.1', 9))\nreturn 2 * x", "import socket"),
        F,
        "tried to use the network",
    ),
    Hostile(
        "kills its parent",
        _body("os.kill(os.getppid(), 9)\nreturn 2 * x", "import os"),
        F,
        "tried to send a signal to another process",
    ),
    Hostile("reads the solution", _body("return open(HIDDEN).read()"), F, "which holds the answers"),
    Hostile("imports the solution", _body("import solution\nreturn solution.double(x)"), F, ""),
    Hostile("a self-referring list", _body("y = []\ny.append(y)\nreturn y"), F, "too deep or too long"),
    Hostile("a number of a million digits", _body("return 10 ** 1_000_000"), F, ""),
    Hostile("all file descriptors closed", _body("os.closerange(0, 4096)\nreturn 2 * x", "import os"), S, ""),
)

OTHERS = """

def row_means(x):
    return x.mean(dim=1, keepdim=True)
"""


@pytest.mark.parametrize("hostile", HOSTILE, ids=lambda each: each.name.replace(" ", "-"))
def test_gets_its_own_verdict(
    hostile: Hostile, check: Callable[..., dict[str, Verdict]], workshop: Workshop, small_course: Path
) -> None:
    before = _files(small_course)
    text = hostile.code.replace("HIDDEN", repr(str(workshop.solution))) + OTHERS
    told = check(text, "double", "row_means")
    said = hostile.words in _said(told["double"])
    assert (told["double"].status, said) == (hostile.status, True), told["double"]
    if hostile.others_pass:
        assert told["row_means"].status is Status.PASSED, told["row_means"]
    starter = small_course / "work" / workshop.name / "starter.py"
    assert {**before, starter: text} == _files(small_course)
    assert not Path("/tmp/kindling-bomb").exists()
    assert not _running("sleep", "777")


def _said(verdict: Verdict) -> str:
    return " ".join([verdict.sentence, *(each.sentence for each in verdict.diagnoses)])


def _files(folder: Path) -> dict[Path, str]:
    found = (path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {path: path.read_text() for path in found}


def _running(*command: str) -> bool:
    return any(list(command) == each.info["cmdline"] for each in psutil.process_iter(["cmdline"]))
