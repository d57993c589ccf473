"""From observations to a verdict: passed, or the mistake's name, or the first difference."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kindling.explaining import explain
from kindling.judging.diagnosis import Explained, diagnose, differences, symptoms
from kindling.judging.differences import Difference
from kindling.judging.kinds import show
from kindling.judging.sentences import ended, ends_the_program, is_not_python, meaning, raised, refused
from kindling.marks import KnownAnswer, Probe
from kindling.observations import Call, Ended, Observation, Raised, Sighting
from kindling.verdicts import Diagnosis, Evidence, Status, Verdict

Known = Callable[[], Sequence[tuple[KnownAnswer, Sighting]]]
REMARKS = 4
_IMPORTS = ("ImportError", "ModuleNotFoundError")
_CALLED_WRONGLY = re.compile(r"positional argument|unexpected keyword|required keyword-only|not callable")


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
        formerly: names that the exercise had before.
    """

    verdict: Verdict
    probes: Sequence[Probe]
    expected: Sighting
    came: Sighting
    misconceptions: Known
    note: str = ""
    formerly: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The exercise's name."""
        return self.verdict.exercise


@dataclass(frozen=True)
class _Failure:
    """The first probe that an answer does not satisfy.

    Attributes:
        probe: which.
        seen: what it saw of the answer.
        wanted: what it saw of the solution.
        different: how they differ.
    """

    probe: Probe
    seen: Observation
    wanted: Observation
    different: Difference


def judge(case: Case) -> Verdict:
    """The verdict on an answer."""
    found = differences(case.probes, case.expected, case.came)
    reached = sum(case.came.of(each.name) is not None for each in case.probes)
    base = replace(
        case.verdict,
        line=case.came.defined_at or 1,
        probes=len(case.probes),
        probes_passed=reached - len(found),
        seconds=case.came.seconds,
        remarks=_remarks(case),
    )
    if not case.came.defined_at:
        return _not_defined(replace(base, probes_passed=0), case)
    unseen = _unseen(case, found)
    if unseen:
        return replace(base, status=Status.NOT_CHECKED, sentence=unseen)
    failure = _first_failure(case, found)
    if failure:
        return _on_failure(base, case, failure)
    return replace(base, status=Status.PASSED, sentence="Passed.", note=case.note)


def _first_failure(case: Case, found: Mapping[str, Difference]) -> _Failure | None:
    for probe in case.probes:
        seen, wanted = case.came.of(probe.name), case.expected.of(probe.name)
        if probe.name in found and seen and wanted:
            return _Failure(probe, seen, wanted, found[probe.name])
    return None


def _unseen(case: Case, found: Mapping[str, Difference]) -> str:
    """Why no verdict is possible: the solution was not seen whole, or the answer without a reason was not."""
    if not case.probes:
        return f"`{case.name}` has no probes, so nothing can be said about it."
    for probe in case.probes:
        wanted = case.expected.of(probe.name)
        if wanted is None or isinstance(wanted.value, (Ended, Raised)):
            why = f" ({_broke_off(case.name, wanted.value)})" if wanted else ""
            failed = f"Kindling could not run its own solution of `{case.name}` here{why}."
            return f"{failed} `kindling doctor` may say why."
    if not found and any(case.came.of(each.name) is None for each in case.probes):
        return f"`{case.name}` could not be run to its end; check it again."
    return ""


def _broke_off(name: str, value: Ended | Raised) -> str:
    return ended(name, value) if isinstance(value, Ended) else f"{value.type}: {meaning(value)}"


def _not_defined(base: Verdict, case: Case) -> Verdict:
    for seen in case.came.observations:
        if isinstance(seen.value, Ended):
            sentence = ended(case.name, seen.value, loading=True)
            return replace(base, status=Status.STOPPED, sentence=sentence, line=seen.value.line or 1)
    own = next((each for each in case.came.load_errors if each.leaves_out == case.name), None)
    error = own or next(iter(_not_python(case)), None)
    if error:
        why = "its definition failed" if own else "a part of the file could not be read"
        sentence = f"`{case.name}` is missing, because {why}. {raised(error)}"
        return replace(base, status=Status.FAILED, sentence=sentence, line=error.line or 1, remarks=())
    back = f"`kindling reset --exercise {case.name}` brings its start back."
    sentence = f"The file defines no `{case.name}`. Was it renamed or deleted? {back}"
    return replace(base, status=Status.FAILED, sentence=sentence)


def _on_failure(base: Verdict, case: Case, failure: _Failure) -> Verdict:
    value = failure.seen.value
    if _unwritten((case.name, *case.formerly), value):
        line = value.line or base.line
        return replace(base, status=Status.NOT_WRITTEN, line=line, sentence="Not written yet.", remarks=())
    broken = next((each for each in _not_python(case) if each.leaves_out == case.name), None)
    if broken:
        return replace(base, status=Status.FAILED, sentence=raised(broken), line=broken.line)
    diagnoses = _diagnoses(case)
    told = replace(base, diagnoses=diagnoses, evidence=_evidence(failure))
    if isinstance(value, Ended):
        sentence = ended(case.name, value)
        return replace(told, status=Status.STOPPED, sentence=sentence, line=value.line or base.line)
    sentence = " ".join(each.sentence for each in diagnoses) or _sentence(case, failure)
    line = _line(case, value) if isinstance(value, Raised) else 0
    return replace(told, status=Status.FAILED, sentence=sentence, line=line or base.line)


def _line(case: Case, value: Raised) -> int:
    """Where to look for the cause: not in another exercise, which has its own verdict."""
    return value.called_in if value.function.partition(".")[0] in case.came.calls else value.line


def _unwritten(names: Sequence[str], value: object) -> bool:
    """Whether a region still raises what the starter put there; torch raises NotImplementedError as well."""
    if not isinstance(value, Raised) or value.type != "NotImplementedError" or not value.line:
        return False
    return value.message in ("", *names) or value.message.upper().startswith("TODO")


def _not_python(case: Case) -> list[Raised]:
    return [each for each in case.came.load_errors if is_not_python(each)]


def _diagnoses(case: Case) -> tuple[Diagnosis, ...]:
    mine = symptoms(case.probes, case.expected, case.came)
    known = [(each, symptoms(case.probes, case.expected, seen)) for each, seen in case.misconceptions()]
    return tuple(_diagnosis(each) for each in diagnose(case.probes, mine, known))


def _diagnosis(explained: Explained) -> Diagnosis:
    answer = explained.misconception
    return Diagnosis(answer.name, answer.sentence, explained.symptoms[0])


def _sentence(case: Case, failure: _Failure) -> str:
    """The first difference as a sentence, for an answer whose mistake has no name."""
    value = failure.seen.value
    if _returned_nothing(failure):
        return _nothing(case, failure)
    if failure.different.kind != "raised" or not isinstance(value, Raised):
        return failure.different.sentence
    cause = _cause(case, value)
    if cause:
        return cause
    if value.deliberate and not ends_the_program(value):
        return refused(value)
    return raised(value) if value.line else _raised_outside(case.name, failure, value)


def _calls(failure: _Failure) -> Iterator[tuple[Call, Call]]:
    """The answer's calls beside the solution's."""
    return zip(failure.seen.calls, failure.wanted.calls, strict=False)


def _returned_nothing(failure: _Failure) -> bool:
    return any(mine.nothing and not theirs.nothing for mine, theirs in _calls(failure))


def _nothing(case: Case, failure: _Failure) -> str:
    if failure.seen.printed:
        end = "end with `return`, so that the caller gets the value"
        return f"It returned nothing (None) but printed something: {end}."
    if any(call.nothing for seen in case.expected.observations for call in seen.calls):
        wanted = next(
            theirs.returned for mine, theirs in _calls(failure) if mine.nothing and not theirs.nothing
        )
        return f"It returned None, where {wanted or 'an exception'} was expected."
    return "It returned nothing (None): is a `return` missing at the end, or is the value after it None?"


def _cause(case: Case, value: Raised) -> str:
    """Where a name is missing because something at the top level of the file failed: what failed there."""
    errors = case.came.load_errors if value.missing_name else ()
    own = [each for each in errors if each.leaves_out == value.missing_name]
    others = [each for each in errors if is_not_python(each) or each.type in _IMPORTS]
    for error in (*own, *others):
        return f"`{value.missing_name}` is missing. {_what_failed(error)}: {raised(error)}"
    return ""


def _what_failed(error: Raised) -> str:
    if error.type in _IMPORTS:
        return "An import of the file failed"
    return "A part of the file could not be read" if is_not_python(error) else "Its definition failed"


def _raised_outside(name: str, failure: _Failure, value: Raised) -> str:
    """For an exception from outside the answer: it can't be called so, or it gave what can't be used."""
    said = meaning(value) or f"It raised {value.type}."
    calls = failure.seen.calls
    if (calls and not calls[-1].returned) or _CALLED_WRONGLY.search(value.message):
        return f"Calling `{name}` as the exercise describes it raised {value.type}. {said}"
    for mine, theirs in _calls(failure):
        if mine.returned and mine.returned != theirs.returned:
            wanted = theirs.returned or "an exception"
            return f"`{name}` returned {mine.returned}, where {wanted} was expected."
    return f"What `{name}` gave cannot be used: {said}"


def _evidence(failure: _Failure) -> Evidence:
    expected = failure.different.expected
    if isinstance(failure.seen.value, Raised):
        # what a call without arguments returns is the whole answer, and a verdict does not give it away
        calls = [each for each in failure.wanted.calls if each.text != f"{failure.probe.exercise}()"]
        expected = (calls[-1].returned if calls else "") or show(failure.wanted.value)
    called, came = _telling_call(failure), failure.different.came
    return Evidence(failure.probe.name, failure.probe.tried, called, came, expected)


def _telling_call(failure: _Failure) -> str:
    """The first call that came out differently from the solution's, or the last of all."""
    for mine, theirs in _calls(failure):
        if mine.returned != theirs.returned:
            return mine.text
    return failure.seen.calls[-1].text if failure.seen.calls else ""


def _remarks(case: Case) -> tuple[str, ...]:
    """Further sentences: top-level errors, warnings that the solution does not give, a reseeded generator."""
    errors = [each for each in case.came.load_errors if each.leaves_out != case.name]
    broken = [each for each in errors if is_not_python(each)]
    found = [f"The file does not run as a whole yet. {raised(each)}" for each in broken[:1]]
    found += [f"At the top level of the file: {raised(each)}" for each in errors if each not in broken]
    for seen in case.came.observations:
        found += _remarks_on(seen, case.expected.of(seen.probe))
    return tuple(dict.fromkeys(found))[:REMARKS]


def _remarks_on(seen: Observation, wanted: Observation | None) -> Iterator[str]:
    usual = {each.message for each in wanted.warnings} if wanted else set()
    for warned in seen.warnings:
        if warned.message not in usual:
            where = f" (line {warned.line})" if warned.line else ""
            yield f"Warning{where}: {explain(warned.message) or _short(warned.message)}"
    if seen.reseeded and not (wanted and wanted.reseeded):
        changes = "which changes every random number that its caller draws afterwards"
        yield f"It reseeds torch's global generator, {changes}."


def _short(message: str) -> str:
    """A warning without the place in torch's own source, cut after about two lines."""
    text = message.partition(" (Triggered internally")[0].strip()
    return text if len(text) <= 200 else text[:200].rpartition(" ")[0] + " ..."
