"""Calls pytest as VS Code's Python extension does, to discover tests and to run them.

Discovery runs `pytest -p PLUGIN --collect-only` with the arguments of the settings; a run leaves the folders
among them out and names the tests by their ids. PLUGIN is a listener of our own, or the extension's
`vscode_pytest` where KINDLING_VSCODE_PYTEST names the folder that holds it, `python_files` in its repository.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
SETTINGS: dict[str, Any] = json.loads((ROOT / ".vscode" / "settings.json").read_text())
ARGUMENTS: list[str] = SETTINGS["python.testing.pytestArgs"]


@dataclass(frozen=True)
class Test:
    """A test as the Test Explorer lists it."""

    __test__ = False
    name: str
    file: str
    line: int
    id: str


@dataclass(frozen=True)
class Told:
    """What a run told of a test."""

    outcome: str
    message: str | None


@dataclass
class Explorer:
    """The Test Explorer of one opened folder.

    Attributes:
        folder: what is open.
        messages: the file that the plugin writes to.
        theirs: the folder of the extension's plugin; None for the listener of our own.
    """

    folder: Path
    messages: Path
    theirs: Path | None = None
    printed: str = ""

    def discover(self) -> list[Test]:
        """The tests that the folder has."""
        self._pytest("-m", "pytest", "-p", self._plugin, "--collect-only", *ARGUMENTS)
        if self.theirs is None:
            return [Test(**each) for each in self._lines()[0]["tests"]]
        (payload,) = self._payloads()
        assert payload["status"] == "success", payload
        base = Path(payload["idBase"])
        return [
            Test(each["name"], str(base / each["path"]), int(each["lineno"]), str(base / each["runID"]))
            for each in _leaves(payload["tests"])
        ]

    def run(self, tests: Sequence[str]) -> dict[str, Told]:
        """What a run of these tests, named by their ids, tells of each."""
        options = [each for each in ARGUMENTS if each.startswith("-")]
        if self.theirs is None:
            self._pytest("-m", "pytest", "-p", self._plugin, *options, *tests)
            told = [each for each in self._lines() if "outcome" in each]
            return {each["name"]: Told(each["outcome"], each["message"]) for each in told}
        ids = self.messages.with_name("ids.txt")
        ids.write_text("\n".join(tests))
        script = self.theirs / "vscode_pytest" / "run_pytest_script.py"
        self._pytest(str(script), *options, RUN_TEST_IDS_PIPE=str(ids))
        results = [each["result"] for each in self._payloads()]
        return {
            test.split("::")[-1]: Told(each["outcome"], each["message"])
            for result in results
            for test, each in result.items()
        }

    @property
    def _plugin(self) -> str:
        return "vscode_pytest" if self.theirs else "listener"

    def _pytest(self, *command: str, **variables: str) -> None:
        self.messages.write_bytes(b"")
        places = [str(self.theirs or Path(__file__).parent), str(ROOT / "src")]
        environment = os.environ | {
            "PYTHONPATH": os.pathsep.join(places),
            "LISTENER": str(self.messages),
            "TEST_RUN_PIPE": str(self.messages),
        }
        done = subprocess.run(
            [sys.executable, *command, f"--rootdir={self.folder}"],
            cwd=self.folder, env=environment | variables, capture_output=True, text=True, check=False,
        )  # fmt: skip
        self.printed = done.stdout + done.stderr
        assert done.returncode in (0, 1), self.printed

    def _lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.messages.read_text().splitlines()]

    def _payloads(self) -> list[dict[str, Any]]:
        """The messages of the extension's plugin: JSON, each below a header that says how long it is."""
        raw, found = self.messages.read_bytes(), []
        while raw:
            header, _, rest = raw.partition(b"\r\n\r\n")
            size = re.search(rb"content-length: (\d+)", header)
            assert size, header
            found.append(json.loads(rest[: int(size[1])])["params"])
            raw = rest[int(size[1]) :]
        return found


def _leaves(node: dict[str, Any]) -> list[dict[str, Any]]:
    if node["type_"] == "test":
        return [node]
    return [leaf for child in node["children"] for leaf in _leaves(child)]
