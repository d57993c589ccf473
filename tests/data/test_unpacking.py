"""Archives are unpacked without being trusted."""

from __future__ import annotations

import io
import tarfile
import zipfile
from pathlib import Path

import pytest

from kindling.data.errors import Damaged
from kindling.data.unpacking import unpack


def tar_of(path: Path, *members: tuple[tarfile.TarInfo, bytes]) -> Path:
    with tarfile.open(path, "w:gz") as archive:
        for info, content in members:
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return path


def zip_of(path: Path, **members: str) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def test_only_what_is_wanted_is_unpacked(tmp_path: Path) -> None:
    archive = zip_of(tmp_path / "all.zip", **{"data/names/Czech.txt": "Abl", "data/eng-fra.txt": "Go.\tVa !"})
    unpack(archive, "data/names", tmp_path / "names")
    assert [path.name for path in (tmp_path / "names").iterdir()] == ["Czech.txt"]


@pytest.mark.parametrize("name", ["data/../../evil.txt", "data/..\\evil.txt", "data/C:evil.txt"])
def test_an_archive_cannot_write_outside_its_folder(tmp_path: Path, name: str) -> None:
    archive = zip_of(tmp_path / "all.zip", **{name: "evil"})
    with pytest.raises(Damaged, match="outside its folder"):
        unpack(archive, "data", tmp_path / "inner" / "target")
    assert not list(tmp_path.rglob("*evil*"))


def test_links_in_an_archive_are_left_out(tmp_path: Path) -> None:
    link = tarfile.TarInfo("data/link")
    link.type, link.linkname = tarfile.SYMTYPE, "/etc"
    archive = tar_of(tmp_path / "all.tar.gz", (link, b""), (tarfile.TarInfo("data/file"), b"content"))
    unpack(archive, "data", tmp_path / "target")
    assert [path.name for path in (tmp_path / "target").iterdir()] == ["file"]


def test_an_archive_without_the_wanted_part_is_damaged(tmp_path: Path) -> None:
    archive = zip_of(tmp_path / "all.zip", other="content")
    with pytest.raises(Damaged, match=r"all\.zip holds no data"):
        unpack(archive, "data", tmp_path / "target")


@pytest.mark.parametrize("keep", [0.2, 0.9])
def test_a_cut_archive_is_damaged(tmp_path: Path, keep: float) -> None:
    noise = bytes(number * number % 251 for number in range(50_000))
    archive = tar_of(
        tmp_path / "all.tar.gz", (tarfile.TarInfo("data/a"), noise), (tarfile.TarInfo("data/b"), noise)
    )
    archive.write_bytes(archive.read_bytes()[: int(keep * archive.stat().st_size)])
    with pytest.raises(Damaged, match="cannot be unpacked"):
        unpack(archive, "data", tmp_path / "target")
