"""The doctor's look at Python, its packages and the notebook kernel; imports none of them."""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path

from kindling.doctor.finding import Finding, State, few

PYTHON = (3, 11)


def python_version(root: Path) -> Finding:  # noqa: ARG001 - every examination takes the course's folder
    """Whether this Python is new enough."""
    found = f"{sys.version_info.major}.{sys.version_info.minor}.{sys.version_info.micro} ({sys.executable})"
    if sys.version_info[:2] >= PYTHON:
        return Finding("Python", State.OK, found)
    wanted = ".".join(map(str, PYTHON))
    return Finding("Python", State.FAIL, found, f"install Python {wanted}, or use the dev container")


def packages(root: Path) -> Finding:
    """Whether the installed packages are those of `requirements.lock`; reads names, imports none."""
    lock = root / "requirements.lock"
    if not lock.is_file():
        return Finding(
            "packages",
            State.WARN,
            f"{lock} is missing, so nothing to compare with",
            "git checkout -- requirements.lock",
        )
    wanted = locked_versions(lock.read_text(encoding="utf-8"))
    present = _installed()
    missing = sorted(name for name in wanted if name not in present)
    other = sorted(
        f"{name} {present[name]} (locked: {wanted[name]})"
        for name in wanted
        if name in present and _public(present[name]) != wanted[name]
    )
    if not missing and not other:
        return Finding("packages", State.OK, f"all {len(wanted)} as locked")
    told = [f"missing: {few(missing)}"] * bool(missing) + [f"other version: {few(other)}"] * bool(other)
    fix = f"uv pip install --python {sys.executable} --require-hashes -r requirements.lock"
    if os.environ.get("KINDLING_CONTAINER") == "1":
        fix = "rebuild the container (in VS Code: F1, then Rebuild Container): it was made for another lock"
    return Finding("packages", State.FAIL if missing else State.WARN, "; ".join(told), fix)


def locked_versions(lock: str) -> dict[str, str]:
    """The packages that a lock wants on this machine, by normalised name, with their version."""
    from packaging.requirements import Requirement

    versions = {}
    for row in lock.splitlines():
        if row[:1].isalnum() and "==" in row:
            requirement = Requirement(row.rstrip(" \\").partition(" #")[0])
            if requirement.marker is None or requirement.marker.evaluate():
                versions[_normal(requirement.name)] = next(iter(requirement.specifier)).version
    return versions


def kernel(root: Path) -> Finding:  # noqa: ARG001
    """Whether lessons find their kernel, `python3`."""
    from importlib.util import find_spec

    from jupyter_core.paths import jupyter_path

    fix = f"{sys.executable} -m ipykernel install --sys-prefix --name python3"
    for folder in jupyter_path("kernels"):
        spec = Path(folder, "python3", "kernel.json")
        if spec.is_file():
            command = json.loads(spec.read_text(encoding="utf-8"))["argv"][0]
            if shutil.which(command) is None:
                return Finding("Jupyter kernel", State.FAIL, f"{spec} starts {command}, which is gone", fix)
            return Finding("Jupyter kernel", State.OK, f"python3 in {spec.parent}")
    if find_spec("ipykernel") is not None:
        return Finding("Jupyter kernel", State.OK, "python3, from the package ipykernel")
    return Finding("Jupyter kernel", State.FAIL, "there is no kernel python3", fix)


def _installed() -> dict[str, str]:
    from importlib.metadata import distributions

    found: dict[str, str] = {}
    for each in distributions():
        found.setdefault(_normal(each.name), each.version)  # the first on the path is what gets imported
    return found


def _normal(name: str) -> str:
    return name.lower().replace("_", "-").replace(".", "-")


def _public(version: str) -> str:
    return version.partition("+")[0]
