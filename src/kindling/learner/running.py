"""`python starter.py`: a file of answers that checks itself."""

from __future__ import annotations

import sys
from contextlib import chdir
from pathlib import Path


def check_file(file: str | Path) -> None:
    """Check a file of answers, show its verdicts, and leave with exit code 1 unless all passed.

    The file's folder names the workshop. If it is the learner's own copy in the work folder, its
    progress is kept. A file that is being imported, and not run, is left alone. Under a debugger the
    probes run in this process first, so that breakpoints are met, and nothing is left early, so that it
    does not stop at the end.
    """
    caller = sys._getframe(1).f_globals  # noqa: SLF001 - only the frame knows whether the file is run
    if caller.get("__file__") == str(file) and caller.get("__name__") != "__main__":
        return
    from kindling import cli

    code = cli.guarded(lambda: _check(Path(file).resolve()))
    if code and not debugged():
        raise SystemExit(code)


def debugged() -> bool:
    """Whether a debugger watches this process."""
    return "debugpy" in sys.modules or sys.gettrace() is not None


def run_here(file: Path, *exercises: str) -> None:
    """Run the probes of a file's exercises in this process, and print what they saw."""
    from kindling.observing import debug

    with chdir(Path.cwd()):
        debug.main([str(file), *exercises])


def _check(file: Path) -> int:
    from kindling import commands, course
    from kindling.learner.checking import engine_check, verdicts
    from kindling.learner.choosing import Choice
    from kindling.learner.work import Work
    from kindling.showing.page import screen

    root = course.find_root(file.parent)
    choice = Choice(course.find(root, file.parent.name))
    if debugged():
        run_here(file)
    return commands.tell_verdicts(Work(root), choice, file, verdicts(choice, file, engine_check()), screen())
