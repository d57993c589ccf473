"""How fast mutants are judged, beside a cold pytest process for each: `python benchmarks/mutants.py`.

The same mutants, drawn at random from one workshop, go through the warm engine (many at a time, as
`nox -s mutants` has them judged) and, one by one, through a pytest of its own that runs the same probes and
compares with the solution. Both are measured in turn in one run; ratios of medians are what to compare
between machines. Nothing here passes or fails.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from kindling.course import find, find_root
from kindling.course.model import Workshop
from kindling.engine import stop
from kindling.mutants.making import mutants
from kindling.mutants.model import Variant
from kindling.mutants.trying import judged

ROOT = Path(__file__).resolve().parent.parent
PYTEST = """
import sys
from pathlib import Path

import torch

sys.path.insert(0, {workshop!r})
import mutant
import solution
from kindling.marks import collect


def alike(a, b):
    if isinstance(a, torch.Tensor):
        return isinstance(b, torch.Tensor) and a.dtype == b.dtype and torch.equal(a, b)
    if isinstance(a, (list, tuple)):
        return type(a) is type(b) and len(a) == len(b) and all(map(alike, a, b))
    if isinstance(a, dict):
        return isinstance(b, dict) and a.keys() == b.keys() and all(alike(a[key], b[key]) for key in a)
    return type(a) is type(b) and a == b


def observed(probe, answer):
    torch.manual_seed(0)
    return probe.run(answer, **({{"device": torch.device("cpu")}} if probe.takes_device else {{}}))


def test_mutant():
    torch.set_num_threads(1)
    probes = collect(lambda: __import__("checks")).probes
    for probe in [each for each in probes if each.exercise == {exercise!r}]:
        assert alike(observed(probe, mutant.{exercise}), observed(probe, solution.{exercise})), probe.name
"""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("workshop", nargs="?", default="w1d2")
    parser.add_argument("--mutants", type=int, default=12, help="how many go through pytest")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    workshop = find(find_root(ROOT), options.workshop)
    drawn = random.Random(0).sample(mutants(workshop), options.mutants)
    with tempfile.TemporaryDirectory(prefix="kindling-bench-") as name:
        os.environ.update(KINDLING_RUNTIME=f"{name}/run", KINDLING_CACHE=f"{name}/cache")
        warm(workshop, drawn)  # the engine starts, and sees the known answers
        rounds = [(warm(workshop, drawn), cold(workshop, drawn, Path(name))) for _ in range(options.rounds)]
        stop()
    report(workshop, [each for each, _ in rounds], [one for _, each in rounds for one in each])


def warm(workshop: Workshop, variants: list[Variant]) -> float:
    """Wall seconds for each mutant, through the warm engine."""
    started = time.perf_counter()
    done = list(judged(workshop, variants))
    return (time.perf_counter() - started) / len(done)


def cold(workshop: Workshop, variants: list[Variant], folder: Path) -> list[float]:
    """Wall seconds of a pytest process for each mutant."""
    (folder / "mutant.py").touch()
    return [_pytest(workshop, each, folder) for each in variants]


def _pytest(workshop: Workshop, variant: Variant, folder: Path) -> float:
    (folder / "mutant.py").write_text(variant.text)
    text = PYTEST.format(workshop=str(workshop.folder), exercise=variant.exercise)
    (folder / "test_mutant.py").write_text(text)
    started = time.perf_counter()
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_mutant.py"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):
        raise SystemExit(f"pytest could not run:\n{done.stdout}{done.stderr}")
    return time.perf_counter() - started


def report(workshop: Workshop, warm_seconds: list[float], cold_seconds: list[float]) -> None:
    """Print medians, mutants per second and their ratio."""
    engine, pytest = statistics.median(warm_seconds), statistics.median(cold_seconds)
    print(f"{workshop.name}, {len(cold_seconds) // len(warm_seconds)} mutants, {len(warm_seconds)} rounds")
    print(f"{engine:8.3f} s median for a mutant, {1 / engine:6.2f} mutants a second: the warm engine")
    print(f"{pytest:8.3f} s median for a mutant, {1 / pytest:6.2f} mutants a second: a cold pytest each")
    print(f"a cold pytest / the warm engine: {pytest / engine:.1f} times")


if __name__ == "__main__":
    main()
