from __future__ import annotations

import json
import multiprocessing

import pytest

from kindling.learner import progress
from kindling.learner.work import LearnerError, Work
from kindling.verdicts import Status, Verdict


def passed(exercise: str, status: Status = Status.PASSED) -> Verdict:
    return Verdict("w1d1_small", exercise, status, "")


def test_a_check_is_remembered(work):
    progress.record(work, [passed("double"), passed("quadruple", Status.FAILED)])
    loaded = progress.load(work)
    assert loaded.passed("w1d1_small", "double")
    assert not loaded.passed("w1d1_small", "quadruple")


def test_what_was_not_checked_changes_nothing(work):
    finish = progress.Finish.of(["double"], b"text")
    progress.record(work, [passed("double")], finish)
    progress.record(work, [passed("double", Status.NOT_CHECKED), passed("quadruple", Status.NOT_CHECKED)])
    loaded = progress.load(work)
    assert loaded.passed("w1d1_small", "double")
    assert loaded.finished("w1d1_small") == finish
    assert not loaded.known("w1d1_small", "quadruple")


def test_names_and_words_that_this_kindling_does_not_know_stay(work):
    work.folder.mkdir()
    foreign = {"w9d9_old": {"exercises": {"gone": {"status": "passed", "stars": 3}}, "mood": "good"}}
    work.progress.write_text(json.dumps({"version": 1, "theme": "dark", "workshops": foreign}))
    progress.record(work, [passed("double")])
    data = json.loads(work.progress.read_text())
    assert data["theme"] == "dark"
    assert data["workshops"]["w9d9_old"] == foreign["w9d9_old"]
    assert data["workshops"]["w1d1_small"]["exercises"]["double"]["status"] == "passed"


@pytest.mark.parametrize(
    "damage",
    [b"", b"{", b"\xff\xfe", b"[]", b"null", b'{"workshops": []}', b'{"workshops": {"a": 1}}',
     b'{"workshops": {"a": {"exercises": [1]}}}', b'{"workshops": {"a": {"exercises": {"b": 2}}}}',
     b"[" * 100_000],
)  # fmt: skip
def test_a_damaged_file_is_set_aside_and_rebuilt_by_the_next_check(work, damage):
    work.folder.mkdir()
    work.progress.write_bytes(damage)
    assert "damaged" in progress.load(work).remark
    progress.record(work, [passed("double")])
    assert progress.load(work).passed("w1d1_small", "double")
    aside = list(work.folder.glob(".progress.damaged-*.json"))
    assert [path.read_bytes() for path in aside] == [damage]


def test_a_file_of_a_newer_kindling_is_left_alone(work):
    work.folder.mkdir()
    work.progress.write_text('{"version": 2, "workshops": "other"}')
    with pytest.raises(LearnerError, match="newer Kindling"):
        progress.record(work, [passed("double")])
    assert work.progress.read_text() == '{"version": 2, "workshops": "other"}'


def _record_many(root, name):
    for number in range(20):
        progress.record(Work(root), [passed(f"{name}{number}")])


def test_two_processes_lose_nothing_of_each_other(work):
    context = multiprocessing.get_context("fork")
    processes = [context.Process(target=_record_many, args=(work.root, name)) for name in "ab"]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    loaded = progress.load(work)
    assert all(loaded.passed("w1d1_small", f"{name}{number}") for name in "ab" for number in range(20))
