"""Runs one notebook to its end and prints, as JSON, which cells failed or warned.

It talks to the kernel as a browser does. nbclient would do it in one call, but it also plays the part of
ipywidgets' output areas, and now and then waits there until a cell's time is up.
"""

from __future__ import annotations

import json
import queue
import re
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat
from jupyter_client.manager import start_new_kernel

_WARNING = re.compile(r"\b\w*Warning\b.*")


@dataclass
class Ran:
    """What a cell did: the text that it wrote to standard error, and what ended it early, if anything."""

    written: list[str] = field(default_factory=list)
    failure: str = ""

    def note(self, kind: str, content: dict[str, Any]) -> None:
        """Take one of the kernel's messages."""
        if kind == "stream" and content["name"] == "stderr":
            self.written.append(content["text"])
        elif kind == "error":
            self.failure = f"the cell raised {content['ename']}: {content['evalue']}"[:400]


def problems(path: str, seconds: float) -> list[dict[str, str]]:
    """The cells of a notebook that wrote a warning, and the one that failed, which ends the run.

    Args:
        path: the notebook, run in the current folder.
        seconds: limit for one cell.
    """
    notebook = nbformat.reads(Path(path).read_text(encoding="utf-8"), as_version=4)
    manager, client = start_new_kernel(kernel_name="python3")
    try:
        cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
        return list(_run(cells, manager, client, seconds))
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def _run(cells: list[Any], manager: Any, client: Any, seconds: float) -> Iterator[dict[str, str]]:
    for cell in cells:
        ran = run_cell(cell.source, manager, client, seconds)
        warning = _WARNING.search("".join(ran.written))
        if warning:
            yield {"cell": str(cell.id), "reason": f"the cell gives a warning: {warning.group()}"[:400]}
        if ran.failure:
            yield {"cell": str(cell.id), "reason": ran.failure}
            return


def run_cell(source: str, manager: Any, client: Any, seconds: float) -> Ran:
    """Run one cell and wait until the kernel is idle again.

    Args:
        source: the cell's code.
        manager: the kernel's manager, which knows whether it lives.
        client: the connection to the kernel.
        seconds: limit.
    """
    ran = Ran()
    asked = client.execute(source)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            message = client.get_iopub_msg(timeout=1)
        except queue.Empty:
            if not manager.is_alive():
                ran.failure = "the notebook's Python process died"
                return ran
            continue
        if message["parent_header"].get("msg_id") != asked:
            continue
        if message["msg_type"] == "status" and message["content"]["execution_state"] == "idle":
            return ran
        ran.note(message["msg_type"], message["content"])
    ran.failure = f"a cell was still running after {seconds:g} seconds"
    return ran


if __name__ == "__main__":
    print(json.dumps(problems(sys.argv[1], float(sys.argv[2]))))
