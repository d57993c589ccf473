"""How far a download is: a bar in a terminal, a line for every quarter elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from rich.progress import Progress as RichProgress


class Progress(Protocol):
    """What pooch tells of a download; it sets `total`, in bytes (0: unknown), before the first update."""

    total: int

    def update(self, size: int) -> None:
        """So many more bytes have come."""

    def reset(self) -> None:
        """Count from 0 again: pooch does so at the end, before it reports the whole size."""

    def close(self) -> None:
        """The download is whole."""


@contextmanager
def shown(label: str) -> Iterator[Progress]:
    """Show on standard error how a download goes, for as long as the context lasts."""
    from rich.console import Console

    console = Console(stderr=True)
    if not console.is_terminal:
        yield Lines(label)
        return
    from rich.progress import BarColumn, DownloadColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as RichProgress

    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with RichProgress(*columns, console=console) as bars:
        yield Bar(bars, label)


class Lines:
    """Progress as lines of text, for a log, a pipe or a notebook."""

    def __init__(self, label: str) -> None:
        self.label = label
        self.total = 0
        self._done = 0
        self._quarters = 0
        self._say("starts")

    def update(self, size: int) -> None:
        """Say a line when another quarter has come."""
        self._done += size
        quarters = min(4, 4 * self._done // self.total) if self.total else 0
        if quarters > self._quarters:
            self._quarters = quarters
            self._say(f"{25 * quarters} % of {self.total / 1e6:.1f} MB")

    def reset(self) -> None:
        """Count from 0 again."""
        self._done = 0

    def close(self) -> None:
        """Nothing more to say."""

    def _say(self, what: str) -> None:
        print(f"Download of {self.label}: {what}", file=sys.stderr, flush=True)


class Bar:
    """Progress as a bar of rich."""

    def __init__(self, bars: RichProgress, label: str) -> None:
        self._bars = bars
        self._task = bars.add_task(label, total=None)
        self.total = 0

    def update(self, size: int) -> None:
        """Move the bar."""
        self._bars.update(self._task, total=self.total or None, advance=size)

    def reset(self) -> None:
        """Back to the start."""
        self._bars.update(self._task, completed=0)

    def close(self) -> None:
        """Leave the full bar standing."""
        self._bars.refresh()
