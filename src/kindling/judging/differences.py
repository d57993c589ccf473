"""The first difference between two observed values, in the order in which a learner should mend them."""

from __future__ import annotations

import cmath
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import torch

from kindling.judging.kinds import SHOWN_ITEMS, advice, apart, in_words, kind_of, show
from kindling.judging.tolerance import Agreement
from kindling.observations.describe import shape_text
from kindling.observations.values import SeenTensor, SeenText, as_float


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


def first_difference(expected: Any, came: Any, agreement: Agreement | None = None) -> Difference | None:
    """The first difference in the order of `ORDER`, over all parts of the two values.

    Args:
        expected: what the solution gave, decoded.
        came: what the answer gave, decoded.
        agreement: when two values count as the same, if not by the tolerances of their dtypes.
    """
    found = _Comparison(agreement or Agreement()).of_any(expected, came, "")
    first = min(found, key=lambda each: ORDER.index(each.kind), default=None)
    whole = show(came), show(expected)
    if first and max(map(len, whole)) <= SHOWN_WHOLE and whole[0] != whole[1]:
        return replace(first, came=whole[0], expected=whole[1])
    return first


def _subject(where: str) -> str:
    return f"{where} is" if where else "The result is"


def _possessive(where: str, noun: str) -> str:
    return f"{where}: the {noun}" if where else f"The {noun}"


@dataclass(frozen=True)
class _Comparison:
    """Finds what differs between two values; `where` names the part that is compared."""

    agreement: Agreement

    def of_any(self, expected: Any, came: Any, where: str) -> Iterator[Difference]:
        if isinstance(expected, float) and isinstance(came, (int, float)) and not isinstance(came, bool):
            yield from self.of_numbers(expected, as_float(came), where)
        elif kind_of(expected) != kind_of(came):
            yield _of_type(expected, came, where)
        elif isinstance(expected, SeenTensor):
            yield from self.of_tensors(expected, came, where)
        elif isinstance(expected, (tuple, list)):
            yield from self.of_sequences(expected, came, where)
        elif isinstance(expected, dict):
            yield from self.of_dicts(expected, came, where)
        elif isinstance(expected, complex):
            yield from self.of_numbers(expected, came, where)
        elif isinstance(expected, str):
            yield from _of_texts(expected, came, where)
        else:
            yield from self.of_others(expected, came, where)

    def of_others(self, expected: Any, came: Any, where: str) -> Iterator[Difference]:
        if isinstance(expected, SeenText) and expected.kind == "object":
            if not self.agreement.unknown_alike:
                sentence = f"{_subject(where)} {show(came)}, and Kindling can't look into one."
                yield Difference("type", sentence, show(came), show(expected))
        elif expected != came:
            sentence = f"{_subject(where)} {show(came)} instead of {show(expected)}."
            yield Difference("values", sentence, show(came), show(expected))

    def of_sequences(self, expected: Any, came: Any, where: str) -> Iterator[Difference]:
        if _are_sizes(expected) and _are_sizes(came):
            yield from self.of_others(expected, came, where)
            return
        if len(expected) != len(came):
            has = f"{len(came)} item{'' if len(came) == 1 else 's'}"
            sentence = f"{where or 'The result'} has {has} instead of {len(expected)}."
            yield Difference("structure", sentence, show(came), show(expected))
            return
        for index, (wanted, got) in enumerate(zip(expected, came, strict=True)):
            inner = f"{where}, item {index + 1}" if where else f"Item {index + 1} of what was seen"
            yield from self.of_any(wanted, got, inner)

    def of_dicts(self, expected: Any, came: Any, where: str) -> Iterator[Difference]:
        missing = [key for key in expected if key not in came]
        extra = [key for key in came if key not in expected]
        parts = [*_listed("lacks", missing), *_listed("has in addition", extra)]
        if parts:
            sentence = f"{where or 'The result'} {' and '.join(parts)}."
            yield Difference("structure", sentence, show(came), show(expected))
        for key in expected:
            if key in came:
                inner = f"{where}, entry {show(key)}" if where else f"Entry {show(key)} of what was seen"
                yield from self.of_any(expected[key], came[key], inner)

    def of_numbers(self, expected: complex, came: complex, where: str) -> Iterator[Difference]:
        if cmath.isnan(came) and not cmath.isnan(expected):
            sentence = f"{_subject(where)} nan (not a number)."
            yield Difference("nan", sentence, show(came), show(expected))
        elif not self._agree(expected, came):
            got, wanted = apart(came, expected)
            yield Difference("values", f"{_subject(where)} {got} instead of {wanted}.", got, wanted)

    def _agree(self, expected: complex, came: complex) -> bool:
        if came == expected or (cmath.isnan(came) and cmath.isnan(expected)):
            return True
        limits = self.agreement.of_numbers()
        return cmath.isfinite(expected) and abs(came - expected) <= limits.atol + limits.rtol * abs(expected)

    def of_tensors(self, expected: SeenTensor, came: SeenTensor, where: str) -> Iterator[Difference]:
        if expected.shape != came.shape:
            shapes = f"{shape_text(came.shape)} instead of {shape_text(expected.shape)}"
            sentence = f"{_possessive(where, 'shape')} is {shapes}."
            yield Difference("shape", sentence, show(came), show(expected))
            return
        for kind in ("dtype", "device"):
            got, wanted = getattr(came, kind), getattr(expected, kind)
            if got != wanted:
                sentence = f"{_possessive(where, kind)} is {got} instead of {wanted}."
                yield Difference(kind, sentence, show(came), show(expected))
        if expected.dtype == came.dtype:
            yield from self.of_values(expected, came, where)

    def of_values(self, expected: SeenTensor, came: SeenTensor, where: str) -> Iterator[Difference]:
        if expected.data is None or came.data is None:
            yield from _of_unseen(expected, came, where)
            return
        wanted, got = _comparable(expected.data), _comparable(came.data)
        new_nan = got.isnan() & ~wanted.isnan()
        if bool(new_nan.any()):
            places = f"in {int(new_nan.sum())} of {got.numel()} places"
            sentence = f"{where or 'The result'} holds nan (not a number) {places}."
            yield Difference("nan", sentence, show(came), show(expected))
            return
        wrong = (got != wanted) & ~(got.isnan() & wanted.isnan()) & ~self._close(expected, wanted, got)
        if bool(wrong.any()):
            yield _of_elements(expected, came, wrong, where)

    def _close(self, seen: SeenTensor, wanted: torch.Tensor, got: torch.Tensor) -> torch.Tensor:
        """Where the values are finite and within the tolerance of their dtype."""
        finite = wanted.isfinite()
        if not wanted.is_floating_point() and not wanted.is_complex():
            return torch.zeros_like(finite)
        magnitude = float(wanted[finite].abs().max()) if bool(finite.any()) else 0.0
        limits = self.agreement.of_tensors(seen.dtype, seen.device, magnitude)
        return finite & ((got - wanted).abs() <= limits.atol + limits.rtol * wanted.abs())


def _are_sizes(value: Any) -> bool:
    """Whether a value is a tuple that is best shown whole, such as a shape."""
    return isinstance(value, tuple) and len(value) <= SHOWN_ITEMS and all(type(each) is int for each in value)


def _of_type(expected: Any, came: Any, where: str) -> Difference:
    what = "None" if came is None else in_words(came)
    sentence = f"{_subject(where)} {what}; {in_words(expected)} was expected. {advice(expected, came)}"
    return Difference("type", sentence.rstrip(), show(came), show(expected))


def _listed(verb: str, keys: list[Any]) -> list[str]:
    shown = ", ".join(show(key) for key in keys[:4])
    return [f"{verb} {shown}{', ...' if len(keys) > 4 else ''}"] if keys else []


def _of_texts(expected: str, came: str, where: str) -> Iterator[Difference]:
    if expected == came:
        return
    if show(expected) != show(came):
        sentence = f"{_subject(where)} {show(came)} instead of {show(expected)}."
        yield Difference("values", sentence, show(came), show(expected))
        return
    at = next(i for i, (a, b) in enumerate(zip(came + "\0", expected + "\0", strict=False)) if a != b)
    got, wanted = (show(each[max(0, at - 10) : at + 30]) for each in (came, expected))
    sentence = f"{_possessive(where, 'text')} differs from character {at + 1} on: {got} instead of {wanted}."
    yield Difference("values", sentence, got, wanted)


def _of_unseen(expected: SeenTensor, came: SeenTensor, where: str) -> Iterator[Difference]:
    """Tensors without values: on the device `meta` there are none, elsewhere they were too many to carry."""
    if expected.device != "meta" or came.device != "meta":
        sentence = f"{_subject(where)} too large to be compared."
        yield Difference("values", sentence, show(came), show(expected))


def _of_elements(expected: SeenTensor, came: SeenTensor, wrong: torch.Tensor, where: str) -> Difference:
    place = tuple(wrong.nonzero()[0].tolist())
    got, wanted = apart(_element(came, place), _element(expected, place))
    at = f" at [{', '.join(map(str, place))}]" if place else ""
    count = f"; {int(wrong.sum())} of {wrong.numel()} values differ" if wrong.numel() > 1 else ""
    sentence = f"{_possessive(where, 'value')}{at} is {got} instead of {wanted}{count}."
    whole = show(came), show(expected)
    if wrong.numel() <= 12 and whole[0] != whole[1]:
        return Difference("values", sentence, *whole)
    return Difference("values", sentence, f"{whole[0]}, {got}{at}", f"{whole[1]}, {wanted}{at}")


def _element(seen: SeenTensor, place: tuple[int, ...]) -> Any:
    return None if seen.data is None else seen.data[place].item()


_WIDE = {torch.uint16: torch.int32, torch.uint32: torch.int64}


def _comparable(data: torch.Tensor) -> torch.Tensor:
    """The same values in a dtype in which torch compares them exactly; uint64 as its bits."""
    if data.is_complex():
        return data.to(torch.complex128)
    if data.is_floating_point():
        return data.double()
    if data.dtype is torch.uint64:
        return data.view(torch.int64)
    return data.to(_WIDE.get(data.dtype, data.dtype))
