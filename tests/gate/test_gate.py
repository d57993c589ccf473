"""The gate bites: whatever an author breaks, it names the file, the line and the reason."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

FOLDER = "workshops/w9d9_small"


@dataclass(frozen=True)
class Break:
    """Something that an author does to the small workshop, and what the gate must say.

    Attributes:
        name: what is done.
        file: the file that is changed.
        change: takes its text, gives the broken one.
        told: a regular expression for one line of the gate's report.
        runs_lesson: whether the fault shows only where lesson and script run.
    """

    name: str
    file: str
    change: Callable[[str], str]
    told: str
    runs_lesson: bool = False


def swap(old: str, new: str) -> Callable[[str], str]:
    """Replace a text that stands there exactly once."""

    def change(text: str) -> str:
        assert text.count(old) == 1, f"{old!r} stands there {text.count(old)} times"
        return text.replace(old, new)

    return change


def cut(first: str, last: str) -> Callable[[str], str]:
    """Take out everything from one text up to another."""

    def change(text: str) -> str:
        begin = text.index(first)
        return text[:begin] + text[text.index(last, begin) :]

    return change


BREAKS = (
    Break(
        "delete the only probe of an exercise",
        "checks.py",
        cut("@probe\ndef square", "@probe\ndef both"),
        r"solution\.py:\d+: .*row_means.*probe",
    ),
    Break(
        "delete a probe that tells two misconceptions from the truth",
        "checks.py",
        cut("@probe(seconds=1)\ndef integers", "@probe\ndef square"),
        r"answers\.py:\d+: the misconception 'always float' is not caught: no probe of double sees it",
    ),
    Break(
        "weaken a probe so that it accepts a misconception",
        "checks.py",
        swap(
            "return row_means(torch.arange(9.0, device=device).reshape(3, 3))",
            "return row_means(torch.arange(9.0, device=device).reshape(3, 3)).sum()",
        ),
        r"answers\.py:\d+: the misconception '(no keepdim|columns)' is not caught",
    ),
    Break(
        "edit a starter by hand",
        "starter.py",
        swap('raise NotImplementedError("row_means")', "return x.mean(dim=1)"),
        r"starter\.py:\d+: .*nox -s build",
    ),
    Break(
        "leave a region open",
        "solution.py",
        swap("    return 2 * x\n    # endregion\n", "    return 2 * x\n"),
        r"solution\.py:\d+: .*region",
    ),
    Break(
        "put a deprecated call into a solution, found by reading",
        "solution.py",
        swap("    return 2 * x\n", "    return 2 * x.new_tensor(0.0).data.add_(x)\n"),
        r"solution\.py:\d+: .*data",
    ),
    Break(
        "put a deprecated call into a solution, found by running",
        "solution.py",
        swap(
            "    return 2 * x\n",
            "    from torch.nn.utils import clip_grad_norm as clip\n\n    clip([x], 1.0)\n    return 2 * x\n",
        ),
        r"solution\.py:\d+: .*(clip_grad_norm|[Ww]arning)",
    ),
    Break(
        "break a solution",
        "solution.py",
        swap("    return 2 * x\n", "    return 3 * x\n"),
        r"answers\.py:\d+: the alternative 'adds it to itself' is right but does not pass",
    ),
    Break(
        "a solution that changes from run to run",
        "solution.py",
        swap("    return 2 * x\n", "    import os\n\n    return 2 * x + os.getpid()\n"),
        r"solution\.py:\d+: the solution does not pass its own probes",
    ),
    Break(
        "break a notebook cell",
        "lesson.ipynb",
        swap("widgets.IntSlider(", "widgets.IntSlidder("),
        r"lesson\.ipynb:\d+: the cell raised AttributeError",
        runs_lesson=True,
    ),
    Break(
        "a notebook cell that warns",
        "lesson.ipynb",
        swap(
            '"widgets.IntSlider(',
            '"import warnings; warnings.warn(\\"old\\", DeprecationWarning); widgets.IntSlider(',
        ),
        r"lesson\.ipynb:\d+: the cell gives a warning: DeprecationWarning: old",
        runs_lesson=True,
    ),
    Break(
        "store an output in the notebook",
        "lesson.ipynb",
        swap(
            '"id": "slider",\n   "metadata": {},\n   "outputs": []',
            '"id": "slider",\n   "metadata": {},\n   "outputs": [{"output_type": "stream", '
            '"name": "stdout", "text": ["2"]}]',
        ),
        r"lesson\.ipynb:\d+: .*output",
    ),
    Break(
        "break the day's script",
        "solution.py",
        swap("    import torch\n\n    print(", "    import torch\n\n    print(1 / 0, "),
        r"solution\.py:\d+: `python solution\.py` fails: ZeroDivisionError",
        runs_lesson=True,
    ),
    Break(
        "an exception in the checks",
        "checks.py",
        swap("import torch\n", "import torch\n\ntorch.no_such_function()\n"),
        r"checks\.py:\d+: AttributeError",
    ),
    Break(
        "a probe that fails on the solution",
        "checks.py",
        swap("    return row_means(", "    return row_means(1 / 0, "),
        r"solution\.py:\d+: probe square does not come to its end on the solution",
    ),
    Break(
        "an alternative that is wrong",
        "answers.py",
        swap("    return x + x\n", "    return x + x + 1\n"),
        r"answers\.py:\d+: the alternative 'adds it to itself' is right but does not pass",
    ),
    Break(
        "a misconception that is right",
        "answers.py",
        swap("    return x / 2\n", "    return x + x\n"),
        r"answers\.py:\d+: the misconception 'half' is not caught",
    ),
    Break(
        "the same misconception twice",
        "answers.py",
        swap("    return x / 2\n", "    return x**2\n"),
        r"answers\.py:\d+: 'square' and 'half' show the same symptoms",
    ),
    Break(
        "an untouched starter that passes",
        "checks.py",
        swap("    return row_means(torch.arange(9.0, device=device).reshape(3, 3))\n", "    return 1\n"),
        r"starter\.py:\d+: row_means: the untouched starter passes",
    ),
)


def gate(course: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the gate as `nox -s check` does."""
    kit = Path(__file__).resolve().parents[2] / "src"
    return subprocess.run(
        [sys.executable, "-m", "kindling.gate", *arguments],
        cwd=course,
        env={**os.environ, "KINDLING_ROOT": str(course), "PYTHONPATH": str(kit)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_sound_workshop_is_green(small_course: Path) -> None:
    done = gate(small_course)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "7 of 7 misconceptions are caught under their own name" in done.stdout
    assert "3 of 3 alternatives pass" in done.stdout
    assert "Not checked: the GPU" in done.stdout


@pytest.mark.parametrize("broken", BREAKS, ids=lambda each: each.name.replace(" ", "-"))
def test_what_is_broken_is_named(broken: Break, small_course: Path) -> None:
    path = small_course / FOLDER / broken.file
    path.write_text(broken.change(path.read_text()))
    if broken.file == "solution.py":
        kindling = [sys.executable, "-m", "kindling.gate.build"]
        subprocess.run(
            kindling,
            cwd=small_course,
            env={**os.environ, "KINDLING_ROOT": str(small_course)},
            check=False,
            capture_output=True,
        )
    done = gate(small_course, "w9d9", *([] if broken.runs_lesson else ["--skip-lessons"]))
    assert done.returncode == 1, done.stdout + done.stderr
    assert re.search(rf"^{FOLDER}/{broken.told}", done.stdout, re.MULTILINE), done.stdout
    assert "to mend. Begin with the first line above, then: nox -s check -- w9d9" in done.stdout


def test_no_gpu_is_one_sentence(small_course: Path) -> None:
    import torch

    if torch.cuda.is_available():
        pytest.skip("this machine has a GPU")
    done = gate(small_course, "--device", "cuda")
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "no CUDA GPU" in done.stderr


def test_an_unknown_workshop_is_one_sentence(small_course: Path) -> None:
    done = gate(small_course, "w8d8")
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "w8d8" in done.stderr
