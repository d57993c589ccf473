"""Files that lie in installed packages, found without importing the package.

Importing scikit-learn takes seconds and Faker a good part of one; a check that needs a small file of
theirs has milliseconds.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from kindling.data.errors import DataMissing


def package_folder(package: str) -> Path:
    """The folder of an installed package.

    Raises:
        DataMissing: it is not installed.
    """
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise DataMissing(
            f"The embedded data needs the package {package}, which this Python does not have: "
            f"run `kindling doctor` to see how to install it."
        )
    return Path(spec.origin).parent


def package_file(package: str, path: str) -> Path:
    """A file in an installed package, `path` counted from the package's folder.

    Raises:
        FileNotFoundError: this version of the package keeps no such file.
        DataMissing: the package is not installed.
    """
    file = package_folder(package) / path
    if not file.is_file():
        raise FileNotFoundError(file)
    return file
