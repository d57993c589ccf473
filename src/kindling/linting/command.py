"""`kindling lint`: a learner's own files, read for mistakes without running them."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

from kindling import course
from kindling.learner import choosing
from kindling.learner.work import LearnerError, Work
from kindling.linting.files import lint, work_files
from kindling.linting.findings import Finding
from kindling.linting.table import RULES
from kindling.showing.lint import closing_lines, lint_lines, reading_lines, rule_lines
from kindling.showing.page import screen


def lint_work(arguments: Namespace) -> int:
    """Read the work of one workshop and tell what was found; 1 if there was something."""
    shown = screen(plain=arguments.plain)
    if arguments.rules:
        shown.show(rule_lines(RULES))
        return 0
    work = Work(course.find_root())
    choice = choosing.choose(work, [arguments.workshop] if arguments.workshop else [])
    paths = work_files(work.of(choice.workshop.name))
    if not paths:
        name = choice.workshop.name
        raise LearnerError(f"There is nothing of {name} to read yet. Begin with: kindling start {name}")
    names = {path: work.shown(path) for path in paths}
    if arguments.json:
        found = lint(paths, names)
        for each in found:
            print(json.dumps(each.to_json(), ensure_ascii=False))
        return int(bool(found))
    shown.show(reading_lines(list(names.values())))
    return tell(paths, names, plain=arguments.plain)


def tell(paths: Sequence[Path], names: dict[Path, str], *, plain: bool, more: Sequence[Finding] = ()) -> int:
    """Read files and show what was found in them; 1 if there was something.

    Args:
        paths: the files.
        names: what they are called in findings.
        plain: plain text, one line each, also in a terminal.
        more: what else was found.
    """
    found = [*lint(paths, names), *more]
    shown = screen(plain=plain)
    for each in found:
        shown.show(lint_lines(each))
    shown.show(closing_lines(found, len(paths)))
    return int(bool(found))
