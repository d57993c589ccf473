"""The form in which meanings of messages are written down."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kindling.observations.words import with_article

# Messages name dtypes as C++ does or by the classes that tensors had long ago.
_DTYPES = {
    "Float": "float32", "Double": "float64", "Half": "float16", "Long": "int64", "Int": "int32",
    "Short": "int16", "Char": "int8", "Byte": "uint8", "Bool": "bool", "BFloat16": "bfloat16",
    "float": "float32", "double": "float64", "long int": "int64", "int": "int32", "short": "int16",
    "unsigned char": "uint8",
}  # fmt: skip


class _Part(str):
    """A part of a message; as `dtype` it is the name that learners know, as `a` it has its article."""

    __slots__ = ()

    def __format__(self, form: str) -> str:
        if form == "a":
            return with_article(str(self))
        return _DTYPES.get(self, str(self)) if form == "dtype" else str(self)


@dataclass(frozen=True)
class Meaning:
    """What a message means.

    Attributes:
        pattern: a part of the message, as a regular expression.
        sentence: for somebody who meets the message for the first time; {0} and {1} are the pattern's
            groups, {0:dtype} is one that names a dtype, and {0:a} one with `a` or `an` before it.
    """

    pattern: str
    sentence: str

    def of(self, message: str) -> str | None:
        """The sentence for a message, or None where it is another message."""
        found = re.search(self.pattern, message)
        return self.sentence.format(*(_Part(group or "") for group in found.groups())) if found else None
