"""A verdict as a piece of a web page: the same words as in a terminal, with boxes for small tensors."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from kindling.learner.hints import Ladder
from kindling.showing import drawn
from kindling.showing.help import after_the_last
from kindling.showing.page import Style, clean
from kindling.showing.verdict import SIGNS, count_of_probes, evidence_rows, further, next_step, sentences
from kindling.verdicts import Status, Verdict

# Mid-tones: at least 3 to 1 against white as well as against black. Only edges have them, words never.
_EDGE = {Style.GOOD: "#2a9a47", Style.AMISS: "#b87b00", Style.QUIET: "#808080"}
_CODE = re.compile(r"`([^`]+)`")
_LABEL = "text-align:left;vertical-align:top;padding:.15em 1em .15em 0;font-weight:normal;opacity:.8"


def verdict_html(verdict: Verdict, link: str, ladder: Ladder | None, remarks: Sequence[str] = ()) -> str:
    """One verdict, read aloud by a screen reader when it comes.

    Args:
        verdict: what to tell.
        link: an address that opens the file at the line; empty for none.
        ladder: the hints so far; none are shown for an exercise that passed.
        remarks: further sentences about this notebook.
    """
    sign, word, style = SIGNS[verdict.status]
    head = f"<strong>{sign} {word}</strong> &nbsp;<strong>{_text(verdict.exercise)}</strong>"
    if count := count_of_probes(verdict):
        head += f" &nbsp;{count}"
    passed = verdict.status is Status.PASSED
    said = [each for each in sentences(verdict) if each.rstrip(".").lower() != word]
    parts = [head, *([] if passed else map(_text, said)), _next(verdict, link)]
    parts += [_evidence(verdict), *map(_text, further(verdict)), *map(_text, remarks)]
    parts += [_hints(ladder)] if ladder and not passed else []
    body = "".join(f"<div style='margin:.25em 0'>{each}</div>" for each in parts if each)
    return _framed(body, _EDGE[style])


def trouble_html(sentence: str) -> str:
    """A sentence where there is no verdict to give."""
    return _framed(_text(sentence), _EDGE[Style.QUIET])


def _framed(body: str, edge: str) -> str:
    return f"<div role='status' style='border-left:4px solid {edge};padding:.2em .9em'>{body}</div>"


def _text(text: str) -> str:
    """A sentence; what stands between backticks is code."""
    return _CODE.sub(r"<code>\1</code>", escape(clean(text)))


def _next(verdict: Verdict, link: str) -> str:
    if verdict.status is Status.PASSED:
        return ""
    step, has_place = next_step(verdict)
    if not has_place:
        return _text(step)
    place = _text(f"{verdict.path.replace(chr(92), '/').rpartition('/')[2]}, line {verdict.line}")
    return f"{_text(step)}<a href='{escape(link)}'>{place}</a>." if link else f"{_text(step)}{place}."


def _evidence(verdict: Verdict) -> str:
    rows = evidence_rows(verdict)
    came, expected = (dict(rows).get(label, "") for label in ("came", "expected"))
    unlike, tells = drawn.differences(came, expected)
    marked = unlike if tells else []
    body = "".join(
        f"<tr style='background:none'><th scope='row' style='{_LABEL}'>{label}</th>"
        f"<td style='text-align:left;padding:.15em 0'>{_seen(label, text, marked)}</td></tr>"
        for label, text in rows
    )
    said = "<div>The numbers that differ are framed twice and bold.</div>" if any(marked) else ""
    return f"<table style='margin:.3em 0;border:0;font-size:inherit'>{body}</table>{said}" if body else ""


def _seen(label: str, text: str, marked: Sequence[frozenset[int]]) -> str:
    if label == "tried":
        return _text(text)
    lines = "<br>".join(
        f"<code style='white-space:pre-wrap'>{_plain(each)}</code>" for each in text.split("\n")
    )
    picture = drawn.drawing(text, () if label == "called" else marked)
    return lines + picture


def _plain(text: str) -> str:
    return escape(clean(text))


def _hints(ladder: Ladder) -> str:
    if not ladder.given:
        return ""
    rungs = "".join(f"<li>{_text(each)}</li>" for each in ladder.given)
    count = f"Hint {len(ladder.given)} of {ladder.total}"
    last = "" if ladder.climbed else f"<div>{_text(after_the_last(ladder.exercise))}</div>"
    return f"<div>{count}</div><ol style='margin:.2em 0;padding-left:1.6em'>{rungs}</ol>{last}"
