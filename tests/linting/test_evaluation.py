"""Evaluation: the model's mode, no graph, and the order of the data: right and wrong, idiom by idiom."""

from __future__ import annotations

import pytest

MEASURE = """
def evaluate(model, loader):
    {first}
    right = 0
    {around}
        for x, y in loader:
            right += (model(x).argmax(dim=1) == y).sum().item()
    return right
"""
NO_GRAD, NOTHING = "with torch.no_grad():", "if True:"
EPOCHS = """
def fit(model, loader, test_loader, optimizer):
    for epoch in range(9):
        {start}
        for x, y in loader:
            optimizer.zero_grad()
            F.cross_entropy(model(x), y).backward()
            optimizer.step()
        {end}
"""
DROP = """
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer = nn.Linear(4, 3)

    def forward(self, x):
        return {result}
"""

WRONG = {
    "evaluation without eval()": [
        MEASURE.format(first="", around=NO_GRAD),
        """
def fit(model, val_loader):
    with torch.no_grad():
        for x, y in val_loader:
            model(x)
""",
    ],
    "evaluation with a graph": [
        MEASURE.format(first="model.eval()", around=NOTHING),
        "net.eval()\nfor batch in test_loader:\n    out = net(batch)",
    ],
    "eval() without return to train()": [
        EPOCHS.format(start="", end="model.eval()"),
        MEASURE.format(first="model.eval()", around=NO_GRAD)
        + EPOCHS.format(start="", end="evaluate(model, test_loader)"),
    ],
    "dropout that never stops": [
        DROP.format(result="F.dropout(self.layer(x), 0.5)"),
        DROP.format(result="F.dropout(self.layer(x), p=0.5, training=True)"),
        DROP.format(result="nn.Dropout(0.5)(self.layer(x))"),
    ],
    "test data shuffled, training data not": [
        "train_loader = DataLoader(a, 32)\ntest_loader = DataLoader(b, 32, shuffle=True)",
        "train, test = DataLoader(a, shuffle=False), DataLoader(b, shuffle=True)",
    ],
}

RIGHT = [
    MEASURE.format(first="model.eval()", around=NO_GRAD),
    MEASURE.format(first="model.train(False)", around="with torch.inference_mode():"),
    "@torch.no_grad()" + MEASURE.format(first="model.eval()", around=NOTHING),
    MEASURE.format(first="", around=NOTHING)
    + """
def main(model, loader):
    model.eval()
    with torch.no_grad():
        evaluate(model, loader)
""",
    "def test_a_shape(model):\n    for x in xs:\n        assert model(x).shape == (1,)",
    "def attack_test(model, test_loader):\n    for x in test_loader:\n        model(x).sum().backward()",
    "net = nn.Linear(2, 1)\nwith torch.no_grad():\n    for x in test_loader:\n        net(x)",
    EPOCHS.format(start="model.train()", end="model.eval()"),
    EPOCHS.format(start="", end="evaluate(model, test_loader)"),
    MEASURE.format(first="was = model.training; model.eval()", around=NO_GRAD).replace(
        "return right", "model.train(was)"
    )
    + EPOCHS.format(start="", end="evaluate(model, test_loader)"),
    EPOCHS.format(start="", end="") + "    model.eval()\n",
    DROP.format(result="F.dropout(self.layer(x), 0.5, self.training)"),
    DROP.format(result="F.dropout(self.layer(x), training=self.training)"),
    DROP.format(result="F.dropout(x) if self.training else x"),
    "train_loader = DataLoader(a, 32, shuffle=True)\ntest_loader = DataLoader(b, 32)",
    "train_loader = DataLoader(a, 32)\ntest_loader = DataLoader(b, 32)",
    "train_loader = DataLoader(a, sampler=s)\ntest_loader = DataLoader(b, shuffle=True)",
    "train_loader = DataLoader(a, **options)\ntest_loader = DataLoader(b, shuffle=True)",
]


@pytest.mark.parametrize(("name", "code"), [(name, code) for name in WRONG for code in WRONG[name]])
def test_the_mistake_is_told_under_its_name(look, name, code):
    assert [each.rule for each in look(code)] == [name]


@pytest.mark.parametrize("code", RIGHT)
def test_right_code_is_left_alone(look, code):
    assert look(code) == []


def test_neither_mode_nor_graph_is_both_told(look):
    told = look(MEASURE.format(first="", around=NOTHING))
    assert {each.rule for each in told} == {"evaluation with a graph", "evaluation without eval()"}
