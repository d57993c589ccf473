"""`check`: a panel that stays at work. It judges again and climbs the ladder of hints where it stands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from IPython.core.getipython import get_ipython
from IPython.display import DisplayHandle, display

from kindling.course import CourseError
from kindling.engine import EngineError
from kindling.learner.hints import Ladder
from kindling.learner.work import LearnerError
from kindling.marks import AuthoringError
from kindling.notebook import imported
from kindling.notebook.judging import Desk, desk
from kindling.notebook.panel import Panel
from kindling.verdicts import Status, Verdict

OUTDATED = (
    "This notebook still holds an older {name} than {file}. Run the cell that imports it again; "
    "if that changes nothing, restart the kernel."
)
RENEWED = "This notebook now holds this {name} too; run the cells that use it again."
_TROUBLES = (CourseError, EngineError, AuthoringError, LearnerError, OSError, StopIteration)


def check(exercise: str) -> Panel | LivePanel:
    """Judge an exercise of the `starter.py` beside the notebook, as it was last saved.

    Args:
        exercise: its name; the notebook's folder names the workshop.
    """
    try:
        return LivePanel(desk(exercise, Path.cwd()))
    except _TROUBLES as error:
        return _trouble(error)


class LivePanel:
    """A panel with two buttons: judge the file again, and give the next hint."""

    def __init__(self, where: Desk) -> None:
        self._desk = where
        self._panel = _judged(where)

    @property
    def verdict(self) -> Verdict | None:
        """The verdict as data; None where there was none to give."""
        return self._panel.verdict

    def __repr__(self) -> str:
        """The verdict in words."""
        return repr(self._panel)

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        """The verdict without its buttons."""
        return self._panel._repr_mimebundle_()

    def _ipython_display_(self) -> None:
        """Show the verdict, and the buttons below it; both change where they stand."""
        handle = display(self._repr_mimebundle_(), raw=True, display_id=True)
        display(self._buttons(handle), raw=True)

    def _buttons(self, handle: DisplayHandle) -> dict[str, Any]:
        """The buttons as a notebook shows them, and a sentence for where it shows none."""
        import ipywidgets

        again, hint = (ipywidgets.Button(layout={"width": "auto"}) for _ in range(2))

        def label() -> None:
            ladder = self._panel.ladder
            again.description = "Check again"
            hint.description = _hint_words(ladder)
            hint.layout.display = "none" if self._panel.passed or not (ladder and ladder.total) else ""

        def does(act: Callable[[], Panel]) -> Callable[[object], None]:
            def pressed(_: object) -> None:
                again.description = "Checking ..."
                self._panel = _or_trouble(act)
                handle.update(self._repr_mimebundle_(), raw=True)
                label()

            return pressed

        again.on_click(does(lambda: _judged(self._desk, renew=True)))
        hint.on_click(does(lambda: replace(self._panel, ladder=self._desk.next_hint())))
        label()
        name = self._desk.exercise.name
        instead = f"To check again: run this cell. For a hint: kindling hint {name}"
        return {**ipywidgets.HBox([again, hint])._repr_mimebundle_(), "text/plain": instead}


def _judged(where: Desk, *, renew: bool = False) -> Panel:
    """Judge the file as it is now, and say where the notebook has fallen behind it.

    Args:
        where: the exercise and its file.
        renew: whether to bring the notebook up to date; before a cell runs, autoreload has done so.
    """
    verdict, remarks = where.verdict()
    name, file = where.exercise.name, where.answer
    if _is_outdated(name, file):
        if renew and verdict.status is not Status.STOPPED:
            imported.renew(get_ipython())
        told = OUTDATED if _is_outdated(name, file) else RENEWED
        remarks = [*remarks, told.format(name=name, file=file.name)]
    return Panel(verdict, ladder=where.hints(), remarks=remarks, link=_link(verdict))


def _is_outdated(name: str, file: Path) -> bool:
    shell = get_ipython()
    mine = imported.held(name, shell.user_ns if shell else {}, file.stem)
    return mine is not None and imported.differs(
        mine, name, file.read_text(encoding="utf-8", errors="replace")
    )


def _or_trouble(act: Callable[[], Panel]) -> Panel:
    try:
        return act()
    except _TROUBLES as error:
        return _trouble(error)


def _trouble(error: BaseException) -> Panel:
    return Panel(None, str(error) or "The engine gave no verdict; run the cell again.")


def _hint_words(ladder: Ladder | None) -> str:
    """What the button says: the hint that comes next."""
    if ladder is None or len(ladder.given) >= ladder.total:
        return "No more hints"
    return f"Hint {len(ladder.given) + 1} of {ladder.total}"


def _link(verdict: Verdict) -> str:
    """An address that opens the file beside the notebook at the line.

    JupyterLab counts lines from 0 in a fragment of this form, VS Code from 1 in another.
    """
    shell = get_ipython()
    in_vscode = shell is not None and "__vsc_ipynb_file__" in shell.user_ns
    fragment = f"L{verdict.line}" if in_vscode else f"line={verdict.line - 1}"
    return f"{Path(verdict.path).name}#{fragment}"
