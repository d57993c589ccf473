from __future__ import annotations

import io

from kindling.learner.hints import Beside
from kindling.showing.help import beside_lines
from kindling.showing.page import Plain

YOURS = "def f(x):\n    y = x[0]\n    return y\n"
SOLUTION = "def f(x):\n    return x[0]\n"


def told(lines) -> list[str]:
    stream = io.StringIO()
    Plain(stream).show(lines)
    return stream.getvalue().splitlines()


def test_a_wide_terminal_shows_both_side_by_side():
    assert told(beside_lines(Beside("f", YOURS, SOLUTION), 80)) == [
        "yours          the solution",
        "def f(x):      def f(x):",
        "    y = x[0] |     return x[0]",
        "    return y <",
    ]


def test_a_narrow_one_shows_them_one_after_the_other():
    assert told(beside_lines(Beside("f", YOURS, SOLUTION), 30)) == [
        "yours",
        "  def f(x):",
        "-     y = x[0]",
        "-     return y",
        "",
        "the solution",
        "  def f(x):",
        "+     return x[0]",
    ]


def test_a_long_statement_that_both_have_is_folded():
    statement = "".join(f"    line {number}\n" for number in range(20))
    rows = told(
        beside_lines(Beside("f", f"def f():\n{statement}    1\n", f"def f():\n{statement}    2\n"), 0)
    )
    assert len(rows) == 13
    assert rows.count("      [...]") == 2


def test_a_definition_that_is_missing_or_the_same_is_said():
    assert told(beside_lines(Beside("f", None, SOLUTION), 80))[0] == "Your file has no definition of f."
    assert told(beside_lines(Beside("f", SOLUTION, SOLUTION), 80)) == [
        "Your f and the solution are the same, word for word."
    ]
