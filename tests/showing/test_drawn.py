from __future__ import annotations

import pytest

from kindling.showing.drawn import Boxes, boxes_in, differences, drawing


@pytest.mark.parametrize(
    ("text", "boxes"),
    [
        ("tensor (2, 3) float32", [Boxes((1, 2, 3))]),
        ("tensor (5,) int64 on cuda", [Boxes((1, 1, 5))]),
        ("row_softmax(tensor (2, 4, 3) uint8)", [Boxes((2, 4, 3))]),
        ("array (2, 2) float64", [Boxes((1, 2, 2))]),
        ("tensor [1, nan, -inf, 2.5e+08] float32", [Boxes((1, 1, 4), ("1", "nan", "-inf", "2.5e+08"))]),
        (
            "tensor [[True, False], [False, True]] bool",
            [Boxes((1, 2, 2), ("True", "False", "False", "True"))],
        ),
        ("((3, 2), tensor [[1], [2]] int64)", [Boxes((1, 2, 1), ("1", "2"))]),
        ("[tensor (2, 2) int8, tensor [7] int8]", [Boxes((1, 2, 2)), Boxes((1, 1, 1), ("7",))]),
    ],
)
def test_a_small_tensor_is_drawn_as_it_is_described(text: str, boxes: list[Boxes]) -> None:
    assert boxes_in(text) == boxes


@pytest.mark.parametrize(
    "text",
    [
        "tensor (60,) float32",
        "tensor (64, 3, 32, 32) float32",
        "tensor (0, 3) float32",
        "tensor (9, 2) float32",
        "tensor [] float32",
        "tensor 3 int64",
        "(3, 4)",
        "a Linear",
        "'tensor of (2, 3)'",
        "",
    ],
)
def test_what_is_large_or_empty_or_no_tensor_stays_text(text: str) -> None:
    assert boxes_in(text) == []
    assert drawing(text) == ""


def test_places_that_differ_are_found_where_the_shapes_agree() -> None:
    assert differences("tensor [1, 2, 3] int64", "tensor [1, 5, 3] int64") == ([frozenset({1})], True)
    assert differences("tensor [1, 2] int64", "tensor [3, 4] int64") == ([frozenset({0, 1})], False)
    assert differences("tensor [1, 2] int64", "tensor [1, 2, 3] int64") == ([frozenset()], False)
    assert differences("tensor (2, 2) int64", "tensor (2, 2) int64") == ([frozenset()], False)
    assert differences("", "tensor [1] int64") == ([frozenset()], False)


def test_a_picture_is_for_the_eye_alone() -> None:
    assert drawing("tensor [1, 2] int64", [frozenset({1})]).startswith("<div aria-hidden='true'>")
    assert drawing("tensor [1, 2] int64", [frozenset({1})]).count("font-weight:bold") == 1
