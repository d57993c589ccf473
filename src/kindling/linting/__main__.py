"""`python -m kindling.linting`: the course's own files, which must be silent, then the work, as advice."""

from __future__ import annotations

from kindling import cli, course
from kindling.learner.work import Work
from kindling.linting.command import tell
from kindling.linting.files import alternatives, course_files, work_files
from kindling.showing.page import line, screen


def main() -> int:
    """Read everything; 1 if something was found in the course's own files."""
    work = Work(course.find_root())
    shown = screen()
    paths = course_files(work.root)
    known = sorted((work.root / "workshops").glob("w*/answers.py"))
    names = {path: work.shown(path) for path in (*paths, *known)}
    shown.show([line("The course: solutions, starters, lessons, alternatives, projects")])
    code = tell(paths, names, plain=False, more=alternatives(known, names))
    own = [path for name in work.started() for path in work_files(work.of(name))]
    if own:
        shown.show([line(), line("Your work, as advice:")])
        tell(own, {path: work.shown(path) for path in own}, plain=False)
    return code


if __name__ == "__main__":
    raise SystemExit(cli.guarded(main))
