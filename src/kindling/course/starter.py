"""Deriving `starter.py` from `solution.py`."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from kindling.course.outline import Outline, outline
from kindling.course.source import close_gaps, must_compile, read_source, read_text
from kindling.marks import AuthoringError

ENDING = """

if __name__ == "__main__":
    from kindling import check_file

    check_file(__file__)
"""


def derive_starter(solution_text: str, path: object = "solution.py") -> str:
    """What a learner starts from: the solution with a `TODO` in place of every region.

    Args:
        solution_text: the text of `solution.py`, with any line ends.
        path: the file, for messages.

    Returns:
        Python code with LF line ends.

    Raises:
        AuthoringError: the solution is not written as an author must write it.
    """
    found = outline(read_source(solution_text, path)).sound()
    text = "\n".join(close_gaps(_lines(found))).rstrip() + "\n" + ENDING
    try:
        must_compile(text, "starter.py")
    except AuthoringError as error:
        raise AuthoringError(path, 1, f"the starter of this file would not run: {error}") from None
    return text


def write_starter(folder: Path) -> bool:
    """Write the `starter.py` of a workshop's folder, whole or not at all.

    Returns:
        Whether it differed from what stood there.

    Raises:
        AuthoringError: the solution is missing or not written as an author must write it.
    """
    solution, starter = folder / "solution.py", folder / "starter.py"
    data = derive_starter(read_text(solution), solution).encode()
    if starter.is_file() and starter.read_bytes() == data:
        return False
    temporary = folder / f".starter.py.{os.getpid()}.tmp"
    try:
        temporary.write_bytes(data)
        temporary.replace(starter)
    finally:
        temporary.unlink(missing_ok=True)
    return True


def _lines(found: Outline) -> Iterator[str | None]:
    """The starter's lines before its ending; None where a line of the solution goes without a trace."""
    words = {mark.line for mark in found.source.marks if mark.alone and "region" not in mark.kind}
    hidden = {line for region in found.regions for line in range(region.first, region.last + 1)}
    results = {region.first for region in found.regions if region.name == "result"}
    tasks = _tasks(found)
    for number, line in enumerate(found.source.lines, start=1):
        if number in tasks:
            yield from tasks[number]
        elif number in words | results:
            yield None
        elif number not in hidden:
            yield line


def _tasks(found: Outline) -> dict[int, tuple[str, str]]:
    """What takes the place of each solution region, by the region's first line."""
    tasks: dict[int, tuple[str, str]] = {}
    for part in found.parts:
        for region in part.regions:
            indent, name = found.source.lines[region.first - 1][: region.column], part.node.name
            tasks[region.first] = (
                f"{indent}# TODO: {name}",
                f'{indent}raise NotImplementedError("{name}")',
            )
    return tasks
