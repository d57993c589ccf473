"""Reads code for mistakes without running it, and says why each matters and what to write instead.

A file is read (`reading`), what its names stand for is worked out (`code`), the rules look at it
(`losses`, `steps`, `graphs`, `evaluation`, `modules`, `tensors`, `calls`), and ruff looks for Python's own
pitfalls (`gentle`).
"""

from kindling.linting.findings import Finding
from kindling.linting.table import RULES, idioms

__all__ = ["RULES", "Finding", "idioms"]
