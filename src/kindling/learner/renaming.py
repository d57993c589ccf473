"""Carrying what is known under former names of the course over to the present ones."""

from __future__ import annotations

from typing import Any

from kindling.course import Renames


def renamed(data: dict[str, Any], renames: Renames) -> dict[str, Any]:
    """Progress with every former name replaced; where both names are there, the present one's record stays.

    Args:
        data: what a sound progress file holds; left as it is.
        renames: the course's former and present names.
    """
    if not renames.workshops and not renames.exercises:
        return data
    workshops = _moved(data["workshops"], renames.workshops)
    for name, entry in workshops.items():
        own = {old: new for (workshop, old), new in renames.exercises.items() if workshop == name}
        workshops[name] = _entry(entry, own) if own else entry
    last = data.get("last")
    return {**data, **({"last": renames.workshops.get(last, last)} if last else {}), "workshops": workshops}


def _moved(records: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    """The records in their order, each under its present name."""
    moved: dict[str, Any] = {}
    for name, record in records.items():
        present = names.get(name, name)
        if present == name or present not in records:
            moved[present] = record
    return moved


def _entry(entry: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    """The record of one workshop with its exercises under their present names."""
    moved = {**entry, "exercises": _moved(entry.get("exercises", {}), names)}
    finished = entry.get("finished")
    if isinstance(finished, dict) and isinstance(finished.get("exercises"), list):
        exercises = [names.get(each, each) for each in finished["exercises"] if isinstance(each, str)]
        moved["finished"] = {**finished, "exercises": exercises}
    return moved
