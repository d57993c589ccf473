"""Which probe comes nearest to failing a right answer."""

from __future__ import annotations

from kindling.engine import Closeup
from kindling.rewrites import show
from kindling.rewrites.repeating import Repeated


def repeated(**numbers: list[tuple[float, float]]) -> Repeated:
    """An exercise whose probes saw these numbers, each with its line."""
    found = Repeated("double", runs=3)
    for probe, seen in numbers.items():
        found.same[probe] = [Closeup(probe, "same", value, limit) for value, limit in seen]
    return found


def told(found: Repeated) -> str:
    return "\n".join(show.repeated(found, 3))


def test_near_is_measured_by_how_far_runs_lie_apart() -> None:
    found = repeated(wide=[(0.99, 0.95), (0.97, 0.95)], thin=[(0.9505, 0.95), (0.9506, 0.95)])
    assert "nearest: wide, 0.97 at a line of 0.95, 1.0 times as far as runs lie apart" in told(found)


def test_where_all_runs_are_alike_the_line_itself_measures() -> None:
    found = repeated(far=[(0.99, 0.9)] * 3, near=[(0.91, 0.9)] * 3)
    assert "nearest: near, 0.91 at a line of 0.9, all runs alike" in told(found)


def test_a_tolerance_is_told_by_its_share() -> None:
    found = repeated(exact=[(0.0, 1.0)] * 2, rounded=[(0.0, 1.0), (0.25, 1.0)])
    assert "nearest: rounded, 0.25 of its tolerance used" in told(found)


def test_what_is_equal_to_the_last_bit_is_near_to_nothing() -> None:
    assert "nearest" not in told(repeated(exact=[(0.0, 1.0)] * 3))
