"""`answers.py`: every exercise has alternatives and misconceptions, each with a name of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from kindling.course.authoring import outdated
from kindling.course.authoring.marked import Marked, closest, marked
from kindling.course.outline import Outline
from kindling.course.source import DEFINITIONS, Source, first_line, last_line
from kindling.marks import AuthoringError

LEAST = {"alternative": 1, "misconception": 2}


def faults(source: Source, found: Outline) -> Iterator[AuthoringError]:
    """What is wrong with the known answers."""
    known = [part.node.name for part in found.parts]
    answers = list(marked(source.tree, tuple(LEAST)))
    lines: dict[tuple[str, str], int] = {}
    for answer in answers:
        yield from _answer_faults(source, answer, known)
        key = (answer.node.name, (answer.texts or ("",))[0] or "")
        if key[1] and key in lines:
            yield source.fault(
                answer.node.lineno,
                f'`{key[0]}` has another answer "{key[1]}" in line {lines[key]}; give one another name.',
            )
        lines.setdefault(key, answer.node.lineno)
    yield from _bare(source, answers, known)
    yield from _too_few(found, answers)
    yield from outdated.faults(source, _wrong_lines(answers))


def _answer_faults(source: Source, answer: Marked, known: list[str]) -> Iterator[AuthoringError]:
    name, line = answer.node.name, answer.node.lineno
    if name not in known:
        yield source.fault(line, f"`{name}` answers no exercise of `solution.py`; {closest(name, known)}")
    if not answer.texts or answer.texts[0] == "":
        yield source.fault(
            line, f"this {answer.mark} of `{name}` has no name; say in a few words what it does."
        )
    if answer.mark == "misconception" and (len(answer.texts) < 2 or answer.texts[1] == ""):
        yield source.fault(
            line,
            f"this misconception of `{name}` has no sentence; say what the mistake is and where to look.",
        )


def _bare(source: Source, answers: list[Marked], known: list[str]) -> Iterator[AuthoringError]:
    """Definitions of an exercise that lack their decorator."""
    nodes = [answer.node for answer in answers]
    for node in source.tree.body:
        if isinstance(node, DEFINITIONS) and node.name in known and node not in nodes:
            yield source.fault(
                node.lineno, f"`{node.name}` is not marked; put `@alternative` or `@misconception` above it."
            )


def _too_few(found: Outline, answers: list[Marked]) -> Iterator[AuthoringError]:
    counts = Counter((answer.mark, answer.node.name) for answer in answers)
    for part in found.parts:
        for mark, least in LEAST.items():
            count = counts[mark, part.node.name]
            if count < least:
                there = f"{count} {mark}" if count else f"no {mark}"
                yield found.source.fault(
                    part.node.lineno,
                    f"`{part.node.name}` has {there}; write at least {least} in `answers.py`.",
                )


def _wrong_lines(answers: list[Marked]) -> set[int]:
    """The lines of misconceptions, which may be outdated on purpose."""
    wrong = [answer.node for answer in answers if answer.mark == "misconception"]
    return {line for node in wrong for line in range(first_line(node), last_line(node) + 1)}
