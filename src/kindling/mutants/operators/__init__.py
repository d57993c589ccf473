"""What can go wrong in a line: each operator makes one kind of change, has a name, and says what it does.

They are our own: mutmut, whose operators a program can use, would bring a terminal interface and six more
packages to every learner, cosmic-ray a database and a web client, and neither knows a tensor's mistakes.
"""

from kindling.mutants.operators import (  # noqa: F401 - they register themselves
    arguments,
    expressions,
    shapes,
    special_cases,
    statements,
    training,
    values,
)
from kindling.mutants.operators.registry import OPERATORS, Operator

__all__ = ["OPERATORS", "Operator"]
