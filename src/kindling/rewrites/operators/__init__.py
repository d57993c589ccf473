"""How a right answer may be spelled differently; why it stays right is said in each operator's docstring.

Left out, because they may change a result: `a * (1 / b)` for `a / b` (two roundings), a parameter's new name
(a caller may use it), `2.0` for `2` (an integer tensor becomes floating point), `x = x + y` for `x += y` on
tensors (the caller's may be meant, and the dtype may grow).
"""

from kindling.rewrites.operators import (  # noqa: F401 - they register themselves
    definitions,
    expressions,
    loops,
    statements,
    tensors,
)
from kindling.rewrites.operators.registry import OPERATORS, Operator, Place

__all__ = ["OPERATORS", "Operator", "Place"]
