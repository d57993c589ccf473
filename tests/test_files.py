from __future__ import annotations

import errno
import resource
import stat
import subprocess
import sys
import threading
import time

import pytest

from kindling import files


def test_a_file_is_replaced_whole_and_keeps_its_mode(tmp_path):
    path = tmp_path / "a.py"
    path.write_text("old")
    path.chmod(0o640)
    files.write(path, "é\r\n")
    assert path.read_bytes() == "é\r\n".encode()
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert [each.name for each in tmp_path.iterdir()] == ["a.py"]


def test_a_link_is_followed(tmp_path):
    (tmp_path / "real").write_text("old")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    files.write(tmp_path / "link", "new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_text() == "new"


def test_creating_never_overwrites(tmp_path):
    assert files.create(tmp_path / "a", "first")
    assert not files.create(tmp_path / "a", "second")
    assert (tmp_path / "a").read_text() == "first"
    assert [each.name for each in tmp_path.iterdir()] == ["a"]


def test_a_write_that_finds_no_room_leaves_the_old_file_and_nothing_else(tmp_path):
    path = tmp_path / "a"
    path.write_text("old")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))
    try:
        with pytest.raises(OSError, match="too large") as caught:
            files.write(path, b"x" * 2000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert caught.value.errno == errno.EFBIG
    assert path.read_text() == "old"
    assert [each.name for each in tmp_path.iterdir()] == ["a"]


def test_a_reader_never_sees_half_a_file(tmp_path):
    path = tmp_path / "a"
    texts = [letter * 200_000 for letter in "ab"]
    files.write(path, texts[0])
    stop = threading.Event()

    def write_on():
        while not stop.is_set():
            for text in texts:
                files.write(path, text)

    writer = threading.Thread(target=write_on)
    writer.start()
    try:
        end = time.monotonic() + 0.5
        while time.monotonic() < end:
            assert path.read_text() in texts
    finally:
        stop.set()
        writer.join()


def test_a_lock_keeps_another_process_out(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "LOCK_SECONDS", 0.2)
    held = (
        "import sys, time; from pathlib import Path; from kindling import files\n"
        "with files.locked(Path(sys.argv[1])): print('held', flush=True); time.sleep(30)"
    )
    process = subprocess.Popen([sys.executable, "-c", held, str(tmp_path / "lock")], stdout=subprocess.PIPE)
    try:
        assert process.stdout.readline() == b"held\n"
        with pytest.raises(TimeoutError), files.locked(tmp_path / "lock"):
            pass
    finally:
        process.kill()
        process.wait()
    with files.locked(tmp_path / "lock"):
        assert (tmp_path / "lock").exists()
