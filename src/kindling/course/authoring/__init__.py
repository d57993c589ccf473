"""What an author must mend: static rules over the files of one workshop."""

from __future__ import annotations

from pathlib import Path

from kindling.course.authoring import answers, checks, files, lesson, outdated, readme, solution
from kindling.course.model import Workshop
from kindling.course.outline import Outline, outline
from kindling.course.source import Source, must_compile, read_source, read_text
from kindling.marks import AuthoringError


def rules(where: Workshop | Path) -> list[AuthoringError]:
    """All that is wrong with the files of a workshop; nothing is run and nothing is raised.

    Args:
        where: the workshop, or its folder (which may be too broken to be read as a workshop).

    Returns:
        The errors, file by file and from top to bottom; empty for a sound workshop.
    """
    folder = where if isinstance(where, Path) else where.folder
    errors = list(files.faults(folder))
    found = _outline(folder, errors)
    if found is not None:
        errors += _about_exercises(folder, found, errors)
    if (folder / "README.md").is_file():
        errors += readme.faults(folder / "README.md")
    return sorted(errors, key=lambda error: (error.path, error.line))


def _outline(folder: Path, errors: list[AuthoringError]) -> Outline | None:
    """The solution's outline; None, with its errors added, if it is missing or broken."""
    source = _source(folder / "solution.py", errors)
    if source is None:
        return None
    errors += outdated.faults(source)
    found = outline(source)
    errors += found.faults
    return None if found.faults else found


def _about_exercises(folder: Path, found: Outline, errors: list[AuthoringError]) -> list[AuthoringError]:
    own = [*solution.faults(found), *files.drift(folder)]
    if source := _source(folder / "checks.py", errors):
        own += [*checks.faults(source, found), *outdated.faults(source)]
    if source := _source(folder / "answers.py", errors):
        own += answers.faults(source, found)
    if (folder / "lesson.ipynb").is_file():
        own += lesson.faults(folder / "lesson.ipynb", [part.node.name for part in found.parts])
    return own


def _source(path: Path, errors: list[AuthoringError]) -> Source | None:
    """A Python file of the workshop; None, with the error added, if it cannot be read."""
    if not path.is_file():
        return None
    try:
        text = read_text(path)
        must_compile(text, path)
        return read_source(text, path)
    except AuthoringError as error:
        errors.append(error)
        return None
