"""The report in a terminal: a line for each exercise, what was rejected as a diff, the sum."""

from __future__ import annotations

from collections.abc import Sequence

from kindling.course.model import Workshop
from kindling.mutants import show
from kindling.mutants.figures import Share
from kindling.observing.circumstances import Circumstances
from kindling.rewrites.trying import Tried


def exercise_line(name: str, share: Share) -> str:
    """How the rewrites of one exercise fared, in a line."""
    return f"{'✓' if share[0] == share[1] else '✗'} {name}: {share[0]} of {share[1]} rewrites passed"


def rejected(tried: Tried, workshop: Workshop) -> str:
    """A right answer that was rejected: the change, under what it ran, and what a learner would be told."""
    result = tried.result
    path = workshop.answers if " the alternative '" in result.variant.operator else workshop.solution
    evidence = result.verdict.evidence
    lines = [show.diff(result.variant, path), f"    {tried.circumstances}: {result.verdict.sentence}"]
    if evidence:
        lines += [f"    probe {evidence.probe}: came {evidence.came}", f"    expected {evidence.expected}"]
    return "\n".join(lines)


def sums(total: int, failed: int, rounds: Sequence[Circumstances], seconds: float) -> list[str]:
    """The whole in words: how many, under what, how fast."""
    lines = [f"{total - failed} of {total} rewrites passed in each of {len(rounds)} rounds. {seconds:.0f} s."]
    lines += [f"Round {number}: {each}." for number, each in enumerate(rounds, 1)]
    if failed:
        lines.append(f"✗ {failed} right answers were rejected: a probe looks at too much, or too closely.")
    else:
        lines.append("✓ Every right answer was taken as right.")
    return lines
