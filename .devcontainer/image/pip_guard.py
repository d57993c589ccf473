"""`python -m pip` in the course's environment: a hint where pip would only say "Permission denied".

The image puts this file in the place of pip's own `__main__.py`. Everything else is pip's.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

HINT = Path("/opt/kindling/hint.txt")
ELSEWHERE = {"--user", "--target", "-t", "--prefix", "--root", "--python", "--dry-run", "--help", "-h"}


def changes_the_course(arguments: Sequence[str]) -> bool:
    """Whether pip was asked to install into the course's environment, or to remove a package from it."""
    command, *names = [each for each in arguments if not each.startswith("-")] or [""]
    if command == "uninstall":
        return any(_is_of_the_course(name) for name in names)
    elsewhere = ELSEWHERE & {each.partition("=")[0] for each in arguments}
    return command == "install" and not elsewhere and "PIP_USER" not in os.environ


def _is_of_the_course(name: str) -> bool:
    try:
        return Path(str(distribution(name).locate_file(""))).is_relative_to(sys.prefix)
    except (PackageNotFoundError, ValueError):
        return False


def main() -> int:
    """Give the hint, or be pip."""
    if changes_the_course(sys.argv[1:]):
        sys.stderr.write(HINT.read_text(encoding="utf-8"))
        return 1
    pip: int = import_module("pip._internal.cli.main").main()
    return pip


if __name__ == "__main__":
    sys.exit(main())
