"""Every idiom, and what they find in a file."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kindling.linting import calls, evaluation, graphs, losses, modules, steps, tensors
from kindling.linting.code import Code
from kindling.linting.findings import Finding, Rule

RULES: tuple[Rule, ...] = (
    *losses.RULES, *steps.RULES, *graphs.RULES, *evaluation.RULES,
    *modules.RULES, *tensors.RULES, *calls.RULES,
)  # fmt: skip
MEANT = re.compile(r"#\s*kindling:\s*ok\b", re.IGNORECASE)


def idioms(code: Code) -> list[Finding]:
    """What the idioms find in a file, from top to bottom; nothing where it does not use PyTorch."""
    if not code.uses_torch:
        return []
    return sorted(set(_idioms(code)), key=lambda each: (each.cell, each.line, each.rule))


def _idioms(code: Code) -> Iterator[Finding]:
    for rule in RULES:
        for where, message in rule.look(code):
            number = where if isinstance(where, int) else getattr(where, "lineno", 1)
            if not meant(code, number):
                place = code.places[number - 1]
                text = " ".join(message.split())
                yield Finding(code.path, place.line, place.cell, rule.name, text, rule.why, rule.instead)


def meant(code: Code, number: int) -> bool:
    """Whether `# kindling: ok` says that something is meant as it is.

    It does so at the end of a line, or at the end of a statement that takes several; alone on the first
    line of a notebook's cell or of a file it speaks for all of that cell or file.

    Args:
        code: the file.
        number: a line of its code, counted from 1.
    """
    top = number - code.places[number - 1].line + 1
    simple = [each for each in code.blocks if not hasattr(each, "body")]
    ends = [each.end_lineno or 0 for each in simple if each.lineno <= number <= (each.end_lineno or 0)]
    return any(MEANT.search(code.lines[each - 1]) for each in (number, *ends)) or bool(
        MEANT.match(code.lines[top - 1])
    )
