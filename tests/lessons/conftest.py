"""JupyterLab over a copy of the course in which a learner has solved everything."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from browser import Notebook, free_port, reached

TOKEN = "a-token-for-the-tests"


@dataclass(frozen=True)
class Lab:
    """JupyterLab, running.

    Attributes:
        origin: its address up to the port.
        course: the folder that it shows, a course.
    """

    origin: str
    course: Path

    def start(self, workshop: str) -> Path:
        """Make the learner's work anew: this workshop, with the solution as what they wrote."""
        source, work = self.course / "workshops" / workshop, self.course / "work" / workshop
        shutil.rmtree(work.parent, ignore_errors=True)
        work.mkdir(parents=True)
        shutil.copy(source / "solution.py", work / "starter.py")
        shutil.copy(source / "lesson.ipynb", work)
        return work

    def end_kernels(self) -> None:
        """Give their memory back."""
        for session in json.loads(self._ask("GET", "/api/sessions")):
            self._ask("DELETE", f"/api/sessions/{session['id']}")

    def _ask(self, method: str, path: str) -> bytes:
        headers = {"Authorization": f"token {TOKEN}"}
        request = urllib.request.Request(self.origin + path, method=method, headers=headers)
        with urllib.request.urlopen(request, timeout=60) as reply:
            return bytes(reply.read())


@pytest.fixture(scope="session")
def lab(root: Path, browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """JupyterLab on a free port of this machine, behind a token, with settings that no learner shares."""
    home = tmp_path_factory.mktemp("lab")
    course, port = home / "course", free_port()
    shutil.copytree(root / "workshops", course / "workshops", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(root / ".jupyter", course / ".jupyter")
    shutil.copy(root / "pyproject.toml", course)
    own = {
        name: str(home / name.lower()) for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "IPYTHONDIR")
    }
    variables = {**os.environ, **own, "JUPYTER_RUNTIME_DIR": str(home / "run"), "KINDLING_ROOT": str(course)}
    command = [
        sys.executable, "-m", "jupyterlab", "--ip=127.0.0.1", "--no-browser", "--allow-root",
        f"--ServerApp.port={port}", "--ServerApp.port_retries=0", f"--ServerApp.root_dir={course}",
        f"--IdentityProvider.token={TOKEN}", f"--LabApp.app_settings_dir={course / '.jupyter'}",
    ]  # fmt: skip
    log = home / "log"
    with log.open("w") as said:
        process = subprocess.Popen(command, env=variables, stdout=said, stderr=subprocess.STDOUT)
    origin = f"http://127.0.0.1:{port}"
    try:
        assert reached(f"{origin}/api?token={TOKEN}", seconds=120), log.read_text()[-4000:]
        yield Lab(origin, course)
    finally:
        process.terminate()
        process.wait(timeout=60)


@pytest.fixture
def opened(lab: Lab, browser: Any) -> Iterator[Callable[[str], Notebook]]:
    """Opens the lesson of a workshop that the learner has just started, in a window of its own."""
    window = browser.new_context(viewport={"width": 1280, "height": 900})

    def open_lesson(workshop: str) -> Notebook:
        lab.start(workshop)
        page = window.new_page()
        page.goto(f"{lab.origin}/api?token={TOKEN}")  # from now on the browser's cookie stands for the token
        page.goto(f"{lab.origin}/lab?token={TOKEN}")
        return Notebook(page, lab.origin, lab.course, f"work/{workshop}/lesson.ipynb")

    yield open_lesson
    window.close()
    lab.end_kernels()
