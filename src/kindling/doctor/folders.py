"""The doctor's look at folders and files: the cache, the course's own files, the learner's work."""

from __future__ import annotations

import os
from pathlib import Path

from kindling.doctor.finding import Finding, State, few


def cache(root: Path) -> Finding:  # noqa: ARG001
    """Whether downloaded data can be kept."""
    import platformdirs

    named = os.environ.get("KINDLING_DATA")
    folder = (
        Path(named).expanduser() if named else Path(platformdirs.user_cache_dir("kindling", appauthor=False))
    )
    if _writable(folder, as_folder=True):
        return Finding("cache folder", State.OK, str(folder))
    fix = f"export KINDLING_DATA={Path.home() / 'kindling-data'}"
    return Finding("cache folder", State.FAIL, f"{folder} can't be written, so downloads can't be kept", fix)


def line_endings(root: Path) -> Finding:
    """Whether the course's own files still end their lines with LF."""
    files = [*root.glob("workshops/*/starter.py"), *root.glob("workshops/*/solution.py")]
    wrong = sorted(path.relative_to(root).as_posix() for path in files if b"\r" in path.read_bytes())
    if not wrong:
        return Finding("line endings", State.OK, f"LF in {len(files)} starters and solutions")
    return Finding("line endings", State.FAIL, f"CRLF in {few(wrong)}", r"sed -i 's/\r$//' workshops/*/*.py")


def work_folder(root: Path) -> Finding:
    """Whether the learner's folder, and what is in it, can be written."""
    folder = root / "work"
    places = [folder, *folder.glob("*"), *folder.glob("*/*"), folder / ".progress.json", folder / ".backup"]
    shut = [place for place in places if not _writable(place)]
    if not shut:
        return Finding("work folder", State.OK, f"{folder} can be written")
    place = shut[0]
    found = f"{place} can't be written"
    if hasattr(os, "getuid") and place.exists() and place.stat().st_uid != os.getuid():
        found = f"{place} belongs to user {place.stat().st_uid}, and you are user {os.getuid()}"
        return Finding("work folder", State.FAIL, found, _take_over(root))
    return Finding("work folder", State.FAIL, found, f'chmod -R u+rwX "{folder}"')


def _take_over(root: Path) -> str:
    """The command that gives the learner what belongs to somebody else; in the container nobody is root."""
    if os.environ.get("KINDLING_CONTAINER") != "1":
        return f'sudo chown -R "$(id -u):$(id -g)" "{root / "work"}"'
    outside = os.environ.get("KINDLING_HOST_FOLDER") or "the course's folder"
    return f'outside the container, on your computer: sudo chown -R {os.getuid()}:{os.getgid()} "{outside}"'


def _writable(path: Path, *, as_folder: bool = False) -> bool:
    """Whether `path`, or the nearest folder above it that exists, can be written."""
    while not path.exists() and path != path.parent:
        path = path.parent
    if as_folder and not path.is_dir():
        return False
    return os.access(path, os.W_OK | (os.X_OK if path.is_dir() else 0))
