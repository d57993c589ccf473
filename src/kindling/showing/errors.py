"""What went wrong, as one plain sentence."""

from __future__ import annotations

import errno
from pathlib import Path

FULL = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))


def sentence(error: BaseException) -> str:
    """What to tell a learner: our own errors in their own words, the system's in ours."""
    if type(error).__module__.partition(".")[0] == "kindling":
        return str(error)
    if isinstance(error, OSError):
        return os_error_sentence(error)
    if isinstance(error, ModuleNotFoundError) and (error.name or "").partition(".")[0] != "kindling":
        return f"This Python has no package {error.name}. See what to do with: kindling doctor"
    kind = type(error).__name__
    return f"Kindling itself failed ({kind}: {error}). To see where, set KINDLING_TRACEBACK=1 and try again."


def os_error_sentence(error: OSError) -> str:
    """What an error of the file system means, and the one thing to do."""
    name = str(error.filename2 or error.filename or "")
    where = Path(name).parent if ".tmp" in name else Path(name)
    place = str(where) if name else "the work folder"
    if error.errno in FULL:
        return "The disk is full, so nothing was changed. Free some space, then try again."
    if error.errno == errno.EFBIG:
        return "The file would be larger than this system allows, so nothing was changed. Check: ulimit -f"
    if error.errno == errno.EROFS:
        return f"{place} is on a read-only disk, so nothing was changed. Work in a folder that you can write."
    if error.errno in (errno.EACCES, errno.EPERM):
        return f"You may not change or read {place}. See what to do with: kindling doctor"
    if isinstance(error, TimeoutError):
        return "Another Kindling command is still changing the work folder. Wait for it, then try again."
    reason = error.strerror or str(error) or type(error).__name__
    return f"{place}: {reason}."
