"""What the lint found, as lines: where and what, why it matters, what to write instead."""

from __future__ import annotations

from collections.abc import Sequence

from kindling.linting.findings import Finding, Rule
from kindling.showing.page import Line, Style, clean, labelled, line


def reading_lines(names: Sequence[str]) -> list[Line]:
    """What is being read."""
    return [line(f"Reading {', '.join(names)}", Style.QUIET), line()]


def lint_lines(finding: Finding) -> list[Line]:
    """One finding: `path:line: rule: message`, which VS Code turns into a problem, and its reasons."""
    cell = f"cell {finding.cell}:" if finding.cell else ""
    where = f"{finding.path}:{cell}{finding.line}: "
    parts = ((where, Style.QUIET), (clean(f"{finding.rule}: {finding.message}"), Style.PLAIN))
    rows = (("why", finding.why), ("instead", finding.instead))
    reasons = [each for label, text in rows if text for each in labelled(label, text)]
    return [Line(parts, hang=4), *reasons, line()]


def closing_lines(findings: Sequence[Finding], files: int) -> list[Line]:
    """How much was found, and how to say that something is meant."""
    if not findings:
        what = "one file" if files == 1 else f"{files} files"
        return [line(f"Nothing to say about {what}. Whether an answer is right is told by: kindling check")]
    count = "1 thing" if len(findings) == 1 else f"{len(findings)} things"
    return [
        line(f"{count} to look at.", Style.STRONG),
        line("If one is meant as it is, end its line with: # kindling: ok"),
    ]


def rule_lines(rules: Sequence[Rule]) -> list[Line]:
    """Every idiom with its reason and what to write instead."""
    lines = []
    for each in rules:
        lines += [
            line(each.name, Style.STRONG),
            *labelled("why", each.why),
            *labelled("instead", each.instead),
            line(),
        ]
    return [*lines, line(f"{len(rules)} idioms. What they see and what not: src/kindling/linting/")]
