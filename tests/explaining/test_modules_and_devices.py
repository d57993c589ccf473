"""Mistakes with modules, optimizers, saved state, data loaders and devices, really made."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from torch import Tensor, nn, zeros
from torch.utils.data import DataLoader, TensorDataset, random_split

from kindling.explaining import explain
from kindling.explaining.devices import DEVICES
from kindling.explaining.modules import MODULES


class LayerBeforeInit(nn.Module):
    def __init__(self) -> None:
        self.layer = nn.Linear(2, 2)


class ParameterBeforeInit(nn.Module):
    def __init__(self) -> None:
        self.weight = nn.Parameter(zeros(2))


class NoInit(nn.Module):
    def __init__(self) -> None:
        self.number = 3

    def forward(self, x: Tensor) -> Tensor:
        return x


class MisspeltForward(nn.Module):
    def foward(self, x: Tensor) -> Tensor:
        return x


def bare_weight() -> Tensor:
    return torch.ones(3, requires_grad=True)


def replace_a_parameter() -> None:
    nn.Linear(2, 2).weight = zeros(2, 2)


def load_a_whole_model() -> None:
    file = io.BytesIO()
    torch.save(nn.Linear(2, 2), file)
    file.seek(0)
    torch.load(file)


def step_the_schedule_first() -> None:
    optimizer = torch.optim.SGD([bare_weight()], 0.1)
    torch.optim.lr_scheduler.StepLR(optimizer, 1).step()


def load_to(device: str) -> None:
    file = io.BytesIO()
    torch.save(zeros(2), file)
    file.seek(0)
    torch.load(file, map_location=device)


def schedule(**steps: float) -> torch.optim.lr_scheduler.OneCycleLR:
    return torch.optim.lr_scheduler.OneCycleLR(torch.optim.SGD([bare_weight()], 0.1), 0.1, **steps)


def step_twice(plan: torch.optim.lr_scheduler.OneCycleLR) -> None:
    plan.optimizer.step()
    plan.step()
    plan.step()


def load(state: object) -> None:
    nn.Linear(2, 2).load_state_dict(state)


MISTAKES = [
    ("must begin with `super().__init__()`", LayerBeforeInit),
    ("must begin with `super().__init__()`", ParameterBeforeInit),
    ("must begin with `super().__init__()`", lambda: NoInit()(zeros(2))),
    ("`MisspeltForward` has no method `forward`", lambda: MisspeltForward()(zeros(2))),
    ("wrap the new tensor in `nn.Parameter(...)`", replace_a_parameter),
    ("`nn.Sequential(*layers)`", lambda: nn.Sequential([nn.Linear(2, 2)])),
    ("`nn.ReLU()`", lambda: nn.Sequential(nn.Linear(2, 2), torch.relu)),
    ("a model that DDP had wrapped", lambda: load({"module.weight": zeros(2, 2), "module.bias": zeros(2)})),
    (
        "`weight` has shape [3, 2] in what is loaded and [2, 2]",
        lambda: load({"weight": zeros(3, 2), "bias": zeros(2)}),
    ),
    ("is it the same architecture", lambda: load({"w": zeros(2)})),
    ("wants what `model.state_dict()` gave", lambda: load(nn.Linear(2, 2))),
    ("Save `model.state_dict()` instead of the model", load_a_whole_model),
    ("`nn.ModuleList` shows them", lambda: torch.optim.SGD([], 0.1)),
    ("the tensors from which it starts", lambda: torch.optim.SGD([bare_weight() * 2], 0.1)),
    ("put a single one in brackets, `[w]`", lambda: torch.optim.SGD(bare_weight(), 0.1)),
    ("The optimizer steps first", step_the_schedule_first),
    ("A sample holds a NoneType", lambda: list(DataLoader([None, None], batch_size=2))),
    (
        "Only tensors of one shape can be stacked",
        lambda: list(DataLoader([zeros(2), zeros(3)], batch_size=2)),
    ),
    ("each sample is one row", lambda: TensorDataset(zeros(2), zeros(3))),
    ("must add up to the length of the data set", lambda: random_split([1, 2, 3], [1, 1])),
    ("on different devices", lambda: zeros(2) + zeros(2, device="meta")),
    ("on different devices", lambda: nn.Linear(2, 2)(zeros(1, 2, device="meta"))),
    ("The dtype is `torch.float32`, without quotation marks", lambda: zeros(2).to("float32")),
    ("No device is called `gpu`", lambda: zeros(2, device="gpu")),
    ("no room for a tensor of that size", lambda: torch.empty(2**50)),
    ("There is no layer -2 here", lambda: nn.Sequential(nn.Linear(2, 2))[-2]),
    ("what to save first, and the file second", lambda: torch.save("weights.pt", {"weight": zeros(2)})),
    ("such as 'cpu', and processor is none", lambda: load_to("processor")),
    ("is a whole number above 0, and 4.5 came", lambda: schedule(total_steps=4.5)),
    ("how many steps will come in all", schedule),
    ("made for 1 steps, and one more came", lambda: step_twice(schedule(total_steps=1))),
]

# What only a GPU says; the tests below that need one meet the first three.
ON_A_GPU = ("to numpy", "device-side", "deserialize", "generator but found", "finished reduction", "NVIDIA")


@pytest.mark.parametrize(("sentence", "mistake"), MISTAKES, ids=[words for words, _ in MISTAKES])
def test_is_told_in_plain_words(
    sentence: str, mistake: Callable[[], object], said: Callable[..., list[str]]
) -> None:
    assert [explain(each) for each in said(mistake) if sentence in (explain(each) or "")], said(mistake)


def test_every_meaning_is_met_here(said: Callable[..., list[str]]) -> None:
    messages = [each for _, mistake in MISTAKES for each in said(mistake)]
    unmet = [each.pattern for each in (*MODULES, *DEVICES) if not any(map(each.of, messages))]
    assert [each for each in unmet if not any(word in each for word in ON_A_GPU)] == []


def test_an_unused_parameter_under_ddp(tmp_path: Path, said: Callable[..., list[str]]) -> None:
    class HalfUsed(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.used, self.unused = nn.Linear(2, 2), nn.Linear(2, 2)

        def forward(self, x: Tensor) -> Tensor:
            return self.used(x)

    def step_twice() -> None:
        model = nn.parallel.DistributedDataParallel(HalfUsed())
        for _ in range(2):
            model(torch.ones(1, 2)).sum().backward()

    torch.distributed.init_process_group("gloo", f"file://{tmp_path}/store", rank=0, world_size=1)
    try:
        [message] = said(step_twice)
    finally:
        torch.distributed.destroy_process_group()
    assert "A parameter took no part in the loss" in (explain(message) or "")


@pytest.mark.skipif(torch.cuda.is_available(), reason="there is a GPU here")
def test_a_gpu_that_is_not_there(said: Callable[..., list[str]]) -> None:
    [message] = said(lambda: zeros(2).cuda())
    assert "There is no GPU here" in (explain(message) or "")


@pytest.mark.skipif(not torch.cuda.is_available(), reason="no GPU")
@pytest.mark.parametrize(
    ("sentence", "mistake"),
    [
        ("on different devices", lambda: zeros(2) + zeros(3, device="cuda")),
        ("on different devices", lambda: nn.Linear(2, 2)(zeros(1, 2, device="cuda"))),
        ("on different devices", lambda: nn.Conv2d(1, 1, 1)(zeros(1, 1, 2, 2, device="cuda"))),
        ("`.cpu()` before `.numpy()`", lambda: zeros(2, device="cuda").numpy()),
        ("belongs to cpu", lambda: torch.rand(2, device="cuda", generator=torch.Generator())),
    ],
)
def test_on_a_gpu(sentence: str, mistake: Callable[[], object], said: Callable[..., list[str]]) -> None:
    assert sentence in (explain(said(mistake)[0]) or "")
