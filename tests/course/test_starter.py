"""The starter: what a learner gets to see of a solution."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest

from kindling.course import derive_starter, write_starter
from kindling.course.starter import ENDING
from kindling.marks import AuthoringError

GOLDEN = '''\
"""Tensors: scale and centre."""

from torch import Tensor

STEP = 0.5


def scale(x: Tensor) -> Tensor:
    """Half of every number.

    Args:
        x: (n,) floating point.

    Returns:
        (n,), same dtype.
    """
    # TODO: scale
    raise NotImplementedError("scale")


class Centre:
    """Takes the mean of what it has seen from what it gets."""

    def fit(self, x: Tensor) -> None:
        # TODO: Centre
        raise NotImplementedError("Centre")

    def __call__(self, x: Tensor) -> Tensor:
        # TODO: Centre
        raise NotImplementedError("Centre")


if __name__ == "__main__":
    from kindling import check_file

    check_file(__file__)
'''


def derive(text: str) -> str:
    return derive_starter(dedent(text).lstrip("\n")).removesuffix(ENDING)


def test_the_starter_of_a_whole_workshop(folder: Path) -> None:
    assert (folder / "starter.py").read_text(encoding="utf-8") == GOLDEN


def test_line_ends_make_no_difference(folder: Path) -> None:
    text = (folder / "solution.py").read_text(encoding="utf-8")
    assert derive_starter(text.replace("\n", "\r\n")) == derive_starter(text.replace("\n", "\r")) == GOLDEN


def test_a_region_in_a_loop_leaves_the_rest_of_the_function() -> None:
    assert derive('''
        """T."""
        def train(steps):
            """S."""
            # hint: h
            losses = []
            for step in range(steps):
                loss = step
                # region solution
                loss = loss / 2
                # endregion
            # region solution
            losses.append(loss)
            # endregion
            return losses
        ''') == dedent('''\
        """T."""
        def train(steps):
            """S."""
            losses = []
            for step in range(steps):
                loss = step
                # TODO: train
                raise NotImplementedError("train")
            # TODO: train
            raise NotImplementedError("train")
            return losses
        ''')


def test_a_region_that_is_the_whole_body_of_a_block_leaves_a_body() -> None:
    assert derive('''
        """T."""
        def f(x):
            """S."""
            if x:
                # region solution
                return 1
                # endregion
            else:
                with x:
                    # region solution
                    return 2
                    # endregion
        ''') == dedent('''\
        """T."""
        def f(x):
            """S."""
            if x:
                # TODO: f
                raise NotImplementedError("f")
            else:
                with x:
                    # TODO: f
                    raise NotImplementedError("f")
        ''')


def test_hints_leave_one_blank_line_at_most() -> None:
    assert derive('''
        """T."""
        def f(x):
            """S."""

            # hint: one
            # hint: two

            # note: three

            y = x

            # region solution
            return y
            # endregion
        ''') == dedent('''\
        """T."""
        def f(x):
            """S."""

            y = x

            # TODO: f
            raise NotImplementedError("f")
        ''')


def test_marks_inside_strings_stay() -> None:
    starter = derive('''
        """T."""
        TEXT = """
        # hint: text
        # region solution
        """
        def f():
            """S.

            # note: text
            """
            # region solution
            return "# endregion"
            # endregion
        ''')
    assert '"""\n# hint: text\n# region solution\n"""' in starter
    assert "    # note: text\n" in starter
    assert "endregion" not in starter


def test_tabs_indent_as_they_did() -> None:
    solution = '"""T."""\ndef f():\n\t"""S."""\n\t# region solution\n\treturn 1\n\t# endregion\n'
    assert '\t# TODO: f\n\traise NotImplementedError("f")\n' in derive_starter(solution)


def test_a_file_that_ends_without_a_line_end() -> None:
    solution = 'def f():\n    """S."""\n    # region solution\n    return 1\n    # endregion'
    assert derive_starter(solution).endswith('raise NotImplementedError("f")\n' + ENDING)


def test_what_only_the_starter_breaks_is_told_of_the_solution() -> None:
    solution = '''
        def f():
            """S."""
            # region solution
            count = 0
            # endregion
            def add():
                nonlocal count
            return add
        '''
    with pytest.raises(AuthoringError, match=r"solution\.py:1: the starter .* would not run: .*'count'"):
        derive(solution)


def test_ruff_finds_the_starter_tidy(folder: Path) -> None:
    path = folder / "starter.py"
    ruff = [sys.executable, "-m", "ruff"]
    for command in (["check", "--isolated", "--no-cache"], ["format", "--isolated", "--no-cache", "--check"]):
        done = subprocess.run([*ruff, *command, path], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout


def test_an_untouched_starter_can_be_imported(folder: Path) -> None:
    code = (folder / "starter.py").read_text(encoding="utf-8")
    names: dict[str, object] = {"__name__": "starter"}
    exec(compile(code.replace("from torch import Tensor", "Tensor = object"), "starter.py", "exec"), names)
    with pytest.raises(NotImplementedError, match="scale"):
        names["scale"](1)  # type: ignore[operator]


def test_writing_replaces_only_what_differs(folder: Path) -> None:
    path = folder / "starter.py"
    assert not write_starter(folder)
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert write_starter(folder)
    assert path.read_bytes() == GOLDEN.encode()


def test_writing_leaves_no_other_file_behind(folder: Path) -> None:
    before = sorted(each.name for each in folder.iterdir())
    (folder / "starter.py").unlink()
    assert write_starter(folder)
    assert sorted(each.name for each in folder.iterdir()) == before


def test_a_starter_that_cannot_be_replaced_leaves_no_other_file_behind(folder: Path) -> None:
    (folder / "starter.py").unlink()
    (folder / "starter.py").mkdir()
    before = sorted(each.name for each in folder.iterdir())
    with pytest.raises(OSError, match="directory"):
        write_starter(folder)
    assert sorted(each.name for each in folder.iterdir()) == before


def test_a_broken_solution_leaves_the_old_starter(
    folder: Path, change: Callable[[str, str, str], None]
) -> None:
    change("solution.py", "    return x * STEP\n    # endregion\n", "    return x * STEP\n")
    with pytest.raises(AuthoringError):
        write_starter(folder)
    assert (folder / "starter.py").read_text(encoding="utf-8") == GOLDEN
