"""An answer changes nothing outside its scratch folder, by whatever means it tries."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from kindling.verdicts import Status, Verdict

PRECIOUS = (
    "open(PATH, 'w').close()",
    "os.remove(PATH)",
    "os.rename(PATH, PATH + '.gone')",
    "os.truncate(PATH, 0)",
    "os.chmod(PATH, 0)",
    "shutil.rmtree(os.path.dirname(PATH))",
    "pathlib.Path(PATH).write_text('')",
    "torch.save(x, PATH)",
    "ctypes.CDLL(None).unlink(PATH.encode())",
    "os.symlink(PATH, PATH + '.link')",
    "open(__file__, 'w').close()",
    "np.save(PATH, x.numpy())",
)


@pytest.mark.parametrize("deed", PRECIOUS)
def test_changes_no_file(
    deed: str, check: Callable[..., dict[str, Verdict]], tmp_path: Path, small_course: Path
) -> None:
    precious = tmp_path / "precious" / "letters.txt"
    precious.parent.mkdir()
    precious.write_text("everything I wrote")
    text = f"""
import ctypes, os, pathlib, shutil
import numpy as np
import torch

PATH = {str(precious)!r}

def double(x):
    try:
        {deed}
    except Exception:
        pass
    return 2 * x
"""
    told = check(text, "double")["double"]
    assert precious.read_text() == "everything I wrote"
    assert os.access(precious, os.R_OK | os.W_OK)
    assert [path.name for path in precious.parent.iterdir()] == ["letters.txt"]
    assert (small_course / "work" / "w9d9_small" / "starter.py").read_text().startswith("\nimport ctypes")
    if "torch.save" not in deed and "ctypes" not in deed:
        assert told.status is Status.FAILED
        assert "which an answer may not do" in told.sentence
