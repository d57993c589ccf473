"""The full text sets, as they lie in the folder of real data."""

from __future__ import annotations

import io
import shutil
import zipfile
from pathlib import Path

import pytest

from kindling import data

from .conftest import Server


@pytest.fixture
def real_data(real_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KINDLING_DATA", str(real_folder))


@pytest.mark.usefixtures("real_data")
def test_names_stand_once_in_their_language() -> None:
    raw, names = data.names(raw=True), data.names()
    assert list(raw) == list(names)
    assert sum(map(len, raw.values())) == 20_050
    assert (len(raw["Arabic"]), len(names["Arabic"])) == (2000, 108)
    assert all(len(set(each)) == len(each) for each in names.values())
    assert all(name.isascii() for each in names.values() for name in each)


@pytest.mark.usefixtures("real_data")
def test_messages_have_labels() -> None:
    messages = data.sms_spam()
    assert len(messages.texts) == 5574
    assert messages.labels.double().mean().item() == pytest.approx(0.134, abs=0.001)
    assert messages.texts[0].startswith("Go until jurong point")
    assert str(messages).startswith("SMS spam: 5,574 texts, 2 classes, from the folder ")


@pytest.mark.usefixtures("real_data")
def test_plays_are_one_text() -> None:
    assert data.shakespeare().startswith("First Citizen:\nBefore we proceed any further, hear me speak.")


def test_the_archive_of_names_is_unpacked_from_a_class_rooms_server(
    real_folder: Path, server: Server, own_folder: Path
) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("data/eng-fra.txt", "Go.\tVa !\n")
        for file in (real_folder / "names").glob("*.txt"):
            archive.write(file, f"data/names/{file.name}")
    server.files["data.zip"] = made.getvalue()
    assert len(data.names()) == 18
    assert [path.name for path in own_folder.iterdir() if path.name != ".incoming"] == ["names"]


def test_plays_with_a_changed_letter_are_downloaded_again(
    real_folder: Path, server: Server, own_folder: Path
) -> None:
    own_folder.mkdir()
    shutil.copyfile(real_folder / "tiny_shakespeare.txt", own_folder / "tiny_shakespeare.txt")
    with (own_folder / "tiny_shakespeare.txt").open("r+b") as file:
        file.write(b"f")
    server.files["input.txt"] = (real_folder / "tiny_shakespeare.txt").read_bytes()
    assert data.shakespeare().startswith("First Citizen")
    assert server.asked == ["input.txt"]
