"""A course that belongs to somebody else than the learner: told in a sentence, and nothing crashes."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Box

STRANGER = 4242


@pytest.fixture(scope="module")
def strange(box: Box, prepared: Callable[[str, int], Box]) -> Iterator[Box]:
    """Somebody else's course, opened from the same image."""
    if os.geteuid() != 0:
        pytest.skip("needs root to give files away")
    opened = prepared("strange", STRANGER)
    opened.open()
    yield opened
    opened.close()


def test_the_doctor_says_so_and_how_to_mend_it(strange: Box) -> None:
    done = strange.run("kindling", "doctor")
    assert done.returncode == 1
    found = done.stdout.partition("work folder")[2].splitlines()
    assert found[0].strip().endswith(f"work belongs to user {STRANGER}, and you are user 1000")
    assert f'sudo chown -R 1000:1000 "{strange.folder}"' in found[1]


@pytest.mark.parametrize("command", ["start", "check", "reset", "hint", "undo"])
def test_every_command_ends_in_a_sentence(strange: Box, command: str) -> None:
    done = strange.run("kindling", command)
    told = done.stdout + done.stderr
    assert done.returncode in (1, 2)
    assert "Traceback" not in told
    assert len(told.strip().splitlines()) == 1, told


def test_the_course_can_still_be_proved(strange: Box) -> None:
    assert "Everything is as it should be" in strange.said("nox", "-s", "check", "--", "w1d2", seconds=1800)


def test_the_fix_mends_it(strange: Box) -> None:
    told = strange.run("kindling", "doctor").stdout
    fix = told.partition("on your computer: ")[2].splitlines()[0]
    subprocess.run(fix.removeprefix("sudo "), shell=True, check=True)
    strange.said("kindling", "doctor")
    strange.said("kindling", "start", "w1d2")
