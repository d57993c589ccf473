"""A plugin of pytest: `work/<workshop>/starter.py` holds one test for each exercise of its workshop.

pytest collects them without importing the file, and so without torch. The engine judges them, all that
are asked of one file in one request. Other files are collected as ever.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable
from pathlib import Path
from typing import Any

import pytest

from kindling import course
from kindling.learner.definitions import first_lines
from kindling.learner.running import debugged, run_here
from kindling.learner.work import Work
from kindling.showing import errors
from kindling.showing.verdict import verdict_lines
from kindling.testing.asking import Asking
from kindling.verdicts import Status, Verdict

FAILURES = (Status.FAILED, Status.STOPPED)


class NotYet(AssertionError):
    """An exercise does not pass; the message is what the terminal would show."""


class Exercise(pytest.Item):
    """One exercise of a starter.

    Attributes:
        line: where the learner's definition begins, counted from 1.
        verdict: what was told, once it was.
    """

    def __init__(self, *, line: int, **named: Any) -> None:
        super().__init__(**named)
        self.line = line
        self.verdict: Verdict | None = None

    def runtest(self) -> None:
        """Ask for the verdict, and turn it into pytest's pass, failure or skip.

        Under a debugger the probes run in this process first, so that breakpoints are met.

        Raises:
            NotYet: it does not pass.
            pytest.skip.Exception: it is not written, waits for another, or was not checked.
        """
        if debugged():
            run_here(self.path, self.name)
        assert isinstance(self.parent, Starter)
        self.verdict = self.parent.verdict(self.name)
        if self.verdict.status in FAILURES:
            raise NotYet(self.parent.told(self.verdict))
        if self.verdict.status is not Status.PASSED:
            pytest.skip(f"{self.name}: {self.verdict.sentence}")

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], *_: Any, **__: Any) -> str:
        """What is told of a failure: what the terminal shows, and no traceback of ours."""
        return str(excinfo.value) if isinstance(excinfo.value, NotYet) else errors.sentence(excinfo.value)

    def reportinfo(self) -> tuple[Path, int, str]:
        """Where the exercise stands, with its line counted from 0."""
        return self.path, self.line - 1, self.name


class Starter(pytest.File):
    """A learner's starter.

    Attributes:
        work: the learner's folder.
        workshop: the name of the workshop.
    """

    def __init__(self, *, work: Work, workshop: str, **named: Any) -> None:
        super().__init__(**named)
        self.work = work
        self.workshop = workshop
        self.asking: Asking | None = None

    def collect(self) -> Iterable[Exercise]:
        """One test for each exercise of the workshop."""
        workshop = course.find(self.work.root, self.workshop)
        lines = first_lines(self.path.read_bytes().decode("utf-8", "replace"))
        for each in workshop.exercises:
            line = next((lines[name] for name in (each.name, *each.formerly) if name in lines), 1)
            yield Exercise.from_parent(self, name=each.name, line=line)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], *_: Any, **__: Any) -> str:
        """Why the exercises could not be listed."""
        return errors.sentence(excinfo.value)

    def verdict(self, exercise: str) -> Verdict:
        """The verdict on one exercise; the first call asks for those on all that pytest will run."""
        if self.asking is None:
            asked = [each.name for each in self.session.items if each.parent is self]
            workshop = course.find(self.work.root, self.workshop)
            self.asking = Asking(self.work, workshop, self.path, asked)
        return self.asking.verdict(exercise)

    def told(self, verdict: Verdict) -> str:
        """A verdict as the terminal tells it."""
        lines = verdict_lines(verdict, self.work.shown(self.path))
        return "\n".join(each.text for each in lines).rstrip()


@pytest.hookimpl(wrapper=True)
def pytest_collect_file(
    file_path: Path, parent: pytest.Collector
) -> Generator[None, list[pytest.Collector], list[pytest.Collector]]:
    """Take a learner's starter for a file of exercises, and never for a module to import."""
    found = yield
    own = _own(file_path)
    if own is None:
        return found
    work, workshop = own
    return [Starter.from_parent(parent, path=file_path, work=work, workshop=workshop)]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Let a skipped exercise point to the learner's line instead of a line of this file."""
    report = yield
    if isinstance(item, Exercise) and item.verdict and isinstance(report.longrepr, tuple):
        report.longrepr = (str(item.path), item.verdict.line, report.longrepr[2])
    return report


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Keep what was told in the learner's progress; where that can't be written, say so in one sentence."""
    for starter in dict.fromkeys(each.parent for each in session.items):
        if isinstance(starter, Starter) and starter.asking:
            try:
                starter.asking.end()
            except Exception as error:  # noqa: BLE001 - pytest would tell it as a mistake inside pytest
                _say(session.config, errors.sentence(error))


def _say(config: pytest.Config, sentence: str) -> None:
    reporter: Any = config.pluginmanager.get_plugin("terminalreporter")
    if reporter:
        reporter.ensure_newline()
        reporter.write_line(sentence)


def _own(file: Path) -> tuple[Work, str] | None:
    """The learner's folder and the workshop, if the file is a starter in it; else None."""
    if file.name != "starter.py":
        return None
    try:
        work = Work(course.find_root(file))
        name = course.renames(work.root).workshops.get(file.parent.name, file.parent.name)
        known = [each.name for each in course.folders(work.root)]
        own = name in known and work.starter(name).resolve() == file.resolve()
    except (course.CourseError, OSError):
        return None
    return (work, name) if own else None
