"""Data sets that lie as plain image folders: `<name>/train/<class>/*.jpg` and `<name>/test/<class>/*.jpg`.

Decoding tens of thousands of images takes seconds, so the pixels are kept as one file in the cache folder.
They are decoded by one thread: for small images two took twice as long (measured: 10,000 in 1.3 s and 2.9 s).
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import Tensor

from kindling.data.errors import DataMissing
from kindling.data.model import ImageSplit
from kindling.data.pixel_cache import Pixels, kept
from kindling.data.places import folders

if TYPE_CHECKING:
    from PIL.Image import Image

SUFFIXES = {".jpg", ".jpeg", ".png"}
TEST_NAMES = ("test", "val", "valid", "validation")


def find_image_folder(name: str) -> Path | None:
    """The folder `<name>` or `<name>_...` of a data folder that holds training and test images.

    Upper and lower case are alike, so that `cifar10_jpeg` and `CIFAR10` are found as `cifar10`.
    """
    for folder in folders():
        for candidate in sorted(folder.iterdir()) if folder.is_dir() else []:
            stem = candidate.name.lower().replace("-", "_")
            right_name = stem == name or stem.startswith(f"{name}_")
            if right_name and not stem.endswith(".damaged") and _parts(candidate):
                return candidate
    return None


def read_image_folder(name: str, folder: Path, size: int, *, grey: bool = False) -> ImageSplit:
    """All images of a folder, in an order that is shuffled once and for all.

    Args:
        name: the data set's name.
        folder: holds `train` and `test` (or `val`), each with one folder per class.
        size: height and width; of an image of another size, the middle is cut out and scaled.
        grey: one channel instead of three.

    Raises:
        DataMissing: the folder lacks a class in one part, or an image cannot be read.
    """
    train, test = _parts(folder) or (folder / "train", folder / "test")
    classes = _classes(train)
    if not classes or _classes(test) != classes:
        raise DataMissing(
            f"The image folder {folder} needs the same class folders in {train.name} and {test.name}: "
            f"copy it again, or use the embedded data.digits()."
        )
    files = [_files(part, classes) for part in (train, test)]

    def decode() -> dict[str, Pixels]:
        train_images, test_images = (_decode([file for file, _ in part], size, grey) for part in files)
        return {"train_images": train_images, "test_images": test_images}

    pixels = kept(f"{name}-{size}{'-grey' if grey else ''}", _fingerprint(folder, files), decode)
    return ImageSplit(
        name,
        to_floats(pixels["train_images"]),
        torch.tensor([label for _, label in files[0]], dtype=torch.int64, device="cpu"),
        to_floats(pixels["test_images"]),
        torch.tensor([label for _, label in files[1]], dtype=torch.int64, device="cpu"),
        classes,
        f"the image folder {folder}",
    )


def to_floats(pixels: Pixels) -> Tensor:
    """Pixels from 0 to 255 as float32 from 0 to 1, in the same shape."""
    return torch.from_numpy(pixels).to(torch.float32).div_(255)


def _parts(folder: Path) -> tuple[Path, Path] | None:
    train = folder / "train"
    test = next((folder / name for name in TEST_NAMES if (folder / name).is_dir()), None)
    return (train, test) if test and train.is_dir() else None


def _classes(part: Path) -> tuple[str, ...]:
    return tuple(sorted(each.name for each in part.iterdir() if each.is_dir())) if part.is_dir() else ()


def _files(part: Path, classes: Sequence[str]) -> list[tuple[Path, int]]:
    """Every image with its label, shuffled: a learner who takes the first hundred wants all classes."""
    found = [
        (file, label)
        for label, name in enumerate(classes)
        for file in sorted((part / name).iterdir())
        if file.suffix.lower() in SUFFIXES
    ]
    order = np.random.RandomState(0).permutation(len(found))
    return [found[index] for index in order]


def _fingerprint(folder: Path, files: Sequence[Sequence[tuple[Path, int]]]) -> str:
    """Changes when an image is added, removed or edited; not when the whole folder is moved."""
    together = hashlib.sha256()
    for part in files:
        for file, _ in part:
            seen = file.stat()
            together.update(f"{os.path.relpath(file, folder)} {seen.st_size} {seen.st_mtime_ns}\n".encode())
    return together.hexdigest()[:16]


def _decode(files: Sequence[Path], size: int, grey: bool) -> Pixels:
    """(n, channels, size, size) uint8."""
    pixels = np.empty((len(files), size, size, 1 if grey else 3), dtype=np.uint8)
    for image, file in zip(pixels, files, strict=True):
        image[:] = np.frombuffer(_read(file, size, "L" if grey else "RGB"), np.uint8).reshape(image.shape)
    return np.ascontiguousarray(pixels.transpose(0, 3, 1, 2))


def _read(file: Path, size: int, mode: str) -> bytes:
    """The pixels of one image, row by row, its channels side by side."""
    from PIL.Image import open as open_image

    try:
        # bytes are quicker for Pillow than a path; torchvision's decoders are deprecated from 0.29
        with open_image(BytesIO(file.read_bytes())) as opened:
            image = opened if opened.mode == mode else opened.convert(mode)
            return (image if image.size == (size, size) else _fit(image, size)).tobytes()
    except (OSError, ValueError, SyntaxError) as error:
        raise DataMissing(
            f"The image {file} cannot be read: copy it again or delete it, or use the embedded data.digits()."
        ) from error


def _fit(image: Image, size: int) -> Image:
    """The middle of an image without an eighth of its shorter side, scaled.

    The same cut as scaling to 256 and cropping 224, which the tutorial on transfer learning uses.
    """
    from PIL import ImageOps

    return ImageOps.fit(image, (size, size), bleed=1 / 16)
