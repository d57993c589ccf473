"""`checks.py`: every exercise has a probe, and every probe an exercise."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from kindling.course.authoring.marked import closest, marked
from kindling.course.outline import Outline
from kindling.course.source import Source
from kindling.marks import AuthoringError


def faults(source: Source, found: Outline) -> Iterator[AuthoringError]:
    """What is wrong with the probes."""
    known = [part.node.name for part in found.parts]
    lines: dict[str, int] = {}
    tried: set[str] = set()
    for probe in marked(source.tree, ("probe",)):
        node = probe.node
        if node.name in lines:
            yield source.fault(
                node.lineno,
                f"`{node.name}` is already a probe in line {lines[node.name]}; give one another name.",
            )
        lines.setdefault(node.name, node.lineno)
        if not (ast.get_docstring(node) or "").strip():
            yield source.fault(node.lineno, f"the probe `{node.name}` has no docstring; say what it tries.")
        names = _parameters(node)
        tried.update(names[:1])
        yield from _parameter_faults(source, node, names, known)
    yield from _import_faults(source)
    for part in found.parts:
        if part.node.name not in tried:
            yield found.source.fault(
                part.node.lineno, f"`{part.node.name}` has no probe; write one in `checks.py`."
            )


def _parameters(node: ast.stmt) -> list[str]:
    if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return []
    arguments = node.args
    return [each.arg for each in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)]


def _parameter_faults(
    source: Source,
    node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef,
    names: list[str],
    known: list[str],
) -> Iterator[AuthoringError]:
    if not names:
        yield source.fault(
            node.lineno, f"the probe `{node.name}` has no parameter; the first one names its exercise."
        )
    elif names[0] not in known:
        yield source.fault(
            node.lineno,
            f"the probe `{node.name}` tries `{names[0]}`, which is no exercise; {closest(names[0], known)}",
        )
    for name in names[1:]:
        if name != "device":
            yield source.fault(
                node.lineno,
                f"the probe `{node.name}` has a parameter `{name}`; only `device` may follow the first.",
            )


def _import_faults(source: Source) -> Iterator[AuthoringError]:
    for node in ast.walk(source.tree):
        names = [each.name for each in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        if isinstance(node, (ast.Import, ast.ImportFrom)) and any(
            each.split(".")[0] == "sklearn" for each in names
        ):
            yield source.fault(
                node.lineno, "sklearn is slow to import in every check; take `kindling.data` instead."
            )
