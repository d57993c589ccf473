"""What can go wrong in a line: each operator makes one kind of change, has a name, and says what it does."""

from kindling.mutants.operators import expressions, statements, tensors, training  # noqa: F401 - they register
from kindling.mutants.operators.registry import OPERATORS, Operator

__all__ = ["OPERATORS", "Operator"]
