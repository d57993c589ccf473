from __future__ import annotations

import pytest

from kindling.learner import backups, resetting, starting
from kindling.learner.definitions import definition
from kindling.learner.work import LearnerError

MINE = 'def double(values):\n    return "mine"\n\n\ndef quadruple(values):\n    return 4 * values\n'


@pytest.fixture
def file(work, small):
    starting.start(work, small)
    path = work.starter(small.name)
    path.write_text(MINE)
    return path


def test_a_reset_gives_a_fresh_starter_and_keeps_the_old_text(work, small, file):
    fresh = resetting.reset(work, small)
    assert file.read_bytes() == small.starter.read_bytes()
    assert fresh.kept.read_text() == MINE
    assert fresh.kept.relative_to(work.backups).parts[1:] == (small.name, "starter.py")


def test_one_exercise_is_reset_and_the_others_stay(work, small, file):
    resetting.reset(work, small, "double")
    text = file.read_text()
    assert definition(text, "double") == definition(small.starter.read_text(), "double")
    assert definition(text, "quadruple") == definition(MINE, "quadruple")


def test_a_second_reset_changes_nothing_and_makes_no_backup(work, small, file):
    resetting.reset(work, small)
    assert not resetting.reset(work, small).changed
    assert len(list(work.backups.iterdir())) == 1


def test_undo_brings_the_text_back_and_undo_of_undo_goes_forward_again(work, small, file):
    resetting.reset(work, small)
    backups.undo(work)
    assert file.read_text() == MINE
    backups.undo(work)
    assert file.read_bytes() == small.starter.read_bytes()


def test_undo_without_a_backup_says_so(work, small, file):
    with pytest.raises(LearnerError, match="no backup"):
        backups.undo(work)


def test_undo_works_when_the_clock_was_set_back(work, small, file):
    future = work.backups / "2999-01-01T00-00-00.000000Z" / small.name
    future.mkdir(parents=True)
    (future / "starter.py").write_text("from the future")
    kept = resetting.reset(work, small).kept
    assert kept.parent.parent.name > "2999"
    backups.undo(work)
    assert file.read_text() == MINE


def test_a_half_made_backup_is_not_taken_for_one(work, small, file):
    resetting.reset(work, small)
    (work.backups / "2999-01-01T00-00-00.000000Z" / small.name).mkdir(parents=True)
    backups.undo(work)
    assert file.read_text() == MINE


def test_a_workshop_that_was_not_started_cannot_be_reset(work, small):
    with pytest.raises(LearnerError, match="kindling start w1d1_small"):
        resetting.reset(work, small)


def test_an_editors_save_during_a_reset_is_kept_too(work, small, file, monkeypatch):
    keep = backups._keep

    def keep_while_the_editor_saves(work, target, data):
        kept = keep(work, target, data)
        if target.read_text() == MINE:
            target.write_text("saved meanwhile")
        return kept

    monkeypatch.setattr(backups, "_keep", keep_while_the_editor_saves)
    resetting.reset(work, small)
    assert {path.read_text() for path in work.backups.rglob("*.py")} == {MINE, "saved meanwhile"}
