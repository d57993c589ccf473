"""What the doctor found, as lines."""

from __future__ import annotations

from collections.abc import Sequence

from kindling.doctor.finding import Finding, State
from kindling.showing.page import Line, Style, clean, line


def finding_lines(findings: Sequence[Finding]) -> list[Line]:
    """The findings as lines, each fix below what it mends, and the sum of it."""
    signs = {State.OK: ("✓", Style.GOOD), State.WARN: ("!", Style.AMISS), State.FAIL: ("✗", Style.AMISS)}
    lines = []
    for each in findings:
        sign, style = signs[each.state]
        hang = 27
        parts = ((f"{sign} {each.state:<4}", style), (f"  {each.name:<18} {clean(each.found)}", Style.PLAIN))
        lines.append(Line(parts, hang=hang))
        if each.fix:
            lines.append(Line(((clean(f"Fix: {each.fix}"), Style.STRONG),), " " * hang, hang))
    failed = sum(each.state is State.FAIL for each in findings)
    warned = sum(each.state is State.WARN for each in findings)
    if failed:
        text = f"{failed} to mend before the course works." + (f" {warned} to know about." if warned else "")
    else:
        text = "The course works here." + (f" {warned} to know about." if warned else "")
    return [*lines, line(), line(text, Style.STRONG)]
