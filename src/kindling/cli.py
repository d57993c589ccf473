"""The command `kindling`: its arguments, and the one place where errors become sentences."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kindling.learner.checking import Check

INTERRUPTED = "Stopped. Your files are as they were, and what was checked is kept."
KEYS = (
    "While it runs: n next exercise, h hint, s solution, l list of exercises, a run all, r or Enter again,"
    " ? help, q quit. With --plain, and where there is no terminal, Enter follows each key."
)
WORKSHOP = "a workshop, for example w1d2; the one that was started last if none is given"


def main(arguments: Sequence[str] | None = None, *, check: Check | None = None) -> int:
    """Run one command.

    Args:
        arguments: the command line; that of the process if none is given.
        check: what gives verdicts; the engine if none is given.

    Returns:
        The exit code: 0 it is done, 1 something does not pass yet, 2 it could not be done.
    """
    parsed = parser().parse_args(arguments)
    parsed.engine = check

    def run() -> int:
        from kindling import commands

        return commands.COMMANDS[parsed.command](parsed)

    return guarded(run)


def guarded(work: Callable[[], int]) -> int:
    """Run `work`, and turn whatever stops it into one sentence on standard error and a code.

    With KINDLING_TRACEBACK=1 in the environment an error keeps its traceback.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")  # a sign that a terminal lacks stops nothing
    try:
        code = work()
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader, for example `head`, has enough; the interpreter must not flush once more.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        tell(INTERRUPTED)
        return 2
    except Exception as error:  # a learner gets a sentence, never a traceback
        if os.environ.get("KINDLING_TRACEBACK") == "1":
            raise
        from kindling.showing.errors import sentence

        tell(sentence(error))
        return 2
    return code


def tell(sentence: str) -> None:
    """Write one sentence to standard error."""
    sys.stdout.flush()
    sys.stderr.write(f"{sentence}\n")
    sys.stderr.flush()


def parser() -> argparse.ArgumentParser:
    """The command line's grammar."""
    whole = argparse.ArgumentParser(
        prog="kindling",
        description="A month of PyTorch, checked as you write it.",
        epilog="Begin with: kindling start w1d1",
    )
    commands = whole.add_subparsers(dest="command", metavar="command", required=True)

    def command(name: str, words: str) -> argparse.ArgumentParser:
        return commands.add_parser(name, help=words, description=f"{words[0].upper()}{words[1:]}.")

    start = command("start", "copy a workshop to the work folder and open it")
    start.add_argument("workshop", nargs="?", help="a workshop, for example w1d2; the next if none is given")
    check = command("check", "check your work and say what is right and what is not")
    _add_check(check)
    check.add_argument("--json", action="store_true", help="one line of JSON for each verdict")
    watch = command("watch", "check the exercise at hand at every save; keys do the rest")
    _add_check(watch)
    watch.epilog = KEYS
    _add_lint(command("lint", "read your code for mistakes without running it, and say why each matters"))
    for name, words in (
        ("hint", "show the next hint for the first exercise that does not pass"),
        ("solution", "show the solution beside yours, once it passes or when asked twice"),
    ):
        _names(command(name, words), "[workshop] [exercise]")
    reset = command("reset", "begin again with a fresh starter; the old file is kept")
    reset.add_argument("workshop", nargs="?", help=WORKSHOP)
    reset.add_argument("--exercise", metavar="NAME", help="begin again with this exercise only")
    undo = command("undo", "bring back the file that was replaced last")
    undo.add_argument("workshop", nargs="?", help="only a file of this workshop")
    for name, words in (
        ("progress", "show the course at a glance"),
        ("doctor", "look for what can be wrong with this machine, and say how to mend it"),
    ):
        command(name, words).add_argument("--json", action="store_true", help="as JSON")
    return whole


def _add_check(check: argparse.ArgumentParser) -> None:
    _names(check, "[workshop] [exercise ...]")
    check.add_argument("--plain", action="store_true", help="plain text, one line each, also in a terminal")
    check.add_argument("--device", choices=("cpu", "cuda"), default="cpu", help="where tensors live")
    check.add_argument("--data", choices=("embedded", "real"), default="embedded", help="which data to use")


def _add_lint(lint: argparse.ArgumentParser) -> None:
    lint.add_argument("workshop", nargs="?", help=WORKSHOP)
    lint.add_argument("--rules", action="store_true", help="show every idiom that is looked for")
    lint.add_argument("--json", action="store_true", help="one line of JSON for each finding")
    lint.add_argument("--plain", action="store_true", help="plain text, one line each, also in a terminal")


def _names(command: argparse.ArgumentParser, words: str) -> None:
    command.add_argument("names", nargs="*", metavar="name", help=f"{words}: {WORKSHOP}")
    command.usage = f"{command.prog} {words} [options]"
