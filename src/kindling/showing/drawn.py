"""Small tensors as boxes: a picture beside the words that describe one."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

_ROWS, _COLUMNS, _BLOCKS = 8, 10, 4
_TENSOR = re.compile(r"\b(?:tensor|array) (?:\((?P<shape>\d+,|\d+(?:, \d+)+)\)|(?P<values>\[.*?\])) \w+")
_LEAF = re.compile(r"[^\[\],\s]+")
_BOX = "border:1px solid;min-width:1.2em;min-height:1.3em;padding:0 .25em"
_GRID = (
    "display:inline-grid;gap:3px;margin:.2em 1em .2em 0;font-family:monospace;font-size:.9em;"
    "line-height:1.3;text-align:right"
)


@dataclass(frozen=True)
class Boxes:
    """A tensor of at most three dimensions, to draw.

    Attributes:
        shape: (blocks, rows, columns).
        texts: the numbers in reading order; empty where only the shape is known.
    """

    shape: tuple[int, int, int]
    texts: tuple[str, ...] = ()

    @property
    def fits(self) -> bool:
        """Whether a picture of it is small enough to be read, and has anything to show."""
        blocks, rows, columns = self.shape
        return 0 < blocks <= _BLOCKS and 0 < rows <= _ROWS and 0 < columns <= _COLUMNS


def boxes_in(text: str) -> list[Boxes]:
    """The small tensors that a description names, as in `tensor (2, 3) float32`, `tensor [1, 2] int64`."""
    found = [_boxes(each["shape"], each["values"]) for each in _TENSOR.finditer(text)]
    return [each for each in found if each is not None and each.fits]


def differences(came: str, expected: str) -> tuple[list[frozenset[int]], bool]:
    """For each tensor of `came` the places where its numbers differ from the one expected there.

    Returns:
        The places, and whether some of the numbers agree, so that marking the others tells something.
    """
    pairs = itertools.zip_longest(boxes_in(came), boxes_in(expected))
    places, agree = [], False
    for one, other in pairs:
        comparable = one and other and one.shape == other.shape and one.texts and other.texts
        unlike = frozenset(
            n for n, (a, b) in enumerate(zip(one.texts, other.texts, strict=True)) if a != b
        ) if comparable else frozenset()  # fmt: skip
        places.append(unlike)
        agree = agree or bool(comparable and len(unlike) < len(one.texts))
    return places, agree


def drawing(text: str, marked: Sequence[frozenset[int]] = ()) -> str:
    """The small tensors of a description as HTML, hidden from who listens: the words stand beside it."""
    drawn = "".join(_draw(each, on) for each, on in itertools.zip_longest(boxes_in(text), marked) if each)
    return f"<div aria-hidden='true'>{drawn}</div>" if drawn else ""


def _boxes(shape: str | None, values: str | None) -> Boxes | None:
    if shape is not None:
        sizes = [int(each) for each in shape.split(",") if each.strip()]
        return Boxes(_three(sizes)) if len(sizes) <= 3 else None
    nested = json.loads(_LEAF.sub(lambda leaf: json.dumps(leaf[0]), values or ""))
    sizes = list(_sizes(nested))
    return Boxes(_three(sizes), tuple(_flat(nested))) if len(sizes) <= 3 else None


def _three(sizes: list[int]) -> tuple[int, int, int]:
    blocks, rows, columns = [1] * (3 - len(sizes)) + sizes
    return blocks, rows, columns


def _sizes(nested: Any) -> Iterator[int]:
    while isinstance(nested, list):
        yield len(nested)
        nested = nested[0] if nested else None


def _flat(nested: Any) -> Iterator[str]:
    if not isinstance(nested, list):
        yield nested
    else:
        for each in nested:
            yield from _flat(each)


def _draw(boxes: Boxes, marked: frozenset[int] | None) -> str:
    blocks, rows, columns = boxes.shape
    texts = boxes.texts or ("",) * (blocks * rows * columns)
    size = rows * columns
    style = f"{_GRID};grid-template-columns:repeat({columns},auto)"
    return "".join(
        f"<div style='{style}'>{_cells(texts, range(n * size, (n + 1) * size), marked or frozenset())}</div>"
        for n in range(blocks)
    )


def _cells(texts: Sequence[str], places: range, marked: frozenset[int]) -> str:
    framed = f"{_BOX};outline:2px solid;font-weight:bold"
    return "".join(
        f"<span style='{framed if n in marked else _BOX}'>{escape(texts[n])}</span>" for n in places
    )
