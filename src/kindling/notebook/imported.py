"""Whether what a notebook imported from the learner's file is older than the file."""

from __future__ import annotations

import contextlib
import inspect
import io
import sys
from collections.abc import Iterator, Mapping
from types import CodeType
from typing import Any


def held(name: str, namespace: Mapping[str, Any], module: str) -> object | None:
    """What a notebook imported as `name` from the module; else the module's own; None if there is none."""
    found: object | None = namespace.get(name)
    if found is not None and getattr(found, "__module__", None) == module:
        return found
    own: object | None = getattr(sys.modules.get(module), name, None)
    return own


def differs(thing: object, name: str, text: str) -> bool:
    """Whether a function or class was made from another definition than the one in the file's text.

    Where that cannot be told, because the file does not parse or the thing is no plain code, it is False.
    """
    try:
        module = compile(text, name, "exec", dont_inherit=True)
    except (SyntaxError, ValueError):
        return False
    wanted = [each for each in module.co_consts if isinstance(each, CodeType) and each.co_name == name]
    mine = dict(_codes(thing))
    theirs = dict(_inside(wanted[-1], name)) if wanted else {}
    return any(mine.get(each, code) != code for each, code in theirs.items())


def renew(shell: Any) -> None:
    """Let IPython's autoreload bring what was imported up to date, where the notebook has switched it on."""
    if shell.find_line_magic("autoreload"):
        quiet = io.StringIO()
        with contextlib.redirect_stdout(quiet), contextlib.redirect_stderr(quiet):
            shell.run_line_magic("autoreload", "now")


def _codes(thing: object) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """The code of a function, or of each method of a class; what wraps it is looked through."""
    parts = vars(thing).values() if isinstance(thing, type) else [thing]
    for part in parts:
        plain = getattr(part, "fget", None) or getattr(part, "__func__", part)
        code = getattr(inspect.unwrap(plain), "__code__", None) if callable(plain) else None
        if isinstance(code, CodeType):
            yield code.co_name, _content(code)


def _inside(code: CodeType, name: str) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """The same for a definition that was compiled and not run."""
    if code.co_flags & inspect.CO_OPTIMIZED:
        yield name, _content(code)
        return
    for each in code.co_consts:
        if isinstance(each, CodeType) and not each.co_name.startswith("<"):
            yield each.co_name, _content(each)


def _content(code: CodeType) -> tuple[Any, ...]:
    """What code does, wherever it stands in its file."""
    constants = tuple(_content(each) if isinstance(each, CodeType) else repr(each) for each in code.co_consts)
    return (code.co_code, code.co_names, code.co_varnames, constants)
