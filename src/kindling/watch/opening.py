"""Opens the watch: what is known at first, which face suits, and how it is left."""

from __future__ import annotations

import os
import sys
import threading
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path

from kindling.learner import checking, choosing
from kindling.learner.choosing import Choice
from kindling.learner.work import Work
from kindling.showing.page import Plain, screen
from kindling.verdicts import Verdict
from kindling.watch.checks import Begin
from kindling.watch.loop import Face, Watch, standing
from kindling.watch.plain import Lines
from kindling.watch.signals import Stopped
from kindling.watch.state import State


def watch(work: Work, choice: Choice, arguments: Namespace) -> int:
    """Watch the learner's file of a workshop until they quit.

    Args:
        work: the learner's folder.
        choice: the workshop, and the exercises to watch; all of them where none is named.
        arguments: those of `kindling watch`.

    Returns:
        The exit code: 0 where every exercise passes, 1 where one does not, 128 and its number after a signal.

    Raises:
        LearnerError: the workshop is not started.
        KeyboardInterrupt: Ctrl-C was pressed.
    """
    answer = work.starter(choice.workshop.name)
    face = _face(plain=arguments.plain)
    state = first_state(work, choice, answer, lines=isinstance(face, Lines))
    begin = _beginning(choice, answer, arguments)
    try:
        return Watch(work, answer, state, begin, face).run()
    except Stopped as stopped:
        return 128 + stopped.number


def first_state(work: Work, choice: Choice, answer: Path, *, lines: bool) -> State:
    """What is known before the first check."""
    names = choice.exercises or tuple(each.name for each in choice.workshop.exercises)
    return State(
        workshop=choice.workshop,
        names=names,
        place=work.shown(answer),
        standing=standing(work, choice.workshop),
        following=("" if choice.exercises else choosing.after(work, choice.workshop)) or "",
        lines=lines,
    )


def _beginning(choice: Choice, answer: Path, arguments: Namespace) -> Begin:
    """What begins a check; the first one has the engine look ahead as well, once it has given its verdict."""
    engine = arguments.engine or checking.engine_check()
    settings = {"device": arguments.device, "data": arguments.data}
    checking.verdicts(choice, answer, engine, **settings)  # says at once where the file is missing
    ahead = threading.Event()

    def begin(names: tuple[str, ...], hung_up: threading.Event) -> Iterator[Verdict]:
        wanted = Choice(choice.workshop, names)
        yield from checking.verdicts(wanted, answer, engine, hung_up=hung_up, **settings)
        if arguments.engine is None and not ahead.is_set():
            ahead.set()
            checking.prepare(choice.workshop, _soonest(choice, names[0]), **settings)

    return begin


def _soonest(choice: Choice, first: str) -> tuple[str, ...]:
    """Every exercise of the workshop, from the one at hand on."""
    names = [each.name for each in choice.workshop.exercises]
    start = names.index(first)
    return (*names[start:], *names[:start])


def _face(*, plain: bool) -> Face:
    """A picture where there is a terminal to draw on and to take keys from; else lines."""
    ready = sys.stdin is not None and sys.stdin.isatty() and os.environ.get("TERM", "dumb") != "dumb"
    if not ready or isinstance(screen(plain=plain), Plain):
        return Lines()
    from kindling.watch.terminal import Picture

    return Picture()
