"""Mistakes with Python itself and with how torch's functions are called, really made."""

from __future__ import annotations

import builtins
import operator
from collections.abc import Callable
from typing import Any

import pytest
import torch
from torch import nn, zeros
from torch.nn import functional

from kindling.explaining import explain, explain_syntax
from kindling.explaining.language import LANGUAGE
from kindling.explaining.meaning import Meaning
from kindling.explaining.messages import MEANINGS
from kindling.explaining.syntax import SYNTAX


def run(code: str) -> Callable[[], None]:
    """Something that runs a line of a beginner's code."""
    return lambda: builtins.exec(code, {"torch": torch, "nn": nn, "F": functional, "zeros": zeros})


MISTAKES: list[tuple[str, Callable[[], Any]]] = [
    ("put them in brackets, `[a, b]`", lambda: torch.cat(zeros(2), zeros(2))),
    ("put them in brackets, `[a, b]`", lambda: torch.stack(zeros(2), zeros(2))),
    ("element 0 is of type float", lambda: torch.stack([1.0, 2.0])),
    ("element 1 is of type int", lambda: torch.cat([zeros(2), 1])),
    ("is the pair that `mode` gives", lambda: torch.cat([zeros(2, 2).mode(dim=1)])),
    ("A power is written `**`", lambda: zeros(2) ^ 2),
    ("A power is written `**`", run("2.0 ^ 2")),
    ("was a call left out?", run("dict | {}")),
    ("was a call left out?", run("{1} - set")),
    ("between a list and an int", run("[1] / 2")),
    ("`torch.exp` works on tensors", lambda: torch.exp(1.0)),
    ("`sum` wants a value of type Tensor as `input`, and one of type list", lambda: torch.sum([1, 2])),
    ("`zeros` wants a value of type torch.dtype as `dtype`", lambda: zeros(2, dtype="float32")),
    ("can't be called with (int, int)", lambda: torch.linspace(0, 1)),
    ("leaves out 'y'", run("(lambda x, y: 0)(1)")),
    ("leaves out 'y' and 'z'", run("(lambda x, y, z: 0)(1)")),
    ("leaves out 'lr'", run("(lambda *, lr: 0)()")),
    ("leaves out 'out_features'", lambda: nn.Linear(2)),
    ("It takes 1 argument and is called with 2", run("(lambda x: 0)(1, 2)")),
    ("It takes 1 to 2 arguments and is called with 3", run("(lambda x, y=1: 0)(1, 2, 3)")),
    ("Too much is given to make a `Sigmoid`", lambda: nn.Sigmoid(zeros(2))),
    ("There is no parameter called `keepdims_`", run("(lambda x: 0)(keepdims_=True)")),
    ("`.grad` is None until `backward()` has run", run("zeros(2, requires_grad=True).grad.zero_()")),
    ("One side of `*` is None", lambda: 0.1 * zeros(2, requires_grad=True).grad),
    ("One side of `+` is None", lambda: zeros(2) + None),
    ("A function without `return` gives None", run("None.shape")),
    ("A function without `return` gives None", run("a, b = None")),
    ("A function without `return` gives None", run("for each in None: pass")),
    ("A function without `return` gives None", run("[].append(1)[0]")),
    ("can't be used between a Tensor and a list", run("zeros(2) + [1, 2]")),
    ("can't be used between a list and a list", run("[1] - [2]")),
    ("make a tensor of it first", run("[1] * 0.5")),
    ("joins a list to another list only, and the other side is of type tuple", run("[1] + (2,)")),
    ("joins a str to another str only", run("'loss ' + 1")),
    ("only a tensor takes `[i, j]`", run("[[1, 2], [3, 4]][0, 1]")),
    ("A Python tuple takes one index", lambda: operator.getitem(zeros(2, 3).max(1), (0, 1))),
    ("this one is of type str", run("[1, 2]['a']")),
    ("a sequence of n items", run("[1][3]")),
    ("than the 2 names on the left", run("a, b = zeros(3)")),
    ("3 names stand on the left, and only 2 came", run("a, b, c = zeros(2)")),
    ("A single int can't be unpacked", run("a, b = 3")),
    ("write them without parentheses", lambda: zeros(2).shape()),
    ("write them without parentheses", lambda: zeros(2).dtype()),
    ("name the function in it", run("torch(1)")),
    ("A value of type int is called", run("(3)(4)")),
    ("A value of type Tensor is called", run("zeros(2)(1)")),
    ("are its parentheses missing", lambda: torch.optim.SGD(nn.Linear(2, 2).parameters)),
    ("An optimizer wants `model.parameters()`", lambda: torch.optim.SGD(nn.Linear(2, 2))),
    ("can't be indexed with brackets", run("(x for x in [1])[0]")),
    ("A tuple can't be changed in place", run("(1, 2)[0] = 3")),
    ("A value of type int has no length", run("len(3)")),
    ("`with torch.no_grad():`", run("with torch.no_grad: pass")),
    ("`max` gives two things, `values` and `indices`", lambda: zeros(2, 3).max(1).shape),
    ("This is a Python list, which has no `shape`: was a tensor meant", run("[1].shape")),
    ("This is a Python float, which has no `backward`: was a tensor meant", run("(1.0).backward()")),
    ("`astype` is NumPy's word", lambda: zeros(2).astype("float32")),
    ("Tensors have nothing called `lenght`", lambda: zeros(2).lenght),
    ("Nothing is called `wieght` in an object of type Linear", lambda: nn.Linear(2, 2).wieght),
    ("begin with a capital letter", run("nn.linear(2, 2)")),
    ("`torch` has nothing called `arrange`", run("torch.arrange(3)")),
    ("have different lengths", run("list(zip([1], [1, 2], strict=True))")),
    ("what ends it", run("f = lambda: f()\nf()")),
    ("can't look into it", lambda: torch.vmap(lambda x: x.item())(zeros(2))),
    ("`torch.where` chooses", lambda: torch.vmap(lambda x: x if x > 0 else -x)(zeros(2))),
    ("Something is divided by 0", run("1 / 0")),
    ("The package nosuchpackage is not installed here", run("import nosuchpackage")),
    ("Nothing is called `nosuch` here", run("nosuch")),
    ("`torch.nn` has nothing called `Liner`", run("from torch.nn import Liner")),
    ("`x` is used before it has a value", run("def f():\n    y = x\n    x = 1\nf()")),
    ("of type float and one of type dict can't be compared with `<`", run("1.0 < {}")),
    ("takes the value first, and the type second", run("isinstance(float, 1.0)")),
    ("takes the name second, as text, and a Tensor stands there", run("getattr('shape', zeros(2))")),
    ("A number is wanted here, and a value of type tuple came", run("float((1, 2))")),
    ("A number is wanted here, and a value of type NoneType came", run("int(None)")),
    (
        "A number is wanted here, and a value of type NoneType came",
        run("torch.tensor([None], dtype=torch.float64)"),
    ),
    ("takes no arguments with names, such as `dim=`", run("zeros(2).sigmoid(dim=0)")),
    ("`int(...)` and `//` make such", run("[1, 2, 3][: 1.5]")),
    ("A dict can change, so it can't be a key", run("{}[{}]")),
    ("gives no root of a number below 0", run("import math\nmath.sqrt(-1)")),
]


@pytest.mark.parametrize(("sentence", "mistake"), MISTAKES, ids=[words for words, _ in MISTAKES])
def test_is_told_in_plain_words(
    sentence: str, mistake: Callable[[], object], said: Callable[..., list[str]]
) -> None:
    assert [explain(each) for each in said(mistake) if sentence in (explain(each) or "")], said(mistake)


def test_every_meaning_is_met_here(said: Callable[..., list[str]]) -> None:
    messages = [each for _, mistake in MISTAKES for each in said(mistake)]
    assert [each.pattern for each in LANGUAGE if not any(map(each.of, messages))] == []


def test_a_message_that_nobody_knows_has_no_meaning() -> None:
    assert explain("the moon is not full") is None
    assert explain("") is None


def test_braces_in_a_message_stay_as_they_are() -> None:
    assert explain("name 'x' is not defined {0} {}") == explain("name 'x' is not defined")


SYNTAX_MISTAKES = [
    ("a colon is missing", "def f()\n    pass"),
    ("its bracket `(` is never closed", "x = (1"),
    ("its closing `)` belongs to no opening one", "x = 1)"),
    ("indented deeper", "x = 1\n    y = 2"),
    ("the function definition in line 1 has no body yet", "def f():\nx = 1"),
    ("fits none of the lines above", "def f():\n        x = 1\n    y = 2"),
    ("tabs and spaces", "if x:\n        y = 1\n\tz = 2"),
    ("the quote that ends its text", "x = 'a"),
    ("the quote that ends its text", 'x = """a'),
    ("`return` stands outside a function", "return 3"),
    ("outside a loop", "break"),
    ("outside a loop", "continue"),
    ("a comparison is written `==`", "if x = 1: pass"),
    ("a comma or an operator", "x = [1 2]"),
    ("the parameter `a` stands there twice", "def f(a, a): pass"),
    ("is out of place", "def 3f(): pass\nx ="),
]


@pytest.mark.parametrize(("sentence", "code"), SYNTAX_MISTAKES)
def test_what_is_not_python_is_told_in_plain_words(sentence: str, code: str) -> None:
    with pytest.raises(SyntaxError) as caught:
        compile(code, "answer.py", "exec")
    if sentence == "is out of place":
        assert explain_syntax("invalid syntax") is not None
    else:
        assert sentence in (explain_syntax(caught.value.msg) or ""), caught.value.msg


def test_every_meaning_of_syntax_is_met_here() -> None:
    messages = ["invalid syntax"]
    for _, code in SYNTAX_MISTAKES:
        with pytest.raises(SyntaxError) as caught:
            compile(code, "answer.py", "exec")
        messages.append(caught.value.msg)
    assert [each.pattern for each in SYNTAX if not any(map(each.of, messages))] == []


@pytest.mark.parametrize("meaning", [*MEANINGS, *SYNTAX], ids=lambda each: each.pattern[:40])
def test_every_sentence_is_short_and_calm(meaning: Meaning) -> None:
    assert meaning.sentence.endswith((".", "?"))
    assert "!" not in meaning.sentence
    assert len(meaning.sentence) <= 200
