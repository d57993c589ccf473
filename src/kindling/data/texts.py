"""The full text data sets: names by language, text messages, plays."""

from __future__ import annotations

import torch

from kindling.data.downloads import obtain
from kindling.data.model import Texts
from kindling.data.sources import NAMES, SHAKESPEARE, SMS_SPAM
from kindling.data.surnames import to_ascii


def names(*, raw: bool = False) -> dict[str, list[str]]:
    """Surnames by language, of PyTorch's tutorial on character-level networks.

    The files repeat themselves: Arabic has 2,000 lines but 108 names. A random split of the lines puts
    the same name and language on both sides, and the network is examined on what it has learned by heart.
    Unless `raw` is true, letters are folded to plain ASCII and each name stands once in its language,
    in the order of the files. A name may still stand in several languages: 99 of the Scottish ones do.

    Args:
        raw: every line of the files as it is written.

    Returns:
        18 languages -> names.

    Raises:
        DataMissing: they are neither here nor to be downloaded.
    """
    folder = obtain(NAMES) / NAMES.parts[0].path
    lines = {
        file.stem: file.read_text(encoding="utf-8").splitlines() for file in sorted(folder.glob("*.txt"))
    }
    return lines if raw else {language: _once_each(written) for language, written in lines.items()}


def sms_spam() -> Texts:
    """Text messages, 13.4 % of them spam; 403 repeat an earlier one word for word.

    Returns:
        5,574 messages, label 0 for `ham` and 1 for `spam`.

    Raises:
        DataMissing: they are neither here nor to be downloaded.
    """
    folder = obtain(SMS_SPAM)
    lines = (folder / SMS_SPAM.parts[0].path).read_text(encoding="utf-8").split("\n")
    kinds, texts = zip(*(line.split("\t", 1) for line in lines if line), strict=True)
    classes = ("ham", "spam")
    labels = torch.tensor([classes.index(kind) for kind in kinds], dtype=torch.int64, device="cpu")
    return Texts("SMS spam", texts, labels, classes, f"the folder {folder}")


def shakespeare() -> str:
    """A million letters of Shakespeare's plays, as char-rnn and nanoGPT use them.

    Raises:
        DataMissing: they are neither here nor to be downloaded.
    """
    return (obtain(SHAKESPEARE) / SHAKESPEARE.parts[0].path).read_text(encoding="utf-8")


def _once_each(written: list[str]) -> list[str]:
    return list(dict.fromkeys(name for name in (to_ascii(line).strip() for line in written) if name))
