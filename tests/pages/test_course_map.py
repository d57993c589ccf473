"""The map of the course says what the folders say, and what is still planned."""

from __future__ import annotations

from pathlib import Path

import pytest

from kindling.course import workshops
from kindling.pages.course_map import course_map

OUTLINE = """
[weeks]
9 = "The last"
10 = "After it"

[planned]
w9d1 = "Before"
w10d6-7 = "A weekend"
"""


@pytest.fixture
def course(small_course: Path) -> Path:
    (small_course / "workshops" / "course.toml").write_text(OUTLINE)
    return small_course


def test_a_workshop_has_a_link_its_opening_and_its_command(course: Path) -> None:
    said = course_map(course)
    assert "(w9d9_small/README.md)" in said
    assert "A workshop for the kit's own tests, as small as a whole one can be." in said
    assert "3 exercises · `kindling start w9d9`" in said


def test_what_is_planned_stands_in_its_week(course: Path) -> None:
    beginning, _, week10 = course_map(course).partition("## Week 10: After it")
    assert beginning.index("- Day 1: Before (planned)") < beginning.index("w9d9_small")
    assert week10.strip() == "- Days 6 and 7: A weekend (planned)"


def test_a_day_that_has_its_folder_is_no_longer_planned(course: Path) -> None:
    (course / "workshops" / "course.toml").write_text(OUTLINE + 'w9d9 = "Small"\n')
    with pytest.raises(ValueError, match="still plans w9d9"):
        course_map(course)


def test_a_week_without_a_name_is_told(course: Path) -> None:
    (course / "workshops" / "course.toml").write_text(OUTLINE.replace('9 = "The last"\n', ""))
    with pytest.raises(ValueError, match="no name for week 9"):
        course_map(course)


def test_the_course_s_own_map_is_what_its_folders_say(root: Path) -> None:
    said = (root / "workshops" / "README.md").read_text(encoding="utf-8")
    assert said == course_map(root), "to write it again: nox -s build"
    assert all(f"({each.name}/README.md)" in said for each in workshops(root))


def test_the_course_s_map_has_23_days(root: Path) -> None:
    said = course_map(root)
    assert said.count("### [Day") + said.count("(planned)") == 23
