"""Exceptions as observations, read without trusting the exception's own class."""

from __future__ import annotations

import dis
from types import TracebackType
from typing import Any

from kindling.observations import Raised
from kindling.observations.classes import class_name

_TRACE = BaseException.__dict__["__traceback__"]


def raised(error: BaseException, filename: str) -> Raised:
    """An exception as an observation, with the innermost line of `filename` that it passed."""
    inside, deliberate, trace = [], False, _TRACE.__get__(error)
    while trace is not None:
        own = trace.tb_frame.f_code.co_filename == filename
        if own:
            inside.append((trace.tb_frame.f_code.co_qualname, trace.tb_lineno))
        deliberate = own and trace.tb_next is None and _raises(trace)
        trace = trace.tb_next
    function, called_in = _deeper(inside)
    return Raised(
        class_name(type(error)),
        text_of(error),
        inside[-1][1] if inside else 0,
        _missing_name(error),
        # an `assert` raises by the same instruction
        deliberate=deliberate and not issubclass(type(error), AssertionError),
        function=function,
        called_in=called_in,
    )


def _deeper(inside: list[tuple[str, int]]) -> tuple[str, int]:
    """The function that the first one led to, where an exception came out of that, and the line that did."""
    if not inside or inside[0][0] == "<module>" or _outer(inside[0]) == _outer(inside[-1]):
        return "", 0
    return inside[-1][0], next(
        line for name, line in reversed(inside) if _outer((name, line)) == _outer(inside[0])
    )


def _outer(passed: tuple[str, int]) -> str:
    """The function or class of the file that a function belongs to."""
    return passed[0].partition(".")[0]


def _raises(trace: TracebackType) -> bool:
    return dis.opname[trace.tb_frame.f_code.co_code[trace.tb_lasti]] == "RAISE_VARARGS"


def syntax_error(error: Exception, line: int = 1) -> Raised:
    """An error of Python's parser; `line` is where its piece of the file begins."""
    message = error.msg if isinstance(error, SyntaxError) else str(error)
    found = error.lineno if isinstance(error, SyntaxError) else None
    return Raised(type(error).__name__, str(message), found or line)


def text_of(message: Any) -> str:
    """The text of an exception or a warning on one line; empty where its class gives none."""
    try:
        return " ".join(str(message).split())[:1000]
    except BaseException:  # noqa: BLE001 - a hostile __str__
        return ""


def _missing_name(error: BaseException) -> str:
    if not issubclass(type(error), (NameError, ImportError)):
        return ""
    try:
        name = error.name  # type: ignore[attr-defined]
    except BaseException:  # noqa: BLE001 - a class of the answer's own may define it anew
        return ""
    return name if type(name) is str else ""
