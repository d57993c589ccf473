"""Files as they come: broken, notebooks, with marks that say that something is meant."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kindling.linting import RULES, Finding, idioms
from kindling.linting.reading import read


def notebook(path: Path, *cells: str) -> Path:
    """A notebook with a text and these code cells."""
    text = {"cell_type": "markdown", "source": ["# A lesson\n", "loss.backward()"], "metadata": {}}
    code = [
        {"cell_type": "code", "source": each.splitlines(keepends=True), "metadata": {}, "outputs": []}
        for each in cells
    ]
    path.write_text(json.dumps({"cells": [text, *code], "nbformat": 4, "nbformat_minor": 5, "metadata": {}}))
    return path


def found(path: Path) -> list[Finding]:
    code, broken = read(path, path.name)
    return [*broken, *idioms(code)]


def test_a_file_that_python_cannot_read_is_told_in_one_sentence(tmp_path):
    path = tmp_path / "starter.py"
    path.write_text("import torch\n\ndef f(x)\n    return x\n")
    (told,) = found(path)
    assert (told.line, told.rule) == (3, "not Python yet")
    assert told.message == "Line 3 is not Python yet: a colon is missing at its end."


def test_a_file_that_is_no_text_is_told_in_one_sentence(tmp_path):
    path = tmp_path / "starter.py"
    path.write_bytes(b"import torch\nx = '\xff'\n")
    (told,) = found(path)
    assert (told.line, told.message) == (2, "this line is not UTF-8; save the file as UTF-8.")


def test_cells_know_the_imports_of_earlier_ones_and_places_are_those_of_the_cell(tmp_path):
    path = notebook(
        tmp_path / "lesson.ipynb",
        "%matplotlib inline\nimport torch.nn.functional as F",
        "x = 1\nloss = F.cross_entropy(z.softmax(1), y)",
    )
    (told,) = found(path)
    assert (told.cell, told.line, told.rule) == (3, 2, "softmax before cross-entropy")


def test_a_broken_cell_keeps_no_other_from_being_read(tmp_path):
    path = notebook(
        tmp_path / "lesson.ipynb", "import torch", "def f(:", "%%bash\nls -l", " torch.Tensor(3)\n await x"
    )
    assert [(each.cell, each.rule) for each in found(path)] == [(3, "not Python yet"), (5, "old constructor")]


@pytest.mark.parametrize("text", ["", "[]", '{"cells": 3}', '{"cells": [{"cell_type": "code"}]}'])
def test_what_is_no_notebook_is_told_in_one_sentence(tmp_path, text):
    path = tmp_path / "lesson.ipynb"
    path.write_text(text)
    (told,) = found(path)
    assert told.message == "this is no notebook; save it anew from JupyterLab or VS Code."


@pytest.mark.parametrize(
    "code",
    [
        "torch.Tensor(3)  # kindling: ok",
        "torch.Tensor(3)  # Kindling:OK, I want to see the memory",
        "x = torch.Tensor(\n    3,\n)  # kindling: ok",
        "x = [\n    1,\n    torch.Tensor(3),  # kindling: ok\n]",
    ],
)
def test_a_line_may_say_that_it_is_meant(tmp_path, code):
    path = tmp_path / "starter.py"
    path.write_text(f"import torch\n{code}\n")
    assert found(path) == []


def test_a_mark_speaks_for_its_own_line_alone(tmp_path):
    path = tmp_path / "starter.py"
    path.write_text("import torch\ntorch.Tensor(3)  # kindling: ok\ntorch.Tensor(4)\n")
    assert [each.line for each in found(path)] == [3]


def test_a_first_line_may_speak_for_its_whole_cell(tmp_path):
    path = notebook(
        tmp_path / "lesson.ipynb",
        "import torch",
        "# kindling: ok in this cell\ntorch.Tensor(3)",
        "torch.Tensor(3)",
    )
    assert [each.cell for each in found(path)] == [4]


def test_a_file_without_pytorch_is_left_alone(tmp_path):
    path = tmp_path / "engine.py"
    path.write_text("for p in params:\n    p.data -= 0.1 * p.grad\nmodel.forward(x)\n")
    assert found(path) == []


def test_every_idiom_says_what_it_is_why_it_matters_and_what_to_write():
    names = [each.name for each in RULES]
    assert len(set(names)) == len(names)
    for each in RULES:
        assert each.look.__doc__, each.name
        assert "Seen" in each.look.__doc__, each.name
        assert each.why.endswith((".", "?")), each.name
        assert each.instead.endswith((".", "`.")), each.name
        assert 30 < len(each.why) < 260, each.name
