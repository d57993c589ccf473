"""JupyterLab from inside the container, in a real browser, with its token and without."""

from __future__ import annotations

import contextlib
import json
import re
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

if TYPE_CHECKING:
    from conftest import Box

# Chromium starts without a sandbox because CI is root, and asks nobody anything.
QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
LESSON = "work/w1d2_tensors/lesson.ipynb"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(url: str) -> int:
    """The status that a GET gets, redirects followed."""
    try:
        with urllib.request.urlopen(url, timeout=20) as reply:
            return int(reply.status)
    except urllib.error.HTTPError as error:
        return error.code


def reached(url: str, seconds: float = 20) -> bool:
    """Whether anything answers there before long."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with contextlib.suppress(urllib.error.URLError):
            return answers(url) > 0
        time.sleep(0.5)
    return False


@pytest.fixture(scope="module")
def address(box: Box) -> Iterator[str]:
    """JupyterLab's address with its token, as it prints it."""
    port = free_port()
    command = [
        box.cli, "exec", "--workspace-folder", str(box.folder), "nox", "-s", "lab", "--",
        f"--ServerApp.port={port}",
    ]  # fmt: skip
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert process.stdout
    said = ""
    for line in process.stdout:
        said += line
        if found := re.search(rf"http://127\.0\.0\.1:{port}/\S*token=\w+", line):
            break
    else:
        pytest.fail(said[-4000:])
    if not reached(f"http://127.0.0.1:{port}/api"):
        pytest.skip("this engine gives the container a network of its own; an editor would pass the port on")
    yield found.group()
    box.run("pkill", "-f", "jupyterlab")
    process.wait(timeout=60)


@pytest.fixture(scope="module")
def page(address: str) -> Iterator[Any]:
    """A page of a real browser."""
    from playwright.sync_api import sync_playwright

    browser_program = shutil.which("chromium") or shutil.which("google-chrome")
    if browser_program is None:
        pytest.skip("there is no chromium here")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_program, args=QUIET)
        yield browser.new_page()
        browser.close()


def test_without_the_token_nothing_is_shown(address: str, page: Any) -> None:
    origin = "{0.scheme}://{0.netloc}".format(urlsplit(address))
    assert answers(f"{origin}/api/contents") == 403
    assert answers(f"{origin}/api/contents?token=wrong") == 403
    page.goto(f"{origin}/lab")
    assert page.url.startswith(f"{origin}/login")
    assert page.locator("input[name=password]").count() > 0
    assert page.locator(".jp-LabShell").count() == 0


def test_with_the_token_the_course_map_is_open(address: str, page: Any) -> None:
    page.goto(address, timeout=120_000)
    page.get_by_role("heading", name="Kindling").first.wait_for(timeout=120_000)


def test_a_lesson_runs_to_its_end(box: Box, address: str, page: Any) -> None:
    start = "rm -rf work/w1d2_tensors && kindling start w1d2"
    box.said("bash", "-c", f"{start} && cp workshops/w1d2_tensors/solution.py work/w1d2_tensors/starter.py")
    origin = "{0.scheme}://{0.netloc}".format(urlsplit(address))
    page.goto(f"{origin}/lab/tree/{LESSON}", timeout=120_000)
    page.locator(".jp-NotebookPanel").wait_for(timeout=120_000)
    page.get_by_text("Python 3 (ipykernel) | Idle").wait_for(timeout=120_000)
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    cells = saved_cells(box.folder / LESSON, page)
    outputs = [output for cell in cells for output in cell["outputs"]]
    assert [output["evalue"] for output in outputs if output["output_type"] == "error"] == []
    assert [cell["source"] for cell in cells if not cell["execution_count"]] == []


def saved_cells(lesson: Path, page: Any, seconds: float = 240) -> list[dict[str, Any]]:
    """The lesson's code cells as JupyterLab saves them, once the last one has run."""
    end = time.monotonic() + seconds
    cells: list[dict[str, Any]] = []
    while time.monotonic() < end and not (cells and cells[-1]["execution_count"]):
        page.wait_for_timeout(3000)
        page.keyboard.press("Control+s")
        with contextlib.suppress(OSError, json.JSONDecodeError):  # it may be half written
            found = json.loads(lesson.read_text())["cells"]
            cells = [
                cell for cell in found if cell["cell_type"] == "code" and "".join(cell["source"]).strip()
            ]
    return cells
