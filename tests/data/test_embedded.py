"""Data that is always there: what it is, that it never changes, and that it is quick to have."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest
import torch

from kindling import data
from kindling.data import embedded

surname_lists = import_module("kindling.data.surnames")  # the package's `surnames` is the function


def test_digits_are_small_images_between_0_and_1() -> None:
    digits = data.digits()
    assert digits.train_images.shape == (1437, 1, 8, 8)
    assert digits.test_images.shape == (360, 1, 8, 8)
    assert digits.train_images.dtype == torch.float32
    assert digits.train_labels.dtype == torch.int64
    assert (digits.train_images.min(), digits.train_images.max()) == (0, 1)
    assert digits.classes == tuple("0123456789")


def test_digits_are_split_as_scikit_learn_splits_them() -> None:
    datasets = pytest.importorskip("sklearn.datasets")
    from sklearn.model_selection import train_test_split

    split = train_test_split(*datasets.load_digits(return_X_y=True), test_size=0.2, random_state=0)
    digits = data.digits()
    train, test = digits.train_images.flatten(1) * 16, digits.test_images.flatten(1) * 16
    for ours, theirs in zip((train, test, digits.train_labels, digits.test_labels), split, strict=True):
        assert torch.equal(ours.double(), torch.from_numpy(theirs).double())


def test_what_a_learner_does_to_the_digits_does_not_reach_the_next_reader() -> None:
    data.digits().train_images.zero_()
    assert data.digits().train_images.max() == 1


@pytest.mark.parametrize(
    ("name", "options", "classes"),
    [("breast_cancer", {}, 2), ("wine", {}, 3), ("diabetes", {"scaled": False}, 0)],
)
def test_tables_hold_what_scikit_learn_loads(name: str, options: dict[str, bool], classes: int) -> None:
    datasets = pytest.importorskip("sklearn.datasets")
    bunch = getattr(datasets, f"load_{name}")(**options)
    table = getattr(data, name)()
    assert torch.equal(table.features, torch.from_numpy(bunch.data).float())
    assert torch.equal(table.target.double(), torch.from_numpy(bunch.target).double())
    assert list(table.names) == list(bunch.feature_names)
    assert len(table.classes) == classes
    assert table.target.dtype == (torch.int64 if classes else torch.float32)


def test_photographs_have_height_width_and_three_colours() -> None:
    photographs = data.photographs()
    assert list(photographs) == ["china", "flower"]
    for photograph in photographs.values():
        assert (photograph.shape, photograph.dtype) == ((427, 640, 3), torch.uint8)


def test_surnames_come_in_eight_languages_once_each_and_in_plain_letters() -> None:
    surnames = data.surnames()
    assert len(surnames) == 8
    for language, names in surnames.items():
        assert len(names) >= 400, language
        assert len(set(names)) == len(names), language
        assert all(name.isascii() and name for name in names), language


def test_the_first_surnames_are_a_fair_sample_of_the_alphabet() -> None:
    for language, names in data.surnames().items():
        initials = {name[0] for name in names[:100]}
        assert min(initials) <= "C", language
        assert max(initials) >= "S", language


def test_surnames_can_be_asked_for_by_language() -> None:
    assert list(data.surnames("Dutch", "German")) == ["Dutch", "German"]
    with pytest.raises(KeyError):
        data.surnames("Klingon")


@pytest.mark.parametrize(
    ("written", "plain"),
    [("Müller", "Muller"), ("Łuczak", "Luczak"), ("Groß", "Gross"), ("O'Néàl", "O'Neal")],
)
def test_letters_are_folded_to_plain_ones(written: str, plain: str) -> None:
    assert data.to_ascii(written) == plain


def test_pythons_documentation_is_a_long_text() -> None:
    text = data.python_documentation()
    assert len(text) > 300_000
    assert "assert" in text
    assert text == data.python_documentation()


def test_every_set_says_which_data_it_is() -> None:
    assert str(data.digits()) == (
        "digits: 1,437 training and 360 test images, 1 × 8 × 8, 10 classes, from the scikit-learn package."
    )
    assert str(data.wine()) == "wine: 178 rows of 13 features, 3 classes, from the scikit-learn package."
    assert "a number to predict" in str(data.diabetes())


def test_a_package_that_keeps_its_files_elsewhere_is_asked_through_its_own_loader(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pytest.importorskip("sklearn")

    def everything() -> list[object]:
        embedded._digits_table.cache_clear()
        surname_lists._shuffled.cache_clear()
        tables = [data.breast_cancer(), data.wine(), data.diabetes()]
        tensors = [
            data.digits().train_images,
            *(table.features for table in tables),
            *(data.photographs().values()),
        ]
        return [
            *(tensor.tolist() for tensor in tensors),
            *(table.target.tolist() for table in tables),
            data.surnames(),
        ]

    def moved(package: str, path: str) -> Path:
        raise FileNotFoundError(f"{package}/{path}")

    from_files = everything()
    monkeypatch.setattr(embedded, "package_file", moved)
    monkeypatch.setattr(surname_lists, "package_file", moved)
    assert everything() == from_files


def test_embedded_data_needs_no_slow_import_no_network_and_no_place_to_write() -> None:
    code = """
import os, socket, sys, torch
from kindling import data
writing = os.O_WRONLY | os.O_RDWR
forbidden = lambda event, args: event == "socket.connect" or (event == "open" and args[2] & writing)
sys.addaudithook(lambda event, args: forbidden(event, args) and sys.exit(f"{event} {args}"))
data.digits(), data.breast_cancer(), data.wine(), data.diabetes()
data.photographs(), data.surnames(), data.python_documentation()
slow = {"sklearn", "pandas", "faker", "scipy", "torchvision", "requests", "pooch", "rich"} & set(sys.modules)
sys.exit(f"imported {slow}" if slow else 0)
"""
    ran = subprocess.run([sys.executable, "-B", "-c", code], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
