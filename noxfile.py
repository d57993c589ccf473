# /// script
# requires-python = ">=3.11"
# dependencies = ["nox"]
# ///
"""Everything that Kindling does by itself, one session each: `nox -l` lists them.

Inside the dev container (`KINDLING_CONTAINER=1`) a session runs in the container's own environment and
installs nothing. Elsewhere all sessions share one environment, `.venv`, made from `requirements.lock` by
uv. nox gives every session an environment of its own, which here would be 6 GB each, and one that an
editor does not find; so its own environments are switched off below and `_python` looks after the one.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nox
from filelock import FileLock  # nox needs virtualenv, which needs filelock
from nox.virtualenv import find_uv

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
LOCK = "requirements.lock"
STAMP = VENV / "kindling.stamp"
BIN = "Scripts" if os.name == "nt" else "bin"
PYTHON = VENV / BIN / ("python.exe" if os.name == "nt" else "python")
COOLDOWN = "7 days"
SCRIPTS = [".ci/run", *(f".devcontainer/image/{name}" for name in ("pip", "profile.sh", "uv"))]
GIGABYTE = 10**9
ROOM_FOR_AN_INSTALL = 4 * GIGABYTE

nox.options.sessions = ["check"]
nox.options.default_venv_backend = "none"


@nox.session
def check(session: nox.Session) -> None:
    """Prove the whole course, or the workshops that are named: `nox -s check -- w1d2 --device cuda`."""
    _module(session, "kindling.gate", *session.posargs)


@nox.session
def check_gpu(session: nox.Session) -> None:
    """Prove the course on the GPU."""
    _module(session, "kindling.gate", "--device", "cuda", *session.posargs)


@nox.session
def lint(session: nox.Session) -> None:
    """Read the code for mistakes, form and types, without running it; what stands in work/ is advice."""
    _module(session, "ruff", "check", *session.posargs)
    _module(session, "ruff", "format", "--check", *session.posargs)
    _module(session, "mypy")
    _module(session, "kindling.linting")
    _tool(session, "hadolint", "Dockerfile")
    _tool(session, "actionlint")
    _tool(session, "shellcheck", *SCRIPTS)
    _read_configuration(session)


@nox.session
def tests(session: nox.Session) -> None:
    """Run the kit's own tests; arguments go to pytest: `nox -s tests -- -k lock`."""
    _module(session, "pytest", *session.posargs)


@nox.session
def mutants(session: nox.Session) -> None:
    """Change the solutions and see whether the checks notice: `-- w1d2`, `-- w1d2 --exercise one_hot`."""
    _module(session, "kindling.mutants", *session.posargs)


@nox.session
def rewrites(session: nox.Session) -> None:
    """Spell right answers differently; they must still pass: `-- w1d2`, `-- w1d2 --repeat 200`."""
    _module(session, "kindling.rewrites", *session.posargs)


@nox.session
def container(session: nox.Session) -> None:
    """Open the dev container and work in it as a learner does; `-- --whole-course` checks all of it there."""
    asked = {"KINDLING_TEST_CONTAINER": "1", "KINDLING_DEVCONTAINER": devcontainer() or ""}
    command = ["-m", "pytest", "tests/container", *session.posargs]
    session.run(_python(session), *command, external=True, env={**_variables(), **asked})


@nox.session
def build(session: nox.Session) -> None:
    """Write every file that is derived from another: starters, the course's map, figures and pictures."""
    _module(session, "kindling.gate.build", *session.posargs)
    _module(session, "kindling.pages", "--map")
    _module(session, "kindling.mutants.page")
    session.run(_python(session), "docs/pictures.py", external=True, env=_variables())


@nox.session
def handouts(session: nox.Session) -> None:
    """Write a printable page for each workshop to build/handouts: `nox -s handouts -- w1d2` for one."""
    _module(session, "kindling.pages", *session.posargs)


@nox.session
def lab(session: nox.Session) -> None:
    """Open JupyterLab at the course map, on this machine only; its token is in the address that it prints."""
    maps = [each for each in ("workshops/README.md", "README.md") if (ROOT / each).is_file()]
    quiet = ["--no-browser"] if _in_container() else []
    _module(
        session, "jupyterlab", "--ip=127.0.0.1", f"--ServerApp.root_dir={ROOT}",
        f"--LabApp.default_url=/lab/tree/{maps[0]}", f"--LabApp.app_settings_dir={ROOT / '.jupyter'}",
        *quiet, *session.posargs,
    )  # fmt: skip


@nox.session
def doctor(session: nox.Session) -> None:
    """Tell what is wrong with this machine, each thing with its one fix."""
    _module(session, "kindling", "doctor", *session.posargs)


@nox.session
def lock(session: nox.Session) -> None:
    """Work out requirements.lock from requirements.in; nothing younger than a week: `-- --upgrade` renews."""
    session.run(
        _uv(session), "pip", "compile", "requirements.in", "--output-file", LOCK,
        "--universal", "--python-version", "3.11", "--generate-hashes", "--no-emit-index-url",
        "--exclude-newer", COOLDOWN, "--custom-compile-command", "nox -s lock", "--quiet",
        *session.posargs, external=True,
    )  # fmt: skip


def _module(session: nox.Session, *command: str) -> None:
    """Run a Python module in the shared environment."""
    session.run(_python(session), "-m", *command, external=True, env=_variables())


def _tool(session: nox.Session, name: str, *arguments: str) -> None:
    """Run a linter that is no Python module, of the environment or of this machine, if either has it."""
    python = _python(session)
    found = shutil.which(name, path=str(Path(python).parent)) or shutil.which(name)
    if found is None:
        session.warn(f"Not read: what {name} reads. It is not installed here.")
        return
    session.run(found, *arguments, external=True, env=_variables())


def _read_configuration(session: nox.Session) -> None:
    """Let the dev container CLI read `.devcontainer/`, where there is one."""
    command = devcontainer()
    if command is None:
        session.warn("Not read: .devcontainer/. The dev container CLI is not installed here.")
        return
    session.run(command, "read-configuration", "--workspace-folder", str(ROOT), external=True, silent=True)


def devcontainer() -> str | None:
    """The dev container CLI: this machine's own, or the one for a machine without Docker; None if neither."""
    if shutil.which("docker") and (own := shutil.which("devcontainer")):
        return own
    without_docker = ROOT.parent / "shared" / "tools" / "devcontainer"
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    return str(without_docker) if is_root and without_docker.is_file() else None


def _variables() -> dict[str, str]:
    """What a command of the environment must find around it, so that its own tools come first."""
    if _in_container():
        return {"PYTHONPATH": str(ROOT / "src")}
    path = os.pathsep.join([str(VENV / BIN), os.environ.get("PATH", "")])
    return {"VIRTUAL_ENV": str(VENV), "PATH": path}


def _in_container() -> bool:
    return os.environ.get("KINDLING_CONTAINER") == "1"


def _python(session: nox.Session) -> str:
    """The interpreter that has the locked packages, which are installed first where they must be."""
    if _in_container():
        return sys.executable
    wanted = _fingerprint()
    if _stamp() != wanted:
        with FileLock(ROOT / ".venv.lock"):
            if _stamp() != wanted:
                _install(session, wanted)
    return str(PYTHON)


def _fingerprint() -> str:
    """What the environment depends on: the lock, the kit's own metadata, and where it stands."""
    parts = [(ROOT / LOCK).read_bytes(), (ROOT / "pyproject.toml").read_bytes(), str(ROOT).encode()]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def _stamp() -> str | None:
    """What the environment was last completed for; None if it never was, or its interpreter is gone."""
    if not PYTHON.exists():
        return None
    with contextlib.suppress(OSError):
        return STAMP.read_text()
    return None


def _install(session: nox.Session, wanted: str) -> None:
    """Make `.venv` what the lock says. The stamp goes first and comes last, so a cut is noticed."""
    uv = _uv(session)
    if _stamp() is None:
        session.log("Making .venv from the lock: about 6 GB, once.")
        _uv_step(session, uv, "venv", "--clear", "--quiet", "--python", sys.executable, str(VENV))
    else:
        session.log("The lock has changed: bringing .venv up to date.")
        STAMP.unlink()
    target = ["--python", str(PYTHON)]
    _uv_step(session, uv, "pip", "sync", *target, "--require-hashes", "--only-binary", ":all:", LOCK)
    _uv_step(session, uv, "pip", "install", *target, "--no-deps", "--no-build-isolation", "--editable", ".")
    STAMP.write_text(wanted)


def _uv_step(session: nox.Session, uv: str, *arguments: str) -> None:
    """Run uv with its own progress bars; where it fails, end with one sentence that says what to do."""
    if subprocess.run([uv, *arguments], cwd=ROOT, check=False).returncode == 0:
        return
    free = min(shutil.disk_usage(folder).free for folder in (ROOT, _uv_cache(uv)))
    if free < ROOM_FOR_AN_INSTALL:
        session.error(
            f"The disk has {free / GIGABYTE:.1f} GB left and the packages did not fit:"
            " free about 10 GB and run the same command again."
        )
    session.error(
        "The packages could not be installed, and uv says why above: if it could not reach the network,"
        " connect and run the same command again, which goes on with what was already downloaded."
    )


def _uv_cache(uv: str) -> Path:
    """The nearest existing folder to uv's cache, to ask how full its disk is."""
    answer = subprocess.run([uv, "cache", "dir"], capture_output=True, text=True, check=False)
    cache = Path(answer.stdout.strip() or ROOT)
    return next(folder for folder in (cache, *cache.parents) if folder.exists())


def _uv(session: nox.Session) -> str:
    """A uv to run: nox's own, the PATH's, the environment's, or one that pip fetches by the lock's hash."""
    found, uv, _ = find_uv()
    if found:
        return uv
    home = ROOT / ".nox" / "uv"
    own = home / BIN / ("uv.exe" if os.name == "nt" else "uv")
    if not own.exists():
        session.log("Fetching uv, which installs the packages.")
        pins = ROOT / ".nox" / "uv.txt"
        pins.parent.mkdir(exist_ok=True)
        pins.write_text(_locked("uv"))
        python = str(home / BIN / PYTHON.name)
        steps = [
            [sys.executable, "-m", "venv", "--clear", str(home)],
            [python, "-m", "pip", "install", "--quiet", "--require-hashes", "--requirement", str(pins)],
        ]
        if any(subprocess.run(step, cwd=ROOT, check=False).returncode for step in steps):
            session.error(
                "uv could not be fetched (pip says why above): connect to the network, or install uv"
                " yourself, and run the same command again."
            )
    return str(own)


def _locked(package: str) -> str:
    """One package's pin in the lock, with its hashes."""
    pin = re.search(rf"^{package}==(?:.*\\\n)*.*$", (ROOT / LOCK).read_text(), re.MULTILINE)
    return pin.group() if pin else package


if __name__ == "__main__":
    nox.main()
