"""Finds what a message of torch 2.11 to 2.15 or of Python means."""

from __future__ import annotations

from kindling.explaining.devices import DEVICES
from kindling.explaining.dtypes import DTYPES
from kindling.explaining.gradients import GRADIENTS
from kindling.explaining.language import LANGUAGE
from kindling.explaining.layers import LAYERS
from kindling.explaining.losses import LOSSES
from kindling.explaining.modules import MODULES
from kindling.explaining.shapes import SHAPES
from kindling.explaining.syntax import SYNTAX

# The first that fits is told: what is said of one function stands before what is said of many.
MEANINGS = (*LOSSES, *LAYERS, *MODULES, *GRADIENTS, *DEVICES, *DTYPES, *SHAPES, *LANGUAGE)


def explain(message: str) -> str | None:
    """The plain sentence for a message of torch or Python, or None where none is known."""
    found = (each.of(message) for each in MEANINGS)
    return next((sentence for sentence in found if sentence), None)


def explain_syntax(message: str) -> str | None:
    """What Python's parser misses, as the second half of a sentence, or None where it says so itself."""
    found = (each.of(message) for each in SYNTAX)
    return next((sentence for sentence in found if sentence), None)
