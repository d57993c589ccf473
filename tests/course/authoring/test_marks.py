"""`solution.py`, `checks.py` and `answers.py`: what every exercise must have, and no more."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kindling.course.authoring import rules

# name: the file to change, the old and the new text, where the error is told (a file and a text
# that stands in its line), and words of the sentence.
FAULTS = {
    "no docstring in the file": (
        ("solution.py", '"""Tensors: scale and centre."""\n', ""),
        ("solution.py", 1, "the file has no docstring", "title"),
    ),
    "exercise without docstring": (
        ("solution.py", '    """Takes the mean of what it has seen from what it gets."""\n', ""),
        ("solution.py", "class Centre", "`Centre` has no docstring", "statement"),
    ),
    "exercise without hints": (
        (
            "solution.py",
            "# hint: What does `fit` have to remember?\n    # hint: The mean is a tensor without",
            "# It is",
        ),
        ("solution.py", "class Centre", "`Centre` has no hint", "`# hint:`"),
    ),
    "one hint": (
        ("solution.py", "    # hint: `x * STEP` makes a new tensor.\n", ""),
        ("solution.py", "# hint: Which operator", "`scale` has 1 hint", "two to four"),
    ),
    "a hint of two lines": (
        ("solution.py", "makes a new tensor.\n", "makes a new tensor.\n    # And it is short.\n    x = x\n"),
        ("solution.py", "# And it is short.", "would stay in the starter", "one line"),
    ),
    "an exercise that calls a later one": (
        ("solution.py", "return x * STEP", "return Centre()(x) * STEP"),
        ("solution.py", "def scale", "`scale` calls `Centre`", "move `Centre` up"),
    ),
    "a call on import": (
        ("solution.py", "STEP = 0.5\n", "STEP = 0.5\n\nTABLE = [scale(STEP)]\n"),
        ("solution.py", "TABLE =", "calls `scale` on import", "region result"),
    ),
    "a main block outside the result": (
        (
            "solution.py",
            "# region result\n",
            'if "__main__" == __name__:\n    pass\n\n\n# region result\n',
        ),
        ("solution.py", 'if "__main__" == __name__', "into the region result"),
    ),
    "exercise without probe": (
        ("checks.py", "def halves_of_three(scale):", "def halves_of_three(Centre):"),
        ("solution.py", "def scale", "`scale` has no probe", "`checks.py`"),
    ),
    "two probes of one name": (
        ("checks.py", "def centred(", "def halves_of_three("),
        ("checks.py", "def halves_of_three(Centre", "already a probe in line 7"),
    ),
    "a probe without docstring": (
        ("checks.py", '    """Four numbers, two of them seen before."""\n', ""),
        ("checks.py", "def centred", "`centred` has no docstring", "what it tries"),
    ),
    "a probe with a strange parameter": (
        ("checks.py", "def centred(Centre, device)", "def centred(Centre, device, scale)"),
        ("checks.py", "def centred", "parameter `scale`", "`device`"),
    ),
    "sklearn in the checks": (
        ("checks.py", "import torch\n", "import torch\nfrom sklearn.datasets import load_digits\n"),
        ("checks.py", "from sklearn", "slow to import", "`kindling.data`"),
    ),
    "no alternative": (
        ("answers.py", '@alternative("divides")', '@misconception("divides", "It is divided.")'),
        ("solution.py", "def scale", "`scale` has no alternative", "at least 1"),
    ),
    "one misconception": (
        ("answers.py", '@misconception("adds", "The mean is added.")', '@alternative("adds")'),
        ("solution.py", "class Centre", "`Centre` has 1 misconception", "at least 2"),
    ),
    "two answers of one name": (
        ("answers.py", '@misconception("in place"', '@misconception("squares"'),
        ("answers.py", 15, '`scale` has another answer "squares" in line 10', "another name"),
    ),
    "an answer without a name": (
        ("answers.py", '@alternative("divides")', '@alternative("")'),
        ("answers.py", 5, "this alternative of `scale` has no name"),
    ),
    "a misconception without sentence": (
        ("answers.py", '"The mean is added."', '""'),
        ("answers.py", 29, "this misconception of `Centre` has no sentence", "where to look"),
    ),
}


@pytest.mark.parametrize(("edit", "expected"), FAULTS.values(), ids=FAULTS.keys())
def test_a_fault_is_told_once_with_file_and_line(
    change: Callable[..., None],
    only_error: Callable[..., object],
    edit: tuple[str, str, str],
    expected: tuple[str | int, ...],
) -> None:
    change(*edit)
    only_error(*expected)


def test_an_import_for_the_result_alone_is_told(
    change: Callable[..., None], only_error: Callable[..., object]
) -> None:
    change("solution.py", "    import torch\n\n    print", "    print")
    change("solution.py", "from torch import Tensor\n", "import torch\nfrom torch import Tensor\n")
    only_error("solution.py", 3, "only the region result uses `torch`", "import it there")


def test_a_probe_of_an_unknown_exercise_is_told_the_closest(
    change: Callable[..., None], only_error: Callable[..., object]
) -> None:
    change(
        "checks.py", "@probe(seconds=2)", '@probe\ndef other(scales):\n    """One."""\n\n\n@probe(seconds=2)'
    )
    only_error("checks.py", "def other", "tries `scales`, which is no exercise", "did you mean `scale`?")


def test_a_probe_without_parameters_is_told(
    change: Callable[..., None], only_error: Callable[..., object]
) -> None:
    change("checks.py", "@probe(seconds=2)", '@probe\ndef other():\n    """One."""\n\n\n@probe(seconds=2)')
    only_error("checks.py", "def other", "`other` has no parameter")


def test_an_answer_to_an_unknown_exercise_is_told_the_closest(
    change: Callable[..., None], only_error: Callable[..., object]
) -> None:
    change(
        "answers.py",
        '@alternative("divides")',
        '@alternative("a")\ndef skale(x): ...\n\n\n@alternative("divides")',
    )
    only_error("answers.py", "def skale", "`skale` answers no exercise", "did you mean `scale`?")


def test_a_definition_without_its_decorator_is_told(
    change: Callable[..., None], only_error: Callable[..., object]
) -> None:
    change("answers.py", '@alternative("divides")', 'def scale(x): ...\n\n\n@alternative("divides")')
    only_error("answers.py", "def scale(x): ...", "`scale` is not marked", "`@alternative`")


def test_a_file_without_exercises_is_told(folder: Path, solve: Callable[[str], object]) -> None:
    solve('"""T."""\nx = 1\n')
    reasons = [each.reason for each in rules(folder)]
    assert any("the file has no exercise" in each for each in reasons)


def test_the_decorators_may_be_reached_through_the_package(folder: Path, change: Callable[..., None]) -> None:
    change("checks.py", "@probe(seconds=2)", "@kindling.probe(seconds=2)")
    change("answers.py", '@alternative("divides")', '@kindling.alternative(name="divides")')
    assert rules(folder) == []
