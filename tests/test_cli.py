"""The command as a user meets it: real processes on a real course, with a stand-in for the engine."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent / "learner"
TASKS = json.loads((HERE.parents[1] / ".vscode" / "tasks.json").read_text())["tasks"]
(CHECK,) = (each for each in TASKS if each["label"] == "Kindling: check")
PATTERN = CHECK["problemMatcher"][0]["pattern"]
PROBLEM = re.compile(PATTERN["regexp"], re.MULTILINE)
STARTER = "work/w1d1_small/starter.py"


class Shell:
    """Runs `kindling` in a course of its own."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.file = root / STARTER
        source = str(HERE.parent.parent / "src")
        keep = {key: value for key, value in os.environ.items() if not key.startswith("KINDLING")}
        settings = {"KINDLING_ROOT": str(root), "PYTHONPATH": source, "TERM_PROGRAM": ""}
        self.environment = keep | settings

    def command(self, *arguments: str) -> list[str]:
        return [sys.executable, str(HERE / "fake_engine.py"), *arguments]

    def __call__(self, *arguments: str, code: int = 0, **options) -> subprocess.CompletedProcess[str]:
        environment = self.environment | options.pop("env", {})
        done = subprocess.run(
            self.command(*arguments), env=environment, cwd=self.root, capture_output=True, text=True,
            check=False, timeout=60, **options,
        )  # fmt: skip
        assert "Traceback" not in done.stderr
        assert done.returncode == code, done.stdout + done.stderr
        return done

    def write(self, **bodies: str) -> None:
        """Put one line in place of an exercise's TODO."""
        text = self.file.read_text()
        for name, body in bodies.items():
            text = text.replace(f'raise NotImplementedError("{name}")', body)
        self.file.write_text(text)


@pytest.fixture
def kindling(tmp_path: Path) -> Shell:
    root = tmp_path / "my course"
    shutil.copytree(HERE / "course", root, ignore=shutil.ignore_patterns("__pycache__"))
    return Shell(root)


def test_a_first_day(kindling):
    assert (
        "Read work/w1d1_small/lesson.ipynb and write in work/w1d1_small/starter.py"
        in kindling("start").stdout
    )
    said = kindling("check", code=1).stdout
    assert "0 of 3 exercises pass." in said
    assert "Next: write double in work/w1d1_small/starter.py, line 1." in said
    assert "For a hint: kindling hint double" in said
    assert "Which operator does it" in kindling("hint").stdout
    kindling.write(double="return 2 * values", quadruple="return 4 * values", Counter="return 1")
    said = kindling("check").stdout
    assert "✓ passed  double" in said
    assert "This is elementwise arithmetic." in said
    assert "All 3 exercises pass." in said
    assert "w1d1_small is done. You can now\n  1. double a value, and do it twice\n" in said
    assert "Next: kindling start w1d2_more" in said
    assert "return values * FACTOR" in kindling("solution", "double").stdout
    assert "✓ done   w1d1" in kindling("progress").stdout


def test_a_mistake_becomes_a_problem_that_vs_code_can_read(kindling):
    kindling("start", "w1d1")
    kindling.write(double='return "wrong"')
    _, _, *arguments = CHECK["args"]
    said = kindling(*arguments, "double", code=1).stdout
    (problem,) = PROBLEM.finditer(said)
    assert problem[PATTERN["file"]] == STARTER
    assert problem[PATTERN["line"]] == "1"
    sentence = "double: Two as an exponent squares; twice a value is a product."
    assert problem[PATTERN["message"]] == sentence
    assert "tried     The numbers [1] and [/2]." in said
    assert "expected  [2, 4]" in said
    assert "\x1b" not in said


def test_every_exercise_that_does_not_pass_becomes_a_problem_from_any_folder(kindling, tmp_path):
    kindling("start", "w1d1")
    kindling.write(double='return "wrong"')
    elsewhere = tmp_path / "else where"
    elsewhere.mkdir()
    done = subprocess.run(
        kindling.command("check", "--plain"), env=kindling.environment, cwd=elsewhere,
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    found = [
        (kindling.root / each[PATTERN["file"]], each[PATTERN["message"]])
        for each in PROBLEM.finditer(done.stdout)
    ]
    assert {file for file, _ in found} == {kindling.file}
    assert [words.partition(":")[0] for _, words in found] == ["double", "quadruple", "Counter"]


def test_notes_are_told_when_an_exercise_passes_first_or_is_named(kindling):
    kindling("start", "w1d1")
    kindling.write(double="return 2 * values")
    assert "elementwise" in kindling("check", code=1).stdout
    assert "elementwise" not in kindling("check", code=1).stdout
    assert "elementwise" in kindling("check", "double").stdout


def test_json_is_one_verdict_a_line(kindling):
    kindling("start", "w1d1")
    rows = [json.loads(row) for row in kindling("check", "--json", code=1).stdout.splitlines()]
    assert [row["exercise"] for row in rows] == ["double", "quadruple", "Counter"]
    assert json.loads(kindling("progress", "--json").stdout)["workshops"][0]["state"] == "begun"


def test_a_solution_must_be_asked_for_twice(kindling):
    kindling("start", "w1d1")
    assert "return values" not in kindling("solution", code=1).stdout
    assert "return values * FACTOR" in kindling("solution").stdout


def test_reset_and_undo(kindling):
    kindling("start", "w1d1")
    kindling.write(double="return 'mine'", quadruple="return 'other'")
    mine = kindling.file.read_text()
    kindling("reset", "--exercise", "double")
    assert "'mine'" not in kindling.file.read_text()
    assert "'other'" in kindling.file.read_text()
    kindling("undo")
    assert kindling.file.read_text() == mine
    assert "nothing was changed" in kindling("reset", "Counter").stdout
    kindling("reset")
    assert "'other'" not in kindling.file.read_text()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["check"], "No workshop is started yet. Begin with: kindling start w1d1_small"),
        (["check", "w1d2"], "There is no starter.py of w1d2_more yet. Begin with: kindling start w1d2_more"),
        (["start", "w7d7"], "There is no workshop w7d7."),
        (["reset", "w1d2"], "w1d2_more is not started yet: kindling start w1d2_more"),
        (["undo"], "There is no backup to bring back; nothing was replaced so far."),
    ],
)
def test_what_cannot_be_done_is_one_sentence(kindling, arguments, sentence):
    done = kindling(*arguments, code=2)
    assert done.stdout == ""
    assert done.stderr.startswith(sentence)
    assert done.stderr.count("\n") == 1


def test_an_engine_that_breaks_is_one_sentence_and_what_was_checked_is_kept(kindling):
    kindling("start", "w1d1")
    kindling.write(double="return 2 * values", quadruple="return 'break'")
    done = kindling("check", code=2)
    assert done.stderr == "The engine could not be started; look with: kindling doctor\n"
    assert '"passed"' in (kindling.root / "work/.progress.json").read_text()


def test_ctrl_c_is_one_sentence_and_what_was_checked_is_kept(kindling):
    kindling("start", "w1d1")
    kindling.write(double="return 2 * values", quadruple="return 'sleep'")
    process = subprocess.Popen(
        kindling.command("check"), env=kindling.environment, cwd=kindling.root, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert process.stderr.readline() == "sleeping\n"
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=20)
    assert (process.returncode, err) == (
        2,
        "Stopped. Your files are as they were, and what was checked is kept.\n",
    )
    assert "✓ passed  double" in out
    assert '"passed"' in (kindling.root / "work/.progress.json").read_text()


@pytest.mark.parametrize(
    "module", ["kindling.cli", "argparse", "kindling.commands", "kindling.learner.progress"]
)
def test_ctrl_c_while_python_still_imports_is_one_sentence(kindling, module):
    interrupted = (
        "import os, runpy, signal, sys\n"
        "class CtrlC:\n"
        "    def find_spec(self, name, *_):\n"
        f"        if name == {module!r}: os.kill(os.getpid(), signal.SIGINT)\n"
        "sys.meta_path.insert(0, CtrlC())\n"
        "sys.argv = ['kindling', 'progress']\n"
        "runpy.run_module('kindling', run_name='__main__')"
    )
    done = subprocess.run(
        [sys.executable, "-c", interrupted],
        env=kindling.environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (2, "")
    assert re.fullmatch(r"Stopped\..*\n", done.stderr), done.stderr


def test_a_reader_that_leaves_early_is_no_error(kindling):
    kindling("start", "w1d1")
    shell = f"{' '.join(kindling.command('check'))} | head -n 1; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(
        ["bash", "-c", shell], env=kindling.environment, capture_output=True, text=True, check=False
    )
    assert done.stderr == ""
    assert done.returncode == 1


@pytest.mark.parametrize("locale", ["C", "POSIX"])
def test_a_terminal_without_the_signs_still_gets_the_words(kindling, locale):
    kindling("start", "w1d1")
    plain = {"LC_ALL": locale, "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "ascii"}
    assert "not written yet  double" in kindling("check", code=1, env=plain).stdout


def test_a_damaged_progress_is_told_once_and_rebuilt(kindling):
    kindling("start", "w1d1")
    (kindling.root / "work/.progress.json").write_text("{")
    assert "damaged" in kindling("check", code=1).stderr
    assert kindling("progress").stderr == ""


@pytest.mark.parametrize("command", [["--help"], ["progress"], ["start", "w1d1"], ["doctor"]])
def test_commands_that_check_nothing_load_neither_torch_nor_rich(kindling, command):
    watch = (
        "import sys, runpy; sys.argv = ['kindling', *sys.argv[1:]]\n"
        "try: runpy.run_module('kindling', run_name='__main__')\n"
        "finally: assert not {'torch', 'rich', 'numpy'} & set(sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", watch, *command],
        env=kindling.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "AssertionError" not in done.stderr


def test_importing_kindling_loads_next_to_nothing(kindling):
    code = "import sys; before = set(sys.modules); import kindling; print(sorted(set(sys.modules) - before))"
    done = subprocess.run(
        [sys.executable, "-c", code], env=kindling.environment, capture_output=True, text=True, check=True
    )
    assert done.stdout == "['__future__', 'kindling']\n"
