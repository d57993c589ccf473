"""Known answers, observed before anybody asks, and only while nothing else is to be done."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from kindling import engine
from kindling.course import read
from kindling.course.model import Workshop
from kindling.engine.places import cache_folder, socket_path
from kindling.verdicts import Status, Verdict

Check = Callable[..., dict[str, Verdict]]
SLOW = """

@misconception("naps", "This sleeps.")
def double(x):
    import time

    time.sleep(6)
    return x
"""


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A cache and an engine that have seen nothing."""
    monkeypatch.setenv("KINDLING_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("KINDLING_RUNTIME", str(tmp_path / "run"))
    yield
    engine.stop()


def test_after_it_the_first_wrong_answer_runs_alone(check: Check, workshop: Workshop) -> None:
    started = time.monotonic()
    engine.prepare(workshop)
    assert time.monotonic() - started < 60, "it waits for the engine's door, and not for what it does"
    wait(lambda: not patient() and len(kept()) == 3 + 7)  # the solutions and the misconceptions
    before = kept()
    told = check("def double(x):\n    return x * x\n", "double")["double"]
    assert [each.name for each in told.diagnoses] == ["square"]
    assert kept() == before, "everything that the diagnosis needed had been seen"


def test_a_real_request_goes_first(check: Check, workshop: Workshop) -> None:
    with workshop.answers.open("a") as answers:
        answers.write(SLOW)
    engine.prepare(read(workshop.folder), ["double"])
    wait(patient)
    assert check("def double(x):\n    return 2 * x\n", "double")["double"].status is Status.PASSED
    assert patient(), "the verdict came while the known answers were still being observed"
    assert all(each.nice() == 10 for each in patient())
    wait(lambda: len(kept()) == 1 + 4)


def test_a_workshop_that_is_broken_is_told_when_somebody_asks(check: Check, workshop: Workshop) -> None:
    workshop.checks.write_text("this is no Python")
    engine.prepare(workshop)
    with pytest.raises(Exception, match=r"checks\.py"):
        check("", "double")


def kept() -> set[Path]:
    """What the cache holds."""
    return {path for path in cache_folder().rglob("*") if path.is_file() and len(path.name) == 64}


def patient() -> list[psutil.Process]:
    """The engine's processes that let everybody else go first."""
    return [each for each in family() if each.nice() > 0]


def family() -> list[psutil.Process]:
    """The engine and all that it runs."""
    found = psutil.process_iter(["cmdline"])
    return [each for each in found if str(socket_path()) in (each.info["cmdline"] or [])]


def wait(holds: Callable[[], object]) -> None:
    """Wait until something holds."""
    end = time.monotonic() + 120
    while True:
        try:
            if holds():
                return
        except psutil.NoSuchProcess:
            pass
        assert time.monotonic() < end
        time.sleep(0.02)
