"""The sessions: what a person sees of them, and that a container's own environment is used as it is."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
from nox import registry


def nox(root: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run nox as in the container, with this interpreter as the container's."""
    return subprocess.run(
        [sys.executable, "-m", "nox", *arguments],
        cwd=root,
        env={**os.environ, "KINDLING_CONTAINER": "1", "NO_COLOR": "1", **variables},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.fixture
def noxfile(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The noxfile as a module that looks after a repository of its own, with a small lock."""
    spec = importlib.util.spec_from_file_location("noxfile", root / "noxfile.py")
    assert spec and spec.loader
    registry.reset()
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "PYTHON", tmp_path / ".venv" / "bin" / "python")
    monkeypatch.setattr(module, "STAMP", tmp_path / ".venv" / "kindling.stamp")
    (tmp_path / "requirements.lock").write_text("rich==15.0.0\n")
    (tmp_path / "pyproject.toml").write_text("")
    module.PYTHON.parent.mkdir(parents=True)
    module.PYTHON.symlink_to(sys.executable)
    return module


def test_every_session_says_in_one_line_what_it_does(root: Path) -> None:
    lines = nox(root, "-l").stdout.splitlines()
    sessions = dict(line[2:].split(" -> ") for line in lines if " -> " in line)
    assert {"check", "check_gpu", "lint", "tests", "build", "lab", "doctor", "lock"} <= set(sessions)
    assert all(words.strip().endswith(".") for words in sessions.values())


def test_check_is_what_runs_when_nothing_is_named(root: Path) -> None:
    selected = [line for line in nox(root, "-l").stdout.splitlines() if line.startswith("* ")]
    assert [line.split()[1] for line in selected] == ["check"]


def test_in_the_container_the_containers_own_environment_runs(root: Path) -> None:
    done = nox(root, "-s", "tests", "--", "--version")
    assert done.returncode == 0
    assert f"{sys.executable} -m pytest --version" in done.stdout + done.stderr
    assert "uv" not in done.stderr


def test_an_environment_is_complete_only_for_the_lock_that_it_was_made_from(noxfile: ModuleType) -> None:
    noxfile.STAMP.write_text(noxfile._fingerprint())
    assert noxfile._stamp() == noxfile._fingerprint()
    (noxfile.ROOT / "requirements.lock").write_text("rich==15.0.1\n")
    assert noxfile._stamp() != noxfile._fingerprint()


def test_an_install_that_was_cut_off_is_noticed(noxfile: ModuleType) -> None:
    assert noxfile._stamp() is None


def test_an_environment_whose_python_is_gone_is_noticed(noxfile: ModuleType) -> None:
    noxfile.STAMP.write_text(noxfile._fingerprint())
    noxfile.PYTHON.unlink()
    noxfile.PYTHON.symlink_to("/nowhere/python")
    assert noxfile._stamp() is None


def test_one_package_can_be_taken_from_the_lock_with_its_hashes(noxfile: ModuleType) -> None:
    entry = "uv==0.13.8 \\\n    --hash=sha256:aa \\\n    --hash=sha256:bb"
    (noxfile.ROOT / "requirements.lock").write_text(f"tqdm==1.0\n{entry}\n    # via nox\nuvicorn==2.0\n")
    assert noxfile._locked("uv") == entry
