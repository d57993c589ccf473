"""Data for the course: real sets that are always there, and the full ones that are downloaded once.

Embedded, in milliseconds, never from the network: `digits`, `breast_cancer`, `wine`, `diabetes`,
`photographs`, `surnames`, `python_documentation`.

`print()` of what a function returns says which data it is.
"""

from __future__ import annotations

from kindling.data.documentation import python_documentation
from kindling.data.embedded import breast_cancer, diabetes, digits, photographs, wine
from kindling.data.errors import DataMissing
from kindling.data.model import ImageSplit, Table, Texts
from kindling.data.surnames import surnames, to_ascii

__all__ = [
    "DataMissing",
    "ImageSplit",
    "Table",
    "Texts",
    "breast_cancer",
    "diabetes",
    "digits",
    "photographs",
    "python_documentation",
    "surnames",
    "to_ascii",
    "wine",
]
