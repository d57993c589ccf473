"""The README's picture of a verdict is what a check really shows."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def test_the_readme_shows_what_a_check_shows_now(root: Path) -> None:
    command = [sys.executable, "docs/pictures.py", "--check"]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_picture_loads_nothing_from_elsewhere_and_has_words_for_those_who_cannot_see_it(
    root: Path,
) -> None:
    picture = (root / "docs" / "verdict.svg").read_text()
    assert "url(http" not in picture
    assert "@import" not in picture
    readme = (root / "README.md").read_text()
    alternative = readme.split("](docs/verdict.svg)")[0].rpartition("![")[2]
    assert "to_float01" in alternative
    assert len(alternative.split()) > 20
