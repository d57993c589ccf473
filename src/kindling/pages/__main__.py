"""`python -m kindling.pages`: writes the handouts as `nox -s handouts`, or the map with `--map`."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from kindling import course, files
from kindling.course import CourseError
from kindling.marks import AuthoringError
from kindling.pages.course_map import course_map
from kindling.pages.handout import handout
from kindling.pages.printing import TooLong, browser_program, opened, print_sheets


def main(arguments: list[str] | None = None) -> int:
    """Write what was asked for and say where it is.

    Returns:
        0, or 1 where a page could not be written.
    """
    options = _parser().parse_args(arguments)
    try:
        root = course.find_root()
        return write_map(root) if options.map else write_handouts(root, options.workshops, options.folder)
    except (CourseError, AuthoringError, TooLong, ValueError, OSError) as error:
        print(error, file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="nox -s handouts --")
    parser.add_argument("workshops", nargs="*", help="for example w1d2; all where none is named")
    parser.add_argument("--folder", type=Path, default=Path("build/handouts"), help="where to write them")
    parser.add_argument("--map", action="store_true", help="write workshops/README.md instead")
    return parser


def write_map(root: Path) -> int:
    """Write `workshops/README.md` where it is not what the folders say."""
    path = root / "workshops" / "README.md"
    wanted = course_map(root)
    changed = not path.exists() or path.read_text(encoding="utf-8") != wanted
    if changed:
        files.write(path, wanted)
    print(f"{os.path.relpath(path)}: {'written' if changed else 'as it was'}")
    return 0


def write_handouts(root: Path, names: list[str], folder: Path) -> int:
    """Write one HTML page for each workshop and, where there is a browser, one PDF."""
    folder.mkdir(parents=True, exist_ok=True)
    pages = []
    for workshop in [course.find(root, name) for name in names] or course.workshops(root):
        pages.append(folder / f"{workshop.name}.html")
        files.write(pages[-1], handout(workshop))
    program = browser_program()
    if program:
        with opened(program) as browser:
            print_sheets(pages, browser)
    for page in pages:
        print(f"{page}{f' and {page.stem}.pdf' if program else ''}")
    if not program:
        print("No PDF: there is no chromium here. Open a page in any browser and print it from there.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
