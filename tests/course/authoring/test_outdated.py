"""Outdated calls are found without running them, and told with their successor."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kindling.course import currency
from kindling.course.authoring import outdated, rules
from kindling.course.source import read_source

IMPORTS = """
import torch, torchvision
import torch.nn as nn
import torch.nn.functional as F
from torch import optim
from torch.nn import init
from torchvision import transforms
from torchvision.transforms import v2
from kindling import data
"""

OLD = [
    ("torch.cuda.amp.autocast()", 'torch.amp.autocast("cuda")'),
    ("from torch.cuda.amp import GradScaler", "torch.amp.GradScaler"),
    ("from torch.autograd import Variable", "requires_grad"),
    ("torch.range(0, 3)", "torch.arange"),
    ("torch.symeig(a)", "torch.linalg.eigh"),
    ("a.symeig()", "torch.linalg.eigh"),
    ("torch.qr(a)", "torch.linalg.qr"),
    ("torch.svd(a)", "torch.linalg.svd"),
    ("init.xavier_uniform(w)", "torch.nn.init.xavier_uniform_"),
    ("nn.init.normal(w)", "torch.nn.init.normal_"),
    ("apply(torch.nn.init.orthogonal)", "torch.nn.init.orthogonal_"),
    ("nn.utils.clip_grad_norm(p, 1.0)", "clip_grad_norm_"),
    ("torch.jit.script(f)", "torch.compile"),
    ("@torch.jit.script\ndef f(): ...", "torch.compile"),
    ("m.register_backward_hook(f)", "register_full_backward_hook"),
    ("nn.DataParallel(m)", "DistributedDataParallel"),
    ("F.softmax(x)", "softmax(x, dim=...)"),
    ("F.log_softmax(x, dtype=torch.float64)", "dim=..."),
    ("nn.Softmax()", "dim=..."),
    ("torch.meshgrid(x, y)", "indexing"),
    ("torch.meshgrid(*xs)", "indexing"),
    ("torch.cross(a, b)", "torch.linalg.cross"),
    ("model.forward(x)", "call of the module itself"),
    ("self.net.forward(x)", "call of the module itself"),
    ("super(Net, self).__init__()", "`super()`"),
    ("models.resnet18(pretrained=True)", "weights="),
    ("nn.MSELoss(size_average=False)", "reduction="),
    ("torch.Tensor(2, 3)", "torch.tensor"),
    ("torch.FloatTensor([1])", "dtype=torch.float32"),
    ("p.data.add_(-lr, g)", "torch.no_grad()"),
    ("p.data -= lr * g", "torch.no_grad()"),
    ("w.data[0] = 1", "torch.no_grad()"),
    ("p.data = p.data - lr * g", "torch.no_grad()"),
    ("layer.weight.data = values", "torch.no_grad()"),
    ("w.grad.data.zero_()", "torch.no_grad()"),
    ("total += loss.data", ".detach()"),
    ("iter(loader).next()", "next(iterator)"),
    ("scheduler.get_lr()", "get_last_lr()"),
    ("scheduler.step(epoch)", "without the epoch"),
    ("optim.lr_scheduler.StepLR(o, 3, verbose=True)", "get_last_lr()"),
    ("torch.testing.assert_allclose(a, b)", "assert_close"),
    ("torch.set_default_tensor_type('x')", "torch.set_default_dtype"),
    ("transforms.Compose([])", "torchvision.transforms.v2"),
    ("from torchvision.transforms import ToTensor", "torchvision.transforms.v2"),
    ("v2.ToTensor()", "v2.ToImage()"),
    ("torchvision.io.read_video(f)", "decode_image"),
    ("import pytorch_lightning as pl", "lightning"),
    ("from torchtext.vocab import Vocab", "vocabulary of your own"),
    ("pl.Trainer(gpus=1)", "accelerator="),
    ("class A:\n    def training_epoch_end(self): ...", "on_train_epoch_end"),
    ("TrainingArguments(evaluation_strategy='epoch')", "eval_strategy="),
]

CURRENT = [
    "F.sigmoid(x)",
    "F.softmax(x, 1)",
    "F.softmax(x, dim=1)",
    "F.softmax(x, **options)",
    "nn.Softmax(1)",
    "torch.softmax(x, 1)",
    "torch.meshgrid(x, y, indexing='ij')",
    "def f(x: torch.Tensor) -> torch.Tensor: ...",
    "isinstance(x, torch.Tensor)",
    "init.xavier_uniform_(w)",
    "nn.utils.clip_grad_norm_(p, 1.0)",
    "torch.amp.autocast('cuda')",
    "torch.linalg.svd(a)",
    "super().forward(x)",
    "Net.forward(self, x)",
    "class Net:\n    def forward(self, x): ...",
    "data.digits()",
    "torch.utils.data.DataLoader(d)",
    "from torch.utils.data import DataLoader",
    "self.data = torch.ones(3)",
    "load_digits().data",
    "config.data = Settings()",
    "self.module_rref.remote().forward(x)",
    "packed.data",
    "scheduler.step()",
    "plateau_scheduler.step(loss)",
    "iterator.next()",
    "qr(a)",
    "class Variable: ...\nVariable(1)",
    "v2.Compose([v2.ToImage()])",
    "transforms.v2.functional",
    "transforms.InterpolationMode.BILINEAR",
    "from torchvision import transforms",
    "log(verbose=True)",
    "'torch.range(1, 2)'",
    "torch.range(1, 2)  # outdated on purpose: the warning is the lesson",
]


@pytest.mark.parametrize(("code", "successor"), OLD)
def test_an_old_call_is_told_with_its_successor(code: str, successor: str) -> None:
    source = read_source(IMPORTS + code + "\n", "solution.py")
    errors = list(outdated.faults(source))
    assert len(errors) == 1, [str(each) for each in errors]
    line = next(
        n for n, each in enumerate(source.lines, start=1) if each == code.rsplit("\n", maxsplit=1)[-1]
    )
    assert errors[0].line in (line, IMPORTS.count("\n") + 1)
    assert successor in errors[0].reason
    assert "is outdated; write" in errors[0].reason


@pytest.mark.parametrize("code", CURRENT)
def test_current_code_is_left_alone(code: str) -> None:
    assert list(outdated.faults(read_source(IMPORTS + code + "\n", "solution.py"))) == []


def test_every_name_of_the_tables_is_found_and_successors_are_not_outdated_themselves() -> None:
    for old in currency.NAMES:
        module, _, name = old.rpartition(".")
        source = read_source(f"from {module} import {name} as old\nold\n", "x.py")
        assert [each.line for each in outdated.faults(source)] == [1, 2], old
    news = " ".join([*currency.NAMES.values(), *currency.CALLS.values()])
    assert not [old for old in currency.NAMES if f"`{old}`" in news]


@pytest.mark.parametrize("name", ["solution.py", "checks.py"])
def test_old_calls_are_told_in_solution_and_checks(
    folder: Path, change: Callable[..., None], only_error: Callable[..., object], name: str
) -> None:
    text = "return x * STEP" if name == "solution.py" else "return scale(torch.arange(3.0))"
    change(name, text, text + " + net.forward(0)")
    only_error(name, "net.forward(0)", "`net.forward(...)` is outdated")


def test_a_misconception_may_be_outdated_and_an_alternative_may_not(
    folder: Path, change: Callable[..., None], only_error: Callable[..., object]
) -> None:
    change("answers.py", "return x * x", "return x.data.mul_(x)")
    assert rules(folder) == []
    change("answers.py", "return x / 2", "return x.data.div_(2)")
    only_error("answers.py", "x.data.div_(2)", "`x.data.div_(...)` is outdated")
