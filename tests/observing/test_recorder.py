"""The recorder sees every call, and the answer does not notice."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import Tensor, nn

from kindling.observations import Call
from kindling.observing.recorder import CALLS, Recorder


def watched(answer: Any) -> tuple[Any, Recorder]:
    recorder = Recorder()
    return recorder.watch(answer), recorder


def scale(x: Tensor, factor: float = 2.0, *others: float, bias: float = 0.0, **more: float) -> Any:
    """Scale a tensor."""
    return x, factor, others, bias, more


def test_it_looks_like_the_answer() -> None:
    recorded, _ = watched(scale)
    assert inspect.signature(recorded) == inspect.signature(scale)
    assert (recorded.__name__, recorded.__doc__, recorded.__module__) == (
        "scale",
        "Scale a tensor.",
        __name__,
    )
    assert inspect.unwrap(recorded) is scale


VALUES = st.integers() | st.text(max_size=3) | st.none()


@given(st.lists(VALUES, min_size=1, max_size=5), st.dictionaries(st.sampled_from("abc"), VALUES))
def test_arguments_and_results_go_through_unchanged(arguments: list[Any], named: dict[str, Any]) -> None:
    recorded, _ = watched(scale)
    assert recorded(*arguments, **named) == scale(*arguments, **named)


def test_the_very_objects_go_through() -> None:
    recorded, _ = watched(lambda x: x)
    for value in (torch.ones(2), [1], {"a": 1}, nn.Linear(1, 1)):
        assert recorded(value) is value


def test_an_exception_goes_through_and_leaves_an_unfinished_call() -> None:
    def fails(x: int) -> int:
        raise KeyError(x)

    recorded, recorder = watched(fails)
    with pytest.raises(KeyError):
        recorded(3)
    assert recorder.calls == [Call("fails(3)")]


def test_a_generator_stays_one() -> None:
    def count(n: int) -> Iterator[int]:
        yield from range(n)

    recorded, recorder = watched(count)
    assert list(recorded(3)) == [0, 1, 2]
    assert recorder.calls == [Call("count(3)", "a generator")]


def test_a_class_is_passed_as_it_is() -> None:
    assert watched(nn.Linear)[0] is nn.Linear
    assert watched(3)[0] == 3
    assert watched(None)[0] is None


def test_gradients_flow_through() -> None:
    recorded, _ = watched(lambda x: x**2)
    x = torch.tensor(3.0, requires_grad=True)
    recorded(x).backward()
    assert x.grad == 6.0


def test_calls_are_described_up_to_a_dozen() -> None:
    recorded, recorder = watched(scale)
    recorded(torch.zeros(2, 3), factor=1.5)
    assert recorder.calls[0].text == "scale(tensor (2, 3) float32, factor=1.5)"
    for _ in range(30):
        recorded(1)
    assert (len(recorder.calls), recorder.count) == (CALLS, 31)


def test_nothing_is_told_from_something() -> None:
    recorded, recorder = watched(lambda x: None if x else 0)
    recorded(True)
    recorded(False)
    assert [each.nothing for each in recorder.calls] == [True, False]


def rebind(x: list[int]) -> None:
    x = [*x, 1]


CHANGES: list[tuple[Callable[..., Any], Any, list[tuple[str, str]]]] = [
    (lambda x: x.mul_(2), torch.ones(2), [("1", "x")]),
    (lambda other_name: other_name.mul_(2), torch.ones(2), [("1", "other_name")]),
    (lambda x: x.t_(), torch.ones(2, 3), [("1", "x")]),
    (lambda x: x.requires_grad_(), torch.ones(2), [("1.requires_grad", "x.requires_grad")]),
    (lambda x: x * 2, torch.ones(2), []),
    (lambda x: x.mul_(1), torch.ones(2), []),
    (lambda x: x.mul_(2), torch.tensor([float("nan")]), []),
    (lambda x: x[1][0].add_(1), [torch.ones(1), [torch.ones(1)]], [("1[1][0]", "x[1][0]")]),
    (lambda x: x["a"].add_(1), {"a": torch.ones(1)}, [("1['a']", "x['a']")]),
    (lambda x: x[0].add_(1), (torch.ones(1),), [("1[0]", "x[0]")]),
    (lambda x: x.append(1), [1, 2], [("1", "x")]),
    (lambda x: x.sort(), [2, 1], [("1", "x")]),
    (lambda x: x.sort(), [1, 2], []),
    (lambda x: x.update(b=1), {"a": 1}, [("1", "x")]),
    (lambda x: x.update(a=1), {"a": 1}, []),
    (lambda x: x.fill(3), np.ones(2), [("1", "x")]),
    (lambda *x: x[0].mul_(2), torch.ones(2), [("1", "number 1")]),
    (torch.Tensor.zero_, torch.ones(2), [("1", "number 1")]),
    (rebind, [1], []),
    (lambda x: x.mul_(2), torch.empty(2, device="meta"), []),
    (lambda x: x * 2, torch.eye(2).to_sparse(), []),
]


@pytest.mark.parametrize(("answer", "argument", "changed"), CHANGES)
def test_what_a_call_changes_is_seen(answer: Any, argument: Any, changed: list[tuple[str, str]]) -> None:
    recorded, recorder = watched(answer)
    recorded(argument)
    assert [(each.place, each.name) for each in recorder.all_changed()] == changed


def test_keyword_arguments_are_known_by_their_keyword() -> None:
    recorded, recorder = watched(lambda *, mask: mask.logical_not_())
    recorded(mask=torch.tensor([True]))
    assert [each.place for each in recorder.all_changed()] == ["mask"]


def test_training_a_model_changes_no_argument() -> None:
    def train(model: nn.Module) -> None:
        nn.init.zeros_(model.weight)

    recorded, recorder = watched(train)
    recorded(nn.Linear(2, 2))
    assert recorder.all_changed() == ()


def test_a_subclass_of_tensor_takes_no_part_in_the_looking() -> None:
    asked = []

    class Curious(Tensor):
        @classmethod
        def __torch_function__(cls, function: Any, types: Any, arguments: Any = (), named: Any = None) -> Any:
            asked.append(function)
            return super().__torch_function__(function, types, arguments, named or {})

    recorded, _ = watched(lambda x: x)
    recorded(torch.ones(2).as_subclass(Curious))
    assert asked == []
