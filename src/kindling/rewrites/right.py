"""The right answers of a workshop, taken apart so that they can be rewritten."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kindling.course.model import Workshop
from kindling.course.source import DEFINITIONS, Definition, parse, read_text
from kindling.mutants.source import Text
from kindling.rewrites.written import written


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

    Raises:
        AuthoringError: a file of the workshop is missing, or is not Python.
    """
    tree = parse(read_text(workshop.solution), workshop.solution)
    contracts = {each.name: each for each in tree.body if isinstance(each, DEFINITIONS)}
    giving = frozenset(
        name
        for name, each in contracts.items()
        if isinstance(each, ast.FunctionDef) and each.returns and ast.unparse(each.returns) == "Tensor"
    )
    for each in written(workshop):
        if each.wrong:
            continue
        path = workshop.answers if each.name else workshop.solution
        parsed = parse(each.text, path) if each.name else tree
        contract = contracts[each.exercise]
        node = parsed.body[-1] if each.name else contract
        assert isinstance(node, DEFINITIONS)
        yield RightAnswer(
            each.exercise, each.name, path, each.line, Text(each.text), node, parsed, contract, giving
        )
