"""Inside the dev container, as the learner who opened it."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Box

# Each batch has 96 MiB, and two workers prepare two each: six times what /dev/shm has if nothing is said.
LARGE_BATCHES = """
import torch
from torch.utils.data import DataLoader, Dataset

class Pictures(Dataset):
    def __len__(self):
        return 512

    def __getitem__(self, index):
        return torch.full((3, 256, 256), float(index))

loader = DataLoader(Pictures(), batch_size=128, num_workers=2)
print([tuple(batch.shape) for batch in loader])
"""


def test_the_learner_is_no_root_and_everything_is_on_the_path(box: Box) -> None:
    assert box.said("id", "--user", "--name") == "learner"
    for shell in (["bash", "-c"], ["bash", "-lc"], ["bash", "-ic"]):
        assert box.said(*shell, "command -v python kindling nox").split() == [
            "/opt/venv/bin/python", "/opt/venv/bin/kindling", "/opt/venv/bin/nox",
        ]  # fmt: skip


def test_the_doctor_finds_nothing_to_mend(box: Box) -> None:
    told = json.loads(box.said("kindling", "doctor", "--json"))
    assert told["ok"]
    states = {each["name"]: each["state"] for each in told["findings"]}
    assert {name for name, state in states.items() if state != "ok"} <= {"GPU"}


def test_the_home_folder_holds_next_to_nothing(box: Box, figures: list[str]) -> None:
    """The CLI copies it where the learner has another user id than 1000."""
    kilobytes = int(box.said("bash", "-c", "du --summarize --one-file-system ~").split()[0])
    packages = box.said("du", "--summarize", "--human-readable", "/opt/venv").split()[0]
    figures.append(f"{packages} of packages in /opt/venv, {kilobytes} KiB in the home folder")
    assert kilobytes < 1024


def test_the_first_verdict_comes_soon(box: Box, figures: list[str]) -> None:
    fresh = {"KINDLING_CACHE": "/tmp/first/cache", "KINDLING_RUNTIME": "/tmp/first/run"}
    box.said("kindling", "start", "w1d2")
    box.said("cp", "workshops/w1d2_tensors/starter.py", "work/w1d2_tensors/starter.py")
    started = time.perf_counter()
    done = box.run("kindling", "check", "w1d2", "predict_dtypes", "--json", variables=fresh)
    figures.append(f"first verdict {time.perf_counter() - started:.0f} s after asking, with nothing cached")
    assert json.loads(done.stdout.splitlines()[0])["status"] == "not written yet", done.stderr


def test_the_course_is_proved_inside(box: Box, figures: list[str], pytestconfig: pytest.Config) -> None:
    workshops = [] if pytestconfig.getoption("--whole-course", default=False) else ["--", "w1d2"]
    started = time.perf_counter()
    told = box.said("nox", "-s", "check", *workshops, seconds=3600)
    figures.append(f"nox -s check {' '.join(workshops)}: {time.perf_counter() - started:.0f} s inside")
    assert "Everything is as it should be" in told


def test_workers_pass_large_batches_on(box: Box) -> None:
    assert box.said("python", "-c", LARGE_BATCHES) == str([(128, 3, 256, 256)] * 4)


# A package for oneself


@pytest.mark.parametrize(
    "command",
    [
        "pip install einops",
        "pip3 install --upgrade torch",
        "python -m pip install einops",
        "pip uninstall --yes rich",
        "uv pip install einops",
        "uv pip sync requirements.lock",
        "uv --quiet pip uninstall rich",
    ],
)
def test_the_environment_cannot_be_changed_by_accident(box: Box, command: str) -> None:
    done = box.run("bash", "-c", command)
    assert done.returncode == 1
    assert "pip install --user NAME" in done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr


def test_not_even_by_writing_into_it(box: Box) -> None:
    assert box.run("touch", "/opt/venv/lib/python3.11/site-packages/torch/mine.py").returncode != 0
    assert box.run("sudo", "true").returncode != 0


def test_a_package_for_oneself_is_added_as_the_hint_says(box: Box) -> None:
    imported = box.said("bash", "-c", ADD_AND_IMPORT).splitlines()[-1]
    assert imported.startswith("/home/learner/.local/lib/python3.11/site-packages/einops/")


# The Python that imports is running before pip installs, as a lesson's kernel is.
ADD_AND_IMPORT = r"""
python -c 'import subprocess, sys
subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", "--user", "einops"], check=True)
import einops; print(einops.__file__)'
"""


def test_a_package_for_oneself_never_replaces_one_of_the_course(box: Box) -> None:
    refused = box.run("pip", "install", "--user", "packaging==24.0")
    assert refused.returncode != 0
    assert box.said("python", "-c", "import packaging; print(packaging.__file__)").startswith("/opt/venv/")


def test_pip_and_uv_are_themselves_otherwise(box: Box) -> None:
    assert "torch" in box.said("pip", "list")
    assert "torch==2.15.0" in box.said("uv", "pip", "freeze")
    own = "python3 -m venv /tmp/own && . /tmp/own/bin/activate && uv pip install --quiet einops"
    box.said("bash", "-c", own)


# Wherever the course lies


def test_a_shell_that_the_dev_container_did_not_start_finds_the_kit(box: Box) -> None:
    place = box.said("pwd")
    assert place == f"/workspaces/{box.folder.name}"
    told = box.said("bash", "-c", f"cd {place}/workshops && env -u PYTHONPATH kindling doctor")
    assert f"{place}/work can be written" in told


def test_nothing_of_the_course_is_in_the_image(box: Box) -> None:
    done = box.run("env", "-u", "PYTHONPATH", "python", "-c", "import kindling")
    assert "ModuleNotFoundError" in done.stderr
