"""Settings that all code shares are made the same before a probe, and compared after it."""

from __future__ import annotations

import os
import random
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from kindling.observing.ambient import Ambient, Originals, prepare

InAChild = Callable[[Callable[[], Any]], Any]


@pytest.mark.parametrize(
    ("deed", "phrase"),
    [
        (lambda: torch.set_default_dtype(torch.float64), "torch's default dtype is torch.float64"),
        (lambda: torch.set_default_device("meta"), "torch's default device is meta"),
        (lambda: torch.set_default_device("xpu"), "torch's default device is one that is not here"),
        (lambda: torch.set_grad_enabled(False), "gradients are switched off everywhere"),
        (lambda: torch.set_num_threads(2), "torch works on 2 threads"),
        (lambda: torch.use_deterministic_algorithms(True), "torch's deterministic mode has changed"),
        (lambda: os.chdir("/"), "the working directory has changed"),
        (
            lambda: threading.Thread(target=threading.Event().wait, daemon=True).start(),
            "a thread is still running",
        ),
        (lambda: torch.zeros(2), None),
    ],
)
def test_a_changed_setting_is_told_and_put_back(
    deed: Callable[[], Any], phrase: str | None, tmp_path: Path, in_a_child: InAChild
) -> None:
    def attempt() -> list[Any]:
        before = prepare(str(tmp_path))
        deed()
        told = before.side_effects(Ambient.now())
        again = prepare(str(tmp_path)).side_effects(Ambient.now())
        return [told, again]

    assert in_a_child(attempt) == [[phrase] if phrase else [], []]


def test_every_generator_starts_anew(tmp_path: Path, in_a_child: InAChild) -> None:
    def draw() -> list[float]:
        prepare(str(tmp_path))
        return [torch.rand(1).item(), random.random(), np.random.rand()]  # noqa: NPY002 - as answers draw

    def attempt() -> bool:
        first = draw()
        return first == draw()

    assert in_a_child(attempt)


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("torch.allclose = lambda *_: True", ["torch.allclose"]),
        ("torch.Tensor.__eq__ = lambda *_: True", ["torch.Tensor.__eq__"]),
        ("torch.Tensor.tolist = lambda _: [1]", ["torch.Tensor.tolist"]),
        ("torch.nn.functional.relu = abs", ["torch.nn.functional.relu"]),
        ("import builtins; builtins.len = lambda _: 3", ["builtins.len"]),
        ("del torch.allclose", ["torch.allclose"]),
        ("torch.my_own = lambda: 1", []),
        ("import copy; copy.deepcopy(torch.nn.Linear(1, 1))", []),
    ],
)
def test_a_replaced_function_is_noticed_and_put_back(
    code: str, names: list[str], in_a_child: InAChild
) -> None:
    def attempt() -> list[Any]:
        originals = Originals()
        exec(code, {"torch": torch})
        return [originals.replaced(), originals.replaced(), torch.ones(2).tolist(), len([1, 2])]

    assert in_a_child(attempt) == [names, [], [1.0, 1.0], 2]
