"""The full image data sets: MNIST, CIFAR-10 and the photographs of ants and bees."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import torch

from kindling.data.downloads import locate, obtain
from kindling.data.embedded import digits
from kindling.data.image_folders import find_image_folder, read_image_folder, to_floats
from kindling.data.model import ImageSplit
from kindling.data.sources import CIFAR10, HYMENOPTERA, MNIST


def images() -> ImageSplit:
    """The digits; or MNIST where the environment says KINDLING_REAL_DATA=1.

    Raises:
        DataMissing: MNIST is asked for and cannot be had.
    """
    return mnist() if os.environ.get("KINDLING_REAL_DATA") == "1" else digits()


def mnist() -> ImageSplit:
    """Handwritten digits, 28 by 28 pixels.

    Read by torchvision's own loader, or from an image folder `mnist` with `train` and `test`.

    Returns:
        60,000 training and 10,000 test images, (n, 1, 28, 28) float32 in 0..1: 220 MB.

    Raises:
        DataMissing: they are neither here nor to be downloaded.
    """
    root = locate(MNIST)
    plain = None if root else find_image_folder("mnist")
    if plain:
        return read_image_folder("mnist", plain, 28, grey=True)
    return _official_mnist(root or obtain(MNIST))


def cifar10() -> ImageSplit:
    """Colour photographs of ten kinds of things, 32 by 32 pixels.

    Read by torchvision's own loader, or from an image folder `cifar10` with `train` and `test`.

    Returns:
        50,000 training and 10,000 test images, (n, 3, 32, 32) float32 in 0..1: 740 MB.

    Raises:
        DataMissing: they are neither here nor to be downloaded.
    """
    root = locate(CIFAR10)
    plain = None if root else find_image_folder("cifar10")
    return read_image_folder("cifar10", plain, 32) if plain else _official_cifar10(root or obtain(CIFAR10))


def hymenoptera(size: int = 224) -> ImageSplit:
    """Photographs of ants and bees, for transfer learning.

    Each is the square middle of the photograph, without a sixteenth of the shorter side at each border, as
    the tutorial cuts it. Its authors' validation part is the test part here.

    Args:
        size: height and width in pixels.

    Returns:
        about 244 training and 153 test images, (n, 3, size, size) float32 in 0..1: 240 MB for 224.

    Raises:
        DataMissing: they are neither here nor to be downloaded.
    """
    return read_image_folder("hymenoptera", hymenoptera_folder(), size)


def hymenoptera_folder() -> Path:
    """The folder that holds `train` and `val`, as `torchvision.datasets.ImageFolder` reads it.

    Raises:
        DataMissing: it is neither here nor to be downloaded.
    """
    return find_image_folder("hymenoptera") or obtain(HYMENOPTERA) / HYMENOPTERA.parts[0].path


def _official_mnist(root: Path) -> ImageSplit:
    from torchvision import datasets

    train, test = datasets.MNIST(root, train=True), datasets.MNIST(root, train=False)
    return ImageSplit(
        "mnist",
        to_floats(train.data.unsqueeze(1).numpy()),
        train.targets,
        to_floats(test.data.unsqueeze(1).numpy()),
        test.targets,
        tuple("0123456789"),
        f"the folder {root}",
    )


def _official_cifar10(root: Path) -> ImageSplit:
    from torchvision import datasets

    train, test = datasets.CIFAR10(root, train=True), datasets.CIFAR10(root, train=False)
    return ImageSplit(
        "cifar10",
        to_floats(np.ascontiguousarray(train.data.transpose(0, 3, 1, 2))),
        torch.tensor(train.targets, dtype=torch.int64, device="cpu"),
        to_floats(np.ascontiguousarray(test.data.transpose(0, 3, 1, 2))),
        torch.tensor(test.targets, dtype=torch.int64, device="cpu"),
        tuple(train.classes),
        f"the folder {root}",
    )
