"""What all tests share."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browser import chromium
from hypothesis import settings

from kindling import engine

# The same examples on every machine, and no limit on time: a busy machine is not a mistake.
settings.register_profile("kindling", deadline=None, derandomize=True, database=None)
settings.load_profile("kindling")


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository's folder."""
    return Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session", autouse=True)
def own_engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """An engine and a cache that no learner shares."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KINDLING_RUNTIME", str(tmp_path_factory.mktemp("run")))
        patch.setenv("KINDLING_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield
        engine.stop()


@pytest.fixture
def small_course(tmp_path: Path) -> Path:
    """A course of one small workshop, `w9d9_small`, to change at will."""
    source = Path(__file__).parent / "small_course"
    return Path(shutil.copytree(source, tmp_path / "course", ignore=shutil.ignore_patterns("__pycache__")))


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """A real browser."""
    with chromium() as opened:
        yield opened
