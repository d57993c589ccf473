"""Loads an answer's file statement by statement, so that one broken function does not hide the others."""

from __future__ import annotations
import __future__

import ast
import linecache
import sys
import types
import warnings
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from kindling.observations import Raised
from kindling.observing.exceptions import raised, syntax_error
from kindling.observing.pieces import UNREADABLE, Piece, pieces


@dataclass
class Loaded:
    """An answer's file after loading.

    Attributes:
        module: what it defined.
        errors: exceptions of its top-level statements, in order.
        broken: names of definitions that are not Python, with their errors.
        lines: line of each top-level definition.
        uses: for each top-level definition, the names that it reads.
        flags: what its `from __future__` lines switch on, as the compiler wants it.
    """

    module: types.ModuleType
    errors: list[Raised] = field(default_factory=list)
    broken: dict[str, Raised] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    uses: dict[str, set[str]] = field(default_factory=dict)
    flags: int = 0


def load(path: Path, name: str) -> Loaded:
    """Execute a file as module `name`; its `__main__` block does not run.

    A file that does not parse as a whole is cut at its top-level definitions, and what parses is run.
    Exceptions other than those of the operating system's limits are written down, not raised.
    """
    module = types.ModuleType(name)
    module.__file__ = str(path)
    sys.modules[name] = module
    loaded = Loaded(module)
    text = _read(path, loaded)
    linecache.cache[str(path)] = (len(text), None, text.splitlines(keepends=True), str(path))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SyntaxWarning)
        for statement in _statements(text, str(path), loaded):
            _define(statement, loaded)
            _execute(statement, str(path), loaded)
    return loaded


def _read(path: Path, loaded: Loaded) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        loaded.errors.append(Raised("UnicodeDecodeError", f"{path.name} is not text in UTF-8: {error}"))
    except OSError as error:
        loaded.errors.append(Raised(type(error).__name__, f"{path.name} can't be read: {error}"))
    return ""


def _statements(text: str, filename: str, loaded: Loaded) -> list[ast.stmt]:
    try:
        return ast.parse(text, filename).body
    except UNREADABLE as error:
        whole = error
    found = pieces(text, filename)
    for piece in found:
        if piece.error:
            _note_broken(piece, piece.error, loaded)
    if not loaded.broken and not loaded.errors:
        loaded.errors.append(syntax_error(whole))
    return [statement for piece in found for statement in piece.statements]


def _note_broken(piece: Piece, error: Exception, loaded: Loaded) -> None:
    name, line = piece.defines
    seen = replace(syntax_error(error, piece.start + 1), leaves_out=name)
    if name:
        loaded.broken[name] = seen
        loaded.lines[name] = line
    else:
        loaded.errors.append(seen)


def _define(statement: ast.stmt, loaded: Loaded) -> None:
    """Note the names that a statement binds: `double = torch.mul` defines an answer too."""
    for name in _bound(statement):
        if name in loaded.broken and loaded.broken[name].line > statement.lineno:
            continue  # a later definition of the same name counts, as in Python
        loaded.lines[name] = statement.lineno
        loaded.uses[name] = {
            each.id
            for each in ast.walk(statement)
            if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Load)
        }
        loaded.broken.pop(name, None)


def _bound(statement: ast.stmt) -> list[str]:
    match statement:
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name) | ast.AsyncFunctionDef(name=name):
            return [name]
        case ast.Assign(targets=targets):
            return [each.id for each in targets if isinstance(each, ast.Name)]
        case ast.Import(names=names) | ast.ImportFrom(names=names):
            return [(each.asname or each.name).partition(".")[0] for each in names]
    return []


def _execute(statement: ast.stmt, filename: str, loaded: Loaded) -> None:
    """Run one statement; what it raises, a `return` outside a function included, is written down."""
    bound = _bound(statement)
    loaded.flags |= _future(statement)
    try:
        code = compile(ast.Module([statement], []), filename, "exec", flags=loaded.flags, dont_inherit=True)
    except UNREADABLE as error:
        seen = replace(syntax_error(error, statement.lineno), leaves_out=bound[0] if bound else "")
        if bound:
            loaded.broken[bound[0]] = seen
        else:
            loaded.errors.append(seen)
        return
    try:
        exec(code, vars(loaded.module))
    except BaseException as error:  # noqa: BLE001 - a learner's sys.exit must not end the check
        seen = raised(error, filename)
        loaded.errors.append(replace(seen, leaves_out=bound[0] if bound else ""))


def _future(statement: ast.stmt) -> int:
    if not isinstance(statement, ast.ImportFrom) or statement.module != "__future__":
        return 0
    found = [getattr(__future__, each.name, None) for each in statement.names]
    return sum(each.compiler_flag for each in found if each)


def rename(loaded: Loaded, renamed: Iterable[tuple[str, str]]) -> None:
    """Let what is defined under an exercise's former name count under its present one.

    Args:
        loaded: the file; a present name that it defines itself stays as it is.
        renamed: former and present names.
    """
    for old, new in renamed:
        if old not in loaded.lines or new in loaded.lines:
            continue
        loaded.lines[new] = loaded.lines[old]
        loaded.uses[new] = loaded.uses.get(old, set())
        for names in loaded.uses.values():
            names.update({new} if old in names else ())
        for place, error in enumerate(loaded.errors):
            if error.leaves_out == old:
                loaded.errors[place] = replace(error, leaves_out=new)
        if old in loaded.broken:
            loaded.broken[new] = replace(loaded.broken.pop(old), leaves_out=new)
        elif hasattr(loaded.module, old):
            setattr(loaded.module, new, getattr(loaded.module, old))


def reachable(name: str, loaded: Loaded) -> set[str]:
    """Names that a definition reads, itself and through the file's other definitions."""
    seen: set[str] = set()
    waiting = [name]
    while waiting:
        for each in loaded.uses.get(waiting.pop(), set()) - seen:
            seen.add(each)
            waiting.append(each)
    return seen


def errors_around(name: str, loaded: Loaded, told_elsewhere: Collection[str] = ()) -> list[Raised]:
    """The errors that a definition's user should know of, those that may break it first.

    Args:
        name: the definition.
        loaded: the file that it is part of.
        told_elsewhere: definitions with a verdict of their own; their errors count only where `name`
            needs them.
    """
    needed = {name, *reachable(name, loaded)}
    counts = [each for each in loaded.broken if each in needed or each not in told_elsewhere]
    found = [*(loaded.broken[each] for each in counts), *loaded.errors]
    return sorted(found, key=lambda each: (each.leaves_out != name, each.leaves_out not in needed))


def get(loaded: Loaded, name: str) -> Any:
    """What the file defined under that name, or None."""
    return None if name in loaded.broken else getattr(loaded.module, name, None)
