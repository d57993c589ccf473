"""Data for the course: real sets that are always there, and the full ones that are downloaded once.

Embedded, in milliseconds and never from the network: `digits`, `breast_cancer`, `wine`, `diabetes`,
`photographs`, `surnames`, `python_documentation`.

Full size: `mnist`, `cifar10`, `hymenoptera`, `names`, `sms_spam`, `shakespeare`. They are looked for in the
folder that KINDLING_DATA names and in the user's cache folder, then downloaded; without a network,
`DataMissing` says in one sentence what to use instead. `python -m kindling.data` fetches them beforehand.

`images` is the digits, or MNIST where the environment says KINDLING_REAL_DATA=1. `print()` of what a
function returns says which data it is.
"""

from __future__ import annotations

from kindling.data.documentation import python_documentation
from kindling.data.embedded import breast_cancer, diabetes, digits, photographs, wine
from kindling.data.errors import DataMissing
from kindling.data.images import cifar10, hymenoptera, hymenoptera_folder, images, mnist
from kindling.data.model import ImageSplit, Table, Texts
from kindling.data.surnames import surnames, to_ascii
from kindling.data.texts import names, shakespeare, sms_spam

__all__ = [
    "DataMissing",
    "ImageSplit",
    "Table",
    "Texts",
    "breast_cancer",
    "cifar10",
    "diabetes",
    "digits",
    "hymenoptera",
    "hymenoptera_folder",
    "images",
    "mnist",
    "names",
    "photographs",
    "python_documentation",
    "shakespeare",
    "sms_spam",
    "surnames",
    "to_ascii",
    "wine",
]
