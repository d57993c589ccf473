"""A Python file as its author wrote it: lines, syntax tree, and the marks in its comments."""

from __future__ import annotations

import ast
import io
import re
import tokenize
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kindling.marks import AuthoringError

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)

REGION = re.compile(r"#\s*(region|endregion)\b\s*(.*)")
WORDS = re.compile(r"#\s*(hint|note|formerly):\s*(.*)", re.IGNORECASE)


@dataclass(frozen=True)
class Mark:
    """A comment that speaks to Kindling.

    Attributes:
        kind: `region`, `endregion`, `hint`, `note` or `formerly`.
        text: what follows the kind: the region's name, the hint's sentence, a former name.
        line: counted from 1.
        column: the indentation in characters, where the mark has its line for itself.
        alone: whether the mark has its line for itself.
    """

    kind: str
    text: str
    line: int
    column: int
    alone: bool


@dataclass(frozen=True)
class Source:
    """One Python file, read but never run.

    Attributes:
        path: the file, for messages.
        lines: its lines without line ends; `lines[0]` is line 1.
        tree: its syntax tree.
        marks: the marks in its comments, from top to bottom.
    """

    path: str
    lines: tuple[str, ...]
    tree: ast.Module
    marks: tuple[Mark, ...]

    def fault(self, line: int, reason: str) -> AuthoringError:
        """An authoring error at a line of this file."""
        return AuthoringError(self.path, line, reason)


def unified(text: str) -> str:
    """The text with LF line ends, whatever it had."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def read_text(path: Path) -> str:
    """The file's text with LF line ends.

    Raises:
        AuthoringError: the file is missing or is not UTF-8.
    """
    try:
        return unified(path.read_bytes().decode("utf-8"))
    except FileNotFoundError:
        raise AuthoringError(path, 1, f"`{path.name}` is missing; a workshop needs it.") from None
    except OSError as error:
        raise AuthoringError(path, 1, f"`{path.name}` cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise AuthoringError(path, line, "this line is not UTF-8; save the file as UTF-8.") from None


def parse(text: str, path: object, flags: int = 0) -> ast.Module:
    """The syntax tree of a Python file.

    Args:
        text: the code.
        path: the file, for messages.
        flags: further flags of the compiler.

    Raises:
        AuthoringError: Python cannot read it.
    """
    tree = _compiled(text, path, flags | ast.PyCF_ONLY_AST)
    assert isinstance(tree, ast.Module)
    return tree


def must_compile(text: str, path: object) -> None:
    """Look for what only the compiler notices, such as a `return` outside a function.

    Raises:
        AuthoringError: Python cannot compile the file.
    """
    _compiled(text, path, 0)


def _compiled(text: str, path: object, flags: int) -> object:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return compile(text, str(path), "exec", flags, dont_inherit=True)
    except SyntaxError as error:
        raise AuthoringError(path, error.lineno or 1, f"Python cannot read this line: {error.msg}.") from None
    except ValueError as error:
        raise AuthoringError(path, 1, f"Python cannot read this file: {error}.") from None


def read_source(text: str, path: object) -> Source:
    """The parsed file with its marks.

    Raises:
        AuthoringError: Python cannot read it.
    """
    text = unified(text)
    return Source(str(path), tuple(text.split("\n")), parse(text, path), tuple(_marks(text)))


def first_line(node: ast.stmt) -> int:
    """Where a statement begins, decorators included."""
    decorators = node.decorator_list if isinstance(node, DEFINITIONS) else []
    return min([node.lineno, *(each.lineno for each in decorators)])


def last_line(node: ast.stmt) -> int:
    """Where a statement ends."""
    return node.end_lineno or node.lineno


def close_gaps(lines: Iterable[str | None]) -> list[str]:
    """The lines that are kept; a line that is None goes, and leaves no second blank line behind."""
    kept: list[str] = []
    gap = False
    for line in lines:
        if line is None:
            gap = True
        elif line.strip() or not gap or (kept and kept[-1].strip()):
            kept.append(line)
            gap = gap and not line.strip()
    return kept


def _marks(text: str) -> Iterator[Mark]:
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type != tokenize.COMMENT:
            continue
        line, column = token.start
        alone = not token.line[:column].strip()
        if region := REGION.match(token.string):
            yield Mark(region[1], region[2].strip(), line, column, alone)
        elif alone and (words := WORDS.match(token.string)):
            yield Mark(words[1].lower(), words[2].strip(), line, column, alone)
