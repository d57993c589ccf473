"""`check`: a panel that stays at work. It judges again and climbs the ladder of hints where it stands."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from IPython.core.getipython import get_ipython
from IPython.display import DisplayHandle, display

from kindling.learner.hints import Ladder
from kindling.notebook import imported
from kindling.notebook.judging import Desk, desk
from kindling.notebook.panel import TROUBLES, Panel, trouble
from kindling.verdicts import Status, Verdict

AGAIN = "Check again"
OUTDATED = (
    "This notebook still holds an older {name} than {file}. Run the cell that imports it again; "
    "if that changes nothing, restart the kernel."
)
RENEWED = "This notebook now holds this {name} too; run the cells that use it again."


def check(exercise: str) -> Panel:
    """Judge an exercise of the `starter.py` beside the notebook, as it was last saved.

    Args:
        exercise: its name; the notebook's folder names the workshop.
    """
    try:
        return LivePanel(desk(exercise, Path.cwd()))
    except TROUBLES as error:
        return trouble(error)


class LivePanel(Panel):
    """A panel with two buttons: judge again, and give the next hint."""

    def __init__(self, where: Desk) -> None:
        self._desk = where
        self._own: list[str] = []
        super().__init__(None)
        self._judge()

    def _judge(self) -> None:
        """Judge the file as it is now, and say where the notebook has fallen behind it."""
        self.verdict, self._own = self._desk.verdict()
        self._ladder = self._desk.hints()
        self._link = _link(self.verdict)
        self._remarks = self._own + self._fallen_behind()

    def _fallen_behind(self, remark: str = OUTDATED) -> list[str]:
        name, file = self._desk.exercise.name, self._desk.answer
        told = [remark.format(name=name, file=file.name)]
        return told if self._is_outdated() else []

    def _is_outdated(self) -> bool:
        shell = get_ipython()
        name, file = self._desk.exercise.name, self._desk.answer
        mine = imported.held(name, shell.user_ns if shell else {}, file.stem)
        return mine is not None and imported.differs(mine, name, file.read_text(encoding="utf-8"))

    def _ipython_display_(self) -> None:
        """Show the verdict, and below it the buttons; both stay where they are."""
        handle = display(self._repr_mimebundle_(), raw=True, display_id=True)
        display(self._buttons(handle), raw=True)

    def _buttons(self, handle: DisplayHandle) -> dict[str, Any]:
        """The two buttons, with a sentence for where no browser shows them."""
        import ipywidgets

        again, hint = (ipywidgets.Button(layout={"width": "auto"}) for _ in range(2))

        def show(panel: Panel) -> None:
            handle.update(panel._repr_mimebundle_(), raw=True)
            again.description = AGAIN
            hint.description = _hint_words(self._ladder)
            passed = self.verdict is not None and self.verdict.status is Status.PASSED
            hint.layout.display = "none" if passed or not (self._ladder and self._ladder.total) else ""

        def judge_again(_: object) -> None:
            again.description = "Checking ..."
            show(self._again())

        def climb(_: object) -> None:
            show(self._climb())

        again.on_click(judge_again)
        hint.on_click(climb)
        show(self)
        name = self._desk.exercise.name
        bundle = dict(ipywidgets.HBox([again, hint])._repr_mimebundle_())
        return {**bundle, "text/plain": f"To check again: run this cell. For a hint: kindling hint {name}"}

    def _again(self) -> Panel:
        try:
            self._judge()
            if self._remarks != self._own and self.verdict and self.verdict.status is not Status.STOPPED:
                imported.renew(get_ipython())
                renewed = RENEWED.format(name=self._desk.exercise.name)
                self._remarks = self._own + (self._fallen_behind() or [renewed])
        except TROUBLES as error:
            return trouble(error)
        return self

    def _climb(self) -> Panel:
        try:
            self._ladder = self._desk.next_hint()
        except TROUBLES as error:
            return trouble(error)
        return self


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
