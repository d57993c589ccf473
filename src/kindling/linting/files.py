"""Which files are read, and everything that is found in them."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from kindling.course.authoring.marked import Marked, marked
from kindling.linting.code import Code
from kindling.linting.findings import Finding
from kindling.linting.gentle import pitfalls
from kindling.linting.reading import read
from kindling.linting.reasons import WHY
from kindling.linting.table import idioms, meant

KINDS = {".py", ".ipynb"}
MARKS = ("alternative", "misconception")


def work_files(folder: Path) -> list[Path]:
    """What a learner writes of one workshop: the starter and the lesson, and what they put beside them."""
    found = (path for path in folder.glob("[!.]*") if path.suffix in KINDS and path.is_file())
    return sorted(found, key=lambda path: path.name)


def course_files(root: Path) -> list[Path]:
    """What a learner reads of the course: solutions, starters, lessons and the capstone projects."""
    names = ("solution.py", "starter.py", "lesson.ipynb")
    read_ = [folder / name for folder in sorted((root / "workshops").glob("w*")) for name in names]
    projects = [
        path
        for name in ("starter", "solutions")
        for path in sorted((root / name).rglob("[!.]*"))
        if path.suffix in KINDS and ".ipynb_checkpoints" not in path.parts
    ]
    return [path for path in (*read_, *projects) if path.is_file()]


def lint(paths: Sequence[Path], shown: dict[Path, str]) -> list[Finding]:
    """Everything that is found in some files: by the idioms, then by ruff, line by line.

    Args:
        paths: the files.
        shown: their names in findings.

    Raises:
        LintError: ruff could not do its work.
    """
    found: list[Finding] = []
    codes: dict[str, Code] = {}
    for path in paths:
        code, broken = read(path, shown[path])
        codes[code.path] = code
        found += [*broken, *idioms(code)]
    # One mistake is told once: a method that is not called is a useless expression, too.
    found += [each for each in pitfalls(paths, shown) if not _excused(codes[each.path], each)]
    told = {(each.path, each.cell, each.line) for each in found if each.rule not in WHY}
    found = [each for each in found if each.rule != "B018" or (each.path, each.cell, each.line) not in told]
    order = list(codes)
    return sorted(found, key=lambda each: (order.index(each.path), each.cell, each.line))


def _excused(code: Code, finding: Finding) -> bool:
    """Whether `# kindling: ok` stands where ruff found something, or the function is not written yet."""
    place = (finding.cell, finding.line)
    here = [number for number, each in enumerate(code.places, 1) if (each.cell, each.line) == place]
    return any(meant(code, number) or _unfinished(code, finding, number) for number in here)


def _unfinished(code: Code, finding: Finding, number: int) -> bool:
    """Whether a value is unused because the rest of its function is still to be written."""
    return finding.rule == "F841" and any(
        "raise NotImplementedError" in ast.unparse(each)
        for each in code.functions
        if each.lineno <= number <= (each.end_lineno or 0)
    )


def answers(path: Path, shown: str, mark: str) -> Iterator[tuple[Marked, list[Finding]]]:
    """The known answers of one kind, each with what the idioms find in it, as if it stood there alone.

    A learner's file has no marks that say that something is meant, so those of a misconception do not count.

    Args:
        path: an `answers.py`.
        shown: its name in findings.
        mark: `alternative` or `misconception`.
    """
    code, _ = read(path, shown)
    known = list(marked(code.tree, MARKS))
    nodes = [each.node for each in known]
    helpers = [each for each in code.tree.body if each not in nodes]
    for answer in known:
        if answer.mark == mark:
            text = (
                code.lines if mark == "alternative" else tuple(each.partition("#")[0] for each in code.lines)
            )
            alone = replace(code, lines=text, tree=ast.Module([*helpers, answer.node], []))
            lines = range(answer.node.lineno, (answer.node.end_lineno or 0) + 1)
            yield answer, [each for each in idioms(alone) if each.line in lines]


def alternatives(paths: Iterable[Path], shown: dict[Path, str]) -> list[Finding]:
    """What the idioms find in the course's alternatives, which are right answers."""
    return [
        each for path in paths for _, found in answers(path, shown[path], "alternative") for each in found
    ]
