"""Marked by hand, with a reason, and only as long as it is true."""

from __future__ import annotations

from pathlib import Path

import pytest

from kindling.course import find_root
from kindling.course.model import Workshop
from kindling.marks import AuthoringError
from kindling.mutants.equivalents import NAME, marked, read_equivalents, stale
from kindling.mutants.making import mutants
from kindling.mutants.model import Outcome, Result
from kindling.verdicts import Status, Verdict

ENTRY = """\
[[equivalent]]
exercise = "w9d9_small/double"
before = "return 2 * x"
after = "return 3 * x"
reason = "Nobody can see it."
"""


def written(folder: Path, text: str) -> Path:
    path = folder / NAME
    path.write_text(text)
    return path


def result(small: Workshop, after: str, outcome: Outcome) -> Result:
    variant = next(each for each in mutants(small) if each.after == after)
    verdict = Verdict(small.name, variant.exercise, Status.PASSED, "Passed.")
    return Result(variant, outcome, verdict)


def test_a_marked_survivor_counts_as_equivalent_wherever_its_line_stands(
    small: Workshop, tmp_path: Path
) -> None:
    entries = read_equivalents(written(tmp_path, ENTRY))
    small.solution.write_text(small.solution.read_text().replace("from torch", "LIMIT = 3\n\nfrom torch"))
    survivor = result(small, "return 3 * x", Outcome.SURVIVED)
    assert marked(survivor, entries).outcome is Outcome.EQUIVALENT
    assert stale(entries, [marked(survivor, entries)]) == []


def test_another_survivor_stays_one(small: Workshop, tmp_path: Path) -> None:
    other = result(small, "return 1 * x", Outcome.SURVIVED)
    assert marked(other, read_equivalents(written(tmp_path, ENTRY))).outcome is Outcome.SURVIVED


def test_an_entry_that_a_probe_refutes_is_stale(small: Workshop, tmp_path: Path) -> None:
    entries = read_equivalents(written(tmp_path, ENTRY))
    killed = result(small, "return 3 * x", Outcome.DIFFERENT)
    assert marked(killed, entries).outcome is Outcome.DIFFERENT
    ((entry, why),) = stale(entries, [killed])
    assert (entry.line, "is noticed by a probe" in why) == (1, True)


def test_an_entry_without_its_mutant_is_stale(small: Workshop, tmp_path: Path) -> None:
    entries = read_equivalents(written(tmp_path, ENTRY.replace("3 * x", "8 * x")))
    ((_, why),) = stale(entries, [result(small, "return 3 * x", Outcome.DIFFERENT)])
    assert "has no such change any more" in why


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (ENTRY.replace('reason = "Nobody can see it."', ""), "1: this entry lacks reason"),
        (ENTRY + "\n" + ENTRY.replace("Nobody can see it.", " ").replace("3 *", "4 *"), "7: .*a reason"),
        (ENTRY + "line = 3\n", "1: this entry has line"),
        (ENTRY + "\n" + ENTRY, "7: this change of `double` stands here already"),
        (ENTRY.replace("w9d9_small/", ""), "1: an entry needs an exercise such as"),
        ("[[equivalent]\n", "1: this is not TOML"),
    ],
    ids=["no reason", "empty reason", "unknown field", "twice", "no workshop", "not TOML"],
)
def test_an_entry_that_is_not_whole_is_named_with_its_line(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(AuthoringError, match=told):
        read_equivalents(written(tmp_path, text))


def test_the_courses_own_entries_name_mutants_that_exist(root: Path) -> None:
    from kindling.course import workshops

    keys = {each.key for workshop in workshops(find_root(root)) for each in mutants(workshop)}
    lost = [each for each in read_equivalents(root / "workshops" / NAME) if each.key not in keys]
    assert lost == []
