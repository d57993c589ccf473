"""From observations to a verdict: passed, or the mistake's name, or the first difference."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from kindling.explaining import explain
from kindling.judging.diagnosis import Explained, diagnose, differences, symptoms
from kindling.judging.differences import Difference, show
from kindling.judging.sentences import ended, raised
from kindling.marks import KnownAnswer, Probe
from kindling.observations import Ended, Observation, Raised, Sighting
from kindling.verdicts import Diagnosis, Evidence, Status, Verdict

Known = Callable[[], Sequence[tuple[KnownAnswer, Sighting]]]


@dataclass(frozen=True)
class Case:
    """All that is needed to judge one answer.

    Attributes:
        verdict: with the names and the file filled in; the rest is decided here.
        probes: those of the exercise.
        expected: what the solution showed.
        came: what the answer showed.
        misconceptions: gives the wrong answers with what they showed; asked only where it is needed.
        note: told on passing.
    """

    verdict: Verdict
    probes: Sequence[Probe]
    expected: Sighting
    came: Sighting
    misconceptions: Known
    note: str = ""


def judge(case: Case) -> Verdict:
    """The verdict on an answer."""
    found = differences(case.probes, case.expected, case.came)
    base = replace(
        case.verdict,
        line=case.came.defined_at or 1,
        probes=len(case.probes),
        probes_passed=sum(case.came.of(each.name) is not None for each in case.probes) - len(found),
        seconds=case.came.seconds,
        remarks=_remarks(case),
    )
    if not case.came.defined_at:
        return _not_defined(base, case)
    unseen = _unseen(case, found)
    if unseen:
        return replace(base, status=Status.NOT_CHECKED, sentence=unseen)
    if not found:
        return replace(base, status=Status.PASSED, sentence="Passed.", note=case.note)
    first = next(iter(found))
    seen = case.came.of(first)
    assert seen is not None
    if _unwritten(seen, base.exercise):
        line = seen.value.line if isinstance(seen.value, Raised) else base.line
        return replace(base, status=Status.NOT_WRITTEN, line=line, sentence="Not written yet.", remarks=())
    if isinstance(seen.value, Ended):
        return _stopped(base, case, seen, seen.value)
    return _failed(base, case, found, first, seen)


def _unseen(case: Case, found: dict[str, Difference]) -> str:
    """Why no verdict is possible: the solution was not seen whole, or the answer was not, without a reason."""
    name = case.verdict.exercise
    for probe in case.probes:
        wanted = case.expected.of(probe.name)
        if wanted is None or isinstance(wanted.value, Ended):
            why = f" ({ended(name, wanted.value)})" if wanted and isinstance(wanted.value, Ended) else ""
            return f"Kindling could not run its own solution of `{name}` here{why}. `kindling doctor` may say why."
    if not case.probes:
        return f"`{name}` has no probes, so nothing can be said about it."
    if not found and any(case.came.of(each.name) is None for each in case.probes):
        return f"`{name}` could not be run to its end; check it again."
    return ""


def _unwritten(seen: Observation, name: str) -> bool:
    """Whether a region still raises what the starter put there; torch raises NotImplementedError as well."""
    value = seen.value
    if not isinstance(value, Raised) or value.type != "NotImplementedError" or not value.line:
        return False
    return value.message in ("", name) or value.message.upper().startswith("TODO")


def _not_defined(base: Verdict, case: Case) -> Verdict:
    name = base.exercise
    errors = case.came.load_errors
    ended_loading = next((each for each in case.came.observations if isinstance(each.value, Ended)), None)
    if ended_loading and isinstance(ended_loading.value, Ended):
        sentence = ended(name, ended_loading.value, loading=True)
        return replace(base, status=Status.STOPPED, sentence=sentence, line=ended_loading.value.line or 1)
    if errors:
        sentence = f"The file stops before `{name}` is defined. {raised(errors[0])}"
        return replace(base, status=Status.FAILED, sentence=sentence, line=errors[0].line or 1, remarks=())
    sentence = f"The file defines no `{name}`. Was it renamed or deleted? `kindling reset --exercise {name}` brings its start back."
    return replace(base, status=Status.FAILED, sentence=sentence)


def _stopped(base: Verdict, case: Case, seen: Observation, value: Ended) -> Verdict:
    return replace(
        base,
        status=Status.STOPPED,
        sentence=ended(base.exercise, value),
        line=value.line or base.line,
        diagnoses=_diagnoses(case),
        evidence=_evidence(case, seen, differences(case.probes, case.expected, case.came)[seen.probe]),
    )


def _failed(
    base: Verdict, case: Case, found: dict[str, Difference], first: str, seen: Observation
) -> Verdict:
    diagnoses = _diagnoses(case)
    different = found[first]
    nothing = _returned_nothing(case, seen)
    if diagnoses:
        sentence = " ".join(each.sentence for each in diagnoses)
    elif _syntax_error(case):
        sentence = raised(case.came.load_errors[0])
    elif nothing:
        sentence = nothing
    elif different.kind == "raised" and isinstance(seen.value, Raised):
        sentence = _raised_sentence(case, base.exercise, seen, seen.value)
    else:
        sentence = different.sentence
    return replace(
        base,
        status=Status.FAILED,
        sentence=sentence,
        line=_line(base, case, seen),
        diagnoses=diagnoses,
        evidence=None if _syntax_error(case) else _evidence(case, seen, different),
    )


def _syntax_error(case: Case) -> bool:
    return bool(case.came.load_errors) and case.came.load_errors[0].type in (
        "SyntaxError",
        "IndentationError",
        "TabError",
    )


def _line(base: Verdict, case: Case, seen: Observation) -> int:
    if _syntax_error(case):
        return case.came.load_errors[0].line
    return seen.value.line or base.line if isinstance(seen.value, Raised) else base.line


def _diagnoses(case: Case) -> tuple[Diagnosis, ...]:
    known = [
        (answer, symptoms(case.probes, case.expected, sighting)) for answer, sighting in case.misconceptions()
    ]
    mine = symptoms(case.probes, case.expected, case.came)
    return tuple(_diagnosis(each) for each in diagnose(case.probes, mine, known))


def _diagnosis(explained: Explained) -> Diagnosis:
    answer = explained.misconception
    return Diagnosis(answer.name, answer.sentence, explained.symptoms[0])


def _returned_nothing(case: Case, seen: Observation) -> str | None:
    """A sentence where a call gave None and the solution's gave something."""
    wanted = case.expected.of(seen.probe)
    pairs = zip(seen.calls, wanted.calls if wanted else (), strict=False)
    if not any(mine.nothing and not theirs.nothing for mine, theirs in pairs):
        return None
    if seen.printed:
        return "It returned nothing (None) but printed something: end with `return` so that the caller gets the value."
    return "It returned nothing (None): is a `return` missing at the end?"


def _raised_sentence(case: Case, name: str, seen: Observation, value: Raised) -> str:
    if value.line:
        for error in case.came.load_errors:
            if value.missing_name and error.missing_name:
                return f"An import of the file failed. {raised(error)}"
        return raised(value)
    wanted = case.expected.of(seen.probe)
    for mine, theirs in zip(seen.calls, wanted.calls if wanted else (), strict=False):
        if mine.returned and mine.returned != theirs.returned:
            return f"`{name}` returned {mine.returned}, where {theirs.returned} was expected."
    return f"What `{name}` gave cannot be used: {explain(value.message) or value.message}"


def _evidence(case: Case, seen: Observation, different: Difference) -> Evidence:
    probe = next(each for each in case.probes if each.name == seen.probe)
    wanted = case.expected.of(seen.probe)
    expected = different.expected
    if isinstance(seen.value, Raised) and wanted is not None:
        expected = (
            wanted.calls[-1].returned if wanted.calls and wanted.calls[-1].returned else show(wanted.value)
        )
    called = _telling_call(seen, wanted)
    return Evidence(probe.name, probe.tried, called, different.came, expected)


def _telling_call(seen: Observation, wanted: Observation | None) -> str:
    """The first call that came out differently from the solution's, or the last of all."""
    usual = wanted.calls if wanted else ()
    for index, mine in enumerate(seen.calls):
        if index >= len(usual) or mine.returned != usual[index].returned:
            return mine.text
    return seen.calls[-1].text if seen.calls else ""


def _remarks(case: Case) -> tuple[str, ...]:
    """Further sentences: warnings that the solution does not give, top-level errors, a reseeded generator."""
    found = [
        f"At the top level of the file: {raised(each)}"
        for each in case.came.load_errors
        if not _syntax_error(case)
    ]
    for seen in case.came.observations:
        wanted = case.expected.of(seen.probe)
        usual = {each.message for each in wanted.warnings} if wanted else set()
        for warned in seen.warnings:
            if warned.message not in usual:
                where = f" (line {warned.line})" if warned.line else ""
                found.append(f"Warning{where}: {explain(warned.message) or _short(warned.message)}")
        if seen.reseeded and not (wanted and wanted.reseeded):
            found.append(
                "It reseeds torch's global generator, which changes every random number that its caller draws afterwards."
            )
    return tuple(dict.fromkeys(found))[:4]


def _short(message: str) -> str:
    """A warning without the place in torch's own source, cut after about two lines."""
    text = message.split(" (Triggered internally")[0].strip()
    return text if len(text) <= 200 else text[:200].rsplit(" ", 1)[0] + " ..."
