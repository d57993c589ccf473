from __future__ import annotations

import sys
import textwrap
import types

import pytest

from kindling.notebook.imported import differs, held

FILE = textwrap.dedent('''
    import functools
    import torch

    def noted(function):
        @functools.wraps(function)
        def wrapper(*arguments):
            return function(*arguments)
        return wrapper

    def double(x):
        """Twice."""
        return 2 * x

    @noted
    def quadruple(x):
        return double(double(x))

    class Counter:
        """Counts."""
        start = 3

        def __init__(self):
            self.count = self.start

        @property
        def next(self):
            return self.count + 1

        @torch.no_grad()
        def add(self, many):
            self.count += sum(each for each in many)
''')


def module_of(text: str) -> types.ModuleType:
    module = types.ModuleType("starter")
    exec(compile(text, "starter.py", "exec"), vars(module))
    return module


@pytest.mark.parametrize("name", ["double", "quadruple", "Counter"])
def test_what_was_imported_from_this_file_is_up_to_date(name: str) -> None:
    module = module_of(FILE)
    assert not differs(getattr(module, name), name, FILE)
    assert not differs(getattr(module, name), name, "\n\n# further down\n" + FILE)


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("double", "2 * x", "x + x"),
        ("double", "2 * x", "3 * x"),
        ("quadruple", "double(double(x))", "4 * x"),
        ("Counter", "self.count + 1", "self.count + 2"),
        ("Counter", "self.count = self.start", "self.count = 0"),
        ("Counter", "each for each in many", "2 * each for each in many"),
    ],
)
def test_a_definition_that_was_changed_since_is_noticed(name: str, old: str, new: str) -> None:
    thing = getattr(module_of(FILE), name)
    assert FILE.count(old) == 1
    assert differs(thing, name, FILE.replace(old, new))


def test_another_exercise_that_was_changed_does_not_matter() -> None:
    assert not differs(module_of(FILE).double, "double", FILE.replace("self.count + 1", "self.count + 2"))


@pytest.mark.parametrize("text", ["def double(x:", "", "double = torch.add"])
def test_where_it_cannot_be_told_nothing_is_said(text: str) -> None:
    assert not differs(module_of(FILE).double, "double", text)
    assert not differs(3, "double", FILE)
    assert not differs(torch_function(), "double", FILE)


def torch_function() -> object:
    import torch

    return torch.add


def test_the_notebooks_own_name_counts_before_the_modules(monkeypatch: pytest.MonkeyPatch) -> None:
    module = module_of(FILE)
    monkeypatch.setitem(sys.modules, "starter", module)
    own = module_of(FILE).double
    own.__module__ = "starter"
    assert held("double", {"double": own}, "starter") is own
    assert held("double", {}, "starter") is module.double
    assert held("double", {"double": torch_function()}, "starter") is module.double
    assert held("absent", {}, "starter") is None
