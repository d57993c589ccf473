"""Noticing saves by looking: real files, and a clock that the test moves."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kindling.watch.saves import Saves, trouble


class Clock:
    """A clock that stands still until it is moved."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


class Looking:
    """One file, looked at every 20 ms."""

    def __init__(self, path: Path) -> None:
        self.clock = Clock()
        self.saves = Saves(path, self.clock)

    def seen(self, milliseconds: int) -> int:
        """How many saves are noticed in this time."""
        count = 0
        for _ in range(milliseconds // 20):
            self.clock.now += 0.02
            count += self.saves.look()
        return count


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "starter.py"
    path.write_text("def double(x): ...\n")
    return path


@pytest.fixture
def looking(path: Path) -> Looking:
    return Looking(path)


def test_nothing_is_seen_where_nothing_was_saved(looking):
    assert looking.seen(5000) == 0


def test_a_save_is_seen_once_and_within_a_blink(path, looking):
    path.write_text("def double(x): return 2 * x\n")
    assert not looking.saves.settled
    assert looking.seen(40) == 1
    assert looking.saves.settled
    assert looking.seen(3000) == 0


def test_a_file_that_takes_the_place_of_the_old_one_is_a_save(path, looking, tmp_path):
    other = tmp_path / "other"
    other.write_bytes(path.read_bytes())
    other.replace(path)
    assert looking.seen(40) == 1


def test_a_save_of_the_same_text_is_a_save_too(path, looking):
    os.utime(path, (1, 1))
    assert looking.seen(40) == 1


def test_a_file_is_not_taken_while_an_editor_has_just_emptied_it(path, looking):
    path.write_text("")
    assert looking.seen(200) == 0
    path.write_text("def double(x): return 2 * x\n")
    assert looking.seen(200) == 1


@pytest.mark.parametrize("gone", [Path.unlink, lambda path: path.write_text("")], ids=["gone", "empty"])
def test_a_file_that_stays_gone_or_empty_is_told_once(path, looking, gone):
    gone(path)
    assert looking.seen(400) == 1
    assert looking.seen(3000) == 0
    path.write_text("def double(x): return 2 * x\n")
    assert looking.seen(40) == 1


def test_a_change_that_leaves_the_times_as_they_were_is_seen_within_a_second(path, looking):
    before = path.stat()
    path.write_bytes(path.read_bytes()[::-1])
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert looking.seen(1100) == 1


def test_a_missing_file_that_appears_is_a_save(tmp_path):
    looking = Looking(tmp_path / "later.py")
    (tmp_path / "later.py").write_text("x = 1\n")
    assert looking.seen(40) == 1


def test_what_can_not_be_checked_is_one_sentence(path, tmp_path):
    assert trouble(path, "work/starter.py", "w1d2") == ""
    path.write_text("  \n")
    empty = trouble(path, "work/starter.py", "w1d2")
    assert empty.startswith("work/starter.py is empty.")
    assert empty.endswith("kindling reset w1d2")
    path.unlink()
    gone = trouble(path, "work/starter.py", "w1d2")
    assert gone.startswith("work/starter.py is gone.")
    assert gone.endswith("kindling start w1d2"), "without a name it would start the next workshop"
    path.mkdir()
    assert "directory" in trouble(path, "work/starter.py", "w1d2")
