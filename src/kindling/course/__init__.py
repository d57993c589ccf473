"""The course: where it is, and what a workshop's files say.

What an author must mend in them is told by `kindling.course.authoring`, which no learner's command needs.
Nothing here imports torch or runs a workshop's code.
"""

from kindling.course.model import Exercise, Workshop
from kindling.course.place import CourseError, find, find_root, folders, renames, workshops
from kindling.course.reading import read
from kindling.course.readme import goals
from kindling.course.renames import Renames
from kindling.course.starter import derive_starter, write_starter

__all__ = [
    "CourseError",
    "Exercise",
    "Renames",
    "Workshop",
    "derive_starter",
    "find",
    "find_root",
    "folders",
    "goals",
    "read",
    "renames",
    "workshops",
    "write_starter",
]
