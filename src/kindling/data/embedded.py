"""Real data that ships in scikit-learn's package: handwriting, tables and two photographs.

Each is read from its file; where a future version keeps the file elsewhere, from scikit-learn's own loader.
"""

from __future__ import annotations

import gzip
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from kindling.data.columns import BREAST_CANCER, DIABETES, WINE
from kindling.data.model import ImageSplit, Table
from kindling.data.packages import package_file

SOURCE = "the scikit-learn package"
DIGITS_FOR_TEST = 360


def digits() -> ImageSplit:
    """Scans of handwritten digits, 8 by 8 pixels with 17 levels of grey.

    The split is one fixed permutation; `train_test_split(..., test_size=0.2, random_state=0)` of
    scikit-learn draws the same.

    Returns:
        1,437 training and 360 test images, (n, 1, 8, 8) float32 in 0..1.
    """
    table = _digits_table()
    images = torch.from_numpy(table[:, :64] / np.float32(16)).reshape(-1, 1, 8, 8)
    labels = torch.from_numpy(table[:, 64].astype(np.int64))
    # numpy promises never to change what RandomState draws
    order = torch.from_numpy(np.random.RandomState(0).permutation(len(table)))
    test, train = order[:DIGITS_FOR_TEST], order[DIGITS_FOR_TEST:]
    return ImageSplit(
        "digits",
        images[train],
        labels[train],
        images[test],
        labels[test],
        tuple("0123456789"),
        SOURCE,
    )


def breast_cancer() -> Table:
    """Measurements of cell nuclei: is the lump malignant (0) or benign (1)?

    Returns:
        569 rows of 30 features; 212 rows are malignant.
    """
    rows = _rows("breast_cancer.csv", "load_breast_cancer", skip=1)
    return _classes("breast cancer", rows, BREAST_CANCER, ("malignant", "benign"))


def wine() -> Table:
    """Chemical measurements of wines from three growers.

    Returns:
        178 rows of 13 features, in very different units.
    """
    return _classes(
        "wine", _rows("wine_data.csv", "load_wine", skip=1), WINE, ("class_0", "class_1", "class_2")
    )


def diabetes() -> Table:
    """Measurements of diabetes patients, and how far the disease had advanced a year later.

    Returns:
        442 rows of 10 features in their own units (scikit-learn scales them unless it is told not to),
        target float32 from 25 to 346.
    """
    try:
        features = _numbers(_sklearn_bytes("diabetes_data_raw.csv.gz"), " ").reshape(-1, len(DIABETES))
        target = _numbers(_sklearn_bytes("diabetes_target.csv.gz"), " ")
    except FileNotFoundError:
        features, target = _load("load_diabetes", scaled=False)
    return Table("diabetes", _float32(features), _float32(target), DIABETES, source=SOURCE)


def photographs() -> dict[str, Tensor]:
    """Two colour photographs: `china`, a temple, and `flower`, a dahlia.

    Returns:
        each (427, 640, 3) uint8: height, width, and red, green, blue.
    """
    return {name: _photograph(name) for name in ("china", "flower")}


def _photograph(name: str) -> Tensor:
    from PIL import Image

    try:
        with Image.open(package_file("sklearn", f"datasets/images/{name}.jpg")) as image:
            return torch.from_numpy(np.array(image.convert("RGB")))
    except FileNotFoundError:
        from sklearn.datasets import load_sample_image

        return torch.from_numpy(np.array(load_sample_image(f"{name}.jpg")))


@cache
def _digits_table() -> npt.NDArray[np.float32]:
    """(1797, 65): 64 pixels from 0 to 16, then the digit."""
    return _rows("digits.csv.gz", "load_digits", columns=65).astype(np.float32)


def _rows(file: str, loader: str, *, skip: int = 0, columns: int = 0) -> npt.NDArray[np.float64]:
    """The rows of a table, target last: from its file, or from scikit-learn's loader."""
    try:
        lines = _sklearn_bytes(file).split(b"\n", skip)
    except FileNotFoundError:
        features, target = _load(loader)
        return np.column_stack([features, target])
    columns = columns or lines[-1].split(b"\n", 1)[0].count(b",") + 1
    return _numbers(lines[-1], ",").reshape(-1, columns)


def _sklearn_bytes(file: str) -> bytes:
    content = package_file("sklearn", f"datasets/data/{file}").read_bytes()
    return gzip.decompress(content) if file.endswith(".gz") else content


def _numbers(text: bytes, separator: str) -> npt.NDArray[np.float64]:
    """All numbers of a text, in one flat array; a line's end separates too."""
    return np.array(
        text.strip().replace(b"\n", separator.encode()).split(separator.encode()), dtype=np.float64
    )


def _load(loader: str, **options: Any) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    import sklearn.datasets

    features, target = getattr(sklearn.datasets, loader)(return_X_y=True, **options)
    return features, target


def _classes(
    name: str, rows: npt.NDArray[np.float64], columns: tuple[str, ...], classes: tuple[str, ...]
) -> Table:
    target = torch.from_numpy(rows[:, -1].astype(np.int64))
    return Table(name, _float32(rows[:, :-1]), target, columns, classes, SOURCE)


def _float32(numbers: npt.NDArray[np.float64]) -> Tensor:
    return torch.from_numpy(np.ascontiguousarray(numbers, dtype=np.float32))
