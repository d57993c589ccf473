"""The forms in which data comes: plain tensors with a name, and a sentence that says which data it is."""

from __future__ import annotations

from dataclasses import dataclass

from torch import Tensor


@dataclass(frozen=True)
class ImageSplit:
    """Images with labels, in a training and a test part.

    Attributes:
        name: the data set's name, for example `digits`.
        train_images: (n, channels, height, width) float32, 0 to 1.
        train_labels: (n,) int64, an index into `classes`.
        test_images: like `train_images`.
        test_labels: like `train_labels`.
        classes: the name of each class.
        source: where the data came from, in words.
    """

    name: str
    train_images: Tensor
    train_labels: Tensor
    test_images: Tensor
    test_labels: Tensor
    classes: tuple[str, ...]
    source: str = ""

    def __str__(self) -> str:
        """One sentence that says which data this is."""
        channels, height, width = self.train_images.shape[1:]
        return (
            f"{self.name}: {len(self.train_images):,} training and {len(self.test_images):,} test images, "
            f"{channels} × {height} × {width}, {len(self.classes)} classes{_from(self.source)}."
        )

    __repr__ = __str__


@dataclass(frozen=True)
class Table:
    """One row of numbers for each example, and what to predict from it.

    Attributes:
        name: the data set's name, for example `wine`.
        features: (n, f) float32, in the units in which they were measured.
        target: (n,) int64, an index into `classes`; or (n,) float32 where a number is to be predicted.
        names: the name of each of the f features.
        classes: the name of each class; empty where a number is to be predicted.
        source: where the data came from, in words.
    """

    name: str
    features: Tensor
    target: Tensor
    names: tuple[str, ...]
    classes: tuple[str, ...] = ()
    source: str = ""

    def __str__(self) -> str:
        """One sentence that says which data this is."""
        rows, columns = self.features.shape
        wanted = f"{len(self.classes)} classes" if self.classes else "a number to predict"
        return f"{self.name}: {rows:,} rows of {columns} features, {wanted}{_from(self.source)}."

    __repr__ = __str__


@dataclass(frozen=True)
class Texts:
    """Short texts with labels.

    Attributes:
        name: the data set's name, for example `SMS spam`.
        texts: the n texts.
        labels: (n,) int64, an index into `classes`.
        classes: the name of each class.
        source: where the data came from, in words.
    """

    name: str
    texts: tuple[str, ...]
    labels: Tensor
    classes: tuple[str, ...]
    source: str = ""

    def __str__(self) -> str:
        """One sentence that says which data this is."""
        return f"{self.name}: {len(self.texts):,} texts, {len(self.classes)} classes{_from(self.source)}."

    __repr__ = __str__


def _from(source: str) -> str:
    return f", from {source}" if source else ""
