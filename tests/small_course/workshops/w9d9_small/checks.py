"""Probes of three small exercises."""

import torch

from kindling import probe


@probe(seconds=1)
def small(double, device):
    """A 2 by 3 tensor."""
    return double(torch.arange(6.0, device=device).reshape(2, 3))


@probe(seconds=1)
def integers(double, device):
    """A tensor of whole numbers."""
    return double(torch.arange(4, device=device).reshape(2, 2))


@probe
def square(row_means, device):
    """A 3 by 3 tensor."""
    return row_means(torch.arange(9.0, device=device).reshape(3, 3))


@probe
def both(doubled_means, device):
    """A 2 by 3 tensor, doubled and averaged."""
    return doubled_means(torch.arange(6.0, device=device).reshape(2, 3))
