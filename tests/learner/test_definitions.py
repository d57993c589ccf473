from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kindling.learner.definitions import definition, lines_of, replaced

FILE = '''import torch

SIZE = 3


@torch.no_grad()
def first(x):
    """Two
lines."""
    return x


# between
class Second:
    def first(self):
        return 1


async def third(): pass


if __name__ == "__main__":
    print(first(1))
'''


def test_a_definition_includes_its_decorators_and_nothing_after_it():
    assert (
        definition(FILE, "first") == '@torch.no_grad()\ndef first(x):\n    """Two\nlines."""\n    return x\n'
    )
    assert definition(FILE, "Second") == "class Second:\n    def first(self):\n        return 1\n"
    assert definition(FILE, "third") == "async def third(): pass\n"
    assert definition(FILE, "fourth") is None


def test_of_two_definitions_the_one_that_counts_is_found():
    assert definition("def f(): return 1\n\ndef f(): return 2\n", "f") == "def f(): return 2\n"


def test_replacing_keeps_everything_else():
    fresh = "def first(x):\n    raise NotImplementedError\n"
    new = replaced(FILE, "first", fresh)
    assert definition(new, "first") == fresh
    assert new == FILE.replace(definition(FILE, "first"), fresh)


@pytest.mark.parametrize(
    "broken", ["    return x +\n", "    if x\n        y\n", '    s = "\n', "  return (\n"]
)
def test_a_definition_that_does_not_parse_can_be_replaced(broken):
    file = f"import torch\n\n\n@wrap\ndef bad(x):\n{broken}\n\n# kept\ndef good():\n    return 1\n"
    new = replaced(file, "bad", "def bad(x):\n    pass\n")
    assert new == "import torch\n\n\ndef bad(x):\n    pass\n\n\n# kept\ndef good():\n    return 1\n"


def test_a_missing_definition_is_put_before_the_main_block():
    new = replaced("import torch\n\nif __name__ == '__main__':\n    pass\n", "f", "def f():\n    pass\n")
    assert new == "import torch\n\ndef f():\n    pass\n\n\nif __name__ == '__main__':\n    pass\n"
    assert replaced("x = 1", "f", "def f():\n    pass\n") == "x = 1\n\n\ndef f():\n    pass\n"


def test_windows_line_ends_stay():
    new = replaced(FILE.replace("\n", "\r\n"), "first", "def first(x):\n    pass\n")
    assert "def first(x):\r\n    pass\r\n" in new
    assert new.count("\n") == new.count("\r\n")


@given(st.text())
def test_lines_are_cut_as_python_counts_them_and_lose_nothing(text):
    lines = lines_of(text)
    assert "".join(lines) == text
    assert all(line.rstrip("\r\n") == line.replace("\r", "").replace("\n", "") for line in lines)


@given(st.text(), st.text())
def test_no_text_outside_the_definition_is_ever_lost(before, after):
    fresh = "def f():\n    pass\n"
    new = replaced(f"{before}\ndef f():\n    return 1\n\n\nclass Next:\n    pass\n{after}", "f", fresh)
    assert new.startswith(before)
    assert new.endswith(f"class Next:\n    pass\n{after}")
