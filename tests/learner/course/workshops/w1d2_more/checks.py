"""Probes of the second small workshop."""

from kindling import probe


@probe
def greets_ada(greet):
    """The name Ada."""
    return greet("Ada")
