"""The probes in the process that is debugged."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

SOURCE = str(Path(__file__).resolve().parents[2] / "src")


def debug(course: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "kindling.observing.debug", *arguments],
        env={**os.environ, "KINDLING_ROOT": str(course), "PYTHONPATH": SOURCE},
        cwd=course,
        capture_output=True,
        text=True,
        check=False,
    )


def test_each_probe_says_what_it_saw_in_this_process(small_course: Path) -> None:
    starter = small_course / "work" / "w9d9_small" / "starter.py"
    starter.parent.mkdir(parents=True)
    starter.write_text(
        "import os\n\n\ndef double(x):\n    print(os.getppid() > 0)\n    return x.no_such\n\n\n"
        "def row_means(x):\n    return x.mean(1)\n\n\ndef doubled_means(x):\n    raise NotImplementedError\n"
    )
    done = debug(small_course, str(starter))
    assert done.returncode == 0, done.stderr
    assert "double, small: AttributeError: 'Tensor' object has no attribute 'no_such'" in done.stdout
    assert "row_means, square: tensor [1, 4, 7] float32" in done.stdout
    assert "doubled_means, both: not written yet" in done.stdout


def test_another_file_is_one_sentence(small_course: Path) -> None:
    done = debug(small_course, str(small_course / "pyproject.toml"))
    assert done.returncode == 2
    assert "Name a file of a started workshop" in done.stdout
