"""How far two right answers may lie apart, by dtype.

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


EXACT = Tolerance(0.0, 0.0)
_BY_DTYPE = {
    "float64": Tolerance(1e-7, 1e-9),
    "complex128": Tolerance(1e-7, 1e-9),
    "float32": Tolerance(1e-4, 1e-5),
    "complex64": Tolerance(1e-4, 1e-5),
    "float16": Tolerance(5e-3, 1e-3),
    "bfloat16": Tolerance(2e-2, 1e-2),
}


def of_dtype(dtype: str, device: str) -> Tolerance:
    """The tolerance for tensors of a dtype; on a GPU, ten times that of the CPU. Integers are exact."""
    found = _BY_DTYPE.get(dtype, EXACT)
    return found if device == "cpu" else found.widened(10.0)


NUMBER = Tolerance(1e-4, 1e-6)
