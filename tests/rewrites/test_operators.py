"""What each operator makes of a line, that the line still does the same, and what it leaves alone."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import torch
from torch import Tensor

from kindling.rewrites.operators import OPERATORS

from .conftest import FILE

# operator, the author's lines, and what becomes of the lines that it changes: each of these and no other
MADE = [
    ("function for method", "return x.sum(dim=1)", ["return torch.sum(x, dim=1)"]),
    ("function for method", "return x.reshape(-1, 1)", ["return torch.reshape(x, (-1, 1))"]),
    ("function for method", "return x.max(dim=1).values", ["return torch.max(x, dim=1).values"]),
    ("method for function", "return torch.exp(x)", ["return x.exp()"]),
    ("where as a method", "return torch.where(x > 0, x, 1.0)", ["return x.where(x > 0, 1.0)"]),
    ("other home of a function", "return F.relu(x)", ["return torch.relu(x)", "return x.relu()"]),
    ("full names", "return F.silu(x)", ["return torch.nn.functional.silu(x)"]),
    ("matmul for at", "return x @ y", ["return torch.matmul(x, y)", "return x.matmul(y)"]),
    ("einsum for at", "return x @ y", ["return torch.einsum('ij,jk->ik', x, y)"]),
    ("einsum for at", "return x @ v", ["return torch.einsum('ij,j->i', x, v)"]),
    (
        "transpose spelled out",
        "return x.T",
        [
            "return torch.einsum('ij->ji', x)",
            "return x.permute(1, 0)",
            "return x.t()",
            "return x.transpose(0, 1)",
        ],
    ),
    ("square spelled differently", "return x ** 2", ["return x * x", "return x.square()"]),
    ("square spelled differently", "return x.square()", ["return x * x", "return x ** 2"]),
    ("square spelled differently", "return x * x", ["return x.square()"]),
    ("square spelled differently", "return (x + 1) ** 2", ["return (x + 1).square()"]),
    ("unsqueeze for none", "return v[:, None]", ["return v.unsqueeze(1)"]),
    ("unsqueeze for none", "return x[None]", ["return x.unsqueeze(0)"]),
    ("none for unsqueeze", "return v.unsqueeze(1)", ["return v[:, None]"]),
    ("reshape for flatten", "return x.flatten()", ["return x.reshape(-1)"]),
    (
        "reshape for flatten",
        "return x.flatten(1)",
        ["return x.reshape(len(x), x.shape[1:].numel())"],
    ),
    ("reshape for view", "return x.view(-1)", ["return x.reshape(-1)"]),
    ("dim counted from the other end", "return x.sum(dim=1)", ["return x.sum(dim=-1)"]),
    ("dim counted from the other end", "return x.argmax(-2)", ["return x.argmax(0)"]),
    ("dim with or without its name", "return x.sum(dim=1)", ["return x.sum(1)"]),
    ("dim with or without its name", "return x.softmax(1)", ["return x.softmax(dim=1)"]),
    ("unsqueeze for keepdim", "return x.mean(dim=-1, keepdim=True)", ["return x.mean(dim=-1).unsqueeze(-1)"]),
    ("unsqueeze for keepdim", "return x.sum(dim=dim, keepdim=True)", [
        "return x.sum(dim=dim).unsqueeze(dim)",
    ]),
    (
        "row by row",
        "return x.sum(dim=1)",
        ["return torch.stack([row.sum() for row in x]) if len(x) else x.sum(dim=1)"],
    ),
    ("conversion by to", "return x.double()", ["return x.to(torch.float64)"]),
    ("conversion by its short name", "return x.to(torch.float64)", ["return x.double()"]),
    ("other name of a dtype", "return x.to(torch.int64)", ["return x.to(torch.long)"]),
    ("size spelled differently", "return x.shape[1]", ["return x.size(1)"]),
    ("size spelled differently", "return len(x)", ["return x.shape[0]", "return x.size(0)"]),
    ("size spelled differently", "return x.numel()", ["return x.shape.numel()"]),
    ("item or conversion", "return x.mean().item()", ["return float(x.mean())"]),
    ("item or conversion", "return bool((x > 0).any())", ["return (x > 0).any().item()"]),
    ("operands swapped", "return x + 1", ["return 1 + x"]),
    ("operands swapped", "return x * v", ["return v * x"]),
    ("comparison mirrored", "return x > v", ["return v < x"]),
    ("comparison mirrored", "return len(items) == 3", ["return 3 == len(items)"]),
    ("negation outside", "return x is not y", ["return not x is y"]),
    ("branches exchanged", "return x if flag else y", ["return y if not flag else x"]),
    ("branches exchanged", "return x if not flag else y", ["return y if flag else x"]),
    ("constant computed", "return x * 0.5", ["return x * (2 / 4)"]),
    ("constant computed", "return x / 255", ["return x / (254 + 1)"]),
    ("format for an f string", 'return f"{flag} and {items!r} {{}}"', [
        "return '{} and {!r} {{}}'.format(flag, items)",
    ]),
    ("list for a generator", "return sum(2 * a for a in items)", ["return sum([2 * a for a in items])"]),
    ("result named first", "return x + y.T", ["outcome = x + y.T\nreturn outcome"]),
    ("local pulled in", "z = x + 1\nreturn 2 * z", ["return 2 * (x + 1)"]),
    (
        "independent statements exchanged",
        "a = x.sum()\nb = y.sum()\nreturn a - b",
        ["b = y.sum()\na = x.sum()"],
    ),
    ("pair assigned one by one", "a, b = x.sum(), 0.0\nreturn a + b", ["a = x.sum()\nb = 0.0"]),
    (
        "branches of if exchanged",
        "if flag:\n    a = x\nelse:\n    a = y\nreturn a",
        ["if not flag:\n    a = y\nelse:\n    a = x"],
    ),
    ("rest under else", "if flag:\n    return x\nreturn y", ["else:\n    return y"]),
    (
        "change spelled out",
        "total = 0\nfor a in items:\n    total += a\nreturn total",
        ["total = total + a"],
    ),
    (
        "loop for a comprehension",
        "return [-a for a in items if flag]",
        [
            "collected = []\nfor a in items:\n    if (flag):\n        collected.append(-a)\nreturn collected"
        ],
    ),
    (
        "loop for a comprehension",
        "return torch.stack([a + v for a in x])",
        [
            "collected = []\nfor a in x:\n    collected.append(a + v)\nreturn torch.stack(collected)"
        ],
    ),
    (
        "comprehension for a loop",
        "found = []\nfor a in items:\n    found.append(2 * a)\nreturn found",
        ["found = [2 * a for a in items]"],
    ),
    (
        "index for items",
        "total = 0.0\nfor a in items:\n    total = 2 * total + a\nreturn total",
        ["for index in range(len(items)):\n    a = items[index]"],
    ),
    (
        "enumerate for an index",
        "total = 0.0\nfor i in range(len(items)):\n    total = total + i * items[i]\nreturn total",
        ["for i, item in enumerate(items):\n    total = total + i * item"],
    ),
    ("lambda for a function", "return x + y.T", [
        "tried = lambda x, y, v, items, flag, dim=1: x + y.T",
    ]),
]  # fmt: skip

# operator, and lines that it must leave alone, because the change might be seen
LEFT_ALONE = [
    ("function for method", "return items.sort()"),
    ("function for method", "return x.repeat(2, 1)"),
    ("method for function", "return torch.tensor(items)"),
    ("where as a method", "return torch.where(x > 0, 1.0, x)"),
    ("matmul for at", "return flag @ items"),
    ("einsum for at", "return x[0] @ y"),
    ("transpose spelled out", "return (x @ y).T"),
    ("square spelled differently", "return dim ** 2"),
    ("square spelled differently", "return x * v"),
    ("unsqueeze for none", "return x[0, None]"),
    ("unsqueeze for none", "return items[:, None]"),
    ("dim counted from the other end", "return x[0].sum(dim=0)"),
    ("unsqueeze for keepdim", "return x.mean(dim=(0, 1), keepdim=True)"),
    ("row by row", "return x.sum(dim=0)"),
    ("item or conversion", "return x.sum().item()"),
    ("operands swapped", "return items + items"),
    ("operands swapped", "return x + torch.rand(3)"),
    ("comparison mirrored", "return items.pop() < items.pop()"),
    ("comparison mirrored", "return 0 < dim < 2"),
    ("constant computed", "return x * 0.1"),
    ("format for an f string", 'return f"{dim:.3f}"'),
    ("list for a generator", "return any(a > 1 for a in items)"),
    ("result named first", "return x"),
    ("local pulled in", "z = x + 1\nreturn z * z"),
    ("local pulled in", "z = items.pop()\nreturn 2 * z"),
    ("local pulled in", "z = x + 1\nreturn [z for a in items]"),
    ("local pulled in", "z = x + 1\nx = y\nreturn z"),
    ("independent statements exchanged", "a = torch.rand(1)\nb = torch.rand(1)\nreturn a - b"),
    ("independent statements exchanged", "a = x.sum()\nb = a + 1\nreturn b"),
    ("independent statements exchanged", "a = x.sum()\nx = y\nreturn a"),
    ("pair assigned one by one", "x, y = y, x\nreturn x"),
    ("pair assigned one by one", "a, b = items.pop(), items.pop()\nreturn a - b"),
    ("rest under else", "if flag:\n    x = y\nreturn x"),
    ("change spelled out", "x += 1\nreturn x"),
    ("change spelled out", "a = x.clone()\na += 1\nreturn a"),
    ("change spelled out", "t = 0\nkept = []\nfor a in x:\n    t += a\n    kept.append(t)\nreturn kept"),
    ("loop for a comprehension", "return [lambda: a for a in items]"),
    ("loop for a comprehension", "a = 1\nb = [a for a in items]\nreturn a, b"),
    ("loop for a comprehension", "return items.pop(), [a for a in items]"),
    ("comprehension for a loop", "found = []\nfor a in items:\n    found.append(len(found))\nreturn found"),
    ("comprehension for a loop", "found = []\nfor a in items:\n    found.append(a)\nreturn found, a"),
    ("index for items", "for a in items:\n    items.append(a)\n    break\nreturn items"),
    ("index for items", "total = 0\nfor a in y.shape:\n    total = total + a\nreturn total"),
    ("enumerate for an index", "for i in range(len(items)):\n    items[i] = items[i] + 1\nreturn items"),
    ("locals renamed", "total = 1\nreturn locals()"),
    ("locals renamed", "return dim"),
    ("lambda for a function", "a = x\nreturn a"),
]


@pytest.mark.parametrize(("operator", "body", "expected"), MADE)
def test_an_operator_makes_these_rewrites(rewrite, operator: str, body: str, expected: list[str]) -> None:
    made = [each for each in rewrite(body) if each.operator == f"{operator} in the solution"]
    assert sorted(strip(each.after) for each in made) == sorted(expected)
    original = executed(FILE.format(body="    " + body.replace("\n", "\n    ")))
    for each in made:
        for given in inputs():
            assert_same(outcome(executed(each.text), given), outcome(original, given))


def strip(after: str) -> str:
    """What an author would type: without the marks and the blank lines around."""
    lines = [line for line in after.split("\n") if "region" not in line and line.strip()]
    return "\n".join(lines)


@pytest.mark.parametrize(("operator", "body"), LEFT_ALONE)
def test_an_operator_leaves_alone_what_it_cannot_vouch_for(rewrite, operator: str, body: str) -> None:
    assert [each.after for each in rewrite(body) if each.operator.startswith(f"{operator} in")] == []


AROUND = [
    "locals renamed",
    "docstring removed",
    "hints of types removed",
    "helper around",
    "decorator that passes through",
]  # fmt: skip


@pytest.mark.parametrize("operator", AROUND)
def test_what_changes_around_the_body_changes_nothing_for_the_caller(rewrite, operator: str) -> None:
    body = "total: Tensor = x.sum(dim=dim)\nreturn total, x @ y"
    (made,) = [each for each in rewrite(body) if each.operator == f"{operator} in the solution"]
    original = executed(FILE.format(body="    " + body.replace("\n", "\n    ")))
    for given in inputs():
        assert_same(outcome(executed(made.text), given), outcome(original, given))
        by_name = dict(zip(("x", "y", "v", "items", "flag"), given, strict=True), dim=0)
        assert_same(executed(made.text)(**by_name), original(**by_name))


def test_locals_get_other_names_and_parameters_keep_theirs(rewrite) -> None:
    body = "total = x.sum()\nfor row in x:\n    total = total + row.max()\nreturn [total for _ in items]"
    (made,) = [each for each in rewrite(body) if each.operator.startswith("locals renamed")]
    assert strip(made.after).endswith(
        "    my_total = x.sum()\n"
        "    for my_row in x:\n"
        "        my_total = my_total + my_row.max()\n"
        "    return [my_total for my_unused in items]"
    )


def test_every_operator_is_tried_here() -> None:
    tried = {name for name, *_ in MADE} | set(AROUND) | {"super with its arguments"}
    assert {each.name for each in OPERATORS} == tried


def executed(text: str) -> Callable[..., Any]:
    """The exercise that a file defines."""
    names: dict[str, Any] = {}
    exec(compile(text, "starter.py", "exec", dont_inherit=True), names)
    return names["tried"]


def inputs() -> Iterator[tuple[Any, ...]]:
    """Arguments of several sizes, the empty table among them."""
    for rows in (4, 1, 0):
        generator = torch.Generator().manual_seed(rows)
        x, y = torch.randn(rows, 3, generator=generator), torch.randn(3, 3, generator=generator)
        for flag in (True, False):
            yield x, y, torch.randn(3, generator=generator), [0.5, 2.0, -1.0, 1.5], flag


def outcome(answer: Callable[..., Any], given: tuple[Any, ...]) -> Any:
    """What a call gives, or the kind of exception that it raises."""
    try:
        return answer(*given)
    except Exception as error:  # noqa: BLE001 - whatever it is, both must raise it
        return type(error)


def assert_same(one: Any, other: Any) -> None:
    """Equal in type, structure, dtype and shape, and in values up to rounding."""
    assert type(one) is type(other)
    if isinstance(one, Tensor):
        torch.testing.assert_close(one, other, equal_nan=True)
    elif isinstance(one, (tuple, list)):
        assert len(one) == len(other)
        for mine, theirs in zip(one, other, strict=True):
            assert_same(mine, theirs)
    elif isinstance(one, float):
        assert math.isclose(one, other, rel_tol=1e-6) or (math.isnan(one) and math.isnan(other))
    else:
        assert one == other
