"""The report in a terminal: a line for each exercise, what was rejected as a diff, the sum."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kindling.course.model import Workshop
from kindling.mutants import show
from kindling.mutants.figures import Share
from kindling.observing.circumstances import Circumstances
from kindling.rewrites.repeating import Nearest, Repeated
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


def repeated(found: Repeated, wished: int) -> Iterator[str]:
    """How an exercise's known answers fared again and again, and how near the right ones came to failing."""
    mark = "✗" if found.amiss else "✓"
    short = "" if found.runs >= wished else f" of {wished}, as there was no more time"
    same = "not the same to the last bit" if found.changing else "the same to the last bit"
    others = f"alternatives {found.others} times, misconceptions {found.wrong} times"
    seeded = f"all of them {found.seeded} times under other seeds"
    yield f"{mark} {found.exercise}: the solution {found.runs} times{short}, {same}; {others}; {seeded}."
    for name in found.changing:
        yield f"    {name} did not see the same each time"
    if found.led_by_seeds:
        yield f"    another seed shows another thing: {', '.join(found.led_by_seeds)}"
    if found.nearest and (found.nearest.spread or found.nearest.closeup.value):
        yield f"    nearest: {_nearest(found.nearest)}"
    for name, verdict in found.amiss[:3]:
        tried = f", probe {verdict.evidence.probe}" if verdict.evidence else ""
        yield f"    ✗ {name}{tried}: {verdict.sentence}"


def _nearest(nearest: Nearest) -> str:
    seen = nearest.closeup
    if seen.limit == 1.0 and (seen.value or 0.0) <= 1.0 and nearest.spread <= 1.0:
        return f"{seen.probe}, {seen.value:.2g} of its tolerance used"
    apart = f"{nearest.times:.1f} times as far as runs lie apart" if nearest.spread else "all runs alike"
    return f"{seen.probe}, {seen.value:.6g} at a line of {seen.limit:.6g}, {apart}"


def sums(total: int, failed: int, rounds: Sequence[Circumstances], seconds: float) -> list[str]:
    """The whole in words: how many, under what, how fast."""
    lines = [f"{total - failed} of {total} rewrites passed in each of {len(rounds)} rounds. {seconds:.0f} s."]
    lines += [f"Round {number}: {each}." for number, each in enumerate(rounds, 1)]
    if failed:
        lines.append(f"✗ {failed} right answers were rejected: a probe looks at too much, or too closely.")
    else:
        lines.append("✓ Every right answer was taken as right.")
    return lines
