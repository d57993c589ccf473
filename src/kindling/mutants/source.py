"""A solution's text, the places in it, and edits of it."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from kindling.course.source import first_line

_ATOMS = (
    ast.Name, ast.Constant, ast.Attribute, ast.Subscript, ast.Call, ast.List, ast.Tuple, ast.Dict, ast.Set,
    ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp, ast.JoinedStr, ast.Slice,
)  # fmt: skip
_TIGHT = (
    ast.BinOp, ast.UnaryOp, ast.BoolOp, ast.Compare, ast.Attribute, ast.Subscript, ast.Call, ast.IfExp,
    ast.Starred, ast.Await, ast.comprehension,
)  # fmt: skip


@dataclass(frozen=True)
class Edit:
    """Bytes of a text to be replaced.

    Attributes:
        first: where they begin.
        last: where they end.
        text: what comes in their place.
    """

    first: int
    last: int
    text: str


@dataclass(frozen=True)
class Text:
    """A Python file with its syntax tree; positions are bytes, as in the tree.

    Attributes:
        text: what stands in the file.
    """

    text: str

    @cached_property
    def data(self) -> bytes:
        """The text in UTF-8."""
        return self.text.encode()

    @cached_property
    def _starts(self) -> list[int]:
        starts = [0]
        for line in self.data.splitlines(keepends=True):
            starts.append(starts[-1] + len(line))
        return starts

    def first(self, node: ast.expr | ast.stmt) -> int:
        """Where a node begins."""
        return self._starts[node.lineno - 1] + node.col_offset

    def last(self, node: ast.expr | ast.stmt) -> int:
        """Where a node ends."""
        return self._starts[(node.end_lineno or node.lineno) - 1] + (node.end_col_offset or 0)

    def of(self, node: ast.expr | ast.stmt) -> str:
        """What the author wrote for a node."""
        return self.data[self.first(node) : self.last(node)].decode()

    def lines_of(self, node: ast.stmt) -> tuple[int, int]:
        """Where the first line of a statement begins, decorators included, and where the statement ends."""
        return self._starts[first_line(node) - 1], self.last(node)

    def after(self, edit: Edit) -> str:
        """The text with an edit made."""
        return (self.data[: edit.first] + edit.text.encode() + self.data[edit.last :]).decode()


@dataclass(frozen=True)
class Site:
    """A node that the learner writes, and what stands around it.

    Attributes:
        node: the node.
        parents: what it stands in, the innermost last.
        text: the file.
    """

    node: ast.AST
    parents: tuple[ast.AST, ...]
    text: Text

    @property
    def parent(self) -> ast.AST:
        """What it stands in directly."""
        return self.parents[-1]

    def replaced(self, node: ast.expr | ast.stmt, new: str) -> Edit:
        """The edit that puts a text in a node's place."""
        return Edit(self.text.first(node), self.text.last(node), new)

    def edit(self, new: ast.expr) -> Edit:
        """The edit that puts an expression in the place of this one, in brackets where it needs them."""
        assert isinstance(self.node, ast.expr)
        text = ast.unparse(new)
        return self.replaced(self.node, f"({text})" if self._needs_brackets(new) else text)

    def _needs_brackets(self, new: ast.expr) -> bool:
        """Whether an expression would be torn apart by what stands beside it."""
        if isinstance(new, _ATOMS) or not isinstance(self.parent, _TIGHT):
            return False
        inner = getattr(self.parent, "func", None) or getattr(self.parent, "value", None)
        if inner is not None and inner is not self.node:
            return False  # an argument or an index has brackets around it already
        assert isinstance(self.node, ast.expr)
        first, last, data = self.text.first(self.node), self.text.last(self.node), self.text.data
        return data[first - 1 : first] != b"(" or data[last : last + 1] != b")"

    def block(self) -> Sequence[ast.stmt]:
        """The statements among which this one stands."""
        for _, value in ast.iter_fields(self.parent):
            if isinstance(value, list) and self.node in value:
                return value
        return ()

    def function(self) -> ast.FunctionDef | None:
        """The innermost function that it stands in."""
        return next((each for each in reversed(self.parents) if isinstance(each, ast.FunctionDef)), None)

    def bound_before(self, line: int) -> set[str]:
        """The names that its function has bound above a line, parameters included."""
        nodes = list(ast.walk(self.function() or ast.Module([], [])))
        names = [each for each in nodes if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)]
        arguments = {each.arg for each in nodes if isinstance(each, ast.arg)}
        return arguments | {each.id for each in names if each.lineno < line}


def sites(text: Text, node: ast.AST, parents: tuple[ast.AST, ...]) -> Iterator[Site]:
    """A statement and every node in it that may be changed, from top to bottom.

    Annotations, docstrings, imports, texts with values in them and what an exception says are left alone.
    """
    if isinstance(node, (ast.Import, ast.ImportFrom, ast.JoinedStr)) or _is_docstring(node):
        return
    yield Site(node, parents, text)
    if isinstance(node, ast.Raise):
        return
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns", "args") and not isinstance(node, ast.Call):
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST):
                yield from sites(text, child, (*parents, node))


def _is_docstring(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )


Node = TypeVar("Node", bound=ast.AST)


def replace(node: Node, **fields: object) -> Node:
    """A shallow copy of a node with some fields changed; nothing of the original is touched."""
    kept: Mapping[str, object] = {name: getattr(node, name) for name in node._fields if hasattr(node, name)}
    return type(node)(**{**kept, **fields})
