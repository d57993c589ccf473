"""Code as a learner may write it, read by the idioms."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kindling.linting import Finding, idioms
from kindling.linting.reading import read

IMPORTS = """
import copy
import torch
import torch.nn as nn
import torch.nn.functional as F
from torch import Tensor
from torch.utils.data import DataLoader
"""

Look = Callable[[str], list[Finding]]


@pytest.fixture
def look(tmp_path: Path) -> Look:
    """What the idioms find in code that stands below the usual imports."""

    def look(code: str) -> list[Finding]:
        path = tmp_path / "starter.py"
        path.write_text(IMPORTS + code)
        found, broken = read(path, "starter.py")
        assert broken == []
        return idioms(found)

    return look
