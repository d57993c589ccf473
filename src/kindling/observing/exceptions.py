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
    line, deliberate, trace = 0, False, _TRACE.__get__(error)
    while trace is not None:
        inside = trace.tb_frame.f_code.co_filename == filename
        if inside:
            line = trace.tb_lineno
        deliberate = inside and trace.tb_next is None and _raises(trace)
        trace = trace.tb_next
    # an `assert` raises by the same instruction
    deliberate = deliberate and not issubclass(type(error), AssertionError)
    return Raised(class_name(type(error)), text_of(error), line, _missing_name(error), deliberate=deliberate)


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
