"""The doctor on machines that lack something: each finding has its one fix."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kindling.doctor import Finding, State, examine, folders, hardware, software
from kindling.showing.findings import finding_lines
from kindling.showing.page import Plain

SOURCE = Path(__file__).parent.parent / "src"


@pytest.fixture
def course(tmp_path: Path) -> Path:
    shutil.copytree(Path(__file__).parent / "learner" / "course", tmp_path / "course")
    return tmp_path / "course"


def smi(folder: Path, script: str, monkeypatch) -> None:
    """Put an `nvidia-smi` on the path that answers as `script` does."""
    tool = folder / "bin" / "nvidia-smi"
    tool.parent.mkdir(exist_ok=True)
    tool.write_text(f"#!/bin/sh\n{script}\n")
    tool.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tool.parent}{os.pathsep}/usr/bin{os.pathsep}/bin")


def test_every_finding_that_is_not_well_has_one_fix_or_needs_none(course):
    for finding in examine(course):
        assert finding.found
        assert finding.state is not State.FAIL or finding.fix


@pytest.mark.parametrize(
    ("script", "state", "found"),
    [
        ("echo 'NVIDIA H100, 580.65.06'", State.OK, "NVIDIA H100"),
        ("echo 'GeForce RTX 3060, 470.1'", State.WARN, "too old a driver"),
        ("echo 'no driver' >&2; exit 9", State.WARN, "no GPU that it can talk to"),
        ("exit 0", State.WARN, "no GPU that it can talk to"),
    ],
)
def test_the_gpu_and_its_driver(course, tmp_path, monkeypatch, script, state, found):  # noqa: PLR0917
    smi(tmp_path, script, monkeypatch)
    finding = hardware.graphics(course)
    assert finding.state is state
    assert found in finding.found
    assert state is State.OK or "580" in finding.fix


def test_no_gpu_is_no_failure(course, monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    assert hardware.graphics(course).state is State.WARN


def test_packages_are_compared_with_the_lock(course):
    lock = course / "requirements.lock"
    lock.write_text("pytest==0.1 \\\n    --hash=sha256:00\nnever_was==1.0 ; sys_platform == 'never' \\\n")
    assert software.packages(course).state is State.WARN
    lock.write_text("never-was==1.0 \\\n    --hash=sha256:00\n    # via nothing==2\n")
    finding = software.packages(course)
    assert (finding.state, finding.found) == (State.FAIL, "missing: never-was")
    lock.write_text(f"pytest=={pytest.__version__} \\\n")
    assert software.packages(course).state is State.OK


def test_windows_line_ends_in_the_courses_files_are_found_and_mended(course):
    path = course / "workshops" / "w1d1_small" / "starter.py"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    finding = folders.line_endings(course)
    assert finding.state is State.FAIL
    assert "workshops/w1d1_small/starter.py" in finding.found
    subprocess.run(finding.fix, shell=True, cwd=course, check=True)
    assert folders.line_endings(course).state is State.OK


def test_the_cache_folder_must_let_itself_be_written(course, tmp_path, monkeypatch):
    monkeypatch.setenv("KINDLING_DATA", str(tmp_path / "new" / "data"))
    assert folders.cache(course).state is State.OK
    assert not (tmp_path / "new").exists(), "the doctor changes nothing"
    (tmp_path / "new").write_text("a file")
    assert folders.cache(course).state is State.FAIL


@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() != 0, reason="needs root to give a file away")
def test_work_that_belongs_to_somebody_else_has_one_fix_that_works(course):
    (course / "work" / "w1d1_small").mkdir(parents=True)
    (course / "work" / "w1d1_small" / "starter.py").write_text("")
    for place in [course / "work", *(course / "work").rglob("*")]:
        os.chown(place, 4242, 4242)
    script = (
        "import sys; from pathlib import Path; from kindling.doctor import folders\n"
        "print(folders.work_folder(Path(sys.argv[1])).fix)"
    )
    drop = ["setpriv", "--bounding-set=-all", "--inh-caps=-all"]
    powerless = [*drop, sys.executable, "-c", script, str(course)]
    told = subprocess.run(
        powerless, env=os.environ | {"PYTHONPATH": str(SOURCE)}, capture_output=True, text=True, check=True
    )
    fix = told.stdout.strip()
    assert fix.startswith("sudo chown -R")
    subprocess.run(fix.removeprefix("sudo "), shell=True, check=True)
    assert (course / "work" / "w1d1_small" / "starter.py").stat().st_uid == os.getuid()


def test_in_the_container_the_fix_is_one_that_a_learner_can_follow(course, monkeypatch):
    monkeypatch.setenv("KINDLING_CONTAINER", "1")
    monkeypatch.setenv("KINDLING_HOST_FOLDER", "/home/learner/kindling")
    monkeypatch.setattr(folders, "_writable", lambda _: False)
    monkeypatch.setattr(os, "getuid", lambda: 4242)
    (course / "work").mkdir(exist_ok=True)
    assert folders.work_folder(course).fix == (
        f'outside the container, on your computer: sudo chown -R 4242:{os.getgid()} "/home/learner/kindling"'
    )
    (course / "requirements.lock").write_text("never-was==1.0 \\\n")
    assert "Rebuild Container" in software.packages(course).fix


def test_a_kernel_whose_python_is_gone_is_found(course, tmp_path, monkeypatch):
    spec = tmp_path / "jupyter" / "kernels" / "python3" / "kernel.json"
    spec.parent.mkdir(parents=True)
    spec.write_text(json.dumps({"argv": ["/gone/python", "-m", "ipykernel_launcher"]}))
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "jupyter"))
    finding = software.kernel(course)
    assert finding.state is State.FAIL
    assert "/gone/python" in finding.found


def test_an_examination_that_breaks_is_a_finding(course):
    (course / "requirements.lock").write_bytes(b"\xff\xfe")
    finding = {each.name: each for each in examine(course)}["packages"]
    assert finding.state is State.FAIL
    assert "could not be looked at" in finding.found


def test_the_command_prints_json_and_its_code_says_whether_something_fails(course):
    environment = os.environ | {"KINDLING_ROOT": str(course), "PYTHONPATH": str(SOURCE)}
    command = [sys.executable, "-m", "kindling", "doctor", "--json"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    told = json.loads(done.stdout)
    failed = [each["name"] for each in told["findings"] if each["state"] == "fail"]
    assert done.returncode == bool(failed) == (not told["ok"])


def test_a_fix_stands_below_what_it_mends():
    stream = io.StringIO()
    Plain(stream).show(
        finding_lines([Finding("disk", State.FAIL, "full", "free some"), Finding("a", State.OK, "b")])
    )
    assert stream.getvalue().splitlines() == [
        "✗ fail  disk               full",
        "                           Fix: free some",
        "✓ ok    a                  b",
        "",
        "1 to mend before the course works.",
    ]
