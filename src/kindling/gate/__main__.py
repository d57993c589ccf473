"""`python -m kindling.gate`: what `nox -s check` runs."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path

from rich.console import Console

from kindling import course
from kindling.course import CourseError


def main(arguments: list[str] | None = None) -> int:
    """Check the workshops that are named, or all.

    Returns:
        0 where everything is as it should be, 1 where something is to mend, 2 where it could not be checked.
    """
    options = _parser().parse_args(arguments)
    console = Console(highlight=False, width=None if sys.stdout.isatty() else 110)
    try:
        folders = _folders(options.workshops)
    except CourseError as error:
        return _refuse(str(error))
    if options.device == "cuda" and not _cuda():
        return _refuse("There is no CUDA GPU that torch can use here; `nox -s check` checks on the CPU.")
    started = time.perf_counter()
    from kindling.gate.model import Plan
    from kindling.gate.run import check_workshops
    from kindling.gate.show import show

    plan = Plan(options.device, options.data, lessons=not options.skip_lessons)
    reports = check_workshops(folders, plan, _teller(console, started))
    again = " ".join(["nox -s check", *(["--", *sys.argv[1:]] if sys.argv[1:] else [])])
    show(console, reports, time.perf_counter() - started, again)
    if options.device == "cpu":
        console.print("○ Not checked: the GPU. `nox -s check_gpu` does that where there is one.")
    if options.skip_lessons:
        console.print("○ Not checked: lessons and scripts, as you asked.")
    return 1 if any(report.faults for report in reports) else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="nox -s check --", description="Prove that workshops work.")
    parser.add_argument("workshops", nargs="*", help="for example w1d2; all where none is named")
    parser.add_argument("--device", choices=("cpu", "cuda"), default="cpu")
    parser.add_argument("--skip-lessons", action="store_true", help="prove the answers alone")
    parser.add_argument("--data", choices=("embedded", "real"), default="embedded")
    return parser


def _folders(names: list[str]) -> list[Path]:
    """The folders that are meant; a workshop too broken to be read is still one to check."""
    root = course.find_root()
    known = course.folders(root)
    if not names:
        return known
    by_name = {
        each: [folder for folder in known if folder.name == each or folder.name.startswith(f"{each}_")]
        for each in names
    }
    return [
        found[0] if len(found) == 1 else course.find(root, name).folder for name, found in by_name.items()
    ]


def _cuda() -> bool:
    import torch

    return torch.cuda.is_available()


def _refuse(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 2


def _teller(console: Console, started: float) -> Callable[[str], None]:
    def tell(sentence: str) -> None:
        console.print(f"{time.perf_counter() - started:6.1f} s  {sentence}", markup=False, soft_wrap=True)

    return tell


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        print("\nStopped. Nothing was changed.", file=sys.stderr)
        sys.exit(130)
