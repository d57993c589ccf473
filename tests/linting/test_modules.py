"""How a module is built: right and wrong, idiom by idiom."""

from __future__ import annotations

import pytest


def module(*init: str, forward: str = "return x", base: str = "nn.Module", ready: bool = True) -> str:
    """A module with these lines in its `__init__`."""
    lines = [*(["super().__init__()"] if ready else []), *init, "self.n = n"]
    body = "\n        ".join(lines)
    return f"""
class Net({base}):
    def __init__(self, n):
        {body}

    def forward(self, x):
        {forward}
"""


LIST = "self.layers = [nn.Linear(n, n), nn.ReLU()]"
BEST = """
def fit(model, epochs):
    for _ in range(epochs):
        loss = train(model)
        if loss < lowest:
            best = {copy}
    model.load_state_dict(best)
"""

WRONG = {
    "layers in a plain list": [
        module(LIST),
        module("self.layers = [nn.Linear(n, n) for _ in range(n)]"),
        module("self.layers = []", "for _ in range(n):", "    self.layers.append(nn.Conv2d(1, 1, 3))"),
        module("layers = []", "layers.append(nn.Linear(n, n))", "self.layers = layers"),
        module("self.heads = {'a': nn.Linear(n, n)}"),
        module("self.pair = (nn.Embedding(n, n), nn.Linear(n, n))"),
        module("self.weights = [nn.Parameter(torch.zeros(n))]"),
        "class Block(nn.Module): ...\n\n" + module("self.blocks = [Block() for _ in range(n)]"),
    ],
    "no super().__init__()": [
        module("self.layer = nn.Linear(n, n)", ready=False),
        module("self.layer = nn.Linear(n, n)", "super().__init__()", ready=False),
    ],
    "layers made in forward": [
        module(forward="return nn.Linear(4, 4)(x)"),
        module(forward="layer = nn.Linear(4, 4)\n        return layer(x)"),
    ],
    "no return in forward": [module("self.layer = nn.Linear(n, n)", forward="self.layer(x)")],
    "best weights not copied": [BEST.format(copy="model.state_dict()")],
    "the method, not its result": [
        "optimizer.zero_grad",
        "model.eval",
        "device = 'cuda' if torch.cuda.is_available else 'cpu'",
        "torch.save(model.state_dict, 'a.pt')",
        "def card(x):\n    return {'contiguous': x.is_contiguous}",
        "dict(cuda=torch.cuda.is_available)",
    ],
}

RIGHT = [
    module("self.layers = nn.ModuleList([nn.Linear(n, n)])"),
    module("layers = [nn.Linear(n, n)]", "self.layers = nn.Sequential(*layers)"),
    module(LIST, "self.all = nn.ModuleList(self.layers)"),
    module("self.sizes = [1, 2]", "self.names = {'a': 'b'}", "self.activations = [nn.ReLU(), nn.Tanh()]"),
    module(
        "self.layers = [nn.Linear(n, n)]",
        "for i, l in enumerate(self.layers):",
        "    self.add_module(str(i), l)",
    ),
    LIST.replace("self.", "") + "\nprint(layers)",
    "class Plain:\n    def __init__(self, n):\n        " + LIST,
    module("self.layer = nn.Linear(n, n)"),
    module("nn.Module.__init__(self)", "self.layer = nn.Linear(n, n)", ready=False),
    module("self.layer = nn.Linear(n, n)", base="Other", ready=False),
    module("self.n = n", ready=False),
    module(forward="return F.relu(x) + nn.ReLU()(x)"),
    module(forward="self.layer = self.layer or nn.Linear(4, 4)\n        return self.layer(x)"),
    module(forward="raise NotImplementedError('Net')"),
    module(forward="x = x + 1\n        raise NotImplementedError('Net')"),
    module(forward="..."),
    BEST.format(copy="copy.deepcopy(model.state_dict())"),
    BEST.format(copy="{k: v.clone() for k, v in model.state_dict().items()}"),
    "state = model.state_dict()\nother.load_state_dict(state)",
    "optimizer.zero_grad()\nif torch.cuda.is_available():\n    model.eval()",
    "torch.save(model.state_dict(), 'a.pt')",
    "torch.cuda.is_available = lambda: True",
    "patch(torch.cuda.is_available)",
    "step = optimizer.step\nhooks.append(model.eval)",
]


@pytest.mark.parametrize(("name", "code"), [(name, code) for name in WRONG for code in WRONG[name]])
def test_the_mistake_is_told_under_its_name(look, name, code):
    assert [each.rule for each in look(code)] == [name]


@pytest.mark.parametrize("code", RIGHT)
def test_right_code_is_left_alone(look, code):
    assert look(code) == []
