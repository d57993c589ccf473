"""The known answers of a workshop, each in a file of its own: as a learner might have written it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from kindling.course.model import Workshop
from kindling.course.source import DEFINITIONS, first_line, last_line, parse, read_text

_KEPT = "import types\n\nsolution = types.SimpleNamespace(**globals())"


@dataclass(frozen=True)
class Written:
    """A solution, an alternative or a misconception.

    Attributes:
        exercise: which it answers.
        name: the alternative's or the misconception's; empty for the solution.
        wrong: whether it is a misconception.
        line: where it stands in the author's file.
        text: a whole file that defines it last, and everything that it needs before.
    """

    exercise: str
    name: str
    wrong: bool
    line: int
    text: str

    def __str__(self) -> str:
        kind = "misconception" if self.wrong else "alternative"
        return f"the {kind} '{self.name}'" if self.name else "the solution"


def written(workshop: Workshop) -> Iterator[Written]:
    """The solution and then the known answers of each exercise, in the order of the workshop.

    In a known answer's file, everything that `solution.py` defines comes first, under its own names and as
    `solution.…`, which the answer may ask for; then what the answers share.

    Raises:
        AuthoringError: a file of the workshop is missing, or is not Python.
    """
    text = read_text(workshop.solution)
    contracts = {
        each.name: each for each in parse(text, workshop.solution).body if isinstance(each, DEFINITIONS)
    }
    known = list(_known(workshop, text))
    for exercise in workshop.exercises:
        yield Written(exercise.name, "", False, contracts[exercise.name].lineno, text)
        yield from (each for each in known if each.exercise == exercise.name)


def _known(workshop: Workshop, solution: str) -> Iterator[Written]:
    text = read_text(workshop.answers)
    lines = text.split("\n")
    marked, shared = [], []
    for node in parse(text, workshop.answers).body:
        if isinstance(node, DEFINITIONS) and (mark := _mark(node)):
            marked.append((node, mark))
        elif not _is_left_out(node):
            shared.append("\n".join(lines[first_line(node) - 1 : last_line(node)]))
    for node, mark in marked:
        below = mark.end_lineno or mark.lineno  # other decorators may follow, and are part of the answer
        code = "\n".join(lines[below : last_line(node)])
        whole = "\n\n\n".join([f"{solution}\n\n{_KEPT}", *shared, code])
        wrong = ast.unparse(mark.func) == "misconception"
        yield Written(node.name, ast.literal_eval(mark.args[0]), wrong, node.lineno, f"{whole}\n")


def _mark(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> ast.Call | None:
    """The mark of a known answer."""
    for each in node.decorator_list:
        if isinstance(each, ast.Call) and ast.unparse(each.func) in ("alternative", "misconception"):
            return each
    return None


def _is_left_out(node: ast.stmt) -> bool:
    """Whether a statement of `answers.py` is its docstring, or imports what the learner's file does not."""
    if isinstance(node, ast.Expr):
        return True
    modules = [each.name for each in node.names] if isinstance(node, ast.Import) else []
    modules += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
    return any(each in ("solution", "kindling", "__future__") for each in modules)
