"""The files of a workshop: there, with LF line ends, the starter as derived."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kindling.course import read, write_starter
from kindling.course.authoring import rules
from kindling.course.authoring.files import FILES


def test_a_sound_workshop_has_no_error(folder: Path) -> None:
    assert rules(folder) == []
    assert rules(read(folder)) == []


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()
    errors = [each for each in rules(folder) if each.path == str(folder / name)]
    assert [each.line for each in errors] == [1]
    assert f"`{name}` is missing" in errors[0].reason


def test_a_missing_starter_is_built(folder: Path) -> None:
    (folder / "starter.py").unlink()
    assert "`nox -s build`" in rules(folder)[0].reason


@pytest.mark.parametrize("name", FILES)
def test_a_carriage_return_is_found_by_line(folder: Path, name: str) -> None:
    path = folder / name
    lines = path.read_bytes().split(b"\n")
    path.write_bytes(b"\n".join([*lines[:2], lines[2] + b"\r", *lines[3:]]))
    errors = rules(folder)
    assert [(each.path, each.line) for each in errors] == [(str(path), 3)]
    assert "LF" in errors[0].reason


DRIFTS = {
    "another line": ('raise NotImplementedError("scale")', "return x / 2", "`return x / 2` stands here"),
    "a line too many": ("    # TODO: scale\n", "    # TODO: scale\n    # so\n", "`# so` stands here"),
    "a line too few": ("    # TODO: scale\n", "", "gives `# TODO: scale`"),
    "the end is missing": ("    check_file(__file__)\n", "", "gives `check_file(__file__)`"),
}


@pytest.mark.parametrize(("old", "new", "words"), DRIFTS.values(), ids=DRIFTS.keys())
def test_a_drifted_starter_names_the_first_line_that_differs(
    folder: Path, change: Callable[..., None], old: str, new: str, words: str
) -> None:
    before = (folder / "starter.py").read_text(encoding="utf-8").split("\n")
    change("starter.py", old, new)
    after = (folder / "starter.py").read_text(encoding="utf-8").split("\n")
    line = next(n for n, (a, b) in enumerate(zip(before, after, strict=False), start=1) if a != b)
    errors = rules(folder)
    assert [(each.path, each.line) for each in errors] == [(str(folder / "starter.py"), line)]
    assert words in errors[0].reason
    assert "`nox -s build`" in errors[0].reason
    assert write_starter(folder)
    assert rules(folder) == []


@pytest.mark.parametrize("name", ["solution.py", "checks.py", "answers.py"])
def test_a_syntax_error_is_told_once_with_its_line(
    folder: Path, name: str, only_error: Callable[..., object]
) -> None:
    path = folder / name
    path.write_bytes(path.read_bytes() + b"\nreturn 1\n")
    only_error(name, "return 1", "Python cannot read this line")


def test_a_folder_with_nothing_in_it_raises_nothing(tmp_path: Path) -> None:
    assert len(rules(tmp_path)) == len(FILES)
