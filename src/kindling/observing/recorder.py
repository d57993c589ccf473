"""Writes down the calls that a probe makes on a function, without the function noticing."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from kindling.observations import Call, Changed
from kindling.observations.describe import describe
from kindling.observing.snapshot import changes, keep

CALLS = 12


@dataclass
class Recorder:
    """The calls of one probe, in order; only the first twelve are described."""

    calls: list[Call] = field(default_factory=list)
    changed: dict[str, Changed] = field(default_factory=dict)
    count: int = 0
    returned: Any = None

    def gave(self, value: Any) -> bool:
        """Whether a value is the very thing that the only call returned."""
        return self.count == 1 and value is self.returned

    def watch(self, answer: Any) -> Any:
        """The answer, recorded. A class is returned as it is: a subclass or `isinstance` must see it."""
        if isinstance(answer, type) or not callable(answer):
            return answer

        @functools.wraps(answer)
        def recorded(*arguments: Any, **named: Any) -> Any:
            return self._call(answer, arguments, named)

        return recorded

    def all_changed(self) -> tuple[Changed, ...]:
        """What the calls changed of their caller's, in the order of the places."""
        return tuple(each for _, each in sorted(self.changed.items()))

    def _call(self, answer: Callable[..., Any], arguments: tuple[Any, ...], named: dict[str, Any]) -> Any:
        self.count += 1
        index = len(self.calls)
        shown = self.count <= CALLS
        if shown:
            self.calls.append(Call(call_text(answer, arguments, named)))
        kept = keep(answer, arguments, named)
        returned = self.returned = answer(*arguments, **named)
        self.changed.update({each.place: each for each in changes(kept)})
        if shown:
            self.calls[index] = Call(self.calls[index].text, describe(returned), returned is None)
        return returned


def call_text(answer: Any, arguments: tuple[Any, ...], named: dict[str, Any]) -> str:
    """The call as code, with shapes in place of long values."""
    positional = [describe(each) for each in arguments]
    keyword = [f"{key}={describe(each)}" for key, each in named.items()]
    return f"{getattr(answer, '__name__', 'answer')}({', '.join([*positional, *keyword])})"
