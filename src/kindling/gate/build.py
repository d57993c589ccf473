"""`python -m kindling.gate.build`: writes every file that is derived from another."""

from __future__ import annotations

import os
import sys

from kindling import course
from kindling.course import CourseError
from kindling.marks import AuthoringError


def main() -> int:
    """Write the starters of all workshops and say which changed.

    Returns:
        0, or 1 where a workshop can't be read.
    """
    try:
        for folder in course.folders(course.find_root()):
            changed = course.write_starter(folder)
            print(f"{os.path.relpath(folder / 'starter.py')}: {'written' if changed else 'as it was'}")
    except (CourseError, AuthoringError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
