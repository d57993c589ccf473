"""The lesson: a notebook without outputs, with a kernel, checks and a widget."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kindling.course.authoring import rules

Edit = Callable[[dict[str, Any]], object]

FAULTS: dict[str, tuple[Edit, str | None, str]] = {
    "outputs": (
        lambda data: data["cells"][2].update(outputs=[{"output_type": "stream"}]),
        '"id": "cell-3"',
        "cell 3 stores outputs",
    ),
    "an execution count": (
        lambda data: data["cells"][1].update(execution_count=4),
        '"id": "cell-2"',
        "cell 2 stores an execution count",
    ),
    "no id": (lambda data: data["cells"][1].pop("id"), None, "cell 2 has no id"),
    "no kernel": (lambda data: data["metadata"].clear(), None, "no kernelspec"),
    "no check of an exercise": (
        lambda data: data["cells"].pop(3),
        None,
        'lacks a cell check("Centre")',
    ),
    "a check of an unknown exercise": (
        lambda data: data["cells"][3]["source"].append('\ncheck("Center")'),
        "Center",
        'check("Center") names no exercise; did you mean `Centre`?',
    ),
    "no widget": (lambda data: data["cells"].pop(1), None, "ipywidgets"),
    "an old format": (lambda data: data.update(nbformat_minor=4), None, "format 4.5"),
    "no cells": (lambda data: data.pop("cells"), None, "format 4.5"),
    "a line that is not Python": (
        lambda data: data["cells"][0]["source"].append("\n\ny = = 'broken'"),
        "broken",
        "Python cannot read this line",
    ),
    "an outdated call whose import stands in another cell": (
        lambda data: data["cells"][2]["source"].append("\n\ntorch.range(1, 2)"),
        "torch.range",
        "`torch.range` is outdated",
    ),
}


@pytest.mark.parametrize(("edit", "text", "words"), FAULTS.values(), ids=FAULTS.keys())
def test_a_fault_is_told_once_with_its_line(folder: Path, edit: Edit, text: str | None, words: str) -> None:
    path = folder / "lesson.ipynb"
    data = json.loads(path.read_text(encoding="utf-8"))
    edit(data)
    path.write_text(json.dumps(data, indent=1), encoding="utf-8")
    lines = path.read_text(encoding="utf-8").split("\n")
    line = next(n for n, each in enumerate(lines, start=1) if text in each) if text else 1
    errors = rules(folder)
    assert [(each.path, each.line) for each in errors] == [(str(path), line)]
    assert words in errors[0].reason


@pytest.mark.parametrize("text", ["", "{", "[]", "3", '{"cells": [1]}', "{}\n"])
def test_what_is_no_notebook_is_told_and_raises_nothing(folder: Path, text: str) -> None:
    (folder / "lesson.ipynb").write_text(text, encoding="utf-8")
    errors = rules(folder)
    assert [each.path for each in errors] == [str(folder / "lesson.ipynb")]
    assert "no notebook" in errors[0].reason


@pytest.mark.parametrize(
    "code",
    [
        "%timeit torch.ones(3)",
        "t = %timeit -o -q torch.ones(3)",
        "!ls\nx = 1",
        "%%bash\nif [ -f x ]; then echo; fi",
        "torch.ones?",
        "await something()",
        "name = (\n    'n = %d'\n    % 3\n)",
    ],
)
def test_what_only_jupyter_understands_is_fine(folder: Path, code: str) -> None:
    path = folder / "lesson.ipynb"
    data = json.loads(path.read_text(encoding="utf-8"))
    data["cells"][2]["source"].append("\n")
    data["cells"].append({**data["cells"][1], "id": "more", "source": code.splitlines(keepends=True)})
    path.write_text(json.dumps(data), encoding="utf-8")
    assert rules(folder) == []
