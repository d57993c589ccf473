"""The list of operators, in the order in which they are tried: of two that do the same, the first counts."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from kindling.mutants.source import Edit, Site

Changes = Iterator[ast.expr | Edit]
Change = Callable[[Any, Site], Changes]


@dataclass(frozen=True)
class Operator:
    """One kind of change.

    Attributes:
        name: in words.
        sentence: what it does, and what mistake it stands for.
        rank: operators of the field come before general ones.
        kinds: the kinds of node that it looks at.
        change: gives, for a node and its site, what may stand in the node's place: a node, or an edit.
    """

    name: str
    sentence: str
    rank: int
    kinds: tuple[type[ast.AST], ...]
    change: Change


OPERATORS: list[Operator] = []


def operator(*kinds: type[ast.AST], rank: int = 1) -> Callable[[Change], Change]:
    """Register a function as an operator: its name and its docstring are the operator's."""

    def register(change: Change) -> Change:
        name = change.__name__.replace("_", " ")
        sentence = " ".join((change.__doc__ or "").split())
        OPERATORS.append(Operator(name, sentence, rank, kinds, change))
        OPERATORS.sort(key=lambda each: each.rank)
        return change

    return register
