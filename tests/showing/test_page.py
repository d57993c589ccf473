from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from kindling.showing.page import Line, Plain, Style, Terminal, clean, labelled, line, screen


def terminal(width: int, **options) -> tuple[Terminal, io.StringIO]:
    stream = io.StringIO()
    console = Console(
        file=stream, width=width, force_terminal=True, markup=False, highlight=False, emoji=False, **options
    )
    return Terminal(console), stream


def shown(lines, width=60) -> str:
    page, stream = terminal(width, color_system=None)
    page.show(lines)
    return stream.getvalue()


def test_brackets_and_names_of_colours_are_shown_as_they_are():
    text = "x[0] [red] [/red] :smile: [bold"
    assert text in shown([line(text)])


def test_a_terminal_wraps_between_words_under_the_text():
    rows = shown(labelled("tried", "one two three four", indent=2, width=8), 30).splitlines()
    assert rows == ["  tried   one two three four"]
    rows = shown(labelled("tried", "one two three four five six", indent=2, width=8), 30).splitlines()
    assert rows == ["  tried   one two three four", "          five six"]


def test_several_lines_of_a_value_stay_in_their_column():
    rows = shown(labelled("came", "[[1, 2],\n [3, 4]]")).splitlines()
    assert rows == ["    came      [[1, 2],", "               [3, 4]]"]


@given(st.text(), st.integers(30, 120))
def test_no_row_is_wider_than_the_terminal_and_no_text_is_lost(text, width):
    output = shown([line(text, indent=4)], width)
    assert all(cell_len(row) <= width for row in output.splitlines())
    assert "".join(output.split()) == "".join(clean(text).split())


@given(st.text())
def test_nothing_that_a_terminal_would_obey_gets_through(text):
    assert all(each.isprintable() or each == "\u3000" or each.isspace() for each in clean(text))
    assert not set(clean(text)) & {"\x1b", "\r", "\n", "\b", "\x07", "\x9b"}


def test_plain_text_is_one_line_each():
    stream = io.StringIO()
    Plain(stream).show([line("word " * 50, Style.GOOD), Line(), line("end")])
    assert stream.getvalue() == f"{'word ' * 49}word\n\nend\n"


@pytest.mark.parametrize("setting", [{}, {"NO_COLOR": "1"}])
def test_colour_is_left_out_on_request(setting):
    page, stream = terminal(80, _environ={"TERM": "xterm-256color", **setting})
    page.show([line("passed", Style.GOOD)])
    assert ("32m" in stream.getvalue()) is (not setting)


def test_the_screen_of_a_file_is_plain():
    assert isinstance(screen(io.StringIO()), Plain)
