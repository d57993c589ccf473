"""What an author writes: probes, judges, alternatives and misconceptions.

Everything here is plain data. A mark says what is wanted; it runs nothing and judges nothing, so
that a file of checks can be loaded both where answers run and where observations are judged.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

Answer = TypeVar("Answer", bound=Callable[..., Any])


class AuthoringError(Exception):
    """A workshop's file is not as an author must write it.

    Args:
        path: the file.
        line: the line in it, counted from 1.
        reason: one sentence: what is wrong and what to do.
    """

    def __init__(self, path: object, line: int, reason: str) -> None:
        super().__init__(f"{path}:{line}: {reason}")
        self.path = str(path)
        self.line = line
        self.reason = reason


@dataclass(frozen=True)
class Equal:
    """Wants the solution's structure, shapes, dtypes, device and values.

    `rtol` and `atol` replace the tolerance of the dtype where they are given.
    """

    rtol: float | None = None
    atol: float | None = None


@dataclass(frozen=True)
class AtLeast:
    """Wants a finite number, or as many as the solution gives, none below `threshold`; `what` names it."""

    threshold: float
    what: str = "the number"


@dataclass(frozen=True)
class AtMost:
    """Wants a finite number, or as many as the solution gives, none above `threshold`; `what` names it."""

    threshold: float
    what: str = "the number"


@dataclass(frozen=True)
class Decreasing:
    """Wants numbers that fall, each at most `slack` above the one before it.

    The last number lies below the first, and is at most `factor` times the first.
    """

    slack: float = 0.0
    factor: float = 1.0


@dataclass(frozen=True)
class Predicate:
    """Wants an observation for which `holds` is true; `sentence` says so to a learner."""

    holds: Callable[[Any], bool]
    sentence: str


Judge = Equal | AtLeast | AtMost | Decreasing | Predicate


def equal(*, rtol: float | None = None, atol: float | None = None) -> Equal:
    """Judge by equality with the solution, with a tolerance of the author's own."""
    return Equal(rtol, atol)


def at_least(threshold: float, what: str = "the number") -> AtLeast:
    """Judge one number: it must reach `threshold`; `what` says in plain words which number it is."""
    return AtLeast(threshold, what)


def at_most(threshold: float, what: str = "the number") -> AtMost:
    """Judge one number: it must not exceed `threshold`; `what` says in plain words which number it is."""
    return AtMost(threshold, what)


def decreasing(*, slack: float = 0.0, factor: float = 1.0) -> Decreasing:
    """Judge a list of numbers: it must fall, step by step within `slack`, and in all by `factor`."""
    return Decreasing(slack, factor)


def predicate(holds: Callable[[Any], bool], sentence: str) -> Predicate:
    """Judge an observation by a function of it; `sentence` says in plain words what must hold."""
    return Predicate(holds, sentence)


@dataclass(frozen=True)
class Probe:
    """One experiment on one exercise.

    Attributes:
        name: the function's name, unique in its workshop.
        exercise: the exercise that it tries: the name of the function's first parameter.
        run: the function itself: takes the answer, returns the observation.
        tried: the function's docstring: what is tried, in plain words.
        judge: how its observation is compared with the solution's.
        seconds: processor time that it may use.
        takes_device: whether it has a second parameter, `device`.
        line: where it stands in its file.
    """

    name: str
    exercise: str
    run: Callable[..., Any]
    tried: str
    judge: Judge
    seconds: float
    takes_device: bool
    line: int


@dataclass(frozen=True)
class KnownAnswer:
    """An alternative (right, but different) or a misconception (wrong, with a name).

    Attributes:
        exercise: the name of the exercise.
        name: what tells it apart, in a few words.
        sentence: what a learner is told; empty for an alternative.
        answer: the function or class.
        line: where it stands in its file.
    """

    exercise: str
    name: str
    sentence: str
    answer: Callable[..., Any] = field(compare=False)
    line: int = 0

    @property
    def wrong(self) -> bool:
        """Whether this is a misconception."""
        return bool(self.sentence)


@dataclass
class Collected:
    """The marks of the file that is being loaded, in the order of the file."""

    probes: list[Probe] = field(default_factory=list)
    answers: list[KnownAnswer] = field(default_factory=list)


collected = Collected()


def collect(load: Callable[[], object]) -> Collected:
    """Run `load`, which executes a file of marks, and return the marks that it made."""
    global collected  # noqa: PLW0603 - a decorator has no other way to reach its reader
    outer, collected = collected, Collected()
    try:
        load()
        return collected
    finally:
        collected = outer


def probe(
    function: Callable[..., Any] | None = None, *, judge: Judge | None = None, seconds: float = 5.0
) -> Callable[..., Any]:
    """Mark a function as a probe of the exercise that its first parameter names.

    Args:
        function: takes the answer and, if it has a parameter `device`, the device to work on;
            returns what it saw.
        judge: how to compare what it saw with the solution's; equality if none is given.
        seconds: processor time that it may use.
    """

    def mark(function: Callable[..., Any]) -> Callable[..., Any]:
        parameters = list(inspect.signature(function).parameters)
        collected.probes.append(
            Probe(
                name=function.__name__,
                exercise=parameters[0] if parameters else "",
                run=function,
                tried=" ".join((inspect.getdoc(function) or "").split()),
                judge=judge or Equal(),
                seconds=seconds,
                takes_device="device" in parameters[1:],
                line=function.__code__.co_firstlineno,
            )
        )
        return function

    return mark if function is None else mark(function)


def alternative(name: str) -> Callable[[Answer], Answer]:
    """Mark an answer that is right but differs from the solution; `name` says how."""
    return _known_answer(name, "")


def misconception(name: str, sentence: str) -> Callable[[Answer], Answer]:
    """Mark a wrong answer: its name, and the sentence that a learner is told who wrote it."""
    return _known_answer(name, sentence)


def _known_answer(name: str, sentence: str) -> Callable[[Answer], Answer]:
    def mark(answer: Answer) -> Answer:
        code = getattr(answer, "__code__", None)
        line = code.co_firstlineno if code else inspect.currentframe().f_back.f_lineno  # type: ignore[union-attr]
        collected.answers.append(KnownAnswer(answer.__name__, name, sentence, answer, line))
        return answer

    return mark
