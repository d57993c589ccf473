"""Kindling: a month of PyTorch, checked as you write it.

The names that authors and learners use are found here and imported at first use, so that
`import kindling` costs next to nothing and never loads torch.
"""

from __future__ import annotations

TYPE_CHECKING = False  # what type checkers read as true, without the cost of importing typing
if TYPE_CHECKING:
    from kindling.learner.running import check_file
    from kindling.marks import (
        alternative,
        at_least,
        at_most,
        decreasing,
        equal,
        misconception,
        predicate,
        probe,
    )

__all__ = [
    "alternative",
    "at_least",
    "at_most",
    "check_file",
    "decreasing",
    "equal",
    "misconception",
    "predicate",
    "probe",
]

_HOME = dict.fromkeys(__all__, "kindling.marks") | {"check_file": "kindling.learner.running"}


def __getattr__(name: str) -> object:
    """Import one of the names of `__all__` when it is first asked for."""
    home = _HOME.get(name)
    if home is None:
        raise AttributeError(f"module 'kindling' has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(home), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """The public names, also those that were not imported yet."""
    return sorted({*globals(), *__all__})
