"""Draws README.md's picture of a verdict from a real check, and writes the same verdict as text below it.

`python docs/pictures.py` writes both; with `--check` it writes nothing and fails if they have drifted.
"""

from __future__ import annotations

import ast
import io
import re
import sys
import tempfile
from pathlib import Path

from rich.console import Console

from kindling import course
from kindling.course.model import Workshop
from kindling.engine import check
from kindling.showing.page import Plain, Screen, Terminal
from kindling.showing.verdict import verdict_lines
from kindling.verdicts import Verdict

ROOT = Path(__file__).resolve().parent.parent
PICTURE = ROOT / "docs" / "verdict.svg"
README = ROOT / "README.md"
TEXT = re.compile(r"(?<=<!-- verdict, written by nox -s build -->\n).*?(?=<!-- end -->)", re.DOTALL)

WORKSHOP = "w1d2_tensors"
EXERCISE = "to_float01"
MISTAKE = "reshape instead of permute"
COLUMNS = 100


def main() -> int:
    """Write the picture and the text, or say which of them has drifted."""
    verdict = mistaken_verdict(course.find(course.find_root(ROOT), WORKSHOP))
    wanted = {PICTURE: picture(verdict), README: readme(verdict)}
    drifted = [path for path, text in wanted.items() if not path.exists() or path.read_text() != text]
    if "--check" not in sys.argv:
        for path in drifted:
            path.write_text(wanted[path])
        return 0
    for path in drifted:
        print(f"{path.relative_to(ROOT)} is not what a check shows now. To write it again: nox -s build")
    return 1 if drifted else 0


def mistaken_verdict(workshop: Workshop) -> Verdict:
    """What a learner is told who made the mistake in an otherwise untouched starter."""
    with tempfile.TemporaryDirectory() as folder:
        answer = Path(folder) / "starter.py"
        solution = workshop.solution
        starter = course.derive_starter(solution.read_text(), solution)
        answer.write_text(replaced(starter, EXERCISE, mistake(workshop)))
        verdict = next(iter(check(workshop, answer, [EXERCISE])))
    if MISTAKE not in {each.name for each in verdict.diagnoses}:
        raise SystemExit(f"{MISTAKE!r} was not diagnosed, but: {verdict.status.value}. {verdict.sentence}")
    return verdict


def mistake(workshop: Workshop) -> str:
    """The source of the misconception that is shown, without its mark."""
    text = workshop.answers.read_text()
    for node in ast.parse(text).body:
        if (
            isinstance(node, ast.FunctionDef)
            and node.name == EXERCISE
            and MISTAKE in ast.unparse(node.decorator_list[0])
        ):
            return "\n".join(text.splitlines()[node.lineno - 1 : node.end_lineno])
    raise SystemExit(
        f"{workshop.answers} has no misconception {MISTAKE!r} of {EXERCISE}: choose another here."
    )


def replaced(text: str, name: str, definition: str) -> str:
    """A file's text with another definition of one function."""
    lines = text.splitlines()
    node = next(
        each for each in ast.parse(text).body if isinstance(each, ast.FunctionDef) and each.name == name
    )
    lines[node.lineno - 1 : node.end_lineno] = definition.splitlines()
    return "\n".join(lines) + "\n"


def show(verdict: Verdict, screen: Screen) -> None:
    """Show a verdict as `kindling check` does."""
    screen.show(verdict_lines(verdict, f"work/{WORKSHOP}/starter.py")[:-1])


def picture(verdict: Verdict) -> str:
    """The terminal's rendering as SVG, without the fonts that rich would load from the network."""
    console = Console(
        record=True, width=COLUMNS, file=io.StringIO(), force_terminal=True, color_system="truecolor",
        markup=False, highlight=False, emoji=False, legacy_windows=False,
    )  # fmt: skip
    show(verdict, Terminal(console))
    svg = console.export_svg(title=f"kindling check {EXERCISE}", unique_id="verdict")
    svg = re.sub(r"\s*@font-face \{.*?\}", "", svg, flags=re.DOTALL)
    svg = re.sub(r"<!-- Generated with Rich .*? -->", "", svg)
    return "".join(f"{line.rstrip()}\n" for line in svg.splitlines() if line.strip())


def readme(verdict: Verdict) -> str:
    """README.md with the verdict as text in its place."""
    stream = io.StringIO()
    show(verdict, Plain(stream))
    return TEXT.sub(lambda _: f"```\n{stream.getvalue()}```\n", README.read_text())


if __name__ == "__main__":
    raise SystemExit(main())
