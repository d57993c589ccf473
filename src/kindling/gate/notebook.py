"""Runs one notebook to its end and prints, as JSON, which cells failed or warned."""

from __future__ import annotations

import json
import re
import sys
from typing import Any

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

_WARNING = re.compile(r"\b\w*Warning\b.*")


def problems(path: str, seconds: int) -> list[dict[str, str]]:
    """The cells of a notebook that failed (the first ends the run) or wrote a warning.

    Args:
        path: the notebook, run in the current folder.
        seconds: limit for one cell.
    """
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(
        notebook, timeout=seconds, kernel_name="python3", resources={"metadata": {"path": "."}}
    )
    found = []
    try:
        client.execute()
    except CellTimeoutError:
        found.append(
            {"cell": _reached(notebook), "reason": f"a cell was still running after {seconds} seconds"}
        )
    except CellExecutionError as error:
        found.append(
            {"cell": _failed(notebook), "reason": f"the cell raised {error.ename}: {error.evalue}"[:400]}
        )
    except DeadKernelError:
        found.append({"cell": _reached(notebook), "reason": "the notebook's Python process died"})
    return found + [each for cell in notebook.cells for each in _warnings(cell)]


def _failed(notebook: Any) -> str:
    for cell in notebook.cells:
        if any(each.output_type == "error" for each in cell.get("outputs", [])):
            return str(cell.id)
    return _reached(notebook)


def _reached(notebook: Any) -> str:
    run = [cell for cell in notebook.cells if cell.get("execution_count")]
    return str((run or notebook.cells)[-1].id)


def _warnings(cell: Any) -> list[dict[str, str]]:
    written = "".join(
        each.text
        for each in cell.get("outputs", [])
        if each.output_type == "stream" and each.name == "stderr"
    )
    found = _WARNING.search(written)
    return (
        [{"cell": str(cell.id), "reason": f"the cell gives a warning: {found.group()}"[:400]}]
        if found
        else []
    )


if __name__ == "__main__":
    print(json.dumps(problems(sys.argv[1], int(sys.argv[2]))))
