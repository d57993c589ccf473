"""The list of operators; each makes one kind of change that keeps behaviour, and says why it does."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from kindling.mutants.source import Edit, Site
from kindling.rewrites.facts import Facts


@dataclass(frozen=True)
class Place(Site):
    """A node of a right answer, what stands around it, and what is known there.

    Attributes:
        facts: of the function that it stands in.
    """

    facts: Facts

    def fresh(self, wish: str) -> str:
        """A name that the file does not use."""
        used = {each.id for each in ast.walk(self._module) if isinstance(each, ast.Name)}
        used |= {each.arg for each in ast.walk(self._module) if isinstance(each, ast.arg)}
        while wish in used or hasattr(builtins, wish):
            wish += "_"
        return wish

    @property
    def _module(self) -> ast.AST:
        return self.parents[0]

    @property
    def indent(self) -> str:
        """The spaces in front of the statement."""
        return " " * getattr(self.node, "col_offset", 0)


Changes = Iterator[ast.expr | Edit]
Change = Callable[[Any, Place], Changes]


@dataclass(frozen=True)
class Operator:
    """One kind of change that keeps behaviour.

    Attributes:
        name: in words.
        sentence: what it does, and why nothing else changes.
        kinds: the kinds of node that it looks at.
        change: gives, for a node and its place, what may stand in the node's place: a node, or an edit.
        around: whether it changes what stands around an answer alone: one answer of each exercise will do.
    """

    name: str
    sentence: str
    kinds: tuple[type[ast.AST], ...]
    change: Change
    around: bool


OPERATORS: list[Operator] = []


def operator(*kinds: type[ast.AST], around: bool = False) -> Callable[[Change], Change]:
    """Register a function as an operator: its name and its docstring are the operator's."""

    def register(change: Change) -> Change:
        name = change.__name__.replace("_", " ")
        OPERATORS.append(Operator(name, " ".join((change.__doc__ or "").split()), kinds, change, around))
        return change

    return register
