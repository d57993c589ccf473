"""JupyterLab from inside the container, in a real browser, with its token and without."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from browser import Notebook, answers, free_port, reached

if TYPE_CHECKING:
    from conftest import Box

LESSON = "work/w1d2_tensors/lesson.ipynb"


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
def page(address: str, browser: Any) -> Iterator[Any]:
    """A page of a real browser."""
    opened = browser.new_page()
    yield opened
    opened.close()


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
    lesson = Notebook(page, origin, box.folder, LESSON)
    lesson.run_all()
    cells = lesson.saved()
    outputs = [output for cell in cells for output in cell["outputs"]]
    assert [output["evalue"] for output in outputs if output["output_type"] == "error"] == []
    assert [cell["source"] for cell in cells if not cell["execution_count"]] == []
