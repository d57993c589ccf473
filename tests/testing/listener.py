"""A plugin of pytest that writes down what VS Code's own one reads: every item, and every report on it."""

import json
import os
import sys
from pathlib import Path

import pytest


def pytest_collection_finish(session):
    tell(
        torch="torch" in sys.modules,
        tests=[
            {
                "name": item.name,
                "file": str(item.path),
                "line": item.location[1] + 1,
                "id": f"{item.path}::{item.name}",
            }
            for item in session.items
            if isinstance(item.parent, pytest.File) and item.parent.path == item.path
        ],
    )


def pytest_runtest_logreport(report):
    if report.when == "call":
        outcome = {"passed": "success", "failed": "failure", "skipped": "skipped"}[report.outcome]
        message = report.longreprtext if report.failed else None
        tell(name=report.nodeid.split("::")[-1], outcome=outcome, message=message)


def tell(**what):
    with Path(os.environ["LISTENER"]).open("a") as listener:
        listener.write(json.dumps(what) + "\n")
