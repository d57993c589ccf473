"""`python -m kindling.data`: an instructor fetches what a class will need."""

from __future__ import annotations

from pathlib import Path

import pytest

from kindling.data.__main__ import main

from .conftest import Server


def test_it_prints_where_each_set_lies(
    real_folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("KINDLING_DATA", str(real_folder))
    assert main(["names", "shakespeare"]) == 0
    assert capsys.readouterr().out.split() == [
        "names",
        str(real_folder.resolve() / "names"),
        "shakespeare",
        str(real_folder.resolve() / "tiny_shakespeare.txt"),
    ]


def test_what_fails_is_told_in_a_sentence_and_the_others_are_still_fetched(
    real_folder: Path, server: Server, own_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    server.files["input.txt"] = (real_folder / "tiny_shakespeare.txt").read_bytes()
    assert main(["sms_spam", "shakespeare"]) == 1
    said = capsys.readouterr()
    assert (
        "sms_spam: The SMS spam collection could not be downloaded, because the server answered 404"
        in said.err
    )
    assert said.out.split() == ["shakespeare", str(own_folder / "tiny_shakespeare.txt")]


def test_an_unknown_name_is_told_with_the_known_ones(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["cifar100"])
    assert ended.value.code == 2
    assert "there is no data set cifar100; there are mnist, cifar10" in capsys.readouterr().err
