"""What the dev container's and GitHub's files say, read and not run; `nox -s container` runs them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


def configuration() -> dict[str, Any]:
    """The one configuration, without its comments."""
    (only,) = (ROOT / ".devcontainer").rglob("devcontainer.json")
    lines = [line for line in only.read_text().splitlines() if not line.lstrip().startswith("//")]
    settings: dict[str, Any] = json.loads("\n".join(lines))
    return settings


def test_the_container_starts_on_any_machine_and_installs_nothing_then() -> None:
    settings = configuration()
    assert settings["hostRequirements"] == {"cpus": 2, "memory": "8gb", "storage": "32gb", "gpu": "optional"}
    assert settings["runArgs"] == ["--shm-size=1g"]
    assert "features" not in settings
    commands = {name: value for name, value in settings.items() if name.endswith("Command")}
    assert commands == {"updateContentCommand": "kindling doctor || true"}


def test_the_interpreter_and_the_extensions_are_set_there() -> None:
    settings = configuration()["customizations"]["vscode"]
    assert settings["settings"]["python.defaultInterpreterPath"] == "/opt/venv/bin/python"
    recommended = json.loads((ROOT / ".vscode" / "extensions.json").read_text())["recommendations"]
    assert settings["extensions"] == recommended


def test_the_image_is_made_from_the_lock_with_hashes_and_from_wheels() -> None:
    text = (ROOT / "Dockerfile").read_text()
    assert re.findall(r"^FROM (.*)", text, re.MULTILINE) == ["debian:bookworm-slim"]
    installs = re.findall(
        r"pip install (?:[^&]|\\\n)*", text.split("ENV VIRTUAL_ENV")[0].split("COPY req")[1]
    )
    assert len(installs) == 2
    assert all("--require-hashes --only-binary :all:" in each for each in installs)


def test_only_what_the_image_is_made_from_reaches_its_builder() -> None:
    lines = (ROOT / ".dockerignore").read_text().splitlines()
    rules = [line for line in lines if line and not line.startswith("#")]
    assert rules == ["*", "!requirements.lock", "!.devcontainer/image"]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_can_only_read_and_its_actions_are_pinned(path: Path) -> None:
    text = path.read_text()
    assert re.search(r"^permissions:\n  contents: read\n\n", text, re.MULTILINE)
    assert text.count("permissions:") == 1
    used = re.findall(r"uses: (.*)", text)
    assert used
    assert all(re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", each) for each in used)


def test_there_is_a_workflow_for_the_checks_and_one_for_the_container() -> None:
    commands = {path.stem: re.findall(r"run: (\S.*)", path.read_text()) for path in WORKFLOWS}
    assert ".ci/run" in commands["checks"]
    assert "nox -s container" in commands["container"]


@pytest.mark.parametrize("ecosystem", ["github-actions", "docker"])
def test_dependabot_looks_after_what_the_lock_does_not(ecosystem: str) -> None:
    assert f"package-ecosystem: {ecosystem}" in (ROOT / ".github" / "dependabot.yml").read_text()


def test_a_snippet_for_a_training_loop_and_a_dataset() -> None:
    snippets = json.loads((ROOT / ".vscode" / "kindling.code-snippets").read_text())
    assert {"Training loop", "Dataset"} <= set(snippets)
    for snippet in snippets.values():
        written = re.sub(r"\$\{\d+:([^}]*)\}", r"\1", "\n".join(snippet["body"])).replace("$0", "pass")
        compile(re.sub(r"\$\d", "name", written), "snippet", "exec")
