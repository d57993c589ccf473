"""Where the engine keeps its socket, its log and its cache, and how it knows that its code has changed."""

from __future__ import annotations

import hashlib
import os
import stat
import sys
import tempfile
from functools import cache
from pathlib import Path

KIT = Path(__file__).resolve().parent.parent


def cache_folder() -> Path:
    """Where observations are kept; KINDLING_CACHE replaces the user's cache folder."""
    if given := os.environ.get("KINDLING_CACHE"):
        return Path(given)
    import platformdirs  # slow to import, and whoever only asks the engine needs none of it

    return Path(platformdirs.user_cache_dir("kindling")) / "observations"


def runtime_folder() -> Path:
    """A folder that only this user can enter; KINDLING_RUNTIME replaces it.

    Raises:
        PermissionError: somebody else owns it.
    """
    given = os.environ.get("KINDLING_RUNTIME")
    folder = Path(given) if given else Path(tempfile.gettempdir()) / f"kindling-{os.getuid()}"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid():
        raise PermissionError(
            f"{folder} belongs to somebody else; set KINDLING_RUNTIME to a folder of your own"
        )
    return folder


def socket_path() -> Path:
    """The engine's socket, named after the code that it was started from: a stale engine is never met."""
    return runtime_folder() / f"engine-{fingerprint()[:16]}.sock"


def ahead_path() -> Path:
    """The lock of those who observe known answers ahead of time: one at a time."""
    return runtime_folder() / "ahead.lock"


@cache
def fingerprint() -> str:
    """A hash of the kit's files (names, sizes, times), the interpreter and its environment."""
    digest = hashlib.sha256(f"{sys.executable} {sys.version} {sys.prefix}".encode())
    for path in sorted(KIT.rglob("*.py")):
        found = path.stat()
        digest.update(f"{path} {found.st_size} {found.st_mtime_ns}\n".encode())
    return digest.hexdigest()


@cache
def observing_code() -> str:
    """A hash of the code that makes observations: a change of it makes kept observations worthless."""
    digest = hashlib.sha256()
    for folder in ("observing", "observations", "data", "marks.py"):
        for path in sorted((KIT / folder).rglob("*.py")) if (KIT / folder).is_dir() else [KIT / folder]:
            digest.update(path.read_bytes())
    return digest.hexdigest()
