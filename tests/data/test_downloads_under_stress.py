"""Downloads on a full disk, by two processes at once, and by one that is ended: all with real processes."""

from __future__ import annotations

import gzip
import multiprocessing
import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kindling.data import DataMissing
from kindling.data.downloads import obtain

from .conftest import PLACE, POEM, Server, leftovers, poem

FORK = multiprocessing.get_context("fork")


class Fetching:
    """Another process that obtains the poem; what it says goes to a file."""

    def __init__(self, said: Path, largest_file: int | None = None) -> None:
        self.said = said
        self.process = FORK.Process(target=self._run, args=(largest_file,))
        self.process.start()

    def _run(self, largest_file: int | None) -> None:
        sys.stderr = self.said.open("w", encoding="utf-8")
        if largest_file:
            resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file, largest_file))
        obtain(poem())

    def wait_until_said(self, words: str) -> None:
        while not (self.said.exists() and words in self.said.read_text(encoding="utf-8")):
            assert self.process.is_alive()
            time.sleep(0.05)

    def exit_status(self) -> int | None:
        self.process.join(60)
        return self.process.exitcode


def test_a_folder_that_must_not_be_written_is_read_but_downloads_go_to_the_cache(
    server: Server, own_folder: Path, tmp_path: Path
) -> None:
    own_folder.mkdir()
    own_folder.chmod(0o555)
    server.files["poem.txt.gz"] = gzip.compress(POEM)
    assert obtain(poem()) == tmp_path / "cache" / "kindling"
    assert list(own_folder.iterdir()) == []


def test_a_full_disk_is_told_and_leaves_nothing(server: Server, own_folder: Path) -> None:
    own_folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", own_folder], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("a small disk can be mounted by root only")
    try:
        server.files["poem.txt.gz"] = gzip.compress(POEM)
        with pytest.raises(DataMissing) as told:
            obtain(poem())
        assert leftovers(own_folder) == []
    finally:
        subprocess.run(["umount", own_folder], check=True)
    assert f"because the disk of {own_folder} is full: free 1 MB there" in str(told.value)


def test_a_limit_on_the_size_of_files_is_a_full_disk_too(
    server: Server, own_folder: Path, tmp_path: Path
) -> None:
    server.files["poem.txt.gz"] = gzip.compress(POEM)
    fetching = Fetching(tmp_path / "said", largest_file=1 << 17)
    assert fetching.exit_status() == 1
    assert f"DataMissing: The poem could not be stored, because the disk of {own_folder} is full" in (
        fetching.said.read_text(encoding="utf-8")
    )
    assert leftovers(own_folder) == []


def test_two_processes_download_once_and_both_have_it(
    server: Server, own_folder: Path, tmp_path: Path
) -> None:
    server.files["poem.txt.gz"] = gzip.compress(POEM)
    server.moods.append("held")
    first = Fetching(tmp_path / "first")
    assert server.was_asked.wait(60)
    second = Fetching(tmp_path / "second")
    second.wait_until_said("The poem: another process downloads it; waiting.\n")
    server.go_on.set()
    assert (first.exit_status(), second.exit_status()) == (0, 0)
    assert server.asked == ["poem.txt.gz"]
    assert (own_folder / PLACE).read_bytes() == POEM


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGKILL])
def test_a_process_that_is_ended_leaves_nothing_under_the_final_name(
    server: Server, own_folder: Path, tmp_path: Path, end: signal.Signals
) -> None:
    server.files["poem.txt.gz"] = gzip.compress(POEM)
    server.moods.append("held")
    fetching = Fetching(tmp_path / "said")
    assert server.was_asked.wait(60)
    assert fetching.process.pid
    os.kill(fetching.process.pid, end)
    assert fetching.exit_status() != 0
    server.go_on.set()
    assert not (own_folder / PLACE).exists()
    if end == signal.SIGINT:
        assert leftovers(own_folder) == []

    obtain(poem())
    assert leftovers(own_folder) == [PLACE]
