"""Prints an HTML page to a PDF of one sheet, with a browser of this machine."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

# Chromium starts without a sandbox because containers often run as root; the pages are the course's own.
QUIET = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync")
PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
LARGEST, SMALLEST, STEP = 9.5, 6.5, 0.25
WIDTH, HEIGHT = 703, 1020
"""A4 without its margins of 12 mm, in CSS pixels, and a little less: print rounds differently."""


class TooLong(Exception):
    """A page does not fit on one sheet, even in its smallest type."""


def browser_program() -> str | None:
    """A browser of this machine that can print; None where there is none."""
    return next(filter(None, map(shutil.which, PROGRAMS)), None)


@contextmanager
def opened(program: str) -> Iterator[Browser]:
    """The browser whose program is at a path, for as long as it is needed."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(QUIET))
        try:
            yield browser
        finally:
            browser.close()


def print_sheets(pages: Iterable[Path], browser: Browser) -> None:
    """Write a PDF beside each page, in the largest type in which it fits on one sheet.

    Args:
        pages: HTML files.
        browser: prints them.

    Raises:
        TooLong: a page has too much text for a sheet.
    """
    sheet = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
    try:
        sheet.emulate_media(media="print")
        for path in pages:
            sheet.goto(path.resolve().as_uri())
            _fit(sheet, path)
            sheet.pdf(path=path.with_suffix(".pdf"), prefer_css_page_size=True)
    finally:
        sheet.close()


def _fit(sheet: Page, path: Path) -> None:
    size = LARGEST
    while size >= SMALLEST:
        sheet.evaluate(f"document.documentElement.style.setProperty('--size', '{size}pt')")
        if sheet.evaluate("document.body.scrollHeight") <= HEIGHT:
            return
        size -= STEP
    raise TooLong(f"{path.name} does not fit on one sheet; shorten the README of its workshop.")
