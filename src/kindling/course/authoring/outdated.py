"""Outdated calls: what `kindling.course.currency` lists, found in the syntax tree of a file."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator, Sequence

from kindling.course import currency
from kindling.course.source import DEFINITIONS, Source
from kindling.marks import AuthoringError

Names = dict[str, str]
Finding = tuple[str, str]


def faults(source: Source, silent: Collection[int] = ()) -> Iterator[AuthoringError]:
    """The outdated calls of a Python file.

    Args:
        source: the file.
        silent: lines, counted from 1, where an outdated call is wanted.
    """
    for line, reason in calls(source.tree, imports(source.tree), source.lines):
        if line not in silent:
            yield source.fault(line, reason)


def calls(tree: ast.Module, names: Names, lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """The line and the sentence of every outdated call, from top to bottom.

    Args:
        tree: the code.
        names: what its short names stand for, as `imports` gives it.
        lines: the code's lines.
    """
    for line, old, new in old_and_new(tree, names, lines):
        yield line, f"`{old}` is outdated; write {new} instead."


def old_and_new(tree: ast.Module, names: Names, lines: Sequence[str]) -> Iterator[tuple[int, str, str]]:
    """The line of every outdated call, what stands there, and its successor, from top to bottom.

    Args:
        tree: the code.
        names: what its short names stand for, as `imports` gives it.
        lines: the code's lines.
    """
    told: dict[tuple[int, str], str] = {}
    for node in ast.walk(tree):
        line = getattr(node, "lineno", 0)
        if not line or currency.ON_PURPOSE.search(lines[line - 1]):
            continue
        for old, new in _outdated(node, names):
            told.setdefault((line, new), old)
    for (line, new), old in sorted(told.items()):
        yield line, old, new


def imports(tree: ast.Module) -> Names:
    """What the names that a file imports stand for, for example `F`: `torch.nn.functional`."""
    return {short: full for node in ast.walk(tree) for short, full, _ in _imported(node)}


def _imported(node: ast.AST) -> Iterator[tuple[str, str, str]]:
    """For each name that a statement imports: the name, what it stands for, what was imported."""
    if isinstance(node, ast.Import):
        for each in node.names:
            begin = each.name.split(".")[0]
            yield each.asname or begin, each.name if each.asname else begin, each.name
    elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
        for each in node.names:
            full = f"{node.module}.{each.name}"
            yield each.asname or each.name, full, full


def full_name(node: ast.AST, names: Names) -> str:
    """The full dotted name of an expression; empty where it does not begin with an imported name."""
    if isinstance(node, ast.Name):
        return names.get(node.id, "")
    if isinstance(node, ast.Attribute) and (begin := full_name(node.value, names)):
        return f"{begin}.{node.attr}"
    return ""


def _outdated(node: ast.AST, names: Names) -> Iterator[Finding]:
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        for _, _, full in _imported(node):
            yield from _name(full)
            yield from _package(full)
    elif isinstance(node, ast.Call):
        yield from _call(node, full_name(node.func, names))
        yield from _method(node, names)
    elif isinstance(node, (ast.Attribute, ast.Name)):
        yield from _name(full_name(node, names))
        if _is_data(node, names) and currency.TENSOR.search(ast.unparse(node)):
            yield ast.unparse(node), currency.DATA
    elif isinstance(node, (ast.Assign, ast.AugAssign)):
        yield from _change(node, names)
    elif isinstance(node, DEFINITIONS) and node.name in currency.METHODS:
        yield node.name, currency.METHODS[node.name]


def _package(full: str) -> Iterator[Finding]:
    package = full.partition(".")[0]
    if package in currency.PACKAGES:
        yield package, currency.PACKAGES[package]


def _name(full: str) -> Iterator[Finding]:
    if full in currency.NAMES:
        yield full, currency.NAMES[full]
    elif currency.FIRST_TRANSFORMS.fullmatch(full):
        yield full, currency.SECOND_TRANSFORMS


def _call(call: ast.Call, full: str) -> Iterator[Finding]:
    given = {each.arg for each in call.keywords}
    if full in currency.CALLS:
        yield f"{full}(...)", currency.CALLS[full]
    if full in currency.REQUIRED:
        argument, position, new = currency.REQUIRED[full]
        positional = 0 <= position < len(call.args) or any(
            isinstance(each, ast.Starred) for each in call.args
        )
        if argument not in given and None not in given and not (positional and position >= 0):
            yield f"{full} without {argument}", new
    for argument in sorted(currency.ARGUMENTS.keys() & {each for each in given if each}):
        yield f"{argument}=", currency.ARGUMENTS[argument]
    if "verbose" in given and ".lr_scheduler." in full:
        yield "verbose=", currency.VERBOSE
    if isinstance(call.func, ast.Name) and call.func.id == "super" and call.args:
        yield f"super({ast.unparse(call.args[0])}, ...)", currency.SUPER


def _method(call: ast.Call, names: Names) -> Iterator[Finding]:
    if not isinstance(call.func, ast.Attribute):
        return
    name, owner = call.func.attr, call.func.value
    text = ast.unparse(owner)
    if name in currency.METHODS and not full_name(call.func, names):
        yield f".{name}", currency.METHODS[name]
    elif name == "forward" and not currency.NO_CALL.search(text):
        yield f"{text}.forward(...)", currency.FORWARD
    elif name == "next" and text.startswith("iter("):
        yield f"{text}.next()", currency.NEXT
    elif name == "get_lr" and "sched" in text.lower():
        yield f"{text}.get_lr()", currency.LAST_LR
    elif (
        name == "step" and "sched" in text.lower() and [ast.unparse(each) for each in call.args] == ["epoch"]
    ):
        yield f"{text}.step(epoch)", currency.STEP
    elif name.endswith("_") and not name.startswith("_") and _is_data(owner, names):
        yield f"{text}.{name}(...)", currency.DATA


def _change(node: ast.Assign | ast.AugAssign, names: Names) -> Iterator[Finding]:
    for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
        changed = target.value if isinstance(target, ast.Subscript) else target
        if _is_data(changed, names) and (changed is not target or _of_tensor(node, target)):
            yield f"{ast.unparse(changed)} =", currency.DATA


def _of_tensor(node: ast.Assign | ast.AugAssign, target: ast.expr) -> bool:
    """Whether what is given to `.data` shows that this is a tensor's, and not a name of somebody's own."""
    known = isinstance(node, ast.AugAssign) or currency.TENSOR.search(ast.unparse(target))
    return bool(known or re.search(r"\.(data|grad)\b|\btorch\.", ast.unparse(node.value)))


def _is_data(node: ast.AST, names: Names) -> bool:
    """Whether an expression is `.data` of something that is neither a module nor `self`."""
    if not isinstance(node, ast.Attribute) or node.attr != "data":
        return False
    return not full_name(node, names) and not (isinstance(node.value, ast.Name) and node.value.id == "self")
