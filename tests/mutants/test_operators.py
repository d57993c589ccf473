"""What each operator makes of a line, and what it leaves alone."""

from __future__ import annotations

import pytest

from kindling.mutants.operators import OPERATORS

# operator, the learner's lines, and what becomes of the lines that it changes: each of these and no other
MADE = [
    ("dim swapped", "return x.sum(dim=1)", ["return x.sum(dim=0)"]),
    ("dim swapped", "return x.sum(-1)", ["return x.sum(0)", "return x.sum(-2)"]),
    ("dim left out", "return x.mean(dim=1)", ["return x.mean()"]),
    (
        "dim left out",
        "return x.mean(dim=1, keepdim=True)",
        ["return x.mean()", "return x.mean(keepdim=True)"],
    ),
    ("keepdim changed", "return x.mean(dim=1, keepdim=True)", ["return x.mean(dim=1)"]),
    ("keepdim changed", "return x.mean(dim=1)", ["return x.mean(dim=1, keepdim=True)"]),
    ("transpose left out", "return x.T", ["return x"]),
    ("transpose left out", "return x.permute(1, 0)", ["return x"]),
    ("transpose added", "return x @ y", ["return x.mT @ y", "return x @ y.mT"]),
    ("axes in another order", "return x.view(2, 0, 1)", ["return x.view(0, 2, 1)", "return x.view(2, 1, 0)"]),
    ("reshape for transpose", "return x.t()", ["return x.reshape(x.t().shape)"]),
    ("reshape for transposed", "return x.T", ["return x.reshape(x.T.shape)"]),
    ("new axis elsewhere", "return x[:, None]", ["return x[None, :]", "return x"]),
    ("related function", "return x.mean()", ["return x.sum()"]),
    ("related function", "return max(x, y)", ["return min(x, y)"]),
    ("constant for a statistic", "return x - x.mean()", ["return x - (x.mean() * 0)"]),
    ("constant for a statistic", "return x / x.std()", ["return x / (x.std() * 0 + 1)"]),
    ("copy left out", "return x.clone()", ["return x"]),
    ("copy left out", "return x.detach() * 2", ["return x * 2"]),
    ("deep copy made shallow", "return copy.deepcopy(x)", ["return copy.copy(x)"]),
    ("other dtype", "return x.to(torch.float32)", ["return x.to(torch.float64)", "return x.to(torch.int64)"]),
    ("other dtype", "return x.long()", ["return x.int()"]),
    ("dtype left out", "return torch.zeros(3, dtype=torch.int64)", ["return torch.zeros(3)"]),
    ("dtype left out", "return x.float() / y", ["return x / y"]),
    ("device left out", "return torch.eye(3, device=x.device)", ["return torch.eye(3)"]),
    ("device left out", "return x.to(y.device)", ["return x"]),
    ("in place or not", "return x.clamp(0)", ["return x.clamp_(0)"]),
    ("no grad left out", "with torch.no_grad():\n    return x", ["with torch.enable_grad():"]),
    ("step of training left out", "x.zero_grad()\ny.step(x)", ["pass", "pass"]),
    ("other mode", "x.train()", ["x.eval()"]),
    ("other reduction", 'F.mse_loss(x, y, reduction="sum")', ['F.mse_loss(x, y, reduction="mean")']),
    ("other reduction", "return F.mse_loss(x, y)", ["return F.mse_loss(x, y, reduction='sum')"]),
    ("other loss", "return F.cross_entropy(x, y)", ["return F.nll_loss(x, y)"]),
    ("other optimizer", "return torch.optim.SGD(x, lr=y)", ["return torch.optim.Adam(x, lr=y)"]),
    ("gradient added up", "x.grad = y", ["x.grad += y"]),
    ("result cut from its graph", "return F.mse_loss(x, y)", ["return F.mse_loss(x, y).detach()"]),
    (
        "layer left out",
        "return nn.Sequential(nn.ReLU(), nn.Flatten())",
        ["return nn.Sequential(nn.Flatten())", "return nn.Sequential(nn.ReLU())"],
    ),
    ("another argument taken", "return x + 1", ["return y + 1"]),
    ("argument left out", "return f(x, eps=y)", ["return f(x)"]),
    ("arguments swapped", "return torch.where(x, y)", ["return torch.where(y, x)"]),
    ("call left out", "return x.relu()", ["return x"]),
    ("call left out", "return torch.relu(x)", ["return x"]),
    ("other arithmetic", "z = (x + y) / 2", ["z = (x + y) * 2", "z = (x + y) // 2", "z = (x - y) / 2"]),
    ("operand left out", "return (x - y) * 2", ["return x - y", "return (x) * 2", "return (y) * 2"]),
    ("operands swapped", "return x - y", ["return y - x"]),
    ("other comparison", "return x < y", ["return x <= y", "return x > y"]),
    ("and for or", "return x and y", ["return x or y", "return y", "return x"]),
    ("sign or not left out", "return -x", ["return x"]),
    ("one side of a choice", "return x if y else 0", ["return x", "return 0"]),
    ("condition negated", "if x.any():\n    x = y", ["if not (x.any()):"]),
    ("condition ignored", "if x.any():\n    x = y", ["if True:", "if False:"]),
    ("filter left out", "[i for i in x if i]", ["[i for i in x if True]", "[i for i in x if not (i)]"]),
    ("other constant", "return 7", ["return 8", "return 6"]),
    ("other constant", "return 0.5", ["return 5.0", "return 0.05"]),
    ("other constant", "return True", ["return False"]),
    ("tuple reordered", "return x, y", ["return (y, x)"]),
    ("range off by one", "z = range(x)", ["z = range(0 + 1, x)", "z = range(x - 1)", "z = range(x + 1)"]),
    ("slice off by one", "return x[y:]", ["return x[:]", "return x[y + 1:]"]),
    ("index off by one", "return x[y]", ["return x[y - 1]"]),
    ("statement left out", "x = y", ["pass"]),
    ("return left out", "return x", ["x"]),
    ("statements swapped", "x.step()\ny.zero_grad()", ["y.zero_grad()\nx.step()"]),
    ("assigned for added", "x += y", ["x = y", "x -= y"]),
    ("new tensor for change in place", "x -= y", ["x = x - y"]),
    ("change in place for new tensor", "x = x * y", ["x *= y"]),
    ("loop ends early", "for i in x:\n    y.f(i)", ["break"]),
    ("return inside the loop", "for i in x:\n    y.f(i)\nreturn y", ["return y"]),
]  # fmt: skip

SPECIAL_CASES = [
    ("result squeezed", "Tensor", "", ["return (x * 2).squeeze()"]),
    ("result squeezed", "float", "", []),
    ("result rounded", "float", "", ["return round(x * 2, 3)"]),
    ("argument squeezed", "", "", ["x = x.squeeze()"]),
    ("sign of an argument lost", "", "", ["x = x.abs()"]),
    ("sign of an argument lost", "", "Args:\n    x: (n,)\n        int64 class ids.\n    n: any.", []),
    ("sign of an argument lost", "", "Args:\n    x: (n,) numbers.\n    n: int64.", ["x = x.abs()"]),
    ("argument made float32", "", "Args:\n    x: (n,) any dtype.", ["x = x.float()"]),
    ("argument made float32", "", "Args:\n    x: (n,) float32.", []),
]

LEFT_ALONE = [
    ("statement left out", "z = x", "a name would be missing: nobody writes that"),
    ("statements swapped", "z = x.f()\ny.f(z)", "the second needs the first"),
    ("statements swapped", "a = x\nb = y", "two names given to values commute"),
    ("statements swapped", "a = 0\nx.step()", "a number does not depend on what happens around it"),
    ("in place or not", "return x.f().clamp(0)", "a fresh tensor is nobody else's"),
    ("call left out", "x.step()", "that is the same as leaving the statement out"),
    ("call left out", "return nn.Linear(3, 2)", "a number is no layer"),
    ("related function", "return sum(x)", "Python has no function `mean`"),
    ("other dtype", "return x.float", "this is no conversion and no dtype"),
    ("other mode", "return eval(x)", "this is Python's eval"),
    ("argument left out", "return zip(x, y, strict=True)", "that guards what holds anyway"),
    ("arguments swapped", "return max(x, y)", "the order does not count"),
    ("tuple reordered", "return x in (y, 1)", "the order does not count"),
    ("tuple reordered", "return x.sum(dim=(0, 2))", "the order does not count"),
    ("another argument taken", "return x.device", "all tensors of a call lie on one device"),
    ("condition negated", "if x < y:\n    x = y", "the comparison itself is turned"),
    ("other constant", 'raise ValueError("text")', "what an exception says is free"),
    ("other constant", 'return f"{x} of 3"', "a text with values in it is left alone"),
]


@pytest.mark.parametrize(("operator", "lines", "wanted"), MADE, ids=lambda each: str(each)[:40])
def test_makes_each_of_these_and_no_other(mutate, operator: str, lines: str, wanted: list[str]) -> None:
    made = [each.after for each in mutate(lines) if each.operator == operator]
    assert sorted(made) == sorted(wanted)


@pytest.mark.parametrize(("operator", "lines", "why"), LEFT_ALONE, ids=lambda each: str(each)[:40])
def test_leaves_alone(mutate, operator: str, lines: str, why: str) -> None:
    assert [each.after for each in mutate(lines) if each.operator == operator] == [], why


@pytest.mark.parametrize(("operator", "returns", "says", "wanted"), SPECIAL_CASES)
def test_special_cases_follow_the_contract(
    mutate, operator: str, returns: str, says: str, wanted: list[str]
) -> None:
    made = mutate("y = 3\nreturn x * 2", "x: Tensor, n: int", returns, says)
    assert [each.after for each in made if each.operator == operator] == wanted


@pytest.mark.parametrize(
    ("parameters", "after"), [("x, n: int", "return x * 10"), ("x, n=3", "return x * 3"), ("x, n", None)]
)
def test_an_argument_is_ignored_where_its_type_or_default_says_for_what(
    mutate, parameters: str, after: str | None
) -> None:
    made = [each.after for each in mutate("return x * n", parameters) if each.operator == "argument ignored"]
    assert made == ([after] if after else [])


def test_every_operator_has_a_name_and_a_sentence_of_its_own_and_is_tried_here() -> None:
    names = [each.name for each in OPERATORS]
    assert len(set(names)) == len(names)
    assert all(each.sentence.endswith(".") for each in OPERATORS)
    assert set(names) == {name for name, *_ in [*MADE, *SPECIAL_CASES]} | {"argument ignored"}
