"""Loads an answer's file statement by statement, so that one broken function does not hide the others."""

from __future__ import annotations

import ast
import linecache
import re
import sys
import types
import warnings
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kindling.observations import Raised

_STARTS = re.compile(r"(?!(?:else|elif|except|finally)\b)[A-Za-z_@]")


@dataclass
class Loaded:
    """An answer's file after loading.

    Attributes:
        module: what it defined.
        errors: exceptions of its top-level statements, in order.
        broken: names of definitions that do not parse, with their errors.
        lines: line of each top-level definition.
        uses: for each top-level definition, the names that it reads.
    """

    module: types.ModuleType
    errors: list[Raised] = field(default_factory=list)
    broken: dict[str, Raised] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    uses: dict[str, set[str]] = field(default_factory=dict)


def load(path: Path, name: str) -> Loaded:
    """Execute a file as module `name`; its `__main__` block does not run.

    A file that does not parse as a whole is cut at its top-level definitions, and what parses is run.
    Exceptions other than those of the operating system's limits are written down, not raised.
    """
    module = types.ModuleType(name)
    module.__file__ = str(path)
    sys.modules[name] = module
    loaded = Loaded(module)
    try:
        text = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except (OSError, UnicodeDecodeError) as error:
        loaded.errors.append(Raised(type(error).__name__, f"{path.name} can't be read: {error}"))
        return loaded
    linecache.cache[str(path)] = (len(text), None, text.splitlines(keepends=True), str(path))
    for statement in _statements(text, str(path), loaded):
        _define(statement, loaded)
        _execute(statement, path, loaded)
    return loaded


def _statements(text: str, filename: str, loaded: Loaded) -> list[ast.stmt]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SyntaxWarning)
        try:
            return ast.parse(text, filename).body
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            whole = error
        statements: list[ast.stmt] = []
        for start, chunk in _chunks(text):
            try:
                statements += ast.parse("\n" * start + chunk, filename).body
            except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
                _note_broken(chunk, start, error, loaded)
    if not loaded.broken and not loaded.errors:
        loaded.errors.append(_syntax(whole))
    return statements


def _chunks(text: str) -> list[tuple[int, str]]:
    """Pieces of a file that begin where a line begins in its first column, with their line offsets."""
    lines = text.split("\n")
    starts = [i for i, line in enumerate(lines) if _STARTS.match(line)]
    starts = [i for i in starts if not (i and lines[i - 1].startswith("@"))]
    bounds = [*starts, len(lines)]
    return [(a, "\n".join(lines[a:b])) for a, b in zip(bounds, bounds[1:], strict=False)]


def _note_broken(chunk: str, start: int, error: Exception, loaded: Loaded) -> None:
    raised = _syntax(error, start + 1)
    name = re.search(r"^(?:async\s+)?(?:def|class)\s+(\w+)", chunk, re.MULTILINE)
    if name:
        loaded.broken[name.group(1)] = raised
        loaded.lines[name.group(1)] = start + chunk[: name.start()].count("\n") + 1
    else:
        loaded.errors.append(raised)


def _syntax(error: Exception, line: int = 1) -> Raised:
    return Raised(
        type(error).__name__, str(getattr(error, "msg", error)), getattr(error, "lineno", None) or line
    )


def _define(statement: ast.stmt, loaded: Loaded) -> None:
    if isinstance(statement, (ast.FunctionDef, ast.ClassDef, ast.AsyncFunctionDef)):
        loaded.lines[statement.name] = statement.lineno
        reads = (n.id for n in ast.walk(statement) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load))
        loaded.uses[statement.name] = set(reads)
    elif isinstance(statement, (ast.Assign, ast.Import, ast.ImportFrom)):
        for name in _bound(statement):
            loaded.lines[name] = statement.lineno


def _bound(statement: ast.Assign | ast.Import | ast.ImportFrom) -> list[str]:
    """The names that an assignment or an import binds: `double = torch.mul` defines an answer too."""
    if isinstance(statement, ast.Assign):
        return [each.id for each in statement.targets if isinstance(each, ast.Name)]
    return [each.asname or each.name for each in statement.names]


def _execute(statement: ast.stmt, path: Path, loaded: Loaded) -> None:
    code = compile(ast.Module([statement], []), str(path), "exec")
    try:
        exec(code, vars(loaded.module))  # noqa: S102 - running the answer is what this process is for
    except BaseException as error:  # noqa: BLE001 - a learner's sys.exit must not end the check
        loaded.errors.append(raised(error, str(path)))


def raised(error: BaseException, filename: str) -> Raised:
    """An exception as an observation, with the innermost line of `filename` that it passed."""
    line, trace = 0, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == filename:
            line = trace.tb_lineno
        trace = trace.tb_next
    return Raised(type(error).__name__[:100], _text(error), line, _missing_name(error))


def _text(error: BaseException) -> str:
    try:
        return " ".join(str(error).split())[:1000]
    except Exception:  # noqa: BLE001 - a hostile __str__
        return ""


def _missing_name(error: BaseException) -> str:
    name = getattr(error, "name", None)
    return str(name) if isinstance(error, (NameError, ImportError)) and name else ""


def reachable(name: str, loaded: Loaded) -> set[str]:
    """Names that a definition reads, itself and through the file's other definitions."""
    seen: set[str] = set()
    waiting = [name]
    while waiting:
        for each in loaded.uses.get(waiting.pop(), set()) - seen:
            seen.add(each)
            waiting.append(each)
    return seen


def get(loaded: Loaded, name: str) -> Any:
    """What the file defined under that name, or None."""
    return getattr(loaded.module, name, None)
