"""Python's own pitfalls: ruff with a gentle set of rules, each with the reason why it matters."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from kindling.linting.findings import Finding
from kindling.linting.reasons import WHY

# The rules that have a reason of our own, and whole groups that are mistakes in any file: broken imports,
# formats and literals, and what cannot run. Left out is what a starter has until it is written, and taste.
SELECT = (*WHY, "F4", "F5", "F6", "F7", "PLE")
IGNORE = ("F401",)
NOTEBOOK = ("B018",)  # the last line of a cell is shown
UNREADABLE = {"invalid-syntax", "E902"}  # told by `kindling.linting.reading`
OWN_CHOICE = {
    "F541",
    "F811",
    "F841",
}  # ruff would take something out; what is missing is for the learner to say


class LintError(Exception):
    """ruff could not do its work; the message says what to do."""


def pitfalls(paths: Sequence[Path], shown: dict[Path, str]) -> list[Finding]:
    """What ruff finds in Python files and notebooks.

    Args:
        paths: the files.
        shown: their names in findings.

    Raises:
        LintError: ruff is missing, or failed.
    """
    if not paths:
        return []
    found = []
    for each in json.loads(_ruff("check", *_settings(), *map(str, paths)) or "[]"):
        code, path = each["code"], Path(each["filename"])
        if code and code not in UNREADABLE:
            row, cell = each["location"]["row"], each.get("cell") or 0
            instead = "" if code in OWN_CHOICE else (each.get("fix") or {}).get("message") or ""
            message = each["message"].rstrip(".") + "."
            name = shown.get(path, each["filename"])
            found.append(Finding(name, row, cell, code, message, why(code), f"{instead}." if instead else ""))
    return found


def _settings() -> list[str]:
    return [
        *("--isolated", "--no-cache", "--exit-zero", "--quiet"),
        *("--output-format=json", "--target-version=py311"),
        f"--select={','.join(SELECT)}",
        f"--ignore={','.join(IGNORE)}",
        f"--per-file-ignores=*.ipynb:{','.join(NOTEBOOK)}",
    ]


def why(code: str) -> str:
    """Why a rule of ruff's matters; in ruff's own words where we have none."""
    return WHY.get(code) or _of_ruff(code)


def _of_ruff(code: str) -> str:
    """The first sentence of what ruff says to "Why is this bad?"."""
    reason = _explanations()[code].partition("## Why is this bad?")[2].strip().partition("\n\n")[0]
    return " ".join(reason.split()).partition(". ")[0].rstrip(".") + "."


@cache
def _explanations() -> dict[str, str]:
    """What ruff says of each of its rules, by code."""
    rules: list[dict[str, Any]] = json.loads(_ruff("rule", "--all", "--output-format=json"))
    return {each["code"]: each["explanation"] for each in rules if each["code"]}


def _ruff(*arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "ruff", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode:
        last = done.stderr.strip().rpartition("\n")[2]
        raise LintError(f"ruff could not read the code ({last}). See what to do with: kindling doctor")
    return done.stdout
