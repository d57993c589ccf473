"""What a lesson notebook uses: `check`, which judges an exercise of the starter beside it."""

from kindling.notebook.live import LivePanel, check
from kindling.notebook.panel import Panel

__all__ = ["LivePanel", "Panel", "check"]
