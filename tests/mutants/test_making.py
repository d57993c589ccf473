"""Only what the learner writes is changed, once each, and a change keeps its name when lines move."""

from __future__ import annotations

import ast
from pathlib import Path

from kindling.course import read
from kindling.course.model import Workshop
from kindling.mutants.making import mutants

TWO_GAPS = '''"""One exercise with two gaps."""


def tried(x: int = 1, n: int = 2) -> int:
    """Add 1, then n times 2."""
    # hint: one
    total = x + 100
    # region solution
    total += 1
    # endregion
    for _ in range(n):
        total = total + 7
        # region solution
        total += 2
        # endregion
    return total + 8


def other(x: int) -> int:
    """Twice."""
    # hint: one
    # region solution
    return 2 * x
    # endregion
'''


def workshop(folder: Path, text: str) -> Workshop:
    folder.mkdir(exist_ok=True)
    (folder / "solution.py").write_text(text)
    return read(folder)


def test_only_the_regions_change(tmp_path: Path) -> None:
    made = mutants(workshop(tmp_path / "w9d8_gaps", TWO_GAPS))
    assert {(each.exercise, each.before) for each in made} == {
        ("tried", "total += 1"), ("tried", "total += 2"), ("other", "return 2 * x"),
    }  # fmt: skip
    for each in made:
        kept, changed = TWO_GAPS.splitlines(), each.text.splitlines()
        assert changed[: each.line - 1] == kept[: each.line - 1]
        assert changed[each.line :] == kept[each.line :]


def test_each_is_python_and_differs_from_every_other(tmp_path: Path) -> None:
    made = mutants(workshop(tmp_path / "w9d8_gaps", TWO_GAPS))
    forms = [ast.dump(ast.parse(each.text)) for each in made]
    assert len({*forms, ast.dump(ast.parse(TWO_GAPS))}) == len(made) + 1
    assert len({each.id for each in made}) == len(made)


def test_spelling_is_no_change(mutate) -> None:
    """Either side of `x * x` may be left out; what is left is the same, and is tried once."""
    left = [each.after for each in mutate("return x * x") if each.operator == "operand left out"]
    assert left == ["return x"]


def test_a_change_keeps_its_name_when_lines_move(tmp_path: Path) -> None:
    before = mutants(workshop(tmp_path / "w9d8_gaps", TWO_GAPS))
    moved = TWO_GAPS.replace("def tried", "LIMIT = 3\n\n\ndef tried").replace("total + 7", "total + 9")
    after = mutants(workshop(tmp_path / "w9d8_gaps", moved))
    assert [each.id for each in after] == [each.id for each in before]
    assert [each.line for each in after] == [each.line + 3 for each in before]


def test_two_alike_changes_are_told_apart(mutate) -> None:
    made = [each for each in mutate("x.step()\nx.step()\nreturn x") if each.after == "pass"]
    assert [(each.line, each.nth) for each in made] == [(12, 1), (13, 2)]


def test_an_assignment_may_be_left_out_where_the_name_was_bound_outside_the_region(tmp_path: Path) -> None:
    text = TWO_GAPS.replace("        total += 2\n", "        total = total * 2\n")
    changes = {(each.before, each.after) for each in mutants(workshop(tmp_path / "w9d8_gaps", text))}
    assert ("total = total * 2", "pass") in changes


def test_letters_of_more_than_one_byte_shift_nothing(mutate) -> None:
    afters = {each.after for each in mutate('z = "größer ≥ 1"; return x.sum(dim=1)')}
    assert 'z = "größer ≥ 1"; return x.sum(dim=0)' in afters


def test_what_is_put_beside_an_operator_is_not_torn_apart(mutate) -> None:
    """`x - y` in the place of a call needs brackets beside `*`."""
    afters = {each.after for each in mutate("return 3 * (x + y) ** 2")}
    assert "return 3 * (x - y) ** 2" in afters
    assert "return 3 * ((x + y) * 2)" in afters
