"""The dev container, opened by the dev container CLI on a copy of the course that a learner owns.

It is built for real, which takes minutes and gigabytes, so these tests run only in `nox -s container`.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
LEARNER = 1000
IS_ROOT = os.geteuid() == 0 if hasattr(os, "geteuid") else False
FIGURES: list[str] = []


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--whole-course", action="store_true", help="check every workshop inside the container")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for line in FIGURES:
        terminalreporter.write_line(line)


@dataclass(frozen=True)
class Box:
    """A course on this machine, and what the dev container CLI does with it."""

    cli: str
    folder: Path

    def call(self, verb: str, *arguments: str, seconds: float = 1800) -> subprocess.CompletedProcess[str]:
        """One command of the CLI."""
        command = [self.cli, verb, "--workspace-folder", str(self.folder), *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=False, timeout=seconds)

    def open(self) -> subprocess.CompletedProcess[str]:
        """Build the image where it must be, and start a new container from it."""
        done = self.call("up", "--remove-existing-container")
        assert done.returncode == 0, done.stderr[-4000:]
        assert json.loads(done.stdout.splitlines()[-1])["outcome"] == "success"
        return done

    def run(
        self, *command: str, seconds: float = 600, variables: dict[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        """A command inside, as a terminal of VS Code would run it."""
        extra = [f"--remote-env={name}={value}" for name, value in (variables or {}).items()]
        return self.call("exec", *extra, *command, seconds=seconds)

    def said(self, *command: str, seconds: float = 600) -> str:
        """What a command inside prints; it must do what it is to do."""
        done = self.run(*command, seconds=seconds)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout.strip()

    def close(self) -> None:
        """End the container; its first process belongs to the learner and takes a friendly word."""
        self.run("kill", "-TERM", "1", seconds=60)


def copied(folder: Path, owner: int) -> Path:
    """A clean copy of the course, as git has it, that belongs to `owner` where this user may give it away."""
    shutil.rmtree(folder, ignore_errors=True)
    git = ["git", "-c", "safe.directory=*"]
    listing = [*git, "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listing, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in names.split("\0"):
        if name and (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    subprocess.run([*git, "init", "--quiet"], cwd=folder, check=True)
    subprocess.run([*git, "add", "--all"], cwd=folder, check=True, capture_output=True)
    if IS_ROOT:
        for place in (folder, *folder.rglob("*")):
            os.chown(place, owner, owner, follow_symlinks=False)
    return folder


@pytest.fixture(scope="session")
def figures() -> list[str]:
    """What was measured; told at the end."""
    return FIGURES


@pytest.fixture(scope="session")
def cli() -> str:
    """The dev container CLI; without it, or without being asked for, these tests are skipped."""
    if os.environ.get("KINDLING_TEST_CONTAINER") != "1":
        pytest.skip("the dev container is opened by: nox -s container")
    if os.environ.get("KINDLING_CONTAINER") == "1":
        pytest.skip("this is the dev container already")
    found = os.environ.get("KINDLING_DEVCONTAINER")
    if not found:
        pytest.skip("there is no dev container CLI here, or no Docker")
    return found


@pytest.fixture(scope="session")
def prepared(cli: str) -> Callable[[str, int], Box]:
    """Makes a course of the given name and owner, at the same place each time: its container is replaced."""
    home = Path(tempfile.gettempdir()) / "kindling-container"

    def prepare(name: str, owner: int) -> Box:
        return Box(cli, copied(home / name, owner))

    return prepare


@pytest.fixture(scope="session")
def box(prepared: Callable[[str, int], Box]) -> Iterator[Box]:
    """The course of a learner, opened; how long that took is told at the end."""
    opened = prepared("kindling", LEARNER)
    started = time.perf_counter()
    built = opened.call("build")
    assert built.returncode == 0, built.stderr[-4000:]
    FIGURES.append(f"image built, or found as it was, in {time.perf_counter() - started:.0f} s")
    started = time.perf_counter()
    opened.open()
    FIGURES.append(f"container started from the image in {time.perf_counter() - started:.0f} s")
    yield opened
    opened.close()
