"""Observations and cases made by hand, as the engine would make them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest

from kindling.judging.verdict import Case, judge
from kindling.marks import Equal, Judge, KnownAnswer, Probe
from kindling.observations import Call, Ended, Observation, Raised, Sighting
from kindling.observations.encoding import encode
from kindling.observations.values import decode
from kindling.verdicts import Status, Verdict


def seen(value: Any) -> Any:
    """A value as the judge has it; exceptions and endings as they are."""
    if isinstance(value, Raised | Ended):
        return value
    tree, body = encode(value)
    return decode(json.loads(json.dumps(tree)), body)


def observation(probe: str, value: Any, **more: Any) -> Observation:
    return value if isinstance(value, Observation) else Observation(probe, seen(value), **more)


def sighting(values: Mapping[str, Any], **more: Any) -> Sighting:
    """What was seen, probe by probe; a value may be an observation of its own."""
    observations = tuple(observation(name, value) for name, value in values.items())
    return Sighting(observations, **{"defined_at": 3, **more})


def probe(name: str, judge: Judge | None = None) -> Probe:
    return Probe(name, "double", print, f"What {name} tries.", judge or Equal(), 5.0, False, 1)


def misconception(name: str, values: Mapping[str, Any]) -> tuple[KnownAnswer, Sighting]:
    return KnownAnswer("double", name, f"This is {name}.", lambda: None), sighting(values)


SOLUTION = {"first": 2.0, "second": 4.0, "third": 6.0}
GOOD_CALL = (Call("double(1)", "2"),)


@pytest.fixture
def verdict_on() -> Callable[..., Verdict]:
    """The verdict on an answer that showed these values, of which the solution's are 2, 4 and 6."""

    def verdict(
        values: Mapping[str, Any],
        wrong: tuple[tuple[KnownAnswer, Sighting], ...] = (),
        expected: Mapping[str, Any] | None = None,
        **more: Any,
    ) -> Verdict:
        right = sighting(expected or SOLUTION)
        right = replace(
            right, observations=tuple(replace(o, calls=o.calls or GOOD_CALL) for o in right.observations)
        )
        probes = [probe(name) for name in (expected or SOLUTION)]
        empty = Verdict("w9d9_small", "double", Status.NOT_CHECKED, "", path="starter.py")
        return judge(Case(empty, probes, right, sighting(values, **more), lambda: wrong, "Well done."))

    return verdict
