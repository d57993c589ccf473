"""JupyterLab in a real browser, driven as a person drives it: by mouse, and by keyboard alone."""

from __future__ import annotations

import contextlib
import json
import shutil
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

# Chromium starts without a sandbox because CI is root, and asks nobody anything.
QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
PATIENCE = 120_000  # milliseconds that a busy machine may take for one thing
CONTROLS = 30  # more than any cell's output has
IS_BEFORE_THE_FOCUS = """node => !document.activeElement.contains(node) && Boolean(
    document.activeElement.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_PRECEDING)"""


def free_port() -> int:
    """A port of this machine that nobody uses."""
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
        with contextlib.suppress(OSError):
            return answers(url) > 0
        time.sleep(0.2)
    return False


def until(happened: Callable[[], Any], seconds: float = 60) -> Any:
    """What `happened` gives once it is true; what it gave last where that takes too long."""
    end = time.monotonic() + seconds
    while not (seen := happened()) and time.monotonic() < end:
        time.sleep(0.1)
    return seen


@contextlib.contextmanager
def chromium() -> Iterator[Any]:
    """A browser; the test is skipped where there is none."""
    from playwright.sync_api import sync_playwright

    program = shutil.which("chromium") or shutil.which("google-chrome")
    if program is None:
        pytest.skip("there is no chromium here")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=QUIET)
        yield browser
        browser.close()


class Notebook:
    """One notebook, open in JupyterLab.

    Args:
        page: a page of the browser.
        origin: JupyterLab's address up to the port; the page knows the token already.
        folder: the folder that JupyterLab shows.
        path: the notebook, from that folder on.
    """

    def __init__(self, page: Any, origin: str, folder: Path, path: str) -> None:
        self.page, self.file = page, folder / path
        self.complaints: list[str] = []
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", self._listen)
        page.goto(f"{origin}/lab/tree/{path}?reset", timeout=PATIENCE)
        page.locator(".jp-NotebookPanel").wait_for(timeout=PATIENCE)
        self.idle()

    def _listen(self, message: Any) -> None:
        if message.type == "error":
            self.complaints.append(f"{message.text} ({message.location.get('url', '')})")

    def idle(self) -> None:
        """Wait until the kernel has nothing to do."""
        self.page.get_by_text("Python 3 (ipykernel) | Idle").wait_for(timeout=PATIENCE)

    def run_all(self, seconds: float = 240) -> None:
        """Run every cell, from the menu, and wait until the last one has run."""
        self.page.get_by_role("menuitem", name="Run", exact=True).click()
        self.page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
        prompts = self.page.locator(".jp-CodeCell .jp-InputPrompt")
        until(lambda: "*" not in "".join(prompts.all_text_contents()), seconds)
        self.idle()

    def run_in_a_new_cell(self, code: str) -> None:
        """Write a cell of one's own at the end, and run it."""
        self.page.locator(".jp-Notebook-footer").click()
        self.page.locator(".jp-Cell .jp-InputArea-editor").last.click()
        self.page.keyboard.type(code)
        self.page.keyboard.press("Control+Enter")
        self.idle()

    def saved(self) -> list[dict[str, Any]]:
        """The code cells that are not empty, with their outputs, as JupyterLab saves them."""
        before = self.file.stat().st_mtime_ns
        self.page.keyboard.press("Control+s")
        until(lambda: self.file.stat().st_mtime_ns != before, 30)
        for _ in range(50):
            with contextlib.suppress(OSError, json.JSONDecodeError):  # it may be half written
                cells = json.loads(self.file.read_text())["cells"]
                return [
                    each for each in cells if each["cell_type"] == "code" and "".join(each["source"]).strip()
                ]
            time.sleep(0.1)
        raise AssertionError(f"{self.file} is no notebook")

    def cell(self, code: str) -> Cell:
        """The code cell that contains `code`."""
        cells = self.page.locator(".jp-CodeCell").filter(
            has=self.page.locator(".jp-InputArea", has_text=code)
        )
        return Cell(self.page, cells.first)


class Cell:
    """One code cell and its output, where a widget may stand."""

    def __init__(self, page: Any, place: Any) -> None:
        self.page, self.output = page, place.locator(".jp-Cell-outputArea")
        self.place = place

    # What is seen

    @property
    def text(self) -> str:
        """What the output says once it is in view; JupyterLab draws nothing that is not."""
        self.output.scroll_into_view_if_needed()
        return str(self.output.inner_text())

    def says(self, words: str, seconds: float = 60) -> bool:
        """Whether the output says so before long."""
        return bool(until(lambda: words in self.text, seconds))

    def pictures(self) -> list[str]:
        """The pictures as they are now."""
        return [str(each.get_attribute("src")) for each in self.output.locator("img").all()]

    def redraws(self, act: Callable[[], object], seconds: float = 60) -> bool:
        """Whether another picture is shown after `act`."""
        before = self.pictures()
        act()
        return bool(until(lambda: self.pictures() not in (before, []), seconds))

    # What a hand does

    def run(self) -> None:
        """Run this cell."""
        self.place.locator(".jp-InputArea-editor").click()
        self.page.keyboard.press("Control+Enter")
        self.page.wait_for_timeout(200)
        self.page.get_by_text("Python 3 (ipykernel) | Idle").wait_for(timeout=PATIENCE)

    def control(self, label: str) -> Any:
        """The list, field, slider's handle or button that is called `label`."""
        row = self.output.locator(
            ".jupyter-widgets, .widget-slider, .widget-toggle-buttons",
            has=self.page.locator(f":scope > .widget-label:text-is('{label}')"),
        )
        button = self.output.get_by_role("button", name=label, exact=True)
        return button.or_(row.locator("select, input, [role=slider]")).first

    def click(self, label: str) -> None:
        """Press a button by mouse."""
        self.control(label).click()

    def choose(self, label: str, option: str) -> None:
        """Choose in a list by mouse."""
        self.control(label).select_option(option)

    def drag(self, label: str, share: float) -> None:
        """Drag a slider's handle to a share of its way, by mouse."""
        handle = self.control(label)
        handle.scroll_into_view_if_needed()
        self._rest(handle)
        track, knob = (
            handle.locator("xpath=ancestor::*[contains(@class,'noUi-base')]").bounding_box(),
            handle.bounding_box(),
        )
        self.page.mouse.move(knob["x"] + knob["width"] / 2, knob["y"] + knob["height"] / 2)
        self.page.mouse.down()
        self.page.mouse.move(track["x"] + share * track["width"], knob["y"] + knob["height"] / 2, steps=8)
        self.page.mouse.up()

    def _rest(self, place: Any) -> None:
        """Wait until a place stands still: a picture that is drawn anew pushes about what is near it."""
        self.page.get_by_text("Python 3 (ipykernel) | Idle").wait_for(timeout=PATIENCE)
        boxes = [place.bounding_box()]

        def stands() -> bool:
            self.page.wait_for_timeout(300)
            boxes.append(place.bounding_box())
            return bool(boxes[-1] == boxes[-2])

        assert until(stands, 30), "it does not come to rest"

    def write(self, label: str, text: str) -> None:
        """Type into a field by mouse and keyboard, and press Enter."""
        self.control(label).click(click_count=3)
        self.page.keyboard.type(text)
        self.page.keyboard.press("Enter")

    # What a keyboard does

    def select(self) -> None:
        """Go to this cell with the arrow keys, from wherever the hand is in the notebook."""
        self.page.keyboard.press("Escape")
        wanted = int(self.place.get_attribute("data-windowed-list-index"))
        while (at := self._active()) != wanted:
            self.page.keyboard.press("ArrowUp" if wanted < at else "ArrowDown")
            assert until(lambda: self._active() != at, 20), "the arrow keys do not move on"

    def tab_to(self, label: str) -> None:
        """Go to a control with Tab, or back to it, from the cell or from another control."""
        wanted = self.control(label)
        key = "Shift+Tab" if wanted.evaluate(IS_BEFORE_THE_FOCUS) else "Tab"
        for _ in range(CONTROLS):
            if wanted.evaluate("node => node === document.activeElement"):
                return
            self.page.keyboard.press(key)
        raise AssertionError(f"{key} does not reach {label}")

    def press(self, label: str, *keys: str) -> None:
        """Go to a control with the keyboard alone, and press keys there."""
        self.select()
        self.tab_to(label)
        for key in keys:
            self.page.keyboard.press(key)

    def pick(self, label: str, *keys: str) -> None:
        """Open a list with the keyboard alone, move in it with these keys, and take what is there.

        JupyterLab keeps the arrow keys for itself, to go from cell to cell, while a list is closed.
        """
        self.press(label, "Space", *keys, "Enter")

    def _active(self) -> int:
        active = self.page.locator(".jp-Cell.jp-mod-active").first
        return int(active.get_attribute("data-windowed-list-index"))
