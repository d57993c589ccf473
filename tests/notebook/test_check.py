"""`check` where no browser renders widgets: what it says, what it keeps, and how it fails."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kindling import engine
from kindling.notebook import Panel, check

RIGHT = "from torch import Tensor\n\ndef double(x):\n    return 2 * x\n"
WRONG = "from torch import Tensor\n\ndef double(x):\n    return x.flatten()\n"


@pytest.fixture
def folder(small_course: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The learner's folder of the small workshop, where their notebook runs."""
    work = small_course / "work" / "w9d9_small"
    work.mkdir(parents=True)
    monkeypatch.setenv("KINDLING_ROOT", str(small_course))
    monkeypatch.chdir(work)
    return work


def kept(folder: Path) -> dict[str, dict[str, object]]:
    record = folder.parent / ".progress.json"
    return json.loads(record.read_text())["workshops"]["w9d9_small"]["exercises"] if record.exists() else {}


def test_the_words_are_those_of_the_terminal(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from kindling.cli import main

    (folder / "starter.py").write_text(WRONG)
    panel = check("double")
    main(["check", "w9d9", "double", "--plain"])
    in_terminal = capsys.readouterr().out.replace("work/w9d9_small/starter.py", "starter.py")
    assert repr(panel).splitlines()[0].startswith("✗ not yet  double")
    assert repr(panel) in in_terminal


def test_what_was_checked_is_kept(folder: Path) -> None:
    (folder / "starter.py").write_text(WRONG)
    check("double")
    assert kept(folder)["double"]["status"] == "failed"
    (folder / "starter.py").write_text(RIGHT)
    assert repr(check("double")).startswith("✓ passed  double")
    assert kept(folder)["double"]["status"] == "passed"


def test_an_authors_copy_elsewhere_leaves_the_learners_progress_alone(folder: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere" / "w9d9_small"
    elsewhere.mkdir(parents=True)
    (elsewhere / "starter.py").write_text(RIGHT)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(elsewhere)
        assert repr(check("double")).startswith("✓ passed  double")
    assert kept(folder) == {}


@pytest.mark.parametrize(
    ("name", "answer", "said"),
    [
        ("treble", RIGHT, "w9d9_small has no exercise 'treble'. It has: double, row_means, doubled_means."),
        ("double", None, "There is no starter.py of w9d9_small yet. Begin with: kindling start w9d9_small"),
    ],
)
def test_what_cannot_be_checked_is_told_in_a_sentence(
    folder: Path, name: str, answer: str | None, said: str
) -> None:
    if answer:
        (folder / "starter.py").write_text(answer)
    panel = check(name)
    assert (repr(panel), panel.verdict) == (said, None)
    assert said.split("'", maxsplit=1)[0] in panel._repr_mimebundle_()["text/html"].replace("&#x27;", "'")


def test_a_folder_that_is_no_workshop_is_told(tmp_path: Path, folder: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path)
        assert repr(check("double")).startswith("There is no workshop ")


def test_what_a_learner_wrote_is_never_markup(folder: Path) -> None:
    (folder / "starter.py").write_text("def double(x):\n    return '<img src=x onerror=alert(1)>'\n")
    html = check("double")._repr_mimebundle_()["text/html"]
    assert "&lt;img" in html and "<img" not in html


def test_progress_that_cannot_be_kept_does_not_hide_the_verdict(folder: Path) -> None:
    (folder / "starter.py").write_text(RIGHT)
    newer = json.dumps({"version": 99, "workshops": {}})
    (folder.parent / ".progress.json").write_text(newer)
    said = repr(check("double"))
    assert said.startswith("✓ passed  double") and "Your progress was not kept" in said
    assert (folder.parent / ".progress.json").read_text() == newer


def test_damaged_progress_is_told_beside_the_verdict(folder: Path) -> None:
    (folder / "starter.py").write_text(RIGHT)
    (folder.parent / ".progress.json").write_text("{")
    said = repr(check("double"))
    assert said.startswith("✓ passed  double") and "The progress file was damaged" in said
    assert kept(folder)["double"]["status"] == "passed"


def test_a_verdict_given_elsewhere_can_be_shown(folder: Path, tmp_path: Path) -> None:
    from kindling import course

    (tmp_path / "starter.py").write_text(WRONG)
    workshop = course.find(course.find_root(), folder.name)
    panel = Panel(next(engine.check(workshop, tmp_path / "starter.py", ["double"])))
    assert repr(panel).startswith("✗ not yet  double")
    assert "href" not in panel._repr_mimebundle_()["text/html"]
