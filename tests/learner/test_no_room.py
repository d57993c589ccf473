"""Full disks, folders that may not be written, and other people's files: one sentence, nothing lost."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kindling.learner import resetting, starting

MINE = "mine = 1\n" * 500
SOURCE = Path(__file__).parent.parent.parent / "src"
NOBODY = 65534
POWERLESS = ("setpriv", "--bounding-set=-all", "--inh-caps=-all")  # a root that obeys permissions
as_root = pytest.mark.skipif(
    not hasattr(os, "getuid") or os.getuid() != 0, reason="needs root to change places"
)


@pytest.fixture
def started(work, small):
    starting.start(work, small)
    work.starter(small.name).write_text(MINE)
    return work


def kindling(
    root: Path, *arguments: str, before: tuple[str, ...] = (), **options
) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"KINDLING_ROOT": str(root), "PYTHONPATH": str(SOURCE)}
    return subprocess.run(
        [*before, sys.executable, "-m", "kindling", *arguments],
        env=environment, cwd="/", capture_output=True, text=True, check=False, timeout=60, **options,
    )  # fmt: skip


def one_sentence(done: subprocess.CompletedProcess[str]) -> str:
    assert done.returncode == 2, done.stdout + done.stderr
    assert done.stderr.count("\n") == 1
    assert "Traceback" not in done.stderr
    return done.stderr


def limit_file_size():
    import resource

    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))


@pytest.mark.parametrize("command", [["reset"], ["reset", "--exercise", "double"]])
def test_a_backup_that_does_not_fit_leaves_the_work_as_it_is(started, small, command):
    said = one_sentence(kindling(started.root, *command, preexec_fn=limit_file_size))
    assert "nothing was changed" in said
    assert started.starter(small.name).read_text() == MINE
    assert not list(started.backups.rglob("*.py*"))
    kindling(started.root, "reset")
    assert kindling(started.root, "undo").returncode == 0
    assert started.starter(small.name).read_text() == MINE


@as_root
def test_a_full_disk_leaves_the_work_as_it_is(started, small):
    disk = started.folder
    shutil.move(disk, started.root / "aside")
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=32k", "none", str(disk)], check=False).returncode:
        pytest.skip("cannot mount a small disk here")
    try:
        shutil.copytree(started.root / "aside", disk, dirs_exist_ok=True)
        with pytest.raises(OSError, match="No space"):
            (disk / "filler").write_bytes(bytes(1 << 20))
        for command in (["reset"], ["hint"], ["start", "w1d2"], ["reset", "double"]):
            assert "The disk is full" in one_sentence(kindling(started.root, *command))
        assert started.starter(small.name).read_text() == MINE
        assert not list(disk.rglob("*.tmp"))
        (disk / "filler").unlink()
        assert kindling(started.root, "reset").returncode == 0
        assert kindling(started.root, "undo").returncode == 0
        assert started.starter(small.name).read_text() == MINE
    finally:
        subprocess.run(["umount", str(disk)], check=True)


@as_root
@pytest.mark.parametrize(
    "command", [["reset"], ["start", "w1d2"], ["hint"], ["undo"], ["solution"], ["reset", "double"]]
)
def test_work_that_belongs_to_somebody_else_is_one_sentence(started, small, command):
    resetting.reset(started, small)
    started.starter(small.name).write_text(MINE)
    for place in [started.folder, *started.folder.rglob("*")]:
        os.chown(place, NOBODY, NOBODY)
    done = kindling(started.root, *command, before=POWERLESS)
    assert "kindling doctor" in one_sentence(done)
    assert started.starter(small.name).read_text() == MINE


@as_root
def test_a_read_only_disk_is_one_sentence(started, small):
    resetting.reset(started, small)
    if subprocess.run(["mount", "--bind", str(started.folder), str(started.folder)], check=False).returncode:
        pytest.skip("cannot mount here")
    try:
        subprocess.run(["mount", "-o", "remount,ro,bind", str(started.folder)], check=True)
        for command in (["undo"], ["hint"], ["start", "w1d2"], ["solution"]):
            assert "read-only" in one_sentence(kindling(started.root, *command))
        assert kindling(started.root, "progress").returncode == 0
    finally:
        subprocess.run(["umount", str(started.folder)], check=True)


def test_a_starter_that_is_a_folder_is_one_sentence(work, small):
    work.starter(small.name).mkdir(parents=True)
    one_sentence(kindling(work.root, "reset", "w1d1"))


@pytest.mark.parametrize("delay", [0.05, 0.15, 0.2, 0.25, 0.3, 0.4])
def test_ctrl_c_at_any_moment_of_a_reset_loses_nothing(started, small, delay):
    environment = os.environ | {"KINDLING_ROOT": str(started.root), "PYTHONPATH": str(SOURCE)}
    command = [sys.executable, "-m", "kindling", "reset"]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(delay)
    process.send_signal(signal.SIGINT)
    process.wait(timeout=20)
    texts = [path.read_text() for path in [started.starter(small.name), *started.backups.rglob("starter.py")]]
    assert MINE in texts
    assert not list(started.root.rglob("*.tmp"))
