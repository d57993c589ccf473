"""What all tests share."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

# The same examples on every machine, and no limit on time: a busy machine is not a mistake.
settings.register_profile("kindling", deadline=None, derandomize=True, database=None)
settings.load_profile("kindling")


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository's folder."""
    return Path(__file__).resolve().parent.parent
