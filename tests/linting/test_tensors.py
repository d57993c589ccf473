"""Tensors, their gradients, and outdated calls: right and wrong, idiom by idiom."""

from __future__ import annotations

import pytest

W = "w = torch.zeros(3, requires_grad=True)\n"

WRONG = {
    "a tensor of a tensor": [
        "x = torch.randn(3)\ny = torch.tensor(x)",
        "def f(x: Tensor):\n    return torch.tensor(x, dtype=torch.float64)",
        "torch.tensor(model(x).detach())",
        "torch.tensor(torch.stack(parts))",
    ],
    "a leaf changed in place": [
        W + "w -= 0.1",
        W + "w[0] = 1",
        W + "w.mul_(2)",
        "w = nn.Parameter(torch.ones(2))\nw += 1",
        "w = torch.ones(2).requires_grad_()\nw[:] = 0",
        "for p in model.parameters():\n    p -= 0.1 * p.grad\n    p.grad = None",
        "def step(params, lr):\n    for p in params:\n        p -= lr * p.grad\n        p.grad = None",
        """
class A(nn.Module):
    def __init__(self):
        super().__init__()
        self.w = nn.Parameter(torch.ones(1))

    def shift(self):
        self.w += 1
""",
    ],
    "a parameter replaced by its update": [
        W + "for _ in range(9):\n    loss(w).backward()\n    w = w - 0.1 * w.grad",
        """
def step(params, lr):
    with torch.no_grad():
        for p in params:
            p = p - lr * p.grad
""",
    ],
    "a gradient asked of whole numbers": [
        "torch.tensor([1, 2], requires_grad=True)",
        "torch.tensor(3).requires_grad_()",
        "torch.arange(5, requires_grad=True)",
        "torch.ones(3, dtype=torch.int64, requires_grad=True)",
        "x = torch.tensor([[1, -2]])\nx.requires_grad = True",
        "x = torch.randint(0, 5, (3,))\nx.requires_grad_(True)".replace("(True)", "()"),
    ],
    "a result thrown away": [
        "def f(out, y, v):\n    out.index_add(0, y, v)\n    return out",
        "h.detach()",
        "x = torch.randn(3)\nx.clamp(min=0)",
        "x = torch.randn(3)\nx.to('cuda')",
    ],
    "a file opened without protection": ["torch.load(path, weights_only=False)"],
    "forward called by hand": ["model.forward(x)", "self.net.forward(x)"],
    ".data": ["p.data -= 0.1", "total += loss.data", "w.grad.data.zero_()"],
    "old constructor": ["torch.Tensor(2, 3)", "torch.LongTensor([1])"],
    "no dim": ["F.softmax(x)", "nn.LogSoftmax()"],
    "outdated call": [
        "torch.range(0, 3)",
        "nn.init.xavier_uniform(w)",
        "torch.cuda.amp.autocast()",
        "nn.utils.clip_grad_norm(p, 1.0)",
        "import torchvision\ntorchvision.models.resnet18(pretrained=True)",
        "torch.meshgrid(a, b)",
    ],
}

RIGHT = [
    "torch.tensor([1.0, 2.0])",
    "x = torch.randn(3)\ny = x.clone()",
    "def f(x):\n    return torch.tensor(x)",
    "torch.tensor(model(x).item())",
    "torch.tensor([x.mean() for x in xs])",
    "def f(x: Tensor, flag):\n    if flag:\n        x = [1]\n    return torch.tensor(x)",
    W + "with torch.no_grad():\n    w -= 0.1",
    W + "w = w.detach()\nw += 1",
    W + "w.requires_grad_(False)\nw.grad.zero_()",
    "w = torch.zeros(3)\nw += 1",
    W + "w.requires_grad_(False)\nw += 1",
    "for p in params:\n    p.requires_grad = False\n    p -= 0.1 * p.grad",
    "for p in model.parameters():\n    p.requires_grad_(False)\n    p.detach_()",
    "@torch.no_grad()\ndef step(p, lr):\n    p -= lr * p.grad",
    "def step(p, lr):\n    p -= lr * p.grad\n\nwith torch.no_grad():\n    step(p, 0.1)",
    "w = nn.Parameter(torch.ones(2), requires_grad=False)\nw += 1",
    W + "for _ in range(9):\n    w = (w - 0.1 * w.grad).detach().requires_grad_()",
    "def step(w, lr):\n    for _ in range(3):\n        w = w - lr * w.grad\n    return w",
    W + "new = w - 0.1 * w.grad",
    "torch.tensor([1.0, 2], requires_grad=True)",
    "torch.tensor([1, 2], dtype=torch.float32, requires_grad=True)",
    "torch.tensor(values, requires_grad=True)",
    "torch.arange(5.0, requires_grad=True)",
    "torch.tensor([1, 2], requires_grad=False)",
    "h = h.detach()\nx = x.to('cuda')\nmodel.to('cuda')",
    "def f(out, y, v):\n    out.index_add_(0, y, v)",
    "axes.scatter(a, b)\nmetric.detach(engine)",
    "torch.load(path)\ntorch.load(path, weights_only=True)",
    "model(x)\nsuper().forward(x)",
    "self.data = torch.ones(3)\nload_digits().data",
    "def f(x: torch.Tensor): ...",
    "F.softmax(x, dim=1)",
    "torch.arange(0, 3)",
    "torch.range(0, 3)  # outdated on purpose: the warning is the lesson",
]


@pytest.mark.parametrize(("name", "code"), [(name, code) for name in WRONG for code in WRONG[name]])
def test_the_mistake_is_told_under_its_name(look, name, code):
    assert [each.rule for each in look(code)] == [name]


@pytest.mark.parametrize("code", RIGHT)
def test_right_code_is_left_alone(look, code):
    assert look(code) == []


def test_an_outdated_call_is_told_with_its_successor(look):
    (told,) = look("torch.range(0, 3)")
    assert told.message == "Instead of `torch.range`: `torch.arange`, which leaves out the end."
