"""Python's own documentation as one long text, for language models that read letters."""

from __future__ import annotations


def python_documentation() -> str:
    """The help texts behind `help("topics")`, one after the other.

    They differ by Python's version (3.11.7 has 465,048 characters of 103 kinds): compare a model's loss
    with the loss of a baseline on the same text, not with a number from a book.
    """
    from pydoc_data.topics import topics

    return "\n".join(topics[name] for name in sorted(topics))
