"""How far two right answers may lie apart, by dtype and magnitude.

Rounding of one operation is far below these; they leave room for another order of summation and for the
few hundred steps of a training probe, and stay below what a wrong formula changes.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Tolerance:
    """Values agree where |came - expected| <= atol + rtol * |expected|."""

    rtol: float
    atol: float

    def widened(self, factor: float) -> Tolerance:
        """The same tolerance, `factor` times as wide."""
        return Tolerance(self.rtol * factor, self.atol * factor)


NUMBER = Tolerance(1e-4, 1e-6)
_EXACT = Tolerance(0.0, 0.0)
_BY_DTYPE = {
    "float64": Tolerance(1e-7, 1e-9),
    "complex128": Tolerance(1e-7, 1e-9),
    "float32": Tolerance(1e-4, 1e-5),
    "complex64": Tolerance(1e-4, 1e-5),
    "float16": Tolerance(5e-3, 1e-3),
    "complex32": Tolerance(5e-3, 1e-3),
    "bfloat16": Tolerance(2e-2, 1e-2),
}
_SMALLEST_SCALE = 0.1


@dataclass(frozen=True)
class Agreement:
    """When two values count as the same.

    Attributes:
        rtol: an author's own, in place of the dtype's.
        atol: an author's own, in place of the dtype's.
        widen: a factor on every tolerance.
        unknown_alike: whether two values of which only the class is known agree where it has one name.
    """

    rtol: float | None = None
    atol: float | None = None
    widen: float = 1.0
    unknown_alike: bool = False

    def of_numbers(self) -> Tolerance:
        """The tolerance for Python numbers."""
        return self._own(NUMBER)

    def of_tensors(self, dtype: str, device: str, magnitude: float) -> Tolerance:
        """The tolerance for tensors of a dtype; on a GPU, ten times that of the CPU. Integers are exact.

        Args:
            dtype: for example `float32`.
            device: `cpu` or another.
            magnitude: the largest absolute value that is expected. Below 1 the absolute tolerance shrinks
                with it, to a tenth at most: the rest is left to what cancels out, such as a mean of 0.
        """
        found = _BY_DTYPE.get(dtype, _EXACT)
        scale = min(1.0, max(_SMALLEST_SCALE, magnitude))
        scaled = Tolerance(found.rtol, found.atol * scale)
        return self._own(scaled if device == "cpu" else scaled.widened(10.0))

    def _own(self, usual: Tolerance) -> Tolerance:
        rtol = usual.rtol if self.rtol is None else self.rtol
        atol = usual.atol if self.atol is None else self.atol
        return Tolerance(rtol, atol).widened(self.widen)
