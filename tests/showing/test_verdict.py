from __future__ import annotations

import io
import re

import pytest

from kindling.showing.page import Plain
from kindling.showing.verdict import SIGNS, summary_lines, verdict_lines
from kindling.verdicts import Diagnosis, Evidence, Status, Verdict

PLACE = "work/w1d2_tensors/starter.py"
PROBLEM = re.compile(r"^(.+?\.py):(\d+): (.+)$", re.MULTILINE)
DIAGNOSED = Verdict(
    "w1d2_tensors", "row_softmax", Status.FAILED, "The values differ.",
    (Diagnosis("sum without keepdim", "The row sums have\n shape (n,).", "rows"),
     Diagnosis("no shift", "Large logits overflow.", "large")),
    Evidence("rows", "A 3 by 3 batch.", "row_softmax(tensor (3, 3))", "[[1, 2],\n [3, 4]]",
             "[[1, 1],\n [1, 1]]"),
    remarks=("torch warned: implicit dim.",), line=42, probes_passed=1, probes=4,
)  # fmt: skip


def told(lines) -> str:
    stream = io.StringIO()
    Plain(stream).show(lines)
    return stream.getvalue()


def test_a_diagnosed_verdict_reads_from_the_sentence_to_the_evidence():
    assert (
        told(verdict_lines(DIAGNOSED, PLACE))
        == """\
✗ not yet  row_softmax  (1 of 4 probes)
work/w1d2_tensors/starter.py:42: row_softmax: The row sums have shape (n,).
    Large logits overflow.

    tried     A 3 by 3 batch.
    called    row_softmax(tensor (3, 3))
    came      [[1, 2],
               [3, 4]]
    expected  [[1, 1],
               [1, 1]]
    Also: torch warned: implicit dim.

"""
    )


def test_an_undiagnosed_verdict_tells_its_own_sentence():
    verdict = Verdict("w", "f", Status.FAILED, "The shape is (3,).", line=7)
    assert PROBLEM.findall(told(verdict_lines(verdict, PLACE))) == [(PLACE, "7", "f: The shape is (3,).")]


@pytest.mark.parametrize("status", list(Status))
def test_every_status_has_its_words_and_all_but_passed_a_problem(status):
    text = told(verdict_lines(Verdict("w", "f", status, "It is so.", note="Know this."), PLACE))
    assert text.startswith(f"{SIGNS[status][0]} {SIGNS[status][1]}  f")
    assert bool(PROBLEM.search(text)) is (status is not Status.PASSED)
    assert ("Know this." in text) is (status is Status.PASSED)


def test_the_summary_points_to_what_can_be_done_now():
    verdicts = [
        Verdict("w", "a", Status.PASSED, ""),
        Verdict("w", "b", Status.WAITING, "", waits_for=("c",)),
        Verdict("w", "c", Status.NOT_WRITTEN, "", line=9),
    ]
    assert told(summary_lines(verdicts, PLACE)).splitlines() == [
        "1 of 3 exercises pass.",
        f"Next: write c in {PLACE}, line 9.",
        "For a hint: kindling hint c",
    ]
    assert told(summary_lines(verdicts[:1], PLACE)) == "a passes.\n"
