"""Turns torch's and Python's own messages into plain sentences."""

from kindling.explaining.messages import explain, explain_syntax

__all__ = ["explain", "explain_syntax"]
