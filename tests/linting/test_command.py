"""`kindling lint` as a learner meets it: real processes on a real course."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
WRONG = """
import torch.nn.functional as F


def loss_of(logits, labels):
    if labels == None:
        return logits
    return F.cross_entropy(logits.softmax(dim=1), labels)
"""


class Shell:
    """Runs `kindling` in a course of its own, whose first workshop is started."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.starter = root / "work" / "w1d1_small" / "starter.py"
        keep = {key: value for key, value in os.environ.items() if not key.startswith("KINDLING")}
        self.environment = keep | {
            "KINDLING_ROOT": str(root),
            "PYTHONPATH": str(ROOT / "src"),
            "TERM_PROGRAM": "",
        }

    def __call__(self, *arguments: str, code: int = 0) -> str:
        done = subprocess.run(
            [sys.executable, "-m", *arguments], env=self.environment, cwd=self.root, capture_output=True,
            text=True, check=False, timeout=120,
        )  # fmt: skip
        assert done.returncode == code, done.stdout + done.stderr
        assert "Traceback" not in done.stderr
        return done.stdout + done.stderr


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    source = ROOT / "tests" / "learner" / "course"
    shutil.copytree(source, tmp_path / "course", ignore=shutil.ignore_patterns("__pycache__"))
    shell = Shell(tmp_path / "course")
    shell("kindling", "start", "w1d1")
    return shell


def problems(text: str) -> list[tuple[str, int, str]]:
    """The problems that VS Code reads, by the pattern of the task."""
    tasks = json.loads((ROOT / ".vscode" / "tasks.json").read_text())["tasks"]
    (task,) = (each for each in tasks if each["label"] == "Kindling: lint")
    assert task["args"] == ["-m", "kindling", "lint", "--plain"]
    pattern = task["problemMatcher"][0]["pattern"]["regexp"]
    return [(path, int(line), said) for path, line, said in re.findall(pattern, text, re.MULTILINE)]


def test_a_fresh_workshop_has_nothing_to_say(shell):
    said = shell("kindling", "lint")
    assert "Reading work/w1d1_small/lesson.ipynb, work/w1d1_small/starter.py" in said
    assert "Nothing to say about 2 files. Whether an answer is right is told by: kindling check" in said


def test_findings_are_problems_with_a_reason_and_a_way_out(shell):
    shell.starter.write_text(WRONG)
    said = shell("kindling", "lint", "w1d1", "--plain", code=1)
    place = "work/w1d1_small/starter.py"
    assert [(path, line) for path, line, _ in problems(said)] == [(place, 6), (place, 8)]
    assert problems(said)[1][2].startswith(
        "softmax before cross-entropy: `F.cross_entropy` is given `logits.softmax("
    )
    assert "    why       cross_entropy applies the softmax itself;" in said
    assert "    instead   Give the loss the raw output (the logits);" in said
    assert said.endswith(
        "2 things to look at.\nIf one is meant as it is, end its line with: # kindling: ok\n"
    )


def test_json_gives_one_line_for_each(shell):
    shell.starter.write_text(WRONG)
    told = [json.loads(line) for line in shell("kindling", "lint", "--json", code=1).splitlines()]
    assert [(each["version"], each["line"], each["rule"]) for each in told] == [
        (1, 6, "E711"),
        (1, 8, "softmax before cross-entropy"),
    ]


def test_a_file_that_is_not_python_gets_one_sentence(shell):
    shell.starter.write_text("def f(x)\n    return x\n")
    ((path, line, said),) = problems(shell("kindling", "lint", code=1))
    assert (path, line) == ("work/w1d1_small/starter.py", 1)
    assert said == "not Python yet: Line 1 is not Python yet: a colon is missing at its end."


def test_what_cannot_be_read_at_all_is_told_once_and_a_folder_is_no_file(shell):
    (shell.starter.parent / "latin.py").write_bytes(b"caf\xe9 = 1\n")
    (shell.starter.parent / "broken.ipynb").write_text("{")
    (shell.starter.parent / "folder.py").mkdir()
    said = problems(shell("kindling", "lint", code=1))
    assert [(Path(path).name, words.partition(":")[0]) for path, _, words in said] == [
        ("broken.ipynb", "not Python yet"), ("latin.py", "not Python yet"),
    ]  # fmt: skip


def test_a_cell_of_the_lesson_is_a_problem_too(shell):
    lesson = shell.starter.with_name("lesson.ipynb")
    notebook = json.loads(lesson.read_text())
    cell = {"cell_type": "code", "id": "mine", "metadata": {}, "outputs": [], "execution_count": None}
    notebook["cells"].insert(0, cell | {"source": ["import torch\n", "torch.Tensor(3)"]})
    lesson.write_text(json.dumps(notebook))
    ((path, line, said),) = problems(shell("kindling", "lint", code=1))
    assert (path, line) == ("work/w1d1_small/lesson.ipynb", 2)
    assert said.startswith("old constructor: ")


def test_what_was_not_started_cannot_be_read(shell):
    assert shell("kindling", "lint", "w1d2", code=2) == (
        "There is nothing of w1d2_more to read yet. Begin with: kindling start w1d2_more\n"
    )


def test_the_idioms_can_be_read(shell):
    said = shell("kindling", "lint", "--rules")
    assert "softmax before cross-entropy\n    why       " in said
    assert re.search(r"^\d\d idioms\.", said, re.MULTILINE)


def test_neither_torch_nor_the_learners_code_is_run(shell):
    shell.starter.write_text("import torch\nraise SystemExit(7)\n")
    program = (
        "import sys; from kindling.cli import main; code = main(['lint']); "
        "print('torch' in sys.modules); raise SystemExit(code)"
    )
    command = [sys.executable, "-c", program]
    done = subprocess.run(
        command, env=shell.environment, cwd=shell.root, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "False")


def test_the_session_fails_for_the_course_and_advises_for_the_work(shell):
    shell.starter.write_text(WRONG)
    said = shell("kindling.linting")
    assert "Your work, as advice:" in said
    assert "softmax before cross-entropy" in said
    (shell.root / "workshops" / "w1d1_small" / "solution.py").write_text(WRONG)
    said = shell("kindling.linting", code=1)
    assert "workshops/w1d1_small/solution.py:8: softmax before cross-entropy" in said
