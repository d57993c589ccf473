"""The panel below `check("...")` in JupyterLab: a wrong answer, hints, a mended file, a right answer."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from browser import Cell, Notebook, until

from kindling import course

WORKSHOP, EXERCISE = "w1d2_tensors", "flatten_batch"
RIGHT = "x.flatten(start_dim=1)"
WRONG = "x.view(x.shape[0], -1)"
IMPORT = "from starter import flatten_batch, nearest_class_mean"


def by_mouse(panel: Cell, button: str) -> None:
    panel.click(button)


def by_keyboard(panel: Cell, button: str) -> None:
    panel.press(button, "Space")


@pytest.fixture
def lesson(opened: Callable[[str], Notebook]) -> Notebook:
    """The lesson with its first cell run, and a wrong answer in the learner's file."""
    lesson = opened(WORKSHOP)
    write(lesson, WRONG)
    lesson.cell("%autoreload 2").run()
    return lesson


def write(lesson: Notebook, answer: str) -> None:
    """Save another answer, as an editor does."""
    file = lesson.file.with_name("starter.py")
    text = file.read_text()
    assert text.count(f"return {RIGHT}") + text.count(f"return {WRONG}") == 1
    file.write_text(
        text.replace(f"return {RIGHT}", f"return {answer}").replace(f"return {WRONG}", f"return {answer}")
    )


def record(lesson: Notebook) -> dict[str, object]:
    """What the progress file says about the exercise."""
    file = lesson.file.parents[1] / ".progress.json"
    workshop = json.loads(file.read_text())["workshops"][WORKSHOP] if file.exists() else {"exercises": {}}
    return dict(workshop["exercises"].get(EXERCISE, {}))


@pytest.mark.parametrize("press", [by_mouse, by_keyboard])
def test_a_wrong_answer_hints_and_a_right_answer(
    lesson: Notebook, root: Path, press: Callable[[Cell, str], None]
) -> None:
    exercise = course.find(root, WORKSHOP).exercise(EXERCISE)
    first, second, third = (hint.replace("`", "") for hint in exercise.hints)
    panel = lesson.cell(f'check("{EXERCISE}")')
    panel.run()
    assert panel.says("✗ not yet") and panel.says(EXERCISE)
    assert panel.says("view never copies, so it needs memory in reading order.")
    assert panel.output.get_by_role("status").count() == 1
    assert record(lesson)["status"] == "failed"

    press(panel, "Hint 1 of 3")
    assert panel.says(first) and second not in panel.text
    press(panel, "Hint 2 of 3")
    assert panel.says(second) and third not in panel.text
    assert record(lesson)["hints"] == 2

    write(lesson, RIGHT)
    press(panel, "Check again")
    assert panel.says("✓ passed") and panel.says("nn.Flatten() does this in a model.")
    assert first not in panel.text and not panel.output.get_by_role("button", name="Hint").is_visible()
    assert record(lesson)["status"] == "passed"

    write(lesson, WRONG)
    press(panel, "Check again")
    assert panel.says("✗ not yet") and panel.says(second)
    press(panel, "Hint 3 of 3")
    press(panel, "No more hints")
    assert panel.says(f"The solution: kindling solution {EXERCISE}")
    assert panel.output.get_by_role("status").count() == 1
    assert lesson.complaints == []


def test_the_place_is_a_link_to_the_line(lesson: Notebook) -> None:
    panel = lesson.cell(f'check("{EXERCISE}")')
    panel.run()
    assert panel.says("✗ not yet")
    link = panel.output.get_by_role("link", name="starter.py, line ")
    line = int(link.inner_text().rpartition(" ")[2])
    there = lesson.file.with_name("starter.py").read_text().splitlines()[line - 1]
    assert there.strip() == f"return {WRONG}"
    link.click()
    status = lesson.page.locator(".jp-StatusBar-Widget")
    assert until(lambda: f"Ln {line}, Col 1" in status.inner_text())
    assert lesson.page.locator(".jp-FileEditor .cm-line", has_text=there.strip()).is_visible()


def test_what_the_notebook_imported_is_brought_up_to_date(lesson: Notebook) -> None:
    panel = lesson.cell(f'check("{EXERCISE}")')
    panel.run()
    lesson.run_in_a_new_cell(f"from starter import {EXERCISE}")
    write(lesson, RIGHT)
    panel.click("Check again")
    assert panel.says("✓ passed")
    assert panel.says(f"This notebook now holds this {EXERCISE} too; run the cells that use it again.")
    panel.click("Check again")
    assert until(lambda: "now holds" not in panel.text)


def test_what_stays_in_the_saved_notebook_needs_no_widgets(lesson: Notebook) -> None:
    panel = lesson.cell(f'check("{EXERCISE}")')
    panel.run()
    assert panel.says("✗ not yet")
    (cell,) = [each for each in lesson.saved() if "".join(each["source"]) == f'check("{EXERCISE}")']
    verdict, buttons = (output["data"] for output in cell["outputs"])
    assert "".join(verdict["text/plain"]).startswith(f"✗ not yet  {EXERCISE}")
    assert "not yet" in "".join(verdict["text/html"]) and "<script" not in "".join(verdict["text/html"])
    assert "".join(buttons["text/plain"]) == (
        f"To check again: run this cell. For a hint: kindling hint {EXERCISE}"
    )
