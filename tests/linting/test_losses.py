"""What goes into a loss: right and wrong, idiom by idiom."""

from __future__ import annotations

import pytest

NET = """
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer = nn.Linear(4, 3)
        self.end = nn.{end}

    def forward(self, x):
        x = self.layer(x)
        return {result}

model = Net()
loss = F.cross_entropy(model(x), y)
"""

WRONG = {
    "softmax before cross-entropy": [
        "F.cross_entropy(logits.softmax(dim=1), y)",
        "F.cross_entropy(torch.softmax(logits, 1), y)",
        "F.cross_entropy(F.softmax(model(x), dim=1).squeeze(1), y)",
        "nn.CrossEntropyLoss()(nn.Softmax(dim=1)(logits), y)",
        """
criterion = nn.CrossEntropyLoss().to(device)
probabilities = logits.softmax(1)
loss = criterion(probabilities, y)
""",
        "def step(logits, y):\n    logits = F.softmax(logits, dim=1)\n    return F.cross_entropy(logits, y)",
        """
class A:
    def __init__(self):
        self.loss = nn.CrossEntropyLoss()

    def step(self, x, y):
        return self.loss(x.softmax(1), y)
""",
        "model = nn.Sequential(nn.Linear(4, 3), nn.Softmax(dim=1)).to(device)\nF.cross_entropy(model(x), y)",
        NET.format(end="Softmax(dim=1)", result="self.end(x)"),
        NET.format(end="ReLU()", result="F.softmax(x, dim=1)"),
    ],
    "log_softmax before cross-entropy": [
        "F.cross_entropy(F.log_softmax(logits, dim=1), y)",
        "model = nn.Sequential(nn.Linear(4, 3), nn.LogSoftmax(dim=1))\nF.cross_entropy(model(x), y)",
    ],
    "sigmoid before a loss with logits": [
        "F.binary_cross_entropy_with_logits(model(x).sigmoid(), y)",
        "loss_fn = nn.BCEWithLogitsLoss()\nloss_fn(torch.sigmoid(out).squeeze(), y)",
    ],
    "ReLU before cross-entropy": [
        "F.cross_entropy(F.relu(self_out), y)",
        "net = nn.Sequential(nn.Linear(4, 3), nn.ReLU())\nnn.CrossEntropyLoss()(net(x), y)",
    ],
    "nll_loss of probabilities": ["F.nll_loss(logits.softmax(1), y)", "nn.NLLLoss()(torch.softmax(z, 1), y)"],
    "logarithm of a softmax": ["torch.log(logits.softmax(1))", "p = torch.softmax(z, 1)\nlog_p = p.log()"],
    "argmax before the loss": [
        "F.cross_entropy(logits.argmax(1), y)",
        "guesses = torch.argmax(model(x), dim=1).float()\nloss = F.mse_loss(guesses, y)",
    ],
    "values given to a loss's constructor": [
        "loss = nn.CrossEntropyLoss(logits, y)",
        "nn.MSELoss(model(x), y)",
    ],
    "prediction and target exchanged": ["F.cross_entropy(labels, logits)", "F.nll_loss(targets, model(x))"],
    "a column compared with a row": [
        "def accuracy(logits, y):\n    return (logits.argmax(dim=1, keepdim=True) == y).float().mean()",
        """
def hits(logits, labels):
    guess = logits.max(1, keepdim=True)[1]
    return guess.eq(labels).sum()
""",
        "def hits(out, target):\n    return torch.eq(out.max(1, keepdim=True).indices, target)",
    ],
}

RIGHT = [
    "F.cross_entropy(model(x), y)",
    "F.cross_entropy(logits, F.softmax(teacher, dim=1))",
    "probabilities = logits.softmax(1)\nloss = F.cross_entropy(logits, y)",
    "F.nll_loss(F.log_softmax(logits, dim=1), y)",
    "F.kl_div(F.log_softmax(z, 1), t)",
    "if probs:\n    z = z.softmax(1)\nloss = F.cross_entropy(z, y)",
    "z = z.softmax(1)\nz = model(x)\nloss = F.cross_entropy(z, y)",
    "def softmax(z): ...\n\nF.cross_entropy(softmax(z), y)",
    "for x, y in loader:\n    loss = F.cross_entropy(out, y)\n    out = out.softmax(1)",
    NET.format(end="Softmax(dim=1)", result="self.end(x) if not self.training else x"),
    NET.format(end="ReLU()", result="self.layer(self.end(x))"),
    "F.binary_cross_entropy(model(x).sigmoid(), y)",
    "F.mse_loss(model(x).sigmoid(), y)",
    "torch.log(logits.softmax(1) + 1e-9)",
    "nn.CrossEntropyLoss(weights)",
    "nn.CrossEntropyLoss(weight=weights, label_smoothing=0.1)(logits, y)",
    "F.cross_entropy(logits, labels)",
    "F.mse_loss(y, model(x))",
    "(logits.argmax(dim=1) == y).sum()",
    "def hits(out, target):\n    return out.argmax(1, keepdim=True).eq(target.view_as(out)).sum()",
    "def hits(out, y):\n    y = y.unsqueeze(1)\n    return out.argmax(1, keepdim=True) == y",
    "(logits.argmax(1, keepdim=True) == y[:, None]).sum()",
]


@pytest.mark.parametrize(("name", "code"), [(name, code) for name in WRONG for code in WRONG[name]])
def test_the_mistake_is_told_under_its_name(look, name, code):
    assert [each.rule for each in look(code)] == [name]


@pytest.mark.parametrize("code", RIGHT)
def test_right_code_is_left_alone(look, code):
    assert look(code) == []
