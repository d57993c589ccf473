"""Reading a workshop: what `solution.py` says, without running it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kindling.course import read
from kindling.marks import AuthoringError


def test_a_workshop_has_a_name_a_title_and_exercises(folder: Path) -> None:
    workshop = read(folder)
    assert (workshop.name, workshop.title) == ("w1d2_tensors", "Tensors: scale and centre")
    assert [each.name for each in workshop.exercises] == ["scale", "Centre"]
    assert workshop.solution == folder / "solution.py"


def test_an_exercise_carries_its_statement_hints_and_note(folder: Path) -> None:
    scale = read(folder).exercise("scale")
    assert scale.statement.startswith("Half of every number.\n\nArgs:\n    x: (n,)")
    assert scale.hints == (
        "Which operator multiplies every number at once?",
        "`x * STEP` makes a new tensor.",
    )
    assert scale.note == "A new tensor leaves the caller's alone."
    assert read(folder).exercise("Centre").note == ""


def test_the_line_is_that_of_the_definition(folder: Path) -> None:
    assert [each.line for each in read(folder).exercises] == [8, 25]


def test_the_code_is_the_definition_without_marks(folder: Path) -> None:
    assert read(folder).exercise("Centre").code == (
        "class Centre:\n"
        '    """Takes the mean of what it has seen from what it gets."""\n'
        "\n"
        "    def fit(self, x: Tensor) -> None:\n"
        "        self.mean = scale(x).mean() / STEP\n"
        "\n"
        "    def __call__(self, x: Tensor) -> Tensor:\n"
        "        return x - self.mean\n"
    )


def test_decorators_belong_to_the_code(solve: Callable[[str], Path]) -> None:
    path = solve('''
        """T."""
        @torch.no_grad()
        def f():
            """S."""
            # region solution
            return 1
            # endregion
        ''')
    exercise = read(path.parent).exercises[0]
    assert exercise.code.startswith("@torch.no_grad()\ndef f():")
    assert exercise.line == 3


def test_a_hint_inside_a_string_is_no_hint(solve: Callable[[str], Path]) -> None:
    path = solve('''
        """T."""
        def f():
            """S.

            # hint: only text
            # region solution
            """
            # hint: real
            text = """
            # note: only text
            # endregion
            """
            # region solution
            return text
            # endregion
        ''')
    exercise = read(path.parent).exercises[0]
    assert (exercise.hints, exercise.note) == (("real",), "")
    assert "# note: only text" in exercise.code


def test_calls_names_earlier_exercises(folder: Path) -> None:
    assert [each.calls for each in read(folder).exercises] == [(), ("scale",)]


CALLS = {
    "through a helper": ("helper(1)", ("one",)),
    "both, in the order of the file": ("two(one(1))", ("one", "two")),
    "passed on": ("list(map(one, []))", ("one",)),
    "a parameter of that name": ("[one for one in range(3)]", ()),
    "in a string": ("'one(1)'", ()),
    "as an attribute": ("x.one(1)", ()),
    "itself": ("three(0)", ()),
}


@pytest.mark.parametrize(("use", "calls"), CALLS.values(), ids=CALLS.keys())
def test_calls_sees_what_the_code_uses(
    solve: Callable[[str], Path], use: str, calls: tuple[str, ...]
) -> None:
    one, two, three = (
        f'def {name}(x) -> "one":\n    """S."""\n    # region solution\n    return {code}\n    # endregion\n'
        for name, code in [("one", "x"), ("two", "x"), ("three", use)]
    )
    helper = "def helper(x):\n    return one(x)\n"
    path = solve('"""T."""\n' + one + helper + two + three)
    assert read(path.parent).exercise("three").calls == calls


def test_an_annotation_is_no_call(solve: Callable[[str], Path]) -> None:
    path = solve('''
        """T."""
        class Net:
            """S."""
            def forward(self, x):
                # region solution
                return x
                # endregion
        def train(net: Net) -> Net:
            """S."""
            other: Net = net
            # region solution
            return other
            # endregion
        ''')
    assert read(path.parent).exercise("train").calls == ()


def test_line_ends_make_no_difference(folder: Path) -> None:
    before = read(folder)
    path = folder / "solution.py"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert read(folder) == before


def test_a_folder_without_solution_is_an_authoring_error(tmp_path: Path) -> None:
    with pytest.raises(AuthoringError, match=r"solution\.py:1: `solution\.py` is missing"):
        read(tmp_path)


def test_the_first_fault_is_raised(solve: Callable[[str], Path]) -> None:
    path = solve('"""T."""\nx = 1\n# endregion\n# endregion\n')
    with pytest.raises(AuthoringError) as caught:
        read(path.parent)
    assert (caught.value.path, caught.value.line) == (str(path), 3)


def test_reading_loads_no_torch_and_runs_nothing(solve: Callable[[str], Path]) -> None:
    path = solve('"""T."""\nimport torch\nraise SystemExit("ran")\n')
    code = (
        "import sys; from pathlib import Path; from kindling.course import read\n"
        "from kindling.course.authoring import rules\n"
        "folder = Path(sys.argv[1]); read(folder); rules(folder)\n"
        "print(sorted({'torch', 'numpy', 'nbformat'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, path.parent], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
