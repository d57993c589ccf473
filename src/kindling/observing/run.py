"""The life of one answer's process: set limits, load the checks, load the answer, run the probes."""

from __future__ import annotations

import os
import resource
import sys
import tempfile
import time
import types
import warnings
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch

from kindling import marks
from kindling.observations import Observation, Raised, Warned
from kindling.observations.classes import class_name
from kindling.observations.encoding import encode
from kindling.observing import ambient
from kindling.observing.circumstances import USUAL, Circumstances
from kindling.observing.exceptions import raised, text_of
from kindling.observing.guard import Guard
from kindling.observing.landlock import restrict
from kindling.observing.loading import Loaded, errors_around, get, load, reachable, rename
from kindling.observing.recorder import Recorder

MEMORY = min(4 * 2**30, os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2)
FILE = 512 * 2**20
SHARED_MEMORY = "/dev/shm"

Send = Callable[[dict[str, Any], bytes], None]


@dataclass(frozen=True)
class Job:
    """One answer to one exercise, to be run in a process of its own.

    Attributes:
        workshop: the pristine folder.
        exercise: the exercise's name.
        answer: the answer's file.
        known: which alternative or misconception of `answers.py`, counted from 0; None for a file.
        device: `cpu` or `cuda`.
        environment: settings such as KINDLING_DATA.
        limits: processor seconds of probes, by name, where they are not the probe's own.
        circumstances: threads, seeds and the order of the probes.
        unreadable: files and folders that the answer must not look into.
        renamed: former and present names of exercises.
    """

    workshop: str
    exercise: str
    answer: str
    known: int | None = None
    device: str = "cpu"
    environment: tuple[tuple[str, str], ...] = ()
    limits: tuple[tuple[str, float], ...] = ()
    circumstances: Circumstances = USUAL
    unreadable: tuple[str, ...] = ()
    renamed: tuple[tuple[str, str], ...] = ()


def run(job: Job, send: Send, scratch: str) -> None:
    """Run every probe of the exercise on the answer, and send what was seen, probe by probe.

    The caller is a fresh process that ends afterwards: limits and guards are never lifted.
    """
    _limit(job, scratch)
    os.environ.update(job.environment)
    sys.path.insert(0, job.workshop)
    checks = load_marks(Path(job.workshop) / "checks.py")
    guard = Guard((scratch, SHARED_MEMORY), job.unreadable, job.answer)
    originals = ambient.Originals()
    guard.install()
    send({"loading": True}, b"")
    ambient.prepare(scratch, job.circumstances)
    loaded, answer = _load_answer(job)
    replaced = originals.replaced()
    about = _about(job, loaded, answer, {each.exercise for each in checks.probes})
    send({**about, "replaced": replaced}, b"")
    stage = _Stage(job, answer, guard, scratch)
    limits = dict(job.limits)
    for probe in reversed(checks.probes) if job.circumstances.backwards else checks.probes:
        if probe.exercise == job.exercise and not replaced:
            send({"begin": probe.name, "seconds": limits.get(probe.name, probe.seconds)}, b"")
            observation = _observe(probe, stage)
            replaced = originals.replaced()
            if not replaced:
                tree, body = _encoded(observation.value, job.answer)
                send({"seen": observation.header(), "value": tree}, body)
    send({"finished": True, "replaced": replaced}, b"")


@dataclass(frozen=True)
class _Stage:
    """What every probe of one answer is given."""

    job: Job
    answer: Any
    guard: Guard
    scratch: str


def _limit(job: Job, scratch: str) -> None:
    if job.device == "cpu" and sys.platform.startswith("linux"):
        used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (used + MEMORY, used + MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (FILE, FILE))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.environ.update(TMPDIR=scratch, MPLCONFIGDIR=scratch, CUDA_CACHE_PATH=scratch, MPLBACKEND="agg")
    tempfile.tempdir = scratch
    sys.dont_write_bytecode = True
    restrict((scratch, SHARED_MEMORY))


def load_marks(path: Path) -> marks.Collected:
    """The marks of a file of probes or answers, made by executing it.

    Raises:
        marks.AuthoringError: the file raised an exception.
    """
    module = types.ModuleType(path.stem)
    module.__file__ = str(path)
    sys.modules[path.stem] = module

    def execute() -> None:
        exec(compile(path.read_bytes(), str(path), "exec", dont_inherit=True), vars(module))

    try:
        return marks.collect(execute)
    except Exception as error:
        seen = raised(error, str(path))
        line = getattr(error, "lineno", None) or seen.line or 1
        raise marks.AuthoringError(path, line, f"{seen.type}: {seen.message}") from error


def _load_answer(job: Job) -> tuple[Loaded, Any]:
    if job.known is None:
        loaded = load(Path(job.answer), Path(job.answer).stem)
        rename(loaded, job.renamed)
        return loaded, get(loaded, job.exercise)
    loaded = load(Path(job.workshop) / "solution.py", "solution")
    known = load_marks(Path(job.answer)).answers[job.known]
    loaded.lines[job.exercise] = known.line
    return loaded, known.answer


def _about(job: Job, loaded: Loaded, answer: Any, exercises: set[str]) -> dict[str, Any]:
    there = answer is not None or job.exercise in loaded.broken
    return {
        "loaded": True,
        "defined_at": loaded.lines.get(job.exercise, 0) if there else 0,
        "load_errors": [asdict(each) for each in errors_around(job.exercise, loaded, exercises)[:5]],
        "uses": sorted(reachable(job.exercise, loaded)) if job.known is None else [],
    }


def _observe(probe: marks.Probe, stage: _Stage) -> Observation:
    recorder = Recorder()
    before = ambient.prepare(stage.scratch, stage.job.circumstances)
    printed = _printed()
    started = time.perf_counter()
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        value = _value(probe, recorder.watch(stage.answer), stage.job)
    seconds = time.perf_counter() - started
    return Observation(
        probe=probe.name,
        value=value,
        is_result=recorder.gave(value),
        calls=tuple(recorder.calls),
        changed=recorder.all_changed(),
        side_effects=before.side_effects(ambient.Ambient.now()),
        forbidden=stage.guard.take(),
        reseeded=torch.initial_seed() != stage.job.circumstances.seed,
        printed=_printed() > printed,
        warnings=_warned(caught, stage.job.answer),
        seconds=seconds,
    )


def _printed() -> int:
    """Bytes written to standard output so far; it is a file."""
    try:
        sys.stdout.flush()
        return os.lseek(1, 0, os.SEEK_CUR)
    except (OSError, ValueError, AttributeError):
        return 0


def _value(probe: marks.Probe, answer: Any, job: Job) -> Any:
    try:
        device = {"device": torch.device(job.device)} if probe.takes_device else {}
        value = probe.run(answer, **device)
        if job.device == "cuda":
            torch.cuda.synchronize()
    except BaseException as error:  # noqa: BLE001 - an exception is an observation too
        return raised(error, job.answer)
    return value


def _encoded(value: Any, filename: str) -> tuple[Any, bytes]:
    if type(value) is Raised:
        return {"raised": asdict(value)}, b""
    try:
        return encode(value)
    except BaseException as error:  # noqa: BLE001 - a hostile value
        return {"raised": asdict(raised(error, filename))}, b""


def _warned(caught: list[warnings.WarningMessage], filename: str) -> tuple[Warned, ...]:
    found: dict[tuple[str, str], Warned] = {}
    for each in caught:
        category, message = class_name(each.category), text_of(each.message)[:500]
        line = each.lineno if each.filename == filename else 0
        found.setdefault((category, message), Warned(category, message, line))
    return tuple(found.values())[:10]
