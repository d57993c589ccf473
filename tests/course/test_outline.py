"""The structure of `solution.py`: each fault is told with its file, its line and what to do."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kindling.course import derive_starter, read
from kindling.marks import AuthoringError

# name: the body of the file, where `>>>` marks the line to be named, and words of the sentence.
FAULTS = {
    "nested region": (
        """
        def f():
            # region solution
            x = 1
        >>>    # region solution
            return x
            # endregion
            # endregion
        """,
        ("inside the region of line 3", "never nested"),
    ),
    "unclosed region": (
        """
        def f():
        >>>    # region solution
            return 1
        """,
        ("`# region solution` is never closed", "`# endregion`"),
    ),
    "endregion without region": (
        """
        def f():
            return 1
        >>>    # endregion
        """,
        ("closes nothing",),
    ),
    "unknown name": (
        """
        def f():
        >>>    # region answer
            return 1
            # endregion
        """,
        ("`# region answer`", "`# region solution` or `# region result`"),
    ),
    "a region behind code": (
        """
        def f():
        >>>    x = 1  # region solution
            return x
        """,
        ("`# region` shares its line",),
    ),
    "marks that are indented differently": (
        """
        def f():
            # region solution
            return 1
        >>># endregion
        """,
        ("indented differently", "line 3"),
    ),
    "solution at the top level": (
        """
        >>># region solution
        x = 1
        # endregion
        """,
        ("outside an exercise", "function or class"),
    ),
    "solution in a loop at the top level": (
        """
        for x in range(3):
        >>>    # region solution
            print(x)
            # endregion
        """,
        ("outside an exercise",),
    ),
    "exercise inside an if": (
        """
        if True:
            def f():
        >>>        # region solution
                return 1
                # endregion
        """,
        ("`f` is defined inside another statement", "top level"),
    ),
    "region directly in a class": (
        """
        class Net:
        >>>    # region solution
            def forward(self, x):
                return x
            # endregion
        """,
        ("class of `Net`", "method"),
    ),
    "a docstring inside the region": (
        """
        def f():
        >>>    # region solution
            '''Statement.'''
            return 1
            # endregion
        """,
        ("docstring of `f`",),
    ),
    "an empty region": (
        """
        def f():
        >>>    # region solution
            # only a comment

            # endregion
            return 1
        """,
        ("region solution is empty",),
    ),
    "an empty region at the end of a function": (
        """
        def f():
            x = 1
        >>>    # region solution
            # endregion
        """,
        ("region solution is empty",),
    ),
    "a region that cuts a call": (
        """
        def f():
            return max(
        >>>        # region solution
                1,
                # endregion
                2,
            )
        """,
        ("whole statements of one block",),
    ),
    "a region that cuts an if": (
        """
        def f():
        >>>    # region solution
            if True:
                x = 1
            # endregion
            else:
                x = 2
            return x
        """,
        ("whole statements of one block",),
    ),
    "a region over two blocks": (
        """
        def f():
            try:
                x = 1
        >>>        # region solution
                x = 2
            except ValueError:
                x = 3
                # endregion
        """,
        ("whole statements of one block",),
    ),
    "a region that ends with an else": (
        """
        def f(x):
            if x:
        >>>        # region solution
                x = 2
            else:
                # endregion
                x = 3
        """,
        ("whole statements of one block",),
    ),
    "a region that is indented less than its code": (
        """
        def f():
            for x in range(3):
        >>>    # region solution
                print(x)
            # endregion
        """,
        ("whole statements of one block",),
    ),
    "a region that is indented more than its code": (
        """
        def f(x):
            x = 1
        >>>        # region solution
            return x
                # endregion
        """,
        ("whole statements of one block",),
    ),
    "a region that begins with an else": (
        """
        def f(x):
            if x:
                x = 1
        >>>        # region solution
            else:
                x = 2
                # endregion
        """,
        ("whole statements of one block",),
    ),
    "a region that begins inside a call": (
        """
        def f(x):
            y = max(
                1,
        >>>    # region solution
                2,
            )
            z = 1
            # endregion
        """,
        ("whole statements of one block",),
    ),
    "the result inside a function": (
        """
        def main():
        >>>    # region result
            print(1)
            # endregion
        """,
        ("region result stands inside another statement",),
    ),
    "code below the result": (
        """
        >>># region result
        print(1)
        # endregion
        x = 1
        """,
        ("code stands below the region result",),
    ),
    "two results": (
        """
        # region result
        print(1)
        # endregion
        >>># region result
        print(2)
        # endregion
        """,
        ("second region result", "line 2"),
    ),
    "a hint outside an exercise": (
        """
        def helper():
        >>>    # hint: Look here.
            return 1
        """,
        ("this hint stands outside an exercise",),
    ),
    "a note at the top level": (
        """
        >>># Note: this file is long.
        x = 1
        """,
        ("this note stands outside an exercise", "reword"),
    ),
    "a hint inside a region": (
        """
        def f():
            # region solution
        >>>    # hint: Late.
            return 1
            # endregion
        """,
        ("this hint of `f` stands inside or below a region",),
    ),
    "a note below a region": (
        """
        def f():
            # region solution
            x = 1
            # endregion
        >>>    # note: Late.
            return x
        """,
        ("this note of `f` stands inside or below a region",),
    ),
    "two notes": (
        """
        def f():
            # note: One.
        >>>    # note: Two.
            # region solution
            return 1
            # endregion
        """,
        ("`f` has a second note",),
    ),
    "an empty hint": (
        """
        def f():
        >>>    # hint:
            # region solution
            return 1
            # endregion
        """,
        ("this hint says nothing",),
    ),
    "two exercises of one name": (
        """
        def f():
            # region solution
            return 1
            # endregion
        >>>def f():
            # region solution
            return 2
            # endregion
        """,
        ("`f` is already an exercise in line 2",),
    ),
    "a line that is not Python": (
        """
        x = 1
        >>>y = = 2
        """,
        ("Python cannot read this line",),
    ),
}


@pytest.mark.parametrize(("text", "words"), FAULTS.values(), ids=FAULTS.keys())
def test_a_fault_names_its_line_and_what_to_do(
    solve: Callable[[str], Path], text: str, words: tuple[str, ...]
) -> None:
    lines = ('"""T."""' + text.replace("\n        ", "\n")).rstrip().split("\n")
    line = next(number for number, each in enumerate(lines, start=1) if each.startswith(">>>"))
    path = solve("\n".join(lines).replace(">>>", ""))
    with pytest.raises(AuthoringError) as caught:
        read(path.parent)
    assert (caught.value.path, caught.value.line) == (str(path), line), str(caught.value)
    for word in words:
        assert word in caught.value.reason
    with pytest.raises(AuthoringError, match=rf"solution\.py:{line}: "):
        derive_starter(path.read_text(encoding="utf-8"))


def test_bytes_that_are_not_utf8_are_found_by_line(solve: Callable[[str], Path]) -> None:
    path = solve("")
    path.write_bytes(b'"""T."""\nx = "\xff"\n')
    with pytest.raises(AuthoringError, match=r"solution\.py:2: this line is not UTF-8"):
        read(path.parent)


def test_a_note_behind_code_is_only_a_comment(solve: Callable[[str], Path]) -> None:
    path = solve('''
        """T."""
        def f(x):
            """S."""
            y = x  # note: shape (n,)
            # region solution
            return y  # hint: none
            # endregion
        ''')
    assert "y = x  # note: shape (n,)\n" in read(path.parent).exercises[0].code
