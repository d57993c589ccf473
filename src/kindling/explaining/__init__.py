"""Turns torch's and Python's own messages into plain sentences."""

from kindling.explaining.messages import explain

__all__ = ["explain"]
