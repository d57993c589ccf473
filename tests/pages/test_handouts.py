"""A handout says what its workshop's README says, on one sheet."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from kindling import course
from kindling.pages.__main__ import main
from kindling.pages.handout import handout
from kindling.pages.printing import TooLong, browser_program, print_sheets


@pytest.mark.parametrize("name", [each.name for each in course.workshops(course.find_root(Path(__file__)))])
def test_every_exercise_has_a_box_to_tick(root: Path, name: str) -> None:
    workshop = course.find(root, name)
    rows = re.findall(
        r'<tr>\n<td class="box" aria-label="to tick"></td>.*?</tr>', handout(workshop), re.DOTALL
    )
    listed = [
        name for row in rows for name in re.findall(r"<code>(\w+)</code>", row.partition("</td><td>")[2])
    ]
    assert [each.name for each in workshop.exercises if each.name not in listed] == []
    assert len(rows) > len(workshop.exercises) / 2


def test_a_sheet_needs_nothing_beside_it_and_has_no_links(root: Path) -> None:
    page = handout(course.find(root, "w1d2"))
    assert "<a " not in page
    assert not re.search(r'\b(src|href)="', page)


def test_what_a_readme_says_is_no_html(small_course: Path) -> None:
    readme = small_course / "workshops" / "w9d9_small" / "README.md"
    readme.write_text(readme.read_text().replace("# Three small", "# 3 < 4 small"))
    assert "<h1>3 &lt; 4 small exercises</h1>" in handout(course.find(small_course, "w9d9"))


@pytest.mark.skipif(browser_program() is None, reason="there is no chromium to print with")
def test_each_workshop_fits_on_one_sheet(root: Path, tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-m", "kindling.pages", "--folder", tmp_path], cwd=root, check=True)
    for printed in (pdfs := sorted(tmp_path.glob("*.pdf"))):
        assert len(re.findall(rb"/Type\s*/Page\b", printed.read_bytes())) == 1, printed.name
    assert [each.stem for each in pdfs] == [each.name for each in course.workshops(root)]


def test_a_page_that_is_too_long_is_told(tmp_path: Path, browser: Any) -> None:
    page = tmp_path / "w9d9_small.html"
    page.write_text("<p>word</p>" * 500)
    with pytest.raises(TooLong, match="w9d9_small"):
        print_sheets([page], browser)
    assert not page.with_suffix(".pdf").exists()


def test_without_a_browser_the_page_is_there_and_it_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("kindling.pages.__main__.browser_program", lambda: None)
    assert main(["w1d2", "--folder", str(tmp_path)]) == 0
    assert (tmp_path / "w1d2_tensors.html").exists()
    assert "No PDF" in capsys.readouterr().out
