"""The course: where it is, what a workshop's files say, and what an author must mend in them.

Nothing here imports torch or runs a workshop's code.
"""

from kindling.course.authoring import rules
from kindling.course.model import Exercise, Workshop
from kindling.course.place import CourseError, find, find_root, folders, workshops
from kindling.course.reading import read
from kindling.course.starter import derive_starter, write_starter

__all__ = [
    "CourseError",
    "Exercise",
    "Workshop",
    "derive_starter",
    "find",
    "find_root",
    "folders",
    "read",
    "rules",
    "workshops",
    "write_starter",
]
