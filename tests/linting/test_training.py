"""The order of a training step, and the graph behind a loss: right and wrong, idiom by idiom."""

from __future__ import annotations

import pytest


def loop(*lines: str) -> str:
    """A training loop with these lines as the end of its step."""
    body = "".join(f"        {line}\n" for line in lines)
    return f"""
def fit(model, loader, optimizer, scheduler):
    total, losses = 0.0, []
    for x, y in loader:
        loss = F.cross_entropy(model(x), y)
{body}"""


ZERO, BACK, STEP = "optimizer.zero_grad()", "loss.backward()", "optimizer.step()"
BY_HAND = """
w = torch.zeros(3, requires_grad=True)
for _ in range(9):
    loss = (x @ w - y).square().mean()
    loss.backward()
    with torch.no_grad():
        w -= 0.1 * w.grad
"""

WRONG = {
    "no zero_grad": [
        loop(BACK, STEP),
        """
def train_step(model, opt, x, y):
    loss = F.cross_entropy(model(x), y)
    loss.backward()
    opt.step()
""",
        """
for x, y in loader:
    scaler.scale(loss(x)).backward()
    scaler.step(optimizer)
    scaler.update()
""",
    ],
    "gradients never cleared in a hand-written update": [BY_HAND],
    "step before backward": [
        loop(ZERO, STEP, BACK),
        """
def step(model, optimizer, x):
    optimizer.zero_grad()
    optimizer.step()
    print(1)
    model(x).sum().backward()
""",
    ],
    "zero_grad between backward and step": [loop(BACK, ZERO, STEP), loop(BACK, ZERO, "print(loss)", STEP)],
    "no backward": [
        loop(ZERO, STEP),
        "def change(optimizer, loss):\n    optimizer.zero_grad()\n    optimizer.step()",
    ],
    "no step": [loop(ZERO, BACK)],
    "scheduler before optimizer": [loop(ZERO, BACK, "scheduler.step()", STEP)],
    "optimizer made anew": [
        """
def fit(model, loader):
    for x in loader:
        optimizer = torch.optim.Adam(model.parameters())
        optimizer.zero_grad()
        model(x).sum().backward()
        optimizer.step()
""",
        "def step(model, optimizer):\n    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)",
    ],
    "loss cut off before backward": [
        loop(ZERO, "loss.item().backward()", STEP),
        "loss = F.mse_loss(a, b).detach()\nloss.backward()",
        "loss = torch.tensor(F.mse_loss(a, b))\nloss.backward()",
    ],
    "loss computed without a graph": [
        "with torch.no_grad():\n    loss = F.mse_loss(model(x), y)\nloss.backward()"
    ],
    "loss kept with its graph": [
        loop(ZERO, BACK, STEP, "total += loss"),
        loop(ZERO, BACK, STEP, "total = total + loss * len(x)"),
        loop(ZERO, BACK, STEP, "losses.append(loss)"),
    ],
}

RIGHT = [
    loop(ZERO, BACK, STEP, "scheduler.step()", "total += loss.item()"),
    loop(BACK, STEP, ZERO, "losses.append(float(loss))"),
    loop(BACK, STEP, "for p in model.parameters():\n            p.grad = None"),
    loop("if True:\n            optimizer.zero_grad()", BACK, STEP),
    loop(BACK, "clear_all(optimizer)", STEP),
    loop("train_step(model, optimizer, loss)"),
    loop(ZERO, BACK, "clip_and_step(optimizer)"),
    loop("accelerator.backward(loss)", STEP, ZERO),
    loop(ZERO, BACK, STEP, "with torch.no_grad():\n            total += loss"),
    loop(ZERO, BACK, STEP, "loss = loss.detach()", "total += loss"),
    loop(ZERO, BACK, STEP, "total += loss.detach()"),
    BY_HAND + "    w.grad = None\n",
    BY_HAND + "    w.grad.zero_()\n",
    """
def closure():
    optimizer.zero_grad()
    loss = model(x).sum()
    loss.backward()
    return loss

for _ in range(9):
    optimizer.step(closure)
""",
    """
def step(model, optimizer, x):
    model(x).sum().backward()
    optimizer.step()

for x in loader:
    optimizer.zero_grad()
    step(model, optimizer, x)
""",
    "loss.backward()\noptimizer.step()",
    """
for x in loader:
    d_loss.backward()
    d_optimizer.step()
    g_optimizer.zero_grad()
    g_loss.backward()
    g_optimizer.step()
    d_optimizer.zero_grad()
""",
    """
for fold in folds:
    model = nn.Linear(2, 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=1)
    optimizer.zero_grad()
    model(x).sum().backward()
    optimizer.step()
""",
    """
def step(model, optimizer=None):
    if optimizer is None:
        optimizer = torch.optim.SGD(model.parameters())
""",
    "total = 0\nfor x in xs:\n    total += F.mse_loss(model(x), x)\ntotal.backward()",
    """
for x in xs:
    loss = model(x).mean()
    losses.append(loss)
    loss.backward(retain_graph=True)
sum(losses).backward()
""",
    "for epoch in range(9):\n    train(model)\n    scheduler.step()",
    "loss = torch.tensor(2.0, requires_grad=True)\nloss.backward()",
    """
with torch.no_grad():
    with torch.enable_grad():
        loss = F.mse_loss(model(x), y)
loss.backward()
""",
    "engine.step()\nloss.backward()",
]


@pytest.mark.parametrize(("name", "code"), [(name, code) for name in WRONG for code in WRONG[name]])
def test_the_mistake_is_told_under_its_name(look, name, code):
    assert [each.rule for each in look(code)] == [name]


@pytest.mark.parametrize("code", RIGHT)
def test_right_code_is_left_alone(look, code):
    assert look(code) == []


def test_a_mistake_is_told_at_its_line(look):
    (told,) = look(loop(BACK, ZERO, STEP))
    assert (told.path, told.cell) == ("starter.py", 0)
    assert told.message == "`optimizer.zero_grad()` stands between backward() and step()."
    assert told.line == 14
