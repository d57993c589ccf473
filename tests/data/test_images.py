"""The full image sets: official layouts, plain image folders, and the cache of their pixels."""

from __future__ import annotations

import pickle
import tarfile
from hashlib import md5
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from kindling import data
from kindling.data.image_folders import read_image_folder

CLASSES = ("ants", "bees", "wasps")


def image_folder(
    folder: Path, test: str = "test", size: tuple[int, int] = (32, 32), suffix: str = ".png"
) -> Path:
    """Four images of each class in each part; the red of an image is 80 times its class, its green counts."""
    for part in ("train", test):
        for label, name in enumerate(CLASSES):
            (folder / part / name).mkdir(parents=True)
            for number in range(4):
                Image.new("RGB", size, (80 * label, number, 0)).save(
                    folder / part / name / f"{number}{suffix}"
                )
    return folder


@pytest.mark.parametrize(
    ("name", "test"), [("cifar10", "test"), ("cifar10_jpeg", "test"), ("CIFAR10-small", "val")]
)
def test_a_plain_image_folder_is_read_in_place_of_the_official_files(
    own_folder: Path, name: str, test: str
) -> None:
    folder = image_folder(own_folder / name, test)
    cifar10 = data.cifar10()
    assert str(cifar10) == (
        f"cifar10: 12 training and 12 test images, 3 × 32 × 32, 3 classes, from the image folder {folder}."
    )
    assert cifar10.classes == CLASSES
    assert torch.allclose(cifar10.train_images[:, 0, 0, 0] * 255, 80.0 * cifar10.train_labels)
    assert cifar10.train_images.dtype == torch.float32


def test_the_images_of_a_folder_come_shuffled_and_always_alike(own_folder: Path) -> None:
    image_folder(own_folder / "cifar10")
    labels = data.cifar10().train_labels.tolist()
    assert labels != sorted(labels)
    assert labels == data.cifar10().train_labels.tolist()


def test_grey_images_of_a_folder_have_one_channel(own_folder: Path) -> None:
    image_folder(own_folder / "mnist_png", size=(28, 28))
    assert data.mnist().test_images.shape == (12, 1, 28, 28)


def test_photographs_of_other_sizes_are_cut_to_a_square(own_folder: Path) -> None:
    image_folder(own_folder / "hymenoptera", "val", (80, 64), ".jpg")
    assert data.hymenoptera(size=56).train_images.shape == (12, 3, 56, 56)


def pixels_file(tmp_path: Path) -> Path:
    (file,) = (tmp_path / "cache" / "kindling" / "pixels").iterdir()
    return file


def test_pixels_are_decoded_once(tmp_path: Path) -> None:
    folder = image_folder(tmp_path / "plain")
    first = read_image_folder("plain", folder, 32)
    written = pixels_file(tmp_path).stat().st_mtime_ns
    second = read_image_folder("plain", folder, 32)
    assert torch.equal(first.train_images, second.train_images)
    assert pixels_file(tmp_path).stat().st_mtime_ns == written


def cut_in_half(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def flip_a_pixel(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 0xFF
    file.write_bytes(content)


def empty(file: Path) -> None:
    file.write_bytes(b"")


@pytest.mark.parametrize("damage", [cut_in_half, flip_a_pixel, empty])
def test_a_damaged_cache_is_thrown_away_and_made_again(tmp_path: Path, damage: object) -> None:
    folder = image_folder(tmp_path / "plain")
    first = read_image_folder("plain", folder, 32)
    whole = pixels_file(tmp_path).read_bytes()
    assert callable(damage)
    damage(pixels_file(tmp_path))
    assert torch.equal(read_image_folder("plain", folder, 32).train_images, first.train_images)
    assert len(pixels_file(tmp_path).read_bytes()) == len(whole)


def test_a_changed_image_is_seen_and_the_old_pixels_are_forgotten(tmp_path: Path) -> None:
    folder = image_folder(tmp_path / "plain")
    read_image_folder("plain", folder, 32)
    for file in (folder / "train" / "ants").iterdir():
        Image.new("RGB", (32, 32), (0, 0, 255)).save(file)
    changed = read_image_folder("plain", folder, 32)
    assert (changed.train_images[changed.train_labels == 0, 2] == 1).all()
    assert pixels_file(tmp_path).exists()


def test_without_a_place_for_the_cache_images_are_read_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file where the folder should be")
    assert len(read_image_folder("plain", image_folder(tmp_path / "plain"), 32).train_images) == 12


def test_an_image_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    folder = image_folder(tmp_path / "plain")
    cut_in_half(folder / "test" / "bees" / "2.png")
    with pytest.raises(data.DataMissing, match=r"The image .*bees/2\.png cannot be read"):
        read_image_folder("plain", folder, 32)


def test_a_class_that_one_part_lacks_is_told(tmp_path: Path) -> None:
    folder = image_folder(tmp_path / "plain")
    (folder / "test" / "bees").rename(folder / "test" / "hornets")
    with pytest.raises(data.DataMissing, match="needs the same class folders in train and test"):
        read_image_folder("plain", folder, 32)


def test_images_are_the_digits_unless_real_data_is_asked_for(
    own_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert data.images().name == "digits"
    image_folder(own_folder / "mnist", size=(28, 28))
    monkeypatch.setenv("KINDLING_REAL_DATA", "1")
    assert data.images().name == "mnist"


def test_without_data_and_network_the_embedded_choice_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KINDLING_REAL_DATA", "1")
    with pytest.raises(
        data.DataMissing, match=r"^MNIST is not on this machine .* use the embedded data\.digits\(\)\.$"
    ):
        data.images()


def official_batches(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """CIFAR-10 in miniature, in the official layout, with torchvision's own list of checksums adapted."""
    from torchvision.datasets import CIFAR10

    def write(name: str, content: object) -> str:
        (folder / name).write_bytes(pickle.dumps(content))
        return md5((folder / name).read_bytes()).hexdigest()

    folder.mkdir(parents=True)
    pixels = np.arange(10 * 3072, dtype=np.int64).reshape(10, 3072) % 256
    batch = {"data": pixels.astype(np.uint8), "labels": list(range(10))}
    names = {"label_names": [f"class {number}" for number in range(10)]}
    monkeypatch.setattr(
        CIFAR10, "train_list", [[name, write(name, batch)] for name in ("data_batch_1", "data_batch_2")]
    )
    monkeypatch.setattr(CIFAR10, "test_list", [["test_batch", write("test_batch", batch)]])
    monkeypatch.setattr(CIFAR10, "meta", {**CIFAR10.meta, "md5": write("batches.meta", names)})


def test_the_official_cifar10_is_read_by_torchvision(
    own_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    official_batches(own_folder / "cifar-10-batches-py", monkeypatch)
    cifar10 = data.cifar10()
    assert (cifar10.train_images.shape, cifar10.test_images.shape) == ((20, 3, 32, 32), (10, 3, 32, 32))
    assert cifar10.train_images[0, 1, 0, 5] * 255 == 1024 % 256 + 5
    assert cifar10.classes[3] == "class 3"


def test_a_damaged_batch_is_noticed(own_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    official_batches(own_folder / "cifar-10-batches-py", monkeypatch)
    cut_in_half(own_folder / "cifar-10-batches-py" / "data_batch_2")
    with pytest.raises(data.DataMissing, match="CIFAR-10 is incomplete or damaged"):
        data.cifar10()


def test_the_real_mnist_is_what_torchvision_reads(real_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from torchvision.datasets import MNIST

    monkeypatch.setenv("KINDLING_DATA", str(real_folder))
    mnist, official = data.mnist(), MNIST(real_folder, train=False)
    assert mnist.train_images.shape == (60_000, 1, 28, 28)
    assert torch.equal((mnist.test_images[:, 0] * 255).round().to(torch.uint8), official.data)
    assert torch.equal(mnist.test_labels, official.targets)


def test_the_real_ants_and_bees(real_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KINDLING_DATA", str(real_folder))
    photographs = data.hymenoptera(size=64)
    assert photographs.classes == ("ants", "bees")
    assert len(photographs.test_images) == 153


def test_a_part_of_the_real_cifar10_as_jpeg(real_folder: Path, own_folder: Path) -> None:
    archive = real_folder / "cifar10_jpeg.tar"
    if not archive.is_file():
        pytest.skip(f"no cifar10_jpeg.tar in {real_folder}")
    with tarfile.open(archive) as opened:
        for member in opened:
            content = opened.extractfile(member) if member.name.endswith("/0001.jpg") else None
            if content:
                place = own_folder / "cifar10_jpeg" / member.name
                place.parent.mkdir(parents=True)
                place.write_bytes(content.read())
    cifar10 = data.cifar10()
    assert len(cifar10.classes) == 10
    assert sorted(cifar10.train_labels.tolist()) == list(range(10))
    assert cifar10.train_images.std() > 0.1
