"""What is noted of an exception: where it came from, and whether the answer raised it on purpose."""

from __future__ import annotations

import pytest

from kindling.observations import Raised
from kindling.observing.exceptions import raised

FILE = """def refuse():
    raise ValueError("none of the three")

def again():
    try:
        refuse()
    except ValueError:
        raise

def divide():
    return 1 / 0

def convert():
    return int("one")

def check():
    assert 1 == 2, "no"

def call(other):
    return other()

def through(other):
    return [
        call(other)]

class Net:
    def forward(self):
        return self.missing

    def twice(self):
        return self.forward()

def train():
    step = Net().twice
    return through(step)
"""


def seen(name: str, *arguments: object) -> Raised:
    names: dict[str, object] = {}
    exec(compile(FILE, "starter.py", "exec"), names)
    with pytest.raises(Exception) as caught:  # noqa: PT011 - which one is what the tests look at
        names[name](*arguments)  # type: ignore[operator]
    return raised(caught.value, "starter.py")


def elsewhere() -> None:
    raise ValueError("not the answer's own")


@pytest.mark.parametrize(
    ("name", "type_", "line", "deliberate"),
    [
        ("refuse", "ValueError", 2, True),
        ("again", "ValueError", 2, True),
        ("divide", "ZeroDivisionError", 11, False),
        ("convert", "ValueError", 14, False),
        ("check", "AssertionError", 17, False),
    ],
)
def test_only_a_raise_statement_is_on_purpose(name: str, type_: str, line: int, deliberate: bool) -> None:
    came = seen(name)
    assert (came.type, came.line, came.deliberate) == (type_, line, deliberate)


def test_a_raise_in_another_file_is_not_the_answers_own() -> None:
    came = seen("call", elsewhere)
    assert (came.line, came.deliberate) == (20, False)


@pytest.mark.parametrize(
    ("name", "arguments", "line", "function", "called_in"),
    [
        ("through", (elsewhere,), 20, "call", 24),
        ("train", (), 28, "Net.forward", 35),
        ("call", (elsewhere,), 20, "", 0),
        ("refuse", (), 2, "", 0),
        ("again", (), 2, "refuse", 6),
    ],
)
def test_the_line_that_led_into_another_function_is_noted(
    name: str, arguments: tuple[object, ...], line: int, function: str, called_in: int
) -> None:
    came = seen(name, *arguments)
    assert (came.line, came.function, came.called_in) == (line, function, called_in)
