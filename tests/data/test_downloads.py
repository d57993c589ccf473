"""Downloads that go well, badly and side by side: a set is there whole, or not at all."""

from __future__ import annotations

import gzip
import io
import zipfile
from pathlib import Path

import pytest

from kindling.data import DataMissing, downloads
from kindling.data.downloads import obtain

from .conftest import PLACE, POEM, Server, leftovers, poem


def zipped(name: str, content: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return made.getvalue()


@pytest.mark.parametrize(
    ("file", "content", "inside"),
    [
        ("poem.txt", POEM, ""),
        ("poem.txt.gz", gzip.compress(POEM), ""),
        ("poems.zip", zipped("collected/poem.txt", POEM), "collected/poem.txt"),
    ],
)
def test_a_download_is_unpacked_into_its_place(
    server: Server, own_folder: Path, file: str, content: bytes, inside: str
) -> None:
    server.files[file] = content
    assert obtain(poem(file, inside=inside)) == own_folder
    assert (own_folder / PLACE).read_bytes() == POEM
    assert leftovers(own_folder) == [PLACE]


def test_what_is_there_is_not_downloaded_again(server: Server) -> None:
    server.files["poem.txt.gz"] = gzip.compress(POEM)
    obtain(poem())
    obtain(poem())
    assert server.asked == ["poem.txt.gz"]


def test_progress_is_told_in_lines_where_there_is_no_terminal(
    server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    server.files["poem.txt"] = POEM
    obtain(poem("poem.txt"))
    assert "Download of The poem (poem.txt): 100 % of 0.7 MB" in capsys.readouterr().err


@pytest.mark.parametrize("mood", ["cut", "damaged"])
@pytest.mark.parametrize("checksum_known", [True, False])
def test_a_cut_or_damaged_download_is_taken_again(
    server: Server, own_folder: Path, mood: str, checksum_known: bool
) -> None:
    server.files["poem.txt.gz"] = content = gzip.compress(POEM)
    server.moods.extend([mood, mood])
    obtain(poem(served=content if checksum_known else None))
    assert server.asked == ["poem.txt.gz"] * 3
    assert (own_folder / PLACE).read_bytes() == POEM


@pytest.mark.parametrize(
    ("mood", "reason"),
    [
        ("cut", "could not be downloaded in 3 attempts, because poem.txt.gz was cut off on its way"),
        ("damaged", "could not be downloaded in 3 attempts, because poem.txt.gz came with a wrong checksum"),
        ("refused", "could not be downloaded, because the server answered 503 Service Unavailable"),
    ],
)
def test_a_download_that_keeps_failing_is_told_in_one_sentence_and_repaired_at_the_next_try(
    server: Server, own_folder: Path, mood: str, reason: str
) -> None:
    server.files["poem.txt.gz"] = content = gzip.compress(POEM)
    server.moods.extend([mood] * 3)
    with pytest.raises(DataMissing) as told:
        obtain(poem(served=content))
    assert str(told.value).startswith(f"The poem {reason}")
    assert str(told.value).endswith(": try again later, or use the embedded data.python_documentation().")
    assert leftovers(own_folder) == []

    server.moods.clear()
    assert (obtain(poem(served=content)) / PLACE).read_bytes() == POEM


def test_a_server_that_falls_silent_is_given_up(
    server: Server, own_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(downloads, "SILENT_SECONDS", 0.3)
    server.files["poem.txt.gz"] = gzip.compress(POEM)
    server.moods.extend(["held"] * 3)
    with pytest.raises(DataMissing, match=r"poem\.txt\.gz was cut off on its way"):
        obtain(poem())
    assert leftovers(own_folder) == []


def test_a_file_that_the_server_lacks_is_told_with_its_address(server: Server) -> None:
    with pytest.raises(
        DataMissing, match=rf"404 Not Found for {server.address}/poem\.txt\.gz: try again later"
    ):
        obtain(poem())


def test_the_wrong_content_is_not_taken(server: Server, own_folder: Path) -> None:
    server.files["poem.txt.gz"] = gzip.compress(b"Another poem.")
    with pytest.raises(DataMissing, match=r"poem\.txt\.gz does not hold the known data"):
        obtain(poem())
    assert leftovers(own_folder) == []


def test_without_a_network_one_sentence_names_the_embedded_choice() -> None:
    with pytest.raises(DataMissing) as told:
        obtain(poem())
    assert str(told.value) == (
        "The poem is not on this machine and the server 127.0.0.1:1 cannot be reached: check the network, "
        "or use the embedded data.python_documentation()."
    )


def test_a_mirror_that_is_no_web_address_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KINDLING_DATA_MIRROR", "classroom:8000")
    with pytest.raises(DataMissing, match="KINDLING_DATA_MIRROR must start with http"):
        obtain(poem())


def test_a_damaged_set_is_told_then_replaced_and_put_aside(
    server: Server, own_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (own_folder / PLACE).parent.mkdir(parents=True)
    (own_folder / PLACE).write_bytes(POEM[:1000])
    with monkeypatch.context() as offline:
        offline.setenv("KINDLING_DATA_MIRROR", "http://127.0.0.1:1")
        with pytest.raises(DataMissing, match="is incomplete or damaged in"):
            obtain(poem())
    assert (own_folder / PLACE).read_bytes() == POEM[:1000]

    server.files["poem.txt.gz"] = gzip.compress(POEM)
    assert (obtain(poem()) / PLACE).read_bytes() == POEM
    assert (own_folder / f"{PLACE}.damaged").read_bytes() == POEM[:1000]
