"""Names the mistake: which misconceptions explain what an answer showed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kindling.judging.differences import Difference
from kindling.judging.judges import alike, difference
from kindling.marks import KnownAnswer, Probe
from kindling.observations import Observation, Sighting

Symptoms = Mapping[str, Observation]


@dataclass(frozen=True)
class Explained:
    """A misconception that explains an answer.

    Attributes:
        misconception: which.
        symptoms: the probes on which it shows, in the order of the file.
    """

    misconception: KnownAnswer
    symptoms: tuple[str, ...]


def differences(probes: Sequence[Probe], expected: Sighting, came: Sighting) -> dict[str, Difference]:
    """The probes that an answer does not satisfy, in their order, with what is different.

    Probes that were not reached are not told: the one that ended the run is.
    """
    found = {}
    for probe in probes:
        wanted, got = expected.of(probe.name), came.of(probe.name)
        if wanted is None or got is None:
            continue
        different = difference(probe.judge, wanted, got, probe.tried)
        if different:
            found[probe.name] = different
    return found


def symptoms(probes: Sequence[Probe], expected: Sighting, wrong: Sighting) -> Symptoms:
    """The symptoms of a wrong answer: the probes on which it differs, with what was observed there."""
    return {name: seen for name in differences(probes, expected, wrong) if (seen := wrong.of(name))}


def same_symptoms(probes: Sequence[Probe], one: Symptoms, other: Symptoms) -> bool:
    """Whether nothing tells two wrong answers apart."""
    judges = {each.name: each.judge for each in probes}
    return one.keys() == other.keys() and all(alike(judges[name], one[name], other[name]) for name in one)


def diagnose(
    probes: Sequence[Probe], mine: Symptoms, known: Sequence[tuple[KnownAnswer, Symptoms]]
) -> list[Explained]:
    """The misconceptions whose every symptom an answer shows, those of the first failing probe first.

    One whose symptoms another covers is dropped. Empty where none of them shows on the first failing
    probe: the answer's first difference then says more than a name for a later one.
    """
    judges = {each.name: each.judge for each in probes}
    order = [each.name for each in probes]

    def shown(theirs: Symptoms) -> bool:
        return bool(theirs) and all(
            name in mine and alike(judges[name], theirs[name], mine[name]) for name in theirs
        )

    found = [
        Explained(each, tuple(sorted(theirs, key=order.index))) for each, theirs in known if shown(theirs)
    ]
    kept = [each for each in found if not any(set(each.symptoms) < set(other.symptoms) for other in found)]
    kept.sort(key=lambda each: order.index(each.symptoms[0]))
    first = next((name for name in order if name in mine), None)
    return kept if kept and kept[0].symptoms[0] == first else []
