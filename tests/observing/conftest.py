"""Runs something in a process of its own that ends afterwards, as answers do."""

from __future__ import annotations

import json
import os
import traceback
from collections.abc import Callable
from typing import Any

import pytest


@pytest.fixture
def in_a_child() -> Callable[[Callable[[], Any]], Any]:
    """Forks, runs a function in the child, and gives what it returned (as JSON)."""

    def run(function: Callable[[], Any]) -> Any:
        reading, writing = os.pipe()
        child = os.fork()
        if not child:
            try:
                told = {"returned": function()}
            except BaseException:  # noqa: BLE001 - the parent shows it
                told = {"raised": traceback.format_exc()}
            os.write(writing, json.dumps(told).encode())
            os._exit(0)
        os.close(writing)
        with os.fdopen(reading, "rb") as pipe:
            told = json.loads(pipe.read())
        os.waitpid(child, 0)
        assert "raised" not in told, told["raised"]
        return told["returned"]

    return run
