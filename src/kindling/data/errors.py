"""What goes wrong with data, told in one sentence."""

from __future__ import annotations


class DataMissing(Exception):
    """A data set could not be had.

    Its text is one sentence for the reader: what is missing, why, and which embedded data to use instead.
    """


class Damaged(Exception):
    """A download or an archive is not whole; its text says in a few words what was seen."""
