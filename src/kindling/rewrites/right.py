"""The right answers of a workshop, each as a file of its own: as a learner might have written it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kindling.course.model import Workshop
from kindling.course.source import DEFINITIONS, Definition, first_line, last_line, parse, read_text
from kindling.mutants.source import Text

_KEPT = "import types\n\nsolution = types.SimpleNamespace(**globals())"


@dataclass(frozen=True)
class RightAnswer:
    """A solution or an alternative.

    Attributes:
        exercise: which it answers.
        name: the alternative's; empty for the solution.
        path: the file where the author wrote it.
        line: where it stands there.
        text: a whole file that defines it last, and everything that it needs before.
        node: its definition in that file.
        tree: that file.
        contract: the solution's definition, with annotations and docstring.
        giving_tensors: functions of the workshop that return a tensor.
    """

    exercise: str
    name: str
    path: Path
    line: int
    text: Text
    node: Definition
    tree: ast.Module
    contract: Definition
    giving_tensors: frozenset[str]


def right_answers(workshop: Workshop) -> Iterator[RightAnswer]:
    """The solution and then the alternatives of each exercise, in the order of the workshop.

    In an alternative's file, everything that `solution.py` defines comes first, under its own names and as
    `solution.…`, which the answer may ask for.

    Raises:
        AuthoringError: a file of the workshop is missing, or is not Python.
    """
    text = read_text(workshop.solution)
    tree = parse(text, workshop.solution)
    contracts = {each.name: each for each in tree.body if isinstance(each, DEFINITIONS)}
    giving = frozenset(
        name
        for name, each in contracts.items()
        if isinstance(each, ast.FunctionDef) and each.returns and ast.unparse(each.returns) == "Tensor"
    )
    alternatives = list(_alternatives(workshop))
    for exercise in workshop.exercises:
        contract = contracts[exercise.name]
        yield RightAnswer(
            exercise.name,
            "",
            workshop.solution,
            contract.lineno,
            Text(text),
            contract,
            tree,
            contract,
            giving,
        )
        for name, line, rest in alternatives:
            whole = f"{text}\n\n{_KEPT}\n\n{rest}\n"
            parsed = parse(whole, workshop.answers)
            node = parsed.body[-1]
            assert isinstance(node, DEFINITIONS)
            if node.name == exercise.name:
                yield RightAnswer(
                    node.name, name, workshop.answers, line, Text(whole), node, parsed, contract, giving
                )


def _alternatives(workshop: Workshop) -> Iterator[tuple[str, int, str]]:
    """Name and line of each alternative, with its code below all that several answers share."""
    text = read_text(workshop.answers)
    lines = text.split("\n")
    found, shared = [], []
    for node in parse(text, workshop.answers).body:
        mark = _mark(node)
        if mark is None:
            if not _is_left_out(node):
                shared.append("\n".join(lines[first_line(node) - 1 : last_line(node)]))
        elif ast.unparse(mark.func) == "alternative":
            name = ast.literal_eval(mark.args[0])
            below = mark.end_lineno or mark.lineno  # other decorators may follow, and are part of the answer
            found.append((name, node.lineno, "\n".join(lines[below : last_line(node)])))
    for name, line, code in found:
        yield name, line, "\n\n\n".join([*shared, code])


def _mark(node: ast.stmt) -> ast.Call | None:
    """The mark of a known answer."""
    for each in node.decorator_list if isinstance(node, DEFINITIONS) else []:
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
