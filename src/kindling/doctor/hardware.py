"""The doctor's look at the GPU, the memory and the disk."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from kindling.doctor.finding import Finding, State

DRIVER = 580
GIB = 1 << 30


def graphics(root: Path) -> Finding:  # noqa: ARG001
    """Whether there is a GPU, and a driver that is new enough for CUDA 13."""
    tool = shutil.which("nvidia-smi")
    if tool is None:
        return Finding("GPU", State.WARN, "none found; everything runs on the CPU, and GPU parts are skipped")
    query = [tool, "--query-gpu=name,driver_version", "--format=csv,noheader"]
    try:
        answer = subprocess.run(query, capture_output=True, text=True, timeout=5, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return Finding("GPU", State.WARN, "nvidia-smi does not answer", "restart the machine")
    rows = [row.strip() for row in answer.stdout.splitlines() if "," in row]
    if answer.returncode or not rows:
        return Finding(
            "GPU",
            State.WARN,
            "nvidia-smi finds no GPU that it can talk to",
            f"install NVIDIA driver {DRIVER} or newer on the host; until then the CPU is used",
        )
    driver = rows[0].rpartition(",")[2].strip()
    if driver.partition(".")[0].isdecimal() and int(driver.partition(".")[0]) < DRIVER:
        return Finding(
            "GPU",
            State.WARN,
            f"{rows[0]}: too old a driver for CUDA 13, so the CPU is used",
            f"install NVIDIA driver {DRIVER} or newer on the host",
        )
    return Finding("GPU", State.OK, "; ".join(rows))


def shared_memory(root: Path) -> Finding:  # noqa: ARG001
    """Whether worker processes of a DataLoader have room to pass batches on."""
    place = Path("/dev/shm")
    if not place.is_dir():
        return Finding("shared memory", State.OK, "this system needs none set aside")
    size = shutil.disk_usage(place).total / GIB
    found = f"{size:.1f} GiB in {place}"
    if size >= 1:
        return Finding("shared memory", State.OK, found)
    return Finding(
        "shared memory",
        State.WARN,
        f"{found}; data loaders with workers may stop",
        "start the container with --shm-size=1g (Rebuild Container in VS Code does)",
    )


def memory(root: Path) -> Finding:  # noqa: ARG001
    """Whether there is enough memory, a container's limit included."""
    import psutil

    size = min(psutil.virtual_memory().total, _container_limit()) / GIB
    found = f"{size:.1f} GiB"
    if size >= 7:
        return Finding("memory", State.OK, found)
    return Finding(
        "memory",
        State.WARN if size >= 3 else State.FAIL,
        f"{found}; the course wants 8 GiB",
        "give the container or Codespace 8 GiB of memory",
    )


def disk(root: Path) -> Finding:
    """Whether the disk that holds the course has room."""
    free = shutil.disk_usage(root).free / GIB
    found = f"{free:.1f} GiB free at {root}"
    if free >= 5:
        return Finding("disk", State.OK, found)
    return Finding(
        "disk",
        State.WARN if free >= 0.5 else State.FAIL,
        f"{found}; data and models want 5 GiB",
        "free some space on this disk",
    )


def _container_limit() -> float:
    try:
        return float(Path("/sys/fs/cgroup/memory.max").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return float("inf")
