"""Fetch data sets ahead of a class: `python -m kindling.data mnist names`.

Without names, all of them. Each is downloaded where it is missing, checked, read once, and told with the
folder in which it lies. Set KINDLING_DATA to the folder that is to hold them; a class without a network then
needs only that folder.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from kindling.data.downloads import locate
from kindling.data.errors import DataMissing
from kindling.data.image_folders import find_image_folder
from kindling.data.images import cifar10, hymenoptera, mnist
from kindling.data.sources import SOURCES
from kindling.data.texts import names, shakespeare, sms_spam

READERS: dict[str, Callable[[], object]] = {
    "mnist": mnist,
    "cifar10": cifar10,
    "hymenoptera": hymenoptera,
    "names": names,
    "sms_spam": sms_spam,
    "shakespeare": shakespeare,
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Fetch the named data sets and print where each lies.

    Returns:
        0 if all are there, else 1; each that is not has its sentence on standard error.
    """
    parser = argparse.ArgumentParser(
        prog="python -m kindling.data", description="Fetch data sets ahead of a class."
    )
    parser.add_argument(
        "names", nargs="*", metavar="name", help=f"one of {', '.join(READERS)}; all if none is named"
    )
    wanted = parser.parse_args(arguments).names or list(READERS)
    unknown = [name for name in wanted if name not in READERS]
    if unknown:
        parser.error(f"there is no data set {unknown[0]}; there are {', '.join(READERS)}")
    return max([_fetch(name) for name in wanted])


def _fetch(name: str) -> int:
    try:
        READERS[name]()
    except DataMissing as missing:
        print(f"{name}: {missing}", file=sys.stderr)
        return 1
    print(f"{name:12} {_place(name)}", flush=True)
    return 0


def _place(name: str) -> Path | None:
    """Where a set lies that was just read."""
    folder = locate(SOURCES[name])
    return folder / SOURCES[name].parts[0].path.split("/")[0] if folder else find_image_folder(name)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit("Stopped; what was downloaded in part is gone, and the next run starts again.")
