"""Finding the course and a workshop in it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kindling.course import CourseError, find, find_root, folders, workshops


@pytest.fixture
def course(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A course of four workshops."""
    monkeypatch.delenv("KINDLING_ROOT", raising=False)
    root = folder.parent.parent
    (root / "pyproject.toml").write_text('[project]\nname = "kindling"\n', encoding="utf-8")
    for name in ("w1d10_later", "w1d1_introduction", "w2d1_tensors_again"):
        shutil.copytree(folder, folder.parent / name)
    return root


def test_the_root_is_found_upwards(course: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    assert find_root() == course
    assert find_root(folder / "solution.py") == course


def test_the_environment_names_the_root(course: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KINDLING_ROOT", str(course))
        assert find_root(tmp_path_factory.mktemp("elsewhere")) == course


def test_a_wrong_environment_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KINDLING_ROOT", str(tmp_path))
    with pytest.raises(CourseError, match=r"KINDLING_ROOT is .* no folder workshops/"):
        find_root()


def test_another_project_with_workshops_is_not_the_course(
    course: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (course / "pyproject.toml").write_text('[project]\nname = "other"\n', encoding="utf-8")
    monkeypatch.chdir(course)
    assert find_root() == root  # where the kit itself lies


def test_without_any_course_the_sentence_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("KINDLING_ROOT", raising=False)
    monkeypatch.setattr("kindling.course.place.__file__", str(tmp_path / "site-packages" / "place.py"))
    with pytest.raises(CourseError, match=r"is not inside a Kindling course\. Go to"):
        find_root(tmp_path)


def test_workshops_come_in_the_order_of_the_days(course: Path) -> None:
    names = ["w1d1_introduction", "w1d2_tensors", "w1d10_later", "w2d1_tensors_again"]
    assert [each.name for each in workshops(course)] == names
    assert [each.name for each in folders(course)] == names


def test_other_folders_and_left_over_caches_are_no_workshops(course: Path) -> None:
    (course / "workshops" / "notes").mkdir()
    (course / "workshops" / "w3d1_gone" / "__pycache__").mkdir(parents=True)
    assert len(folders(course)) == 4


def test_a_course_without_workshops_is_told(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match="has no folder workshops/"):
        workshops(tmp_path)


@pytest.mark.parametrize(
    "asked",
    [
        "w1d2",
        "w1d2_tensors",
        "W1D2",
        "w1d2_te",
        "workshops/w1d2_tensors/",
        "./workshops/w1d2_tensors",
        " w1d2 ",
    ],
)
def test_a_workshop_is_found_by_what_people_type(course: Path, asked: str) -> None:
    assert find(course, asked).name == "w1d2_tensors"


def test_a_day_is_not_the_beginning_of_another_day(course: Path) -> None:
    assert find(course, "w1d1").name == "w1d1_introduction"


def test_a_whole_name_is_not_the_beginning_of_another(course: Path, folder: Path) -> None:
    shutil.copytree(folder, folder.parent / "w1d2_tensors_again")
    assert find(course, "w1d2_tensors").name == "w1d2_tensors"


def test_finding_one_workshop_does_not_read_the_others(course: Path) -> None:
    (course / "workshops" / "w1d1_introduction" / "solution.py").write_text("x = = 1", encoding="utf-8")
    assert find(course, "w1d2").name == "w1d2_tensors"


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("w1d", "More than one workshop begins with w1d: w1d1_introduction, w1d2_tensors, w1d10_later"),
        ("w1d22", "There is no workshop w1d22. Did you mean w1d2_tensors"),
        ("tensor", "There is no workshop tensor. Did you mean w1d2_tensors"),
        ("cooking", "There is no workshop cooking. The workshops are: w1d1_introduction, "),
        ("", "There is no workshop without a name. The workshops are"),
    ],
)
def test_a_name_that_is_not_one_workshop_is_told_with_its_neighbours(
    course: Path, asked: str, words: str
) -> None:
    with pytest.raises(CourseError, match=words):
        find(course, asked)
