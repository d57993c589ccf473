"""One broken function does not hide the others."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kindling.observing.loading import Loaded, errors_around, get, load, reachable

Load = Callable[[str], Loaded]


@pytest.fixture
def loads(tmp_path: Path) -> Load:
    """Loads a file that is given as text."""

    def load_text(text: str) -> Loaded:
        (tmp_path / "starter.py").write_bytes(text.encode())
        return load(tmp_path / "starter.py", "starter_of_a_test")

    return load_text


FUNCTIONS = [
    'def first(x):\n    """Twice.\n\nThe number that comes back\nis larger.\n    """\n    return 2 * x\n',
    "@staticmethod\ndef second(x):\n    # a comment\n\n    return (\n        x\n        + 2\n    )\n",
    "class Third:\n    def method(self):\n        return 3\n\n    text = '''\nalso text\n'''\n",
    "def fourth(x, *, y=(1,\n    2)):\n    if x:\n        return y\n    else:\n        return x\n",
    "async def fifth():\n    return 5\n",
]
NAMES = ["first", "second", "Third", "fourth", "fifth"]
HEAD = (
    '"""A title.\n\nclass labels: they are explained here (\ndef not_a_function(): (\n'
    'and import is a word.\n"""\nimport math\n\n'
)
TAIL = 'CONSTANT = 3\n\nif __name__ == "__main__":\n    raise SystemExit(1)\n'

BREAKS = [
    lambda text: text.replace(":\n", "\n", 1),
    lambda text: text.replace("return", "return (", 1),
    lambda text: text.rstrip() + "\n    x = 'open\n",
    lambda text: text.rstrip() + '\n    """open\n',
    lambda text: text.rstrip() + "\n  dedented = 1\n",
    lambda text: text.rstrip() + "\n    }\n",
    lambda text: text.rstrip() + "\n    break\n",
    lambda text: text.rstrip() + "\n    if True:\n",
    lambda text: text.rstrip() + "\n    1 = 2\n",
]


def broken(index: int, damage: int) -> str:
    return BREAKS[damage](FUNCTIONS[index])


@given(st.integers(0, len(FUNCTIONS) - 1), st.integers(0, len(BREAKS) - 1), st.permutations(range(5)))
def test_breaking_one_definition_leaves_the_others_usable(
    tmp_path_factory: pytest.TempPathFactory, index: int, damage: int, order: list[int]
) -> None:
    parts = [broken(each, damage) if each == index else FUNCTIONS[each] for each in order]
    text = HEAD + "\n\n".join(parts) + "\n\n" + TAIL
    path = tmp_path_factory.mktemp("answer") / "starter.py"
    path.write_text(text)
    loaded = load(path, "starter_of_a_test")
    assert set(loaded.broken) == {NAMES[index]}, loaded
    assert loaded.errors == []
    assert [each for each in NAMES if get(loaded, each) is None] == [NAMES[index]]
    assert loaded.module.CONSTANT == 3
    lines = text.splitlines()
    for name in NAMES:
        assert name in lines[loaded.lines[name] - 1]
    assert loaded.broken[NAMES[index]].leaves_out == NAMES[index]
    assert get(loaded, "fourth") is None or get(loaded, "fourth")(1) == (1, 2)


def test_a_whole_file_loads_as_python_loads_it(loads: Load) -> None:
    loaded = loads(HEAD + "\n\n".join(FUNCTIONS) + "\n" + TAIL)
    assert (loaded.errors, loaded.broken) == ([], {})
    assert get(loaded, "first")(4) == 8
    assert loaded.module.__doc__ == ast.literal_eval(HEAD[: HEAD.index("import math")].strip())
    assert inspect.getsource(get(loaded, "first")) == FUNCTIONS[0]


@pytest.mark.parametrize(
    "line",
    [
        "return 3",
        "break",
        "continue",
        "def double(x, x): pass",
        "yield 1",
        "nonlocal x",
        "x = 1 +",
        "await x",
    ],
)
def test_a_line_that_only_the_compiler_refuses(line: str, loads: Load) -> None:
    """The parser lets `return` outside a function through; the compiler does not."""
    loaded = loads(f"def good():\n    return 1\n\n{line}\n\ndef also_good():\n    return 2\n")
    assert get(loaded, "good")() + get(loaded, "also_good")() == 3
    [error] = [*loaded.errors, *loaded.broken.values()]
    assert (error.type, error.line) == ("SyntaxError", 4)


def test_an_exception_keeps_its_line_and_what_it_leaves_out(loads: Load) -> None:
    loaded = loads("import math\n\nclass Net(nn.Module):\n    pass\n\nx = math.nosuch\ny = 1\n")
    net, x = loaded.errors
    assert (net.type, net.line, net.missing_name, net.leaves_out) == ("NameError", 3, "nn", "Net")
    assert (x.type, x.line, x.leaves_out) == ("AttributeError", 6, "x")
    assert loaded.module.y == 1


def test_a_later_definition_counts_as_in_python(loads: Load) -> None:
    good, bad = "def f():\n    return 1\n", "def f():\n    return (\n"
    assert get(loads(bad + "\n" + good), "f")() == 1
    assert get(loads(good + "\n" + bad), "f") is None
    assert loads(good + "\n" + good).lines["f"] == 4


def test_sys_exit_does_not_end_the_check(loads: Load) -> None:
    loaded = loads("import sys\nsys.exit(3)\ndef f():\n    return 1\n")
    assert get(loaded, "f")() == 1
    assert loaded.errors[0].type == "SystemExit"


@pytest.mark.parametrize(
    "text",
    ["\ufeffx = 1\n", "x = 1\r\ny = 2\r\n", "x = 1\ry = 2\r", "x = 1", "# only a comment\nx = 1\n"],
    ids=["byte order mark", "Windows", "old Mac", "no last line end", "comment"],
)
def test_line_ends_and_marks_do_not_matter(text: str, loads: Load) -> None:
    loaded = loads(text)
    assert (loaded.module.x, loaded.errors) == (1, [])


def test_a_file_that_is_not_text(tmp_path: Path) -> None:
    (tmp_path / "starter.py").write_bytes(b"\xff\xfe\x00")
    [error] = load(tmp_path / "starter.py", "starter_of_a_test").errors
    assert "starter.py is not text in UTF-8" in error.message
    [error] = load(tmp_path / "missing.py", "starter_of_a_test").errors
    assert "missing.py can't be read" in error.message


@pytest.mark.parametrize("text", ["x = 1\0\n", "(" * 500 + ")" * 500, "x = " + "-" * 100_000 + "1\n", ""])
def test_odd_files_are_told_and_do_no_harm(text: str, loads: Load) -> None:
    loaded = loads(text)
    assert bool(loaded.errors) is bool(text)


def test_annotations_mean_what_they_mean_in_python(loads: Load) -> None:
    """Kindling's own `from __future__ import annotations` must not reach the learner's file."""
    annotated = "def f(x: Missing) -> None:\n    pass\n"
    assert loads(annotated).errors[0].missing_name == "Missing"
    assert loads("from __future__ import annotations\n" + annotated).errors == []
    assert get(loads("def f(x: int): pass\n"), "f").__annotations__ == {"x": int}


HELPED = textwrap.dedent(
    """
    from math import tau as turn

    def helper(x):
        return x * turn

    half = lambda x: helper(x) / 2

    def answer(x):
        return half(x)

    def other(x):
        return x
    """
)


def test_what_a_definition_uses_is_followed_through_helpers(loads: Load) -> None:
    assert {"half", "helper", "turn"} <= reachable("answer", loads(HELPED))
    assert "helper" not in reachable("other", loads(HELPED))


def test_errors_are_told_to_those_whom_they_concern(loads: Load) -> None:
    loaded = loads(HELPED.replace("return x * turn", "return x * (") + "\nzero = 1 / 0\n")

    def around(name: str) -> list[str]:
        return [each.leaves_out for each in errors_around(name, loaded, ["answer", "other", "helper"])]

    assert around("answer") == ["helper", "zero"]
    assert around("other") == ["zero"]
    assert [each.leaves_out for each in errors_around("other", loaded)] == ["helper", "zero"]
