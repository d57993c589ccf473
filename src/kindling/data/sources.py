"""The full data sets: where each comes from, and how to know that it is whole.

A checksum of what the server sends is given where its publisher or the official loader names one
(MNIST, CIFAR-10). Of the others the unpacked content is checked: names, SMS spam and Shakespeare against
digests of known copies. For the photographs of hymenoptera no checksum is known; the archive's own (CRC-32
of every file) must hold, and both classes must be there.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from kindling.data.digests import Check, file_is, folder_is
from kindling.data.errors import DataMissing


@dataclass(frozen=True)
class Part:
    """A file or folder of a data set, which one download brings.

    Attributes:
        path: where it belongs, below the data folder.
        address: where it is downloaded from.
        whole: whether what lies at a path is this part, undamaged.
        served: the checksum of the download, as `md5:...`; None where none is known.
        inside: the path in the archive; empty where the download is one file.
    """

    path: str
    address: str
    whole: Check
    served: str | None = None
    inside: str = ""

    @property
    def file(self) -> str:
        """The name of the downloaded file."""
        return self.address.rsplit("/", 1)[1]

    def address_now(self) -> str:
        """The address, on the server that KINDLING_DATA_MIRROR names if it is set.

        Raises:
            DataMissing: KINDLING_DATA_MIRROR is not the address of a web server.
        """
        mirror = os.environ.get("KINDLING_DATA_MIRROR")
        if mirror and not mirror.startswith(("http://", "https://")):
            raise DataMissing(f"KINDLING_DATA_MIRROR must start with http:// or https://, but is {mirror!r}.")
        return f"{mirror.rstrip('/')}/{self.file}" if mirror else self.address


@dataclass(frozen=True)
class Source:
    """A full data set.

    Attributes:
        name: as in `python -m kindling.data <name>`.
        title: its name in a sentence.
        parts: what it consists of.
        megabytes: room that a download needs, unpacking included.
        instead: the embedded choice, as code.
    """

    name: str
    title: str
    parts: tuple[Part, ...]
    megabytes: int
    instead: str

    def lies_in(self, folder: Path) -> bool:
        """Whether all parts lie in a data folder, undamaged."""
        return all(part.whole(folder / part.path) for part in self.parts)


def _mnist_part(file: str, served: str, raw: str) -> Part:
    return Part(
        path=f"MNIST/raw/{file}",
        address=f"https://ossci-datasets.s3.amazonaws.com/mnist/{file}.gz",
        whole=file_is("md5", raw),
        served=f"md5:{served}",
    )


def _has_official_batches(folder: Path) -> bool:
    if not folder.is_dir():
        return False
    from torchvision.datasets import CIFAR10
    from torchvision.datasets.utils import check_integrity

    meta = (CIFAR10.meta["filename"], CIFAR10.meta["md5"])
    batches = [*CIFAR10.train_list, *CIFAR10.test_list, meta]
    return all(check_integrity(str(folder / file), md5) for file, md5 in batches)


def _has_ants_and_bees(folder: Path) -> bool:
    classes = [folder / part / kind for part in ("train", "val") for kind in ("ants", "bees")]
    return all(any(each.glob("*.jpg")) for each in classes)


MNIST = Source(
    "mnist",
    "MNIST",
    (
        _mnist_part(
            "train-images-idx3-ubyte", "f68b3c2dcbeaaa9fbdd348bbdeb94873", "6bbc9ace898e44ae57da46a324031adb"
        ),
        _mnist_part(
            "train-labels-idx1-ubyte", "d53e105ee54ea40749a09fcbcd1e9432", "a25bea736e30d166cdddb491f175f624"
        ),
        _mnist_part(
            "t10k-images-idx3-ubyte", "9fb629c4189551a2d022fa330f9573f3", "2646ac647ad5339dbf082846283269ea"
        ),
        _mnist_part(
            "t10k-labels-idx1-ubyte", "ec29112dd5afa0611ce80d1b7f02629c", "27ae3e4e09519cfbb04c329615203637"
        ),
    ),
    megabytes=65,
    instead="data.digits()",
)

CIFAR10 = Source(
    "cifar10",
    "CIFAR-10",
    (
        Part(
            "cifar-10-batches-py",
            "https://www.cs.toronto.edu/~kriz/cifar-10-python.tar.gz",
            _has_official_batches,
            served="md5:c58f30108f718f92721af3b95e74349a",
            inside="cifar-10-batches-py",
        ),
    ),
    megabytes=360,
    instead="data.digits()",
)

HYMENOPTERA = Source(
    "hymenoptera",
    "The hymenoptera data set",
    (
        Part(
            "hymenoptera_data",
            "https://download.pytorch.org/tutorial/hymenoptera_data.zip",
            _has_ants_and_bees,
            inside="hymenoptera_data",
        ),
    ),
    megabytes=100,
    instead="data.digits()",
)

NAMES = Source(
    "names",
    "The names data set",
    (
        Part(
            "names",
            "https://download.pytorch.org/tutorial/data.zip",
            folder_is("*.txt", "2326fe02c6a8a70b7765956da46caf497f13cf6cb94032975a0bc8de910dc0b6"),
            inside="data/names",
        ),
    ),
    megabytes=5,
    instead="data.surnames()",
)

SMS_SPAM = Source(
    "sms_spam",
    "The SMS spam collection",
    (
        Part(
            "SMSSpamCollection",
            "https://archive.ics.uci.edu/static/public/228/sms+spam+collection.zip",
            file_is("sha256", "7d039a24a6083ed9ef0f806ebad56bbb976e3aeb8de05669173bfdc4996c239d"),
            inside="SMSSpamCollection",
        ),
    ),
    megabytes=1,
    instead="data.surnames()",
)

SHAKESPEARE = Source(
    "shakespeare",
    "The Shakespeare text",
    (
        Part(
            "tiny_shakespeare.txt",
            "https://raw.githubusercontent.com/karpathy/char-rnn/master/data/tinyshakespeare/input.txt",
            file_is("sha256", "86c4e6aa9db7c042ec79f339dcb96d42b0075e16b8fc2e86bf0ca57e2dc565ed"),
        ),
    ),
    megabytes=2,
    instead="data.python_documentation()",
)

SOURCES = {source.name: source for source in (MNIST, CIFAR10, HYMENOPTERA, NAMES, SMS_SPAM, SHAKESPEARE)}
