"""The exercises of the started workshops in VS Code's Test Explorer."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import sys
from pathlib import Path
from types import ModuleType

import pytest

from kindling import course
from kindling.learner import checking, progress, starting
from kindling.learner.work import Work
from kindling.testing.asking import Asking
from kindling.verdicts import Status, Verdict

HERE = Path(__file__).parent
THEIRS = os.environ.get("KINDLING_VSCODE_PYTEST")
PROBLEM = re.compile(r"^(.+?\.py):(\d+): (.+)$", re.MULTILINE)  # as .vscode/tasks.json reads it
NAMES = ["double", "row_means", "doubled_means"]
ANSWERS = '''\
def double(x):
    """Twice a tensor."""
    return x * x


def row_means(x):
    return x.mean(1, keepdim=True)


def doubled_means(x):
    return row_means(double(x))
'''


def _load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, HERE / f"{name}.py")
    assert spec and spec.loader
    module = sys.modules[name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


explorers = _load("explorer")


@pytest.fixture
def work(small_course: Path, monkeypatch: pytest.MonkeyPatch) -> Work:
    """The small course, with the pytest settings of the real one, started."""
    monkeypatch.delenv("KINDLING_ROOT", raising=False)
    shutil.copy(explorers.ROOT / "pyproject.toml", small_course)
    work = Work(small_course)
    starting.start(work, course.find(small_course, "w9d9"))
    return work


@pytest.fixture
def starter(work: Work) -> Path:
    return work.starter("w9d9_small")


@pytest.fixture(params=["our listener", "the extension's own plugin"])
def explorer(request: pytest.FixtureRequest, work: Work, tmp_path: Path):
    theirs = request.param != "our listener"
    if theirs and not THEIRS:
        pytest.skip("KINDLING_VSCODE_PYTEST does not name the folder of the Python extension's plugin")
    return explorers.Explorer(work.root, tmp_path / "messages", Path(str(THEIRS)) if theirs else None)


def test_every_exercise_is_found_where_the_learner_writes_it(explorer, starter):
    starter.write_text("import torch\n\n\n" + ANSWERS)
    found = explorer.discover()
    assert [(each.name, each.file, each.line) for each in found] == [
        ("double", str(starter), 4), ("row_means", str(starter), 9), ("doubled_means", str(starter), 13),
    ]  # fmt: skip


def test_discovery_does_not_load_torch(work, tmp_path, starter):
    starter.write_text("import torch\n\n\n" + ANSWERS)
    explorer = explorers.Explorer(work.root, tmp_path / "messages")
    explorer.discover()
    assert explorer._lines()[0]["torch"] is False


def test_a_run_tells_what_the_terminal_tells(explorer, work, starter):
    starter.write_text(ANSWERS)
    told = explorer.run([each.id for each in explorer.discover()])
    assert {name: each.outcome for name, each in told.items()} == {
        "double": "failure", "row_means": "success", "doubled_means": "skipped",
    }  # fmt: skip
    message = told["double"].message
    assert PROBLEM.findall(message) == [
        ("work/w9d9_small/starter.py", "1", "double: This multiplies x by itself; twice x is wanted.")
    ]
    assert "tried     A 2 by 3 tensor." in message
    assert "expected  tensor [[0, 2, 4], [6, 8, 10]] float32" in message
    assert (
        "work/w9d9_small/starter.py:10: doubled_means: It uses `double`: finish that first."
        in explorer.printed
    )
    assert progress.load(work).passed("w9d9_small", "row_means")


def test_what_is_not_written_is_skipped_with_its_sentence(explorer):
    told = explorer.run([each.id for each in explorer.discover()])
    assert {each.outcome for each in told.values()} == {"skipped"}
    assert re.search(
        r"SKIPPED \[1\] work/w9d9_small/starter.py:\d+: double: Not written yet\.", explorer.printed
    )


def test_one_exercise_is_run_alone(explorer, work, starter):
    starter.write_text(ANSWERS)
    tests = {each.name: each.id for each in explorer.discover()}
    told = explorer.run([tests["row_means"]])
    assert list(told) == ["row_means"]
    assert told["row_means"].outcome == "success"
    assert not progress.load(work).known("w9d9_small", "double")


def test_a_file_that_is_not_python_is_found_and_told(explorer, starter):
    starter.write_text(
        "import torch\n\n\ndef double(x:\n    return 2 * x\n" + ANSWERS[ANSWERS.index("\ndef row") :]
    )
    tests = explorer.discover()
    assert [each.name for each in tests] == NAMES
    told = explorer.run([each.id for each in tests])
    assert told["row_means"].outcome == "success"
    assert "double: Line 4 is not Python yet" in told["double"].message
    assert not {"Traceback", "kindling/testing", "pytest.skip"} & set(told["double"].message.split())


def test_an_engine_that_cannot_start_is_one_sentence(explorer, tmp_path, monkeypatch):
    tests = [each.id for each in explorer.discover()]
    (tmp_path / "taken").write_text("")
    monkeypatch.setenv("KINDLING_RUNTIME", str(tmp_path / "taken"))
    told = explorer.run(tests)
    assert {each.outcome for each in told.values()} == {"failure"}
    assert "The engine can't be started" in told["double"].message
    assert "\n" not in told["double"].message


def test_progress_that_cannot_be_written_is_one_sentence_and_spoils_no_verdict(explorer, work, starter):
    starter.write_text(ANSWERS)
    work.progress.write_text('{"version": 99}')
    tests = {each.name: each.id for each in explorer.discover()}
    assert explorer.run([tests["row_means"]])["row_means"].outcome == "success"
    assert "work/.progress.json was written by a newer Kindling" in explorer.printed
    assert "Traceback" not in explorer.printed
    assert "INTERNALERROR" not in explorer.printed


def test_a_finished_workshop_is_done(explorer, work, starter):
    starter.write_text(ANSWERS.replace("x * x", "x + x"))
    told = explorer.run([each.id for each in explorer.discover()])
    assert {each.outcome for each in told.values()} == {"success"}
    assert progress.load(work).finished("w9d9_small")


def test_tests_of_the_learners_own_are_tests_as_ever(explorer, starter):
    (starter.parent / "test_mine.py").write_text("def test_mine():\n    assert 1 + 1 == 2\n")
    backup = starter.parents[1] / ".backup" / "2026" / "w9d9_small" / "starter.py"
    backup.parent.mkdir(parents=True)
    backup.write_text("raise SystemExit\n")
    tests = explorer.discover()
    assert sorted(each.name for each in tests) == sorted([*NAMES, "test_mine"])
    assert explorer.run([tests[-1].id])["test_mine"].outcome == "success"


def test_a_starter_elsewhere_is_a_module_as_ever(explorer, work):
    other = work.root / "starter" / "starter.py"
    other.parent.mkdir()
    other.write_text("def test_other():\n    pass\n")
    assert explorer.run([f"{other}::test_other"])["test_other"].outcome == "success"


def test_all_that_is_asked_of_a_file_is_asked_at_once(work, starter, monkeypatch):
    asked = []

    def engine(workshop, answer, exercises, *, device, data):
        asked.append(exercises)
        for each in exercises:
            yield Verdict(workshop.name, each, Status.PASSED, "")

    monkeypatch.setattr(checking, "engine_check", lambda: engine)
    asking = Asking(work, course.find(work.root, "w9d9"), starter, NAMES)
    assert asking.verdict("row_means").exercise == "row_means"
    assert asking.verdict("double").exercise == "double"
    asking.end()
    assert asked == [tuple(NAMES)]
    assert progress.load(work).passed("w9d9_small", "double")
    assert not progress.load(work).known("w9d9_small", "doubled_means")


def test_the_kits_own_tests_stay_out_of_a_learners_sight():
    assert "work" in explorers.ARGUMENTS
    assert "tests" not in explorers.ARGUMENTS
