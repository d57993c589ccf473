"""Every right answer is rewritten, each as a learner's file, and no rewrite stands there twice."""

from __future__ import annotations

import ast

from kindling.course import workshops
from kindling.course.model import Workshop
from kindling.rewrites.making import rewrites
from kindling.rewrites.right import right_answers
from kindling.rewrites.trying import ROUNDS, Tried, tried
from kindling.rewrites.written import written


def test_solutions_and_alternatives_are_right_answers(small: Workshop) -> None:
    found = [(each.exercise, each.name) for each in right_answers(small)]
    assert found == [
        ("double", ""), ("double", "adds it to itself"),
        ("row_means", ""), ("row_means", "sum by count"),
        ("doubled_means", ""), ("doubled_means", "the other way round"),
    ]  # fmt: skip


def test_every_known_answer_stands_in_a_file_of_its_own(small: Workshop) -> None:
    found = [(each.exercise, str(each)) for each in written(small)]
    assert found[:5] == [
        ("double", "the solution"),
        ("double", "the alternative 'adds it to itself'"),
        ("double", "the misconception 'square'"),
        ("double", "the misconception 'half'"),
        ("double", "the misconception 'always float'"),
    ]
    assert len(found) == 13
    half = next(each.text for each in written(small) if each.name == "half")
    assert half.endswith("def double(x):\n    return x / 2\n")
    assert "misconception" not in half


def test_an_alternative_that_uses_the_solution_and_a_helper_has_both_in_its_file(rewrite) -> None:
    answers = '''"""Known answers."""

import solution
import torch

from kindling import alternative, misconception

ONE = 1


def plus(a):
    return a + ONE


@alternative("asks the solution")
@torch.no_grad()
def tried(x, y, v, items, flag, dim=1):
    z = plus(solution.tried(x, y, v, items, flag, dim))
    return z - ONE


@misconception("nothing", "It does nothing.")
def tried(x, y, v, items, flag, dim=1):
    return None
'''
    made = [each for each in rewrite("return x + y", answers) if "alternative 'asks" in each.operator]
    assert {each.operator.split(" in the ")[0] for each in made} >= {"locals renamed", "result named first"}
    for each in made:
        names: dict[str, object] = {}
        exec(compile(each.text, "starter.py", "exec", dont_inherit=True), names)
        assert names["tried"](3, 4, None, [], False) == 7  # type: ignore[operator]
        assert "kindling" not in each.text
        assert each.text.count("@torch.no_grad()") == 1


def test_no_rewrite_stands_there_twice(root) -> None:
    for workshop in workshops(root):
        made = rewrites(workshop)
        texts = [(each.exercise, ast.dump(ast.parse(each.text))) for each in made]
        assert len(set(texts)) == len(made)
        assert [each.nth for each in made] == list(range(len(made)))
        assert {each.exercise for each in made} == {each.name for each in workshop.exercises}


def test_rewrites_of_the_small_course_pass_in_every_round(small: Workshop) -> None:
    made = rewrites(small)
    told: list[Tried] = list(tried(small, made))
    assert [each for each in told if not each.passed] == []
    assert len(told) == len(ROUNDS) * len(made)
    assert {each.circumstances.threads for each in told} == {1, 2}
    assert len({each.circumstances.seed for each in told}) == 3
    orders = [[each.result.variant.nth for each in told if each.circumstances == one] for one in ROUNDS]
    assert orders[0] == orders[1][::-1] == sorted(orders[2]) != orders[2]
