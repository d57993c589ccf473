"""A verdict in words: what a learner reads first, and the evidence below it."""

from __future__ import annotations

from collections.abc import Sequence

from kindling.showing.page import Line, Style, clean, labelled, line
from kindling.verdicts import Status, Verdict

SIGNS = {
    Status.PASSED: ("✓", "passed", Style.GOOD),
    Status.FAILED: ("✗", "not yet", Style.AMISS),
    Status.NOT_WRITTEN: ("…", "not written yet", Style.QUIET),
    Status.STOPPED: ("■", "stopped", Style.AMISS),
    Status.WAITING: ("○", "waiting", Style.QUIET),
    Status.NOT_CHECKED: ("○", "not checked", Style.QUIET),
}


def opening_lines(title: str, place: str) -> list[Line]:
    """What is being checked; told before the first verdict, which may take seconds."""
    return [line(f"Checking {place} ({title})", Style.QUIET), line()]


def verdict_lines(verdict: Verdict, place: str, *, note: bool = True) -> list[Line]:
    """One verdict as lines, ended by an empty one.

    Args:
        verdict: what to tell.
        place: the answer's file as the learner knows it.
        note: whether to tell the exercise's note when it passed.
    """
    lines = [heading(verdict)]
    if verdict.status is not Status.PASSED:
        first, *others = sentences(verdict)
        lines += _problem(verdict, place, first)
        lines += [line(each, indent=4) for each in others]
    if rows := evidence_rows(verdict):
        lines += [line(), *(each for label, text in rows for each in labelled(label, text))]
    lines += [line(each, indent=4) for each in further(verdict, note=note)]
    return [*lines, line()]


def sentences(verdict: Verdict) -> list[str]:
    """What is to be said: the diagnoses' sentences, or the verdict's own where there are none."""
    told = [each.sentence for each in verdict.diagnoses] or [verdict.sentence]
    return [" ".join(each.split()) for each in told]


def count_of_probes(verdict: Verdict) -> str:
    """How many probes are satisfied, where that says something; else empty."""
    if verdict.status is Status.FAILED and verdict.probes > 1:
        return f"({verdict.probes_passed} of {verdict.probes} probes)"
    return ""


def evidence_rows(verdict: Verdict) -> list[tuple[str, str]]:
    """What the first failing probe saw, each with its label; nothing that the sentences say already."""
    seen, said = verdict.evidence, sentences(verdict)
    if seen is None or verdict.status is Status.PASSED:
        return []
    rows = (("tried", seen.tried), ("called", seen.called), ("came", seen.came), ("expected", seen.expected))
    return [(label, text) for label, text in rows if text and text not in said]


def further(verdict: Verdict, *, note: bool = True) -> list[str]:
    """What is said last: remarks, and the exercise's note when it passed."""
    told = [f"Also: {each}" for each in verdict.remarks]
    return [*told, verdict.note] if note and verdict.note and verdict.status is Status.PASSED else told


def next_step(verdict: Verdict) -> tuple[str, bool]:
    """What to do about an exercise that does not pass, and whether its place in the file follows."""
    if verdict.status is Status.NOT_CHECKED:
        return "", False
    if verdict.status is Status.WAITING:
        return f"Next: finish {' and '.join(verdict.waits_for) or 'the exercises before it'}.", False
    doing = "write" if verdict.status is Status.NOT_WRITTEN else "look at"
    return f"Next: {doing} {verdict.exercise} in ", True


def summary_lines(verdicts: Sequence[Verdict], place: str) -> list[Line]:
    """How many passed, and what to do about those that did not.

    Args:
        verdicts: of one workshop, in its order.
        place: the answer's file as the learner knows it.
    """
    if not verdicts:
        return [line("Nothing was checked: this workshop has no exercises.")]
    passed = [each for each in verdicts if each.status is Status.PASSED]
    total = len(verdicts)
    if len(passed) == total:
        what = f"{verdicts[0].exercise} passes." if total == 1 else f"All {total} exercises pass."
        return [line(what, Style.GOOD)]
    count = f"{len(passed)} of {total} {'exercise passes' if total == 1 else 'exercises pass'}."
    return [line(count, Style.STRONG), *_next_lines(_next(verdicts), place)]


def heading(verdict: Verdict) -> Line:
    """How an exercise stands, on one line."""
    sign, word, style = SIGNS[verdict.status]
    parts = [(f"{sign} {word}", style), ("  ", Style.PLAIN), (clean(verdict.exercise), Style.STRONG)]
    if count := count_of_probes(verdict):
        parts.append((f"  {count}", Style.QUIET))
    return Line(tuple(parts), hang=2)


def _problem(verdict: Verdict, place: str, sentence: str) -> list[Line]:
    """`path:line: exercise: sentence`, which VS Code turns into a problem."""
    where = f"{place}:{verdict.line}: "
    parts = ((where, Style.QUIET), (clean(f"{verdict.exercise}: {sentence}"), Style.PLAIN))
    return [Line(parts, hang=4)]


def _next(verdicts: Sequence[Verdict]) -> Verdict:
    """The first exercise that does not pass and waits for no other."""
    open_ = [each for each in verdicts if each.status is not Status.PASSED]
    ready = [each for each in open_ if each.status not in (Status.WAITING, Status.NOT_CHECKED)]
    return (ready or open_)[0]


def _next_lines(verdict: Verdict, place: str) -> list[Line]:
    step, has_place = next_step(verdict)
    if not has_place:
        return [line(step)] if step else []
    return [
        line(f"{step}{place}, line {verdict.line}."),
        line(f"For a hint: kindling hint {verdict.exercise}"),
    ]
