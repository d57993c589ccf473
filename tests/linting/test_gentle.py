"""Python's own pitfalls: ruff's findings with the reason why each matters."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from kindling.linting import gentle
from kindling.linting.files import lint
from kindling.linting.gentle import IGNORE, SELECT, pitfalls, why
from kindling.linting.reasons import WHY

ROOT = Path(__file__).resolve().parents[2]


def ruff_rules() -> dict[str, str]:
    """Every rule that ruff has switched on by its group, by code, with its name."""
    command = [sys.executable, "-m", "ruff", "rule", "--all", "--output-format=json"]
    told = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    return {each["code"]: each["name"] for each in told if each["code"] and "Stable" in str(each["status"])}


def within(code: str, groups: tuple[str, ...]) -> int:
    """How exactly one of these groups names a rule: the length of its name, -1 where none does."""
    letters = re.compile(r"\D+")
    same = [each for each in groups if each == "PL" or letters.match(each)[0] == letters.match(code)[0]]  # type: ignore[index]
    return max((len(each) for each in same if code.startswith(each)), default=-1)


def chosen(code: str, select: tuple[str, ...], ignore: tuple[str, ...]) -> bool:
    """Whether ruff looks for a rule."""
    return within(code, select) > within(code, ignore)


def test_a_pitfall_is_told_with_its_reason(tmp_path):
    path = tmp_path / "starter.py"
    path.write_text("def f(x, seen=[]):\n    return optmizer\n")
    told = pitfalls([path], {path: "starter.py"})
    assert [(each.path, each.line, each.rule) for each in told] == [
        ("starter.py", 1, "B006"),
        ("starter.py", 2, "F821"),
    ]
    assert told[0].why == WHY["B006"]
    assert told[1].message == "Undefined name `optmizer`."


@pytest.mark.parametrize("code", sorted(code for code in ruff_rules() if chosen(code, SELECT, IGNORE)))
def test_every_rule_of_the_gentle_set_has_a_reason(code):
    reason = why(code)
    assert re.fullmatch(r"\S.{15,240}[.?]", reason), reason


def test_the_reasons_are_about_rules_that_ruff_has():
    assert WHY.keys() - ruff_rules().keys() == set()


def test_the_editor_underlines_nothing_in_the_work_that_has_no_reason():
    """pyproject.toml is what the editor reads; what it leaves on for work/ is within the gentle set."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["ruff"]["lint"]
    ignored = tuple(settings["ignore"]) + tuple(settings["per-file-ignores"]["work/**"])
    shown = {
        code
        for code in ruff_rules()
        if chosen(code, tuple(settings["select"]), ()) and within(code, ignored) < 0
    }
    assert sorted(code for code in shown if not chosen(code, SELECT, IGNORE)) == []


def test_one_mistake_is_told_once(tmp_path):
    path = tmp_path / "starter.py"
    path.write_text("import torch\n\noptimizer = torch.optim.SGD([])\noptimizer.step\noptimizer.zero\n")
    told = [(each.line, each.rule) for each in lint([path], {path: "starter.py"})]
    assert told == [(4, "the method, not its result"), (5, "B018")]


def test_what_is_not_written_yet_is_not_called_unused(tmp_path):
    path = tmp_path / "starter.py"
    path.write_text('def f():\n    a = 1\n    raise NotImplementedError("f")\n\n\ndef g():\n    b = 1\n')
    assert [each.line for each in lint([path], {path: "starter.py"})] == [7]


def test_what_is_meant_is_left_alone_here_too(tmp_path):
    path = tmp_path / "starter.py"
    path.write_text("def f(x, seen=[]):  # kindling: ok\n    return seen\n")
    assert lint([path], {path: "starter.py"}) == []


def test_without_ruff_there_is_one_sentence(tmp_path, monkeypatch):
    path = tmp_path / "starter.py"
    path.write_text("x = 1\n")
    silent = tmp_path / "python"
    silent.write_text("#!/bin/sh\necho 'No module named ruff' >&2\nexit 1\n")
    silent.chmod(0o755)
    monkeypatch.setattr(gentle.sys, "executable", str(silent))
    with pytest.raises(gentle.LintError, match=r"^ruff could not read .* kindling doctor$"):
        pitfalls([path], {path: "starter.py"})
