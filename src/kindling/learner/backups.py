"""Backups: before a file of the learner's is replaced, its text is kept under the time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from kindling import files
from kindling.learner.work import LearnerError, Work

STAMP = "%Y-%m-%dT%H-%M-%S.%fZ"


@dataclass(frozen=True)
class Backup:
    """One kept file: `work/.backup/<time>/<workshop>/<name>`."""

    path: Path

    @property
    def workshop(self) -> str:
        """The workshop that it belongs to."""
        return self.path.parent.name

    @property
    def time(self) -> str:
        """When it was made, as its folder says."""
        return self.path.parent.parent.name


@dataclass(frozen=True)
class Undone:
    """What `undo` did.

    Attributes:
        target: the file that has its former text back.
        source: the backup that it came from.
        kept: the backup of what was replaced; None if nothing was there.
    """

    target: Path
    source: Path
    kept: Path | None


def replace(work: Work, target: Path, data: bytes) -> Path | None:
    """Put `data` in place of a file of the learner's, after keeping what is there.

    An editor may save while this runs, so what is there is kept again until it stands still.

    Returns:
        The backup; None if there was nothing to keep.
    """
    kept = None
    while target.exists():
        present = target.read_bytes()
        if kept is not None and kept.read_bytes() == present:
            break
        kept = _keep(work, target, present)
    target.parent.mkdir(parents=True, exist_ok=True)
    files.write(target, data)
    return kept


def undo(work: Work, workshop: str | None = None) -> Undone:
    """Bring back the file that was replaced last, keeping what it replaces.

    Raises:
        LearnerError: there is no backup, or the file already has that text.
    """
    with work.changing():
        backup = _latest(work, workshop)
        target = work.of(backup.workshop) / backup.path.name
        data = backup.path.read_bytes()
        if target.exists() and target.read_bytes() == data:
            raise LearnerError(
                f"{work.shown(target)} is the same as its latest backup, {work.shown(backup.path)}; "
                "nothing to bring back."
            )
        return Undone(target, backup.path, replace(work, target, data))


def _keep(work: Work, target: Path, data: bytes) -> Path:
    folder = _new_folder(work)
    path = folder / target.parent.name / target.name
    try:
        path.parent.mkdir()
        files.write(path, data)
    except BaseException:
        _remove_empty(path.parent, folder)
        raise
    return path


def _new_folder(work: Work) -> Path:
    """A folder named by the time, later than every other also when the clock went back."""
    work.backups.mkdir(parents=True, exist_ok=True)
    now = datetime.now(UTC)
    for name in (path.name for path in work.backups.iterdir()):
        try:
            now = max(now, datetime.strptime(name, STAMP).replace(tzinfo=UTC) + timedelta(microseconds=1))
        except ValueError:
            continue
    folder = work.backups / now.strftime(STAMP)
    folder.mkdir()
    return folder


def _remove_empty(*folders: Path) -> None:
    for folder in folders:
        try:
            folder.rmdir()
        except OSError:
            return


def _latest(work: Work, workshop: str | None) -> Backup:
    names = {workshop, work.of(workshop).name} if workshop else {"*"}  # the folder may have its former name
    places = [path for name in names for path in work.backups.glob(f"*/{name}/[!.]*")]
    found = [Backup(path) for path in places if path.is_file()]
    if not found:
        of = f" of {workshop}" if workshop else ""
        raise LearnerError(f"There is no backup{of} to bring back; nothing was replaced so far.")
    return max(found, key=lambda backup: backup.time)
