"""`kindling watch`: the verdict at every save."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

WRITTEN = '    # TODO: double\n    raise NotImplementedError("double")\n'


@pytest.mark.parametrize("polling", [False, True], ids=["notices", "polling"])
def test_a_save_is_checked_at_once_until_ctrl_c(small_course: Path, tmp_path: Path, polling: bool) -> None:
    variables = {
        **os.environ,
        "KINDLING_ROOT": str(small_course),
        "PYTHONPATH": str(Path(__file__).resolve().parents[2] / "src"),
        **({"WATCHFILES_FORCE_POLLING": "1"} if polling else {}),
    }
    kindling = [sys.executable, "-m", "kindling"]
    subprocess.run([*kindling, "start", "w9d9"], env=variables, check=True, capture_output=True)
    starter = small_course / "work" / "w9d9_small" / "starter.py"
    shown = tmp_path / "shown.txt"
    with shown.open("w") as out:
        watching = subprocess.Popen([*kindling, "watch", "--plain"], env=variables, stdout=out, stderr=out)
        try:
            _wait(lambda: shown.read_text().count("Waiting until") == 1)
            assert "not written yet  double" in shown.read_text()
            _save(starter, WRITTEN, "    return x * x\n")
            _wait(lambda: shown.read_text().count("Waiting until") == 2)
            assert "double: This multiplies x by itself" in shown.read_text()
            _save(starter, "    return x * x\n", "    return x + x\n")
            _wait(lambda: shown.read_text().count("Waiting until") == 3)
            assert "passed  double" in shown.read_text()
            time.sleep(0.2)
            starter.write_text(starter.read_text() + "\n")
            _wait(lambda: "not written yet  row_means" in shown.read_text())
        finally:
            watching.send_signal(signal.SIGINT)
            code = watching.wait(20)
    assert code == 2
    assert "Your files are as they were" in shown.read_text()
    assert "Traceback" not in shown.read_text()


def test_without_a_started_workshop_it_is_one_sentence(small_course: Path) -> None:
    source = str(Path(__file__).resolve().parents[2] / "src")
    variables = {**os.environ, "KINDLING_ROOT": str(small_course), "PYTHONPATH": source}
    done = subprocess.run(
        [sys.executable, "-m", "kindling", "watch"],
        env=variables,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "kindling start" in done.stderr


def _save(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def _wait(holds: Callable[[], bool], seconds: float = 120.0) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it never came to hold"
        time.sleep(0.05)
