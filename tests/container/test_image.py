"""What the image depends on: the lock and nothing of the course."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterable
from importlib.metadata import requires
from pathlib import Path
from typing import TYPE_CHECKING

from packaging.requirements import Requirement

if TYPE_CHECKING:
    from conftest import Box

LEARNER = 1000


def steps(log: str) -> dict[str, bool]:
    """The Dockerfile's commands in a build's log, and whether each was taken from the cache."""
    found: dict[str, bool] = {}
    names: dict[str, str] = {}
    command = ""
    for line in log.splitlines():
        if podman := re.search(r"STEP \d+/\d+: (RUN|COPY) (.*)", line):
            command = podman[2]
            found[command] = False
        elif buildkit := re.search(r"#(\d+) \[[^]]*\d+/\d+\] (RUN|COPY) (.*)", line):
            names[buildkit[1]] = buildkit[3]
            found.setdefault(buildkit[3], False)
        elif "--> Using cache" in line:
            found[command] = True
        elif (cached := re.search(r"#(\d+) CACHED", line)) and cached[1] in names:
            found[names[cached[1]]] = True
    return found


def built(box: Box, name: str) -> dict[str, bool]:
    """Build the course's image under a name of its own; the steps as `steps` gives them."""
    done = box.call("build", "--image-name", name)
    assert done.returncode == 0, done.stderr[-4000:]
    return steps(done.stderr)


def closure(names: Iterable[str]) -> set[str]:
    """Packages and what they need, as the lock spells them."""
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop().lower().replace("_", "-")
        if name in found:
            continue
        found.add(name)
        needed = map(Requirement, requires(name) or [])
        waiting += [each.name for each in needed if not each.marker or each.marker.evaluate({"extra": ""})]
    return found


def shortened(lock: Path, names: Iterable[str]) -> None:
    """Leave only some packages in a lock, so that an image from it takes seconds."""
    wanted = closure(names)
    entries = re.findall(r"^([a-z0-9-]+)==(?:.*\\\n)*.*\n", lock.read_text(), re.MULTILINE)
    assert wanted <= set(entries)
    text = lock.read_text()
    kept = [re.search(rf"^{name}==(?:.*\\\n)*.*\n", text, re.MULTILINE) for name in sorted(wanted)]
    never_built = f"# {uuid.uuid4()}\n"
    lock.write_text(never_built + "".join(each.group() for each in kept if each))


def test_the_steps_of_both_builders_are_read() -> None:
    podman = "STEP 2/9: RUN a\n--> Using cache 12\nSTEP 3/9: COPY b c\n--> 34\n"
    buildkit = "#7 [2/9] RUN a\n#7 CACHED\n#8 [stage 3/9] COPY b c\n#8 DONE 0.1s\n"
    assert steps(podman) == steps(buildkit) == {"a": True, "b c": False}


def test_editing_a_lesson_leaves_the_image_as_it_is_and_changing_the_lock_does_not(
    box: Box, prepared: Callable[[str, int], Box]
) -> None:
    edited = prepared("edited", LEARNER)
    for name in ("workshops/w1d2_tensors/lesson.ipynb", "src/kindling/cli.py", "README.md", "noxfile.py"):
        place = edited.folder / name
        place.write_text(place.read_text() + "\n")
    (edited.folder / "workshops" / "w9d9_new").mkdir()
    after_a_lesson = built(edited, "kindling-edited")
    assert len(after_a_lesson) >= 5
    assert [step for step, cached in after_a_lesson.items() if not cached] == []

    shortened(edited.folder / "requirements.lock", ["uv", "matplotlib"])
    after_the_lock = built(edited, "kindling-edited")
    assert any(cached for step, cached in after_the_lock.items() if step.startswith("apt-get"))
    assert not any(cached for step, cached in after_the_lock.items() if "requirements.lock" in step)
