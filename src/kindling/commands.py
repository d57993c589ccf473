"""What each command does: choose, do, show. Every function takes the arguments and gives an exit code."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Generator, Iterator
from pathlib import Path

from kindling import course
from kindling.cli import tell
from kindling.course.model import Exercise
from kindling.learner import backups, checking, choosing, hints, progress, resetting, starting
from kindling.learner.choosing import Choice
from kindling.learner.progress import Progress
from kindling.learner.work import LearnerError, Work
from kindling.linting.command import lint_work
from kindling.showing import commands as words
from kindling.showing import help as helping
from kindling.showing import journey as maps
from kindling.showing import verdict as telling
from kindling.showing.page import Line, Screen, screen
from kindling.verdicts import Status, Verdict, dumps


def start(arguments: Namespace) -> int:
    """Copy a workshop's starter and lesson to the work folder, and open them."""
    work, _ = _begin()
    name = arguments.workshop or choosing.upcoming(work)
    workshop = course.find(work.root, name)
    started = starting.start(work, workshop)
    opened = starting.open_in_editor((*started.made, *started.kept))
    screen().show(words.started_lines(work, workshop, started, opened=opened))
    if arguments.engine is None:
        checking.prepare(workshop)
    return 0


def check(arguments: Namespace) -> int:
    """Check the learner's work and show the verdicts as they come."""
    work, _ = _begin()
    choice = choosing.choose(work, arguments.names)
    answer = work.starter(choice.workshop.name)
    engine = arguments.engine or checking.engine_check()
    stream = checking.verdicts(choice, answer, engine, device=arguments.device, data=arguments.data)
    return tell_verdicts(
        work, choice, answer, stream, None if arguments.json else screen(plain=arguments.plain)
    )


def watch(arguments: Namespace) -> int:
    """Check the exercise at hand at every save, until the learner quits."""
    from kindling.watch.opening import watch

    work, _ = _begin()
    return watch(work, choosing.choose(work, arguments.names), arguments)


def tell_verdicts(
    work: Work, choice: Choice, answer: Path, stream: Iterator[Verdict], shown: Screen | None
) -> int:
    """Show the verdicts of one file as they come, and keep how its exercises stand.

    Args:
        work: the learner's folder.
        choice: the workshop, and the exercises that are wanted.
        answer: the file.
        stream: its verdicts.
        shown: where to show them; None for one line of JSON each on standard output.

    Returns:
        0 if everything passed, else 1.
    """
    before, opened = _progress(work), answer.read_bytes()
    place = work.shown(answer)
    told: list[Verdict] = []
    if shown is not None:
        shown.show(telling.opening_lines(choice.workshop.title, place))
    try:
        for verdict in stream:
            told.append(verdict)
            if shown is None:
                print(dumps(verdict), flush=True)
            else:
                news = bool(choice.exercises) or not before.passed(verdict.workshop, verdict.exercise)
                shown.show(telling.verdict_lines(verdict, place, note=news))
    finally:
        if isinstance(stream, Generator):
            stream.close()  # ends what still runs, also when this was interrupted
        now = checking.keep(work, told, answer, opened)
    passed = all(each.status is Status.PASSED for each in told)
    if shown is not None:
        shown.show(telling.summary_lines(told, place))
        if passed and told:
            shown.show(_closing(work, choice, before, now))
    return 0 if passed else 1


def _closing(work: Work, choice: Choice, before: Progress, now: Progress) -> list[Line]:
    """What is said where all that was asked passed: what was learned, and what comes next."""
    name = choice.workshop.name
    stop = choosing.standing(work, choice.workshop, now)
    finish = now.finished(name)
    if finish is None or finish == before.finished(name):
        return maps.next_lines(stop, None if choice.exercises else choosing.after(work, choice.workshop))
    learned = maps.learned_lines(name, course.goals(choice.workshop.folder))
    whole = maps.whole_lines(choosing.journey(work, now))
    return [*learned, *(whole or maps.next_lines(stop, choosing.after(work, choice.workshop)))]


def hint(arguments: Namespace) -> int:
    """Give the next hint."""
    work, choice, exercise = _one_exercise(arguments)
    if exercise is None:
        screen().show(words.all_pass_lines(choice.workshop))
        return 0
    screen().show(helping.ladder_lines(hints.next_hint(work, choice.workshop, exercise)))
    return 0


def solution(arguments: Namespace) -> int:
    """Show the solution beside the learner's, once it passes or when asked twice."""
    work, choice, exercise = _one_exercise(arguments)
    if exercise is None:
        names = [each.name for each in choice.workshop.exercises]
        raise LearnerError(f"Every exercise passes. Say which solution you want: {', '.join(names)}.")
    beside = hints.solution(work, choice.workshop, exercise)
    if beside is None:
        screen().show(helping.ask_first_lines(exercise.name))
        return 1
    page = screen()
    page.show(helping.beside_lines(beside, page.width))
    return 0


def reset(arguments: Namespace) -> int:
    """Begin again with a fresh starter, or one fresh exercise."""
    work, _ = _begin()
    given = [each for each in (arguments.workshop, arguments.exercise) if each]
    choice = choosing.choose(work, given)
    exercise = choice.exercises[0] if choice.exercises else None
    fresh = resetting.reset(work, choice.workshop, exercise)
    screen().show(words.reset_lines(work, fresh, exercise))
    return 0


def undo(arguments: Namespace) -> int:
    """Bring back the file that was replaced last."""
    work, _ = _begin()
    name = course.find(work.root, arguments.workshop).name if arguments.workshop else None
    screen().show(words.undone_lines(work, backups.undo(work, name)))
    return 0


def show_progress(arguments: Namespace) -> int:
    """Show the course at a glance."""
    work, record = _begin()
    stops = choosing.journey(work, record)
    if arguments.json:
        print(json.dumps({"version": 1, "workshops": [stop.to_json() for stop in stops]}, ensure_ascii=False))
    else:
        screen().show(maps.journey_lines(stops, record.last))
    return 0


def doctor(arguments: Namespace) -> int:
    """Look for what can be wrong with this machine."""
    from kindling.doctor import State, examine, to_json
    from kindling.showing.findings import finding_lines

    findings = examine(course.find_root())
    if arguments.json:
        print(json.dumps(to_json(findings), ensure_ascii=False))
    else:
        screen().show(finding_lines(findings))
    return int(any(each.state is State.FAIL for each in findings))


def _begin() -> tuple[Work, Progress]:
    """The learner's folder and progress; says so if the progress was damaged."""
    work = Work(course.find_root())
    return work, _progress(work)


def _progress(work: Work) -> Progress:
    loaded = progress.load(work)
    if loaded.remark:
        tell(loaded.remark)
    return loaded


def _one_exercise(arguments: Namespace) -> tuple[Work, Choice, Exercise | None]:
    work, _ = _begin()
    choice = choosing.choose(work, arguments.names)
    if len(choice.exercises) > 1:
        raise LearnerError(f"One exercise at a time: {' or '.join(choice.exercises)}?")
    return work, choice, choosing.first_unfinished(work, choice)


COMMANDS = {
    "start": start,
    "check": check,
    "watch": watch,
    "lint": lint_work,
    "hint": hint,
    "solution": solution,
    "reset": reset,
    "undo": undo,
    "progress": show_progress,
    "doctor": doctor,
}
