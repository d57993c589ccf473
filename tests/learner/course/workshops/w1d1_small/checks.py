"""Probes of the small workshop."""

import torch
from kindling import probe


@probe
def doubles_three(double):
    """The numbers 1, 2 and 3."""
    return double(torch.tensor([1.0, 2.0, 3.0]))


@probe
def quadruples_three(quadruple):
    """The numbers 1, 2 and 3."""
    return quadruple(torch.tensor([1.0, 2.0, 3.0]))


@probe
def counts_twice(Counter):
    """Two calls of one counter."""
    counter = Counter()
    return counter(), counter()
