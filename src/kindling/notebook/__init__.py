"""What a lesson notebook uses: `check`, which judges an exercise of the starter beside it."""

from kindling.notebook.panel import Panel, check

__all__ = ["Panel", "check"]
