"""Makes every rewrite of a workshop's right answers: one operator each, at all places where it fits."""

from __future__ import annotations

import ast
import difflib
import textwrap
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from kindling.course.model import Workshop
from kindling.course.source import DEFINITIONS
from kindling.mutants.model import Variant
from kindling.mutants.source import Edit, Text
from kindling.rewrites.facts import Facts, Function, facts_of
from kindling.rewrites.operators import OPERATORS, Operator, Place
from kindling.rewrites.right import RightAnswer, right_answers


def rewrites(workshop: Workshop) -> list[Variant]:
    """The rewritten right answers of a workshop, in the order of its exercises.

    Raises:
        AuthoringError: a file of the workshop is missing, or is not Python.
    """
    found: list[Variant] = []
    seen: set[tuple[str, str]] = set()
    for answer in right_answers(workshop):
        seen.add((answer.exercise, _form(answer.text.text, answer.exercise)))
        for operator, text in changed(answer):
            form = answer.exercise, _form(text, answer.exercise)
            if form not in seen:
                seen.add(form)
                found.append(_variant(workshop.name, answer, operator, text, len(found)))
    return found


def changed(answer: RightAnswer) -> Iterator[tuple[Operator, str]]:
    """Each operator that fits a right answer, with the changed file, once for each way that it knows."""
    places = list(_places(answer))
    for operator in [each for each in OPERATORS if not (answer.name and each.around)]:
        fitting = [each for each in places if isinstance(each.node, operator.kinds)]
        ways = [
            [way if isinstance(way, Edit) else place.edit(way) for way in operator.change(place.node, place)]
            for place in fitting
        ]
        for edits in zip_longest(*ways):
            text = _edited(answer.text, [each for each in edits if each])
            if not _lacks_torch(text, answer.exercise):
                yield operator, text


def _lacks_torch(text: str, exercise: str) -> bool:
    """Whether an answer speaks of `torch`, which its file does not import."""
    body = ast.parse(text).body
    imported = {alias.name for each in body if isinstance(each, ast.Import) for alias in each.names}
    nodes = [node for each in body if exercise in _defines(each) for node in ast.walk(each)]
    return "torch" not in imported and any(isinstance(n, ast.Name) and n.id == "torch" for n in nodes)


def _edited(text: Text, edits: Sequence[Edit]) -> str:
    """The text with all edits that do not overlap; of two that do, the one that begins first is made."""
    data, end = b"", 0
    for each in sorted(edits, key=lambda edit: (edit.first, -edit.last)):
        if each.first >= end:
            data += text.data[end : each.first] + each.text.encode()
            end = each.last
    return (data + text.data[end:]).decode()


def _places(answer: RightAnswer) -> Iterator[Place]:
    """Every node of an answer that may be rewritten."""
    yield from _below(answer, answer.node, (answer.tree,), Facts())


def _below(answer: RightAnswer, node: ast.AST, parents: tuple[ast.AST, ...], facts: Facts) -> Iterator[Place]:
    """A node and what stands in it; annotations, imports, docstrings and decorators are left alone."""
    if isinstance(node, (ast.Import, ast.ImportFrom)) or _is_docstring(node):
        return
    if isinstance(node, Function) and not any(isinstance(each, Function) for each in parents):
        facts = facts_of(node, _contract(answer.contract, node), answer.giving_tensors)
    yield Place(node, parents, answer.text, facts)
    if isinstance(node, ast.JoinedStr):
        return
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns", "decorator_list") or isinstance(value, ast.arguments):
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST):
                yield from _below(answer, child, (*parents, node), facts)


def _contract(contract: ast.AST, function: Function) -> Function | None:
    """The solution's function, or its method of the same name."""
    if isinstance(contract, Function):
        return contract
    methods = contract.body if isinstance(contract, ast.ClassDef) else []
    return next((each for each in methods if isinstance(each, Function) and each.name == function.name), None)


def _is_docstring(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _form(text: str, exercise: str) -> str:
    """An answer as Python reads it, with what stands around it, so that spelling does not count.

    Raises:
        SyntaxError: an operator has made something that is no Python.
    """
    body = ast.parse(text).body
    last = max(i for i, each in enumerate(body) if exercise in _defines(each))
    return "\n".join(ast.dump(each) for each in body[max(0, last - 1) : last + 1])


def _defines(node: ast.stmt) -> list[str]:
    if isinstance(node, DEFINITIONS):
        return [node.name]
    targets = node.targets if isinstance(node, ast.Assign) else []
    return [each.id for each in targets if isinstance(each, ast.Name)]


def _variant(workshop: str, answer: RightAnswer, operator: Operator, text: str, nth: int) -> Variant:
    before, after = _difference(answer.text.text, text)
    where = f"the alternative '{answer.name}'" if answer.name else "the solution"
    name = f"{operator.name} in {where}"
    return Variant(workshop, answer.exercise, name, answer.line, before, after, nth, text)


def _difference(text: str, new: str) -> tuple[str, str]:
    """The lines that differ, old and new, from the first to the last."""
    one, other = text.split("\n"), new.split("\n")
    blocks = difflib.SequenceMatcher(None, one, other, autojunk=False).get_opcodes()
    changes = [each for each in blocks if each[0] != "equal"]
    first, last = changes[0], changes[-1]
    old, now = one[first[1] : last[2]], other[first[3] : last[4]]
    return textwrap.dedent("\n".join(old)), textwrap.dedent("\n".join(now))
