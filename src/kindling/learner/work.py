"""The work folder: where the learner's copies, their backups and the progress lie."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from kindling import course, files


class LearnerError(Exception):
    """A command cannot do what was asked; the message is one sentence with the next step."""


@dataclass(frozen=True)
class Work:
    """The learner's folder of one course.

    Attributes:
        root: the folder of the course, which holds `workshops/` and `work/`.
    """

    root: Path

    @property
    def folder(self) -> Path:
        """What belongs to the learner."""
        return self.root / "work"

    @property
    def backups(self) -> Path:
        """Former files, in one folder for each time that one was replaced."""
        return self.folder / ".backup"

    @property
    def progress(self) -> Path:
        """How every exercise stood when it was last checked."""
        return self.folder / ".progress.json"

    def of(self, workshop: str) -> Path:
        """The folder of one workshop's copies, which may still have a name that the workshop had before."""
        own = self.folder / workshop
        if own.is_dir():
            return own
        former = [old for old, new in course.renames(self.root).workshops.items() if new == workshop]
        return next((self.folder / old for old in former if (self.folder / old).is_dir()), own)

    def starter(self, workshop: str) -> Path:
        """The file that the learner fills in."""
        return self.of(workshop) / "starter.py"

    def shown(self, path: Path | str) -> str:
        """A path as a learner reads it: from the course's folder on, where it lies below that."""
        try:
            return Path(path).resolve().relative_to(self.root.resolve()).as_posix()
        except ValueError:
            return str(path)

    def started(self) -> list[str]:
        """The workshops, by their present names, that have a starter here; the one edited last first."""
        starters = [path for path in self.folder.glob("[!.]*/starter.py") if path.is_file()]
        starters.sort(key=lambda path: path.stat().st_mtime, reverse=True)
        present = course.renames(self.root).workshops
        return list(dict.fromkeys(present.get(path.parent.name, path.parent.name) for path in starters))

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Keep other commands from changing the work folder meanwhile."""
        with files.locked(self.folder / ".lock"):
            yield
