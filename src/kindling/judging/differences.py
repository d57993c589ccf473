"""The first difference between two observed values, in the order in which a learner should mend them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import torch

from kindling.judging.tolerance import NUMBER, Tolerance, of_dtype
from kindling.observations.describe import shape_text, shown_values
from kindling.observations.values import SeenTensor, SeenText


@dataclass(frozen=True)
class Difference:
    """What differs first.

    Attributes:
        kind: `type`, `structure`, `shape`, `dtype`, `device`, `nan`, `values` and others of the judges.
        sentence: one sentence for the learner.
        came: what came, in a few words.
        expected: what was expected, in a few words.
    """

    kind: str
    sentence: str
    came: str
    expected: str


SHOWN_WHOLE = 80
ORDER = ("type", "structure", "shape", "dtype", "device", "nan", "values")


def first_difference(
    expected: Any, came: Any, tolerance: Tolerance | None = None, *, widen: float = 1.0
) -> Difference | None:
    """The first difference in the order of `ORDER`, over all parts of the two values.

    Args:
        expected: what the solution gave, decoded.
        came: what the answer gave, decoded.
        tolerance: in place of the dtypes' own.
        widen: a factor on every tolerance.
    """
    found = list(_differences(expected, came, "", tolerance, widen))
    first = min(found, key=lambda each: ORDER.index(each.kind), default=None)
    whole = show(came), show(expected)
    if first and max(map(len, whole)) <= SHOWN_WHOLE and whole[0] != whole[1]:
        return replace(first, came=whole[0], expected=whole[1])
    return first


def kind_of(value: Any) -> str:
    """The value's type as a learner knows it."""
    if isinstance(value, SeenTensor):
        return "NumPy array" if value.array else "tensor"
    if isinstance(value, SeenText):
        return (
            f"torch.{value.kind}"
            if value.kind in ("dtype", "device")
            else value.text
            if value.kind == "object"
            else value.kind
        )
    return "None" if value is None else type(value).__name__


def show(value: Any, depth: int = 0) -> str:
    """An observed value in a few words."""
    if isinstance(value, SeenTensor):
        return _show_tensor(value)
    if isinstance(value, SeenText):
        return value.text
    if isinstance(value, float):
        return f"{value:.6g}"
    if isinstance(value, str):
        return repr(value if len(value) <= 80 else value[:77] + "...")
    if isinstance(value, (tuple, list, frozenset)) and depth < 3:
        inner = ", ".join(
            [*(show(each, depth + 1) for each in list(value)[:6]), *(["..."] if len(value) > 6 else [])]
        )
        if isinstance(value, list):
            return f"[{inner}]"
        return f"({inner},)" if len(value) == 1 else f"({inner})"
    if isinstance(value, dict) and depth < 3:
        inner = ", ".join(f"{show(k, 3)}: {show(v, depth + 1)}" for k, v in list(value.items())[:6])
        return f"{{{inner}{', ...' if len(value) > 6 else ''}}}"
    return repr(value)[:80]


def _show_tensor(value: SeenTensor) -> str:
    name = "array" if value.array else "tensor"
    place = "" if value.device == "cpu" else f" on {value.device}"
    if value.data is not None and value.data.numel() <= 12:
        return f"{name} {shown_values(value.data)} {value.dtype}{place}"
    return f"{name} {shape_text(value.shape)} {value.dtype}{place}"


def _differences(expected: Any, came: Any, where: str, tolerance: Tolerance | None, widen: float) -> Any:
    if kind_of(expected) != kind_of(came):
        sentence = (
            f"{_subject(where)} a value of type {kind_of(came)}, where {kind_of(expected)} was expected."
        )
        yield Difference("type", sentence, show(came), show(expected))
    elif isinstance(expected, SeenTensor):
        yield from _tensors(expected, came, where, tolerance, widen)
    elif isinstance(expected, (tuple, list)):
        yield from _sequences(expected, came, where, tolerance, widen)
    elif isinstance(expected, dict):
        yield from _dicts(expected, came, where, tolerance, widen)
    elif isinstance(expected, (float, complex)):
        yield from _numbers(expected, came, where, tolerance, widen)
    elif expected != came:
        sentence = f"{_subject(where)} {show(came)} instead of {show(expected)}."
        yield Difference("values", sentence, show(came), show(expected))


def _subject(where: str) -> str:
    return f"{where} is" if where else "The result is"


def _possessive(where: str, noun: str) -> str:
    return f"{where}: the {noun} is" if where else f"The {noun} is"


def _sequences(expected: Any, came: Any, where: str, tolerance: Tolerance | None, widen: float) -> Any:
    if len(expected) != len(came):
        sentence = f"{where or 'The result'} has {len(came)} items instead of {len(expected)}."
        yield Difference("structure", sentence, show(came), show(expected))
        return
    for index, (wanted, got) in enumerate(zip(expected, came, strict=True)):
        inner = f"{where}, item {index + 1}" if where else f"Item {index + 1} of what was seen"
        yield from _differences(wanted, got, inner, tolerance, widen)


def _dicts(expected: Any, came: Any, where: str, tolerance: Tolerance | None, widen: float) -> Any:
    missing = [key for key in expected if key not in came]
    extra = [key for key in came if key not in expected]
    if missing or extra:
        parts = [
            f"{word} {', '.join(show(key) for key in keys[:4])}"
            for word, keys in (("lacks", missing), ("has in addition", extra))
            if keys
        ]
        yield Difference(
            "structure", f"{where or 'The result'} {' and '.join(parts)}.", show(came), show(expected)
        )
    for key in expected:
        if key in came:
            inner = f"{where}, entry {show(key)}" if where else f"Entry {show(key)} of what was seen"
            yield from _differences(expected[key], came[key], inner, tolerance, widen)


def _numbers(expected: Any, came: Any, where: str, tolerance: Tolerance | None, widen: float) -> Any:
    limits = (tolerance or NUMBER).widened(widen)
    if (came != came) and (expected == expected):
        yield Difference("nan", f"{_subject(where)} nan (not a number).", show(came), show(expected))
    elif came != expected and not abs(came - expected) <= limits.atol + limits.rtol * abs(expected):
        if not (came != came and expected != expected):
            sentence = f"{_subject(where)} {show(came)} instead of {show(expected)}."
            yield Difference("values", sentence, show(came), show(expected))


def _tensors(
    expected: SeenTensor, came: SeenTensor, where: str, tolerance: Tolerance | None, widen: float
) -> Any:
    if expected.shape != came.shape:
        sentence = (
            f"{_possessive(where, 'shape')} {shape_text(came.shape)} instead of {shape_text(expected.shape)}."
        )
        yield Difference("shape", sentence, show(came), show(expected))
        return
    for kind in ("dtype", "device"):
        if getattr(expected, kind) != getattr(came, kind):
            sentence = (
                f"{_possessive(where, kind)} {getattr(came, kind)} instead of {getattr(expected, kind)}."
            )
            yield Difference(kind, sentence, show(came), show(expected))
    if expected.data is None or came.data is None:
        if came.data is not expected.data:
            yield Difference("values", f"{_subject(where)} too large to look at.", show(came), show(expected))
        return
    if expected.dtype == came.dtype:
        limits = (tolerance or of_dtype(expected.dtype, expected.device)).widened(widen)
        yield from _values(expected, came, where, limits)


def _values(expected: SeenTensor, came: SeenTensor, where: str, limits: Tolerance) -> Any:
    wanted, got = _comparable(expected.data), _comparable(came.data)
    new_nan = torch.isnan(got) & ~torch.isnan(wanted)
    if bool(new_nan.any()):
        count = int(new_nan.sum())
        sentence = f"{where or 'The result'} holds nan (not a number) in {count} of {got.numel()} places."
        yield Difference("nan", sentence, show(came), show(expected))
        return
    wrong = got != wanted
    if got.is_floating_point() or got.is_complex():
        wrong &= ~((got - wanted).abs() <= limits.atol + limits.rtol * wanted.abs())
        wrong &= ~(torch.isnan(got) & torch.isnan(wanted))
    if bool(wrong.any()):
        yield _different_values(expected, came, wrong, where)


def _different_values(expected: SeenTensor, came: SeenTensor, wrong: torch.Tensor, where: str) -> Difference:
    assert expected.data is not None and came.data is not None
    place = tuple(int(each) for each in wrong.nonzero()[0])
    got, wanted = show(came.data[place].item()), show(expected.data[place].item())
    at = f" at [{', '.join(map(str, place))}]" if place else ""
    lead = f"{where}: the" if where else "The"
    count = f"; {int(wrong.sum())} of {wrong.numel()} values differ" if wrong.numel() > 1 else ""
    sentence = f"{lead} value{at} is {got} instead of {wanted}{count}."
    small = wrong.numel() <= 12
    return Difference(
        "values",
        sentence,
        show(came) if small else f"{show(came)}, {got}{at}",
        show(expected) if small else f"{show(expected)}, {wanted}{at}",
    )


def _comparable(data: torch.Tensor | None) -> torch.Tensor:
    assert data is not None
    return data.double() if data.is_floating_point() else data
