"""Sentences for answers that raised an exception or had to be stopped."""

from __future__ import annotations

from kindling.explaining import explain, explain_syntax
from kindling.judging.kinds import without_addresses
from kindling.observations import Ended, Raised

_NOT_PYTHON = ("SyntaxError", "IndentationError", "TabError")
_NO_MESSAGE = {
    "StopIteration": "`next` was called, and there was nothing more to come.",
    "AssertionError": "An `assert` in it does not hold.",
}


def is_not_python(value: Raised) -> bool:
    """Whether Python could not read the code at all."""
    return value.type in _NOT_PYTHON


def ends_the_program(value: Raised) -> bool:
    """Whether it is no error, but the wish to stop Python."""
    return value.type in ("SystemExit", "KeyboardInterrupt")


def raised(value: Raised) -> str:
    """One or two sentences for an exception: where, what it means, what it said."""
    where = _place(value)
    if is_not_python(value):
        return f"{where} is not Python yet: {explain_syntax(value.message) or full_stop(value.message)}"
    if ends_the_program(value):
        return f"{where} ends the program ({value.type}); a function should return instead."
    said = meaning(value)
    if said and said == full_stop(value.message):
        return f"{where} raised {value.type}: {said}"
    return f"{where} raised {value.type}. {said}".rstrip()


def refused(value: Raised) -> str:
    """A sentence for a `raise` of the answer's own, where the solution raises no such exception."""
    said = f": {without_addresses(value.message)}" if value.message else ""
    place = f"The `raise` in line {value.line} was reached"
    if value.called_in:
        place = f"Line {value.called_in} leads to the `raise` in line {value.line}"
    due = f"no {value.type} is due here: see how the code comes there"
    return f"{place} ({value.type}{said}), but {due}."


def _place(value: Raised) -> str:
    """The beginning of a sentence on where it was raised."""
    if value.called_in:
        return f"Line {value.called_in} leads into `{value.function}`, where line {value.line}"
    return f"Line {value.line}" if value.line else "The code"


def meaning(value: Raised) -> str:
    """What an exception means, or what it said; empty where it said nothing."""
    message = without_addresses(value.message)
    if value.type == "KeyError":
        if message != value.message:
            return f"There is no entry for {message} here: it must be put in before it is looked up."
        return f"There is no entry {message} here; print the keys."
    return explain(message) or full_stop(message) or _NO_MESSAGE.get(value.type, "")


def full_stop(message: str) -> str:
    """The message as a sentence of its own."""
    return message if not message or message.endswith((".", "!", "?")) else f"{message}."


_ENDED = {
    "time": ("`{name}` was still running after {detail} of work{where}. Is there a loop that never ends?"),
    "memory": (
        "`{name}` used more than {detail} of memory and was stopped. "
        "Has a dimension been multiplied by mistake?"
    ),
    "output": (
        "`{name}` printed more than {detail} and was stopped{where}. Is there a print inside an endless loop?"
    ),
    "processes": "`{name}` started more than {detail} and was stopped.",
    "exit": "`{name}` ended the whole Python process (exit code {detail}). A function should return instead.",
    "crash": (
        "`{name}` crashed Python itself ({detail}). A very deep recursion or a damaged object can do that."
    ),
    "interfered": (
        "`{name}` wrote into the line between Kindling's processes. "
        "Its result can't be trusted, so it does not count."
    ),
    "engine": "Kindling itself failed while it ran `{name}` ({detail}), so there is no verdict on it.",
    "replaced": (
        "The file replaces {detail}, which everything else relies on. Give your own function another name."
    ),
}


def ended(name: str, value: Ended, *, loading: bool = False) -> str:
    """One sentence for an answer whose process did not come to its end."""
    where = f", in line {value.line}" if value.line else ""
    sentence = _ENDED[value.kind].format(name=name, detail=value.detail, where=where)
    if loading and value.kind != "replaced":
        at_top = sentence.replace(f"`{name}`", "Its top level", 1)
        return f"Loading the file did not come to its end. {at_top}"
    return sentence
