"""One parsed file, and what can surely be said about its names without running it.

The data flow is small on purpose: a name stands for the expression of the assignment that surely came
last, `self.layer` for the one assignment to it in its class. Where that is not sure, nothing is said.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from kindling.course.authoring.outdated import full_name, imports
from kindling.linting.binding import FUNCTIONS, assigned, binds, parameters

Loop = ast.For | ast.AsyncFor | ast.While
LOOPS = (ast.For, ast.AsyncFor, ast.While)
MODULE_BASES = {"torch.nn.Module", "lightning.LightningModule", "pytorch_lightning.LightningModule"}
# A call that gives the module itself back.
SAME_MODULE = {"to", "cuda", "cpu", "float", "double", "half", "bfloat16", "eval", "train", "requires_grad_"}


@dataclass(frozen=True)
class Place:
    """Where a line of the code stands: its cell (0 in a Python file), and its line there."""

    cell: int
    line: int


@dataclass(frozen=True)
class Code:
    """A file's code.

    Attributes:
        path: the file, for findings.
        lines: its lines; those of a notebook's cells one after the other.
        places: where each line stands in the file.
        tree: the syntax tree.
    """

    path: str
    lines: tuple[str, ...]
    places: tuple[Place, ...]
    tree: ast.Module

    @cached_property
    def names(self) -> dict[str, str]:
        """What imported names stand for, for example `F`: `torch.nn.functional`."""
        return imports(self.tree)

    @cached_property
    def uses_torch(self) -> bool:
        """Whether the file imports PyTorch; elsewhere `backward` and `step` may mean anything."""
        return any(full.partition(".")[0] in {"torch", "torchvision"} for full in self.names.values())

    @cached_property
    def parents(self) -> dict[ast.AST, ast.AST]:
        """What each node lies in."""
        return {child: node for node in ast.walk(self.tree) for child in ast.iter_child_nodes(node)}

    @cached_property
    def blocks(self) -> dict[ast.stmt, list[ast.stmt]]:
        """The statements among which each statement stands."""
        fields = [value for node in ast.walk(self.tree) for _, value in ast.iter_fields(node)]
        lists = [each for each in fields if isinstance(each, list) and each and isinstance(each[0], ast.stmt)]
        return {statement: block for block in lists for statement in block}

    def above(self, node: ast.AST) -> Iterator[ast.AST]:
        """What a node lies in, from the inside out."""
        while node in self.parents:
            node = self.parents[node]
            yield node

    def statement(self, node: ast.AST) -> ast.stmt:
        """The statement that a node belongs to."""
        return next(each for each in (node, *self.above(node)) if isinstance(each, ast.stmt))

    def scope(self, node: ast.AST) -> ast.AST:
        """The function that a node lies in, or the whole file."""
        return next((each for each in self.above(node) if isinstance(each, FUNCTIONS)), self.tree)

    def class_of(self, node: ast.AST) -> ast.ClassDef | None:
        """The class that a node lies in."""
        return next((each for each in self.above(node) if isinstance(each, ast.ClassDef)), None)

    @cached_property
    def functions(self) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
        """Every function and method of the file."""
        return [node for node in ast.walk(self.tree) if isinstance(node, FUNCTIONS)]

    @cached_property
    def calls(self) -> list[ast.Call]:
        """The calls of the file, from top to bottom."""
        return calls_in(self.tree)

    def callers(self, function: ast.AST) -> list[ast.Call]:
        """The calls, anywhere in the file, of something with a function's name."""
        return self._callers.get(getattr(function, "name", ""), [])

    @cached_property
    def _callers(self) -> dict[str, list[ast.Call]]:
        found: dict[str, list[ast.Call]] = {}
        for call in self.calls:
            if not self.full(call.func):
                found.setdefault(last_name(call.func), []).append(call)
        return found

    def full(self, node: ast.AST) -> str:
        """The full dotted name of an expression that begins with an imported name; else empty."""
        return full_name(node, self.names)

    def value(self, name: ast.Name, *, same_object: bool = False) -> ast.expr | None:
        """The expression that a name surely stands for where it is read; None where that is not sure.

        Args:
            name: the name.
            same_object: whether `+=` counts as a change of the same object, as it is for tensors.
        """
        within: ast.AST = self.statement(name)
        if any(binds(each, name.id, own=True) for each in self._between(name, within)):
            return None
        for outside in self.above(within):
            block = self.blocks.get(within, [])  # type: ignore[call-overload]
            for earlier in reversed(block[: block.index(within)] if within in block else []):
                if binds(earlier, name.id, augmented=not same_object):
                    return assigned(earlier, name.id)
            if isinstance(outside, FUNCTIONS):
                return None if binds(outside, name.id, own=True) else self._from_outside(outside, name.id)
            if isinstance(outside, LOOPS) and binds(outside, name.id, augmented=not same_object):
                return None
            if isinstance(outside, (ast.With, ast.AsyncWith)) and binds(outside, name.id, own=True):
                return None
            if not isinstance(outside, ast.stmt):  # the file, an `except`, a `case`
                break
            within = outside
        return None

    def _between(self, node: ast.AST, statement: ast.AST) -> Iterator[ast.AST]:
        for each in self.above(node):
            if each is statement:
                return
            yield each

    def _from_outside(self, function: ast.AST, name: str) -> ast.expr | None:
        """The one value that a name has in the functions around, or in the file."""
        body = getattr(function, "body", [])
        if any(binds(each, name) for each in body):
            return None
        around = self.scope(function)
        binding = [each for each in getattr(around, "body", []) if binds(each, name)]
        if len(binding) == 1:
            return assigned(binding[0], name)
        return None if binding or around is self.tree else self._from_outside(around, name)

    def attribute(self, node: ast.Attribute, *, same_object: bool = False) -> ast.expr | None:
        """The one value that a class assigns to `self.name`; `same_object` as for `value`."""
        owner = self.class_of(node)
        if owner is None or not (isinstance(node.value, ast.Name) and node.value.id == "self"):
            return None
        values = [
            each.value
            for each in ast.walk(owner)
            if isinstance(each, (ast.Assign, ast.AnnAssign))
            or (isinstance(each, ast.AugAssign) and not same_object)
            for target in (each.targets if isinstance(each, ast.Assign) else [each.target])
            if isinstance(target, ast.Attribute)
            and (target.attr, last_name(target.value)) == (node.attr, "self")
        ]
        return values[0] if len(values) == 1 else None

    def origin(self, node: ast.expr, *, same_object: bool = False) -> ast.expr:
        """The expression behind a name, as far as that is sure."""
        if (node, same_object) not in self._origins:
            self._origins[node, same_object] = self._behind(node, same_object=same_object)
        return self._origins[node, same_object]

    @cached_property
    def _origins(self) -> dict[tuple[ast.expr, bool], ast.expr]:
        return {}

    def _behind(self, node: ast.expr, *, same_object: bool) -> ast.expr:
        for _ in range(9):
            behind = None
            if isinstance(node, ast.Name):
                behind = self.value(node, same_object=same_object)
            elif isinstance(node, ast.Attribute):
                behind = self.attribute(node, same_object=same_object)
            if behind is None or behind is node:
                break
            node = behind
        return node

    def callee(self, call: ast.Call) -> ast.expr:
        """What is called: behind names, and behind `.to(device)` and `torch.compile` of a module."""
        node = self.origin(call.func)
        while isinstance(node, ast.Call):
            if isinstance(node.func, ast.Attribute) and node.func.attr in SAME_MODULE:
                inner = node.func.value
            elif self.full(node.func) == "torch.compile" and node.args:
                inner = node.args[0]
            else:
                break
            if self.full(inner):
                break
            node = self.origin(inner)
        return node

    def called(self, call: ast.AST | None) -> str:
        """What a call calls, in one of four forms; empty where that is not known.

        `torch.softmax` for a function; `torch.nn.Softmax()` for a module made by that call; `Net()` for one
        of a class of this file; `.softmax` for a method.
        """
        if not isinstance(call, ast.Call):
            return ""
        callee = self.callee(call)
        if isinstance(callee, ast.Call):
            inner = self.full(callee.func)
            own = isinstance(callee.func, ast.Name) and callee.func.id in self.module_classes
            return f"{inner}()" if inner else f"{callee.func.id}()" if own else ""  # type: ignore[attr-defined]
        full = self.full(callee)
        if full:
            return full
        return f".{call.func.attr}" if isinstance(call.func, ast.Attribute) else ""

    @cached_property
    def module_classes(self) -> dict[str, ast.ClassDef]:
        """The classes of this file that surely are modules, by name."""
        found: dict[str, ast.ClassDef] = {}
        for node in ast.walk(self.tree):
            if isinstance(node, ast.ClassDef) and any(self._is_module(base, found) for base in node.bases):
                found[node.name] = node
        return found

    def _is_module(self, base: ast.expr, known: dict[str, ast.ClassDef]) -> bool:
        full = self.full(base)
        return full in MODULE_BASES or (isinstance(base, ast.Name) and base.id in known)

    def quiet(self, node: ast.AST) -> bool:
        """Whether no graph is recorded at a node, or that is not sure."""
        for each in self.above(node):
            asked: list[ast.expr] = []
            if isinstance(each, (ast.With, ast.AsyncWith)):
                asked = [item.context_expr for item in each.items]
            elif isinstance(each, FUNCTIONS):
                asked = each.decorator_list
            for one in asked:
                name = last_name(one.func if isinstance(one, ast.Call) else one)
                if name == "enable_grad" or ast.unparse(one).endswith("set_grad_enabled(True)"):
                    return False
                if "grad" in name or "inference" in name:
                    return True
        return False

    def is_parameter(self, node: ast.expr) -> bool:
        """Whether an expression is a name that its function takes as an argument and binds nowhere else."""
        function = self.scope(node)
        if not isinstance(node, ast.Name) or not isinstance(function, FUNCTIONS):
            return False
        rebound = any(binds(each, node.id) for each in function.body)
        return node.id in {each.arg for each in parameters(function)} and not rebound


def calls_in(node: ast.AST) -> list[ast.Call]:
    """The calls in a node, from top to bottom."""
    found = [each for each in ast.walk(node) if isinstance(each, ast.Call)]
    return sorted(found, key=lambda each: (each.end_lineno or 0, each.end_col_offset or 0))


def last_name(node: ast.AST) -> str:
    """The last part of a dotted name: `optimizer` for `self.optimizer`."""
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def keyword(call: ast.Call, name: str) -> ast.expr | None:
    """The value that a call gives to a named argument."""
    return next((each.value for each in call.keywords if each.arg == name), None)


def is_constant(node: ast.AST | None, value: object) -> bool:
    """Whether an expression is a literal of that value."""
    return isinstance(node, ast.Constant) and node.value is value
