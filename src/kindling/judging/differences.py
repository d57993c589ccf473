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


def first_difference(
    expected: Any, came: Any, agreement: Agreement | None = None, about: str = ""
) -> Difference | None:
    """The first difference in the order of `ORDER`, over all parts of the two values.

    Args:
        expected: what the solution gave, decoded.
        came: what the answer gave, decoded.
        agreement: when two values count as the same, if not by the tolerances of their dtypes.
        about: what was seen, as a noun; empty where it is what the answer returned.
    """
    found = _Comparison(agreement or Agreement()).of_any(expected, came, _Part(about))
    first = min(found, key=lambda each: ORDER.index(each.kind), default=None)
    whole = show(came), show(expected)
    if first and max(map(len, whole)) <= SHOWN_WHOLE and whole[0] != whole[1]:
        return replace(first, came=whole[0], expected=whole[1])
    return first


@dataclass(frozen=True)
class _Part:
    """The part of what was seen that a sentence is about.

    Attributes:
        about: what was seen, as a noun; empty for the result.
        path: where in it the part lies, from the outside in.
    """

    about: str
    path: tuple[str, ...] = ()

    def inner(self, name: str) -> _Part:
        """A part of this part."""
        return _Part(self.about, (*self.path, name))

    def __str__(self) -> str:
        if self.about:
            return f"{self.about}: {', '.join(self.path) or 'it'}"
        if not self.path:
            return "The result"
        first, *rest = self.path
        return ", ".join([f"{first[0].upper()}{first[1:]} of the result", *rest])

    def then(self, verb: str) -> str:
        """The part with its verb, `is` or `has`; what was seen as a whole needs none."""
        return f"{self.about}:" if self.about and not self.path else f"{self} {verb}"

    def noun(self, name: str) -> str:
        """Something of the part, such as its shape."""
        if self.path:
            return f"{self}, the {name}" if self.about else f"{self}: the {name}"
        return f"{self.about}: the {name}" if self.about else f"The {name}"


@dataclass(frozen=True)
class _Comparison:
    """Finds what differs between two values; `part` names what is compared."""

    agreement: Agreement

    def of_any(self, expected: Any, came: Any, part: _Part) -> Iterator[Difference]:
        if isinstance(expected, float) and isinstance(came, (int, float)) and not isinstance(came, bool):
            yield from self.of_numbers(expected, as_float(came), part)
        elif kind_of(expected) != kind_of(came):
            yield _of_type(expected, came, part)
        elif isinstance(expected, SeenTensor):
            yield from self.of_tensors(expected, came, part)
        elif isinstance(expected, (tuple, list)):
            yield from self.of_sequences(expected, came, part)
        elif isinstance(expected, dict):
            yield from self.of_dicts(expected, came, part)
        elif isinstance(expected, complex):
            yield from self.of_numbers(expected, came, part)
        elif isinstance(expected, str):
            yield from _of_texts(expected, came, part)
        else:
            yield from self.of_others(expected, came, part)

    def of_others(self, expected: Any, came: Any, part: _Part) -> Iterator[Difference]:
        if isinstance(expected, SeenText) and expected.kind == "object":
            if not self.agreement.unknown_alike:
                sentence = f"{part.then('is')} {show(came)}, and Kindling can't look into one."
                yield Difference("type", sentence, show(came), show(expected))
        elif expected != came:
            sentence = f"{part.then('is')} {show(came)} instead of {show(expected)}."
            yield Difference("values", sentence, show(came), show(expected))

    def of_sequences(self, expected: Any, came: Any, part: _Part) -> Iterator[Difference]:
        if _are_sizes(expected) and _are_sizes(came):
            yield from self.of_others(expected, came, part)
            return
        if len(expected) != len(came):
            has = f"{len(came)} item{'' if len(came) == 1 else 's'}"
            sentence = f"{part.then('has')} {has} instead of {len(expected)}."
            yield Difference("structure", sentence, show(came), show(expected))
            return
        for index, (wanted, got) in enumerate(zip(expected, came, strict=True)):
            yield from self.of_any(wanted, got, part.inner(f"item {index + 1}"))

    def of_dicts(self, expected: Any, came: Any, part: _Part) -> Iterator[Difference]:
        missing = [key for key in expected if key not in came]
        extra = [key for key in came if key not in expected]
        parts = [*_listed("lacks", missing), *_listed("has in addition", extra)]
        if parts:
            sentence = f"{part} {' and '.join(parts)}."
            yield Difference("structure", sentence, show(came), show(expected))
        for key in expected:
            if key in came:
                yield from self.of_any(expected[key], came[key], part.inner(f"entry {show(key)}"))

    def of_numbers(self, expected: complex, came: complex, part: _Part) -> Iterator[Difference]:
        if cmath.isnan(came) and not cmath.isnan(expected):
            sentence = f"{part.then('is')} nan (not a number)."
            yield Difference("nan", sentence, show(came), show(expected))
        elif not self._agree(expected, came):
            got, wanted = apart(came, expected)
            yield Difference("values", f"{part.then('is')} {got} instead of {wanted}.", got, wanted)

    def _agree(self, expected: complex, came: complex) -> bool:
        if came == expected or (cmath.isnan(came) and cmath.isnan(expected)):
            return True
        limits = self.agreement.of_numbers()
        return cmath.isfinite(expected) and abs(came - expected) <= limits.atol + limits.rtol * abs(expected)

    def of_tensors(self, expected: SeenTensor, came: SeenTensor, part: _Part) -> Iterator[Difference]:
        if expected.shape != came.shape:
            shapes = f"{shape_text(came.shape)} instead of {shape_text(expected.shape)}"
            sentence = f"{part.noun('shape')} is {shapes}."
            yield Difference("shape", sentence, show(came), show(expected))
            return
        for kind in ("dtype", "device"):
            got, wanted = getattr(came, kind), getattr(expected, kind)
            if got != wanted:
                sentence = f"{part.noun(kind)} is {got} instead of {wanted}."
                yield Difference(kind, sentence, show(came), show(expected))
        if expected.dtype == came.dtype:
            yield from self.of_values(expected, came, part)

    def of_values(self, expected: SeenTensor, came: SeenTensor, part: _Part) -> Iterator[Difference]:
        if expected.data is None or came.data is None:
            yield from _of_unseen(expected, came, part)
            return
        wanted, got = _comparable(expected.data), _comparable(came.data)
        new_nan = got.isnan() & ~wanted.isnan()
        if bool(new_nan.any()):
            places = f"in {int(new_nan.sum())} of {got.numel()} places"
            sentence = f"{part} holds nan (not a number) {places}."
            yield Difference("nan", sentence, show(came), show(expected))
            return
        wrong = (got != wanted) & ~(got.isnan() & wanted.isnan()) & ~self._close(expected, wanted, got)
        if bool(wrong.any()):
            yield _of_elements(expected, came, wrong, part)

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


def _of_type(expected: Any, came: Any, part: _Part) -> Difference:
    what = "None" if came is None else in_words(came)
    usual = (
        "Did a `return` or a gradient go missing?" if came is None and part.about else advice(expected, came)
    )
    sentence = f"{part.then('is')} {what}; {in_words(expected)} was expected. {usual}"
    return Difference("type", sentence.rstrip(), show(came), show(expected))


def _listed(verb: str, keys: list[Any]) -> list[str]:
    shown = ", ".join(show(key) for key in keys[:4])
    return [f"{verb} {shown}{', ...' if len(keys) > 4 else ''}"] if keys else []


def _of_texts(expected: str, came: str, part: _Part) -> Iterator[Difference]:
    if expected == came:
        return
    if show(expected) != show(came):
        sentence = f"{part.then('is')} {show(came)} instead of {show(expected)}."
        yield Difference("values", sentence, show(came), show(expected))
        return
    at = next(i for i, (a, b) in enumerate(zip(came + "\0", expected + "\0", strict=False)) if a != b)
    got, wanted = (show(each[max(0, at - 10) : at + 30]) for each in (came, expected))
    sentence = f"{part.noun('text')} differs from character {at + 1} on: {got} instead of {wanted}."
    yield Difference("values", sentence, got, wanted)


def _of_unseen(expected: SeenTensor, came: SeenTensor, part: _Part) -> Iterator[Difference]:
    """Tensors without values: on the device `meta` there are none, elsewhere they were too many to carry."""
    if expected.device != "meta" or came.device != "meta":
        sentence = f"{part.then('is')} too large to be compared."
        yield Difference("values", sentence, show(came), show(expected))


def _of_elements(expected: SeenTensor, came: SeenTensor, wrong: torch.Tensor, part: _Part) -> Difference:
    place = tuple(wrong.nonzero()[0].tolist())
    got, wanted = apart(_element(came, place), _element(expected, place))
    at = f" at [{', '.join(map(str, place))}]" if place else ""
    count = f"; {int(wrong.sum())} of {wrong.numel()} values differ" if wrong.numel() > 1 else ""
    sentence = f"{part.noun('value')}{at} is {got} instead of {wanted}{count}."
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
