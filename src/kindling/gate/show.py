"""The gate's report in a terminal: the table of known answers, the faults, and what to do next."""

from __future__ import annotations

import os
from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from kindling.gate.model import Report, Tally


def show(console: Console, reports: Sequence[Report], seconds: float, again: str) -> None:
    """Print everything; the last line says what to do next.

    Args:
        console: where to print.
        reports: one for each workshop.
        seconds: wall time of the whole.
        again: the command that repeats it.
    """
    first = reports[0].workshop.split("_")[0] if reports else "w1d1"
    for report in reports:
        if report.tallies:
            console.print(_table(report))
    faults = [fault for report in reports for fault in report.faults]
    for fault in faults:
        console.print(
            f"{os.path.relpath(fault.path)}:{fault.line}: {fault.reason}", markup=False, soft_wrap=True
        )
    console.print(_sum(reports, seconds), markup=False, soft_wrap=True)
    if faults:
        console.print(
            f"✗ {len(faults)} to mend. Begin with the first line above, then: {again}", markup=False
        )
    else:
        console.print(
            f"✓ Everything is as it should be. To work on it yourself: kindling start {first}", markup=False
        )


def _table(report: Report) -> Table:
    extra = [
        f"{name} {seconds:.0f} s"
        for name, seconds in (("lesson", report.lesson_seconds), ("script", report.script_seconds))
        if seconds is not None
    ]
    table = Table(title=" · ".join([report.workshop, *extra]), title_justify="left", title_style="bold")
    table.add_column("exercise")
    for name in ("probes", "starter", "solution", "alternatives", "misconceptions", "seconds"):
        table.add_column(name, justify="right")
    for tally in report.tallies:
        table.add_row(*_row(tally), style="" if tally.sound else "bold")
    return table


def _row(tally: Tally) -> list[str]:
    return [
        tally.exercise,
        str(tally.probes),
        "✓ refused" if tally.starter_refused else "✗ accepted",
        "✓ passes" if tally.solution else "✗ fails",
        _share(tally.alternatives, "pass"),
        _share(tally.misconceptions, "caught"),
        f"{tally.seconds:.1f}",
    ]


def _share(share: tuple[int, int], word: str) -> str:
    good, total = share
    return f"{'✓' if good == total else '✗'} {good}/{total} {word}"


def _sum(reports: Sequence[Report], seconds: float) -> str:
    tallies = [tally for report in reports for tally in report.tallies]
    right = [sum(column) for column in zip(*(each.alternatives for each in tallies), strict=True)] or [0, 0]
    wrong = [sum(column) for column in zip(*(each.misconceptions for each in tallies), strict=True)] or [0, 0]
    return (
        f"{len(reports)} workshops, {len(tallies)} exercises, {sum(each.probes for each in tallies)} probes: "
        f"{right[0]} of {right[1]} alternatives pass, "
        f"{wrong[0]} of {wrong[1]} misconceptions are caught under their own name. {seconds:.0f} s."
    )
