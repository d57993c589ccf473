from __future__ import annotations

import os

from kindling.learner import progress, starting


def names(paths):
    return [path.name for path in paths]


def test_a_start_copies_starter_and_lesson(work, small):
    started = starting.start(work, small)
    assert names(started.made) == ["starter.py", "lesson.ipynb"]
    assert work.starter(small.name).read_bytes() == small.starter.read_bytes()
    assert progress.load(work).last == "w1d1_small"


def test_a_second_start_keeps_the_work(work, small):
    starting.start(work, small)
    work.starter(small.name).write_text("mine")
    started = starting.start(work, small)
    assert (names(started.made), names(started.kept)) == ([], ["starter.py", "lesson.ipynb"])
    assert work.starter(small.name).read_text() == "mine"


def test_a_half_started_folder_is_completed(work, small):
    work.of(small.name).mkdir(parents=True)
    work.starter(small.name).write_text("")
    started = starting.start(work, small)
    assert names(started.made) == ["lesson.ipynb"]
    assert work.starter(small.name).read_text() == ""


def test_files_open_only_in_the_terminal_of_vs_code(tmp_path, monkeypatch):
    code = tmp_path / "bin" / "code"
    code.parent.mkdir()
    code.write_text(f'#!/bin/sh\necho "$@" > {tmp_path}/opened\n')
    code.chmod(0o755)
    monkeypatch.setenv("PATH", f"{code.parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("TERM_PROGRAM", "tmux")
    assert not starting.open_in_editor((tmp_path / "a b.py",))
    monkeypatch.setenv("TERM_PROGRAM", "vscode")
    assert starting.open_in_editor((tmp_path / "a b.py",))
    assert (tmp_path / "opened").read_text() == f"--reuse-window {tmp_path}/a b.py\n"
    code.write_text("#!/bin/sh\nexit 1\n")
    assert not starting.open_in_editor((tmp_path / "a b.py",))
