"""Makes a mistake for real, and gives what torch or Python said about it."""

from __future__ import annotations

import warnings
from collections.abc import Callable

import pytest
import torch

Mistake = Callable[[], object]


def messages_of(mistake: Mistake) -> list[str]:
    """The exception's message, or those of the warnings where there was none."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        torch.set_warn_always(True)  # some of torch's warnings come only once in a process
        try:
            mistake()
        except Exception as error:  # noqa: BLE001 - whatever torch raises is what is asked for
            return [" ".join(str(error).split())[:1000]]
        finally:
            torch.set_warn_always(False)
    return [" ".join(str(each.message).split()) for each in caught]


@pytest.fixture
def said() -> Callable[[Mistake], list[str]]:
    """What was said when a mistake was made."""
    return messages_of
