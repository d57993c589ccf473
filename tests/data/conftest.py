"""A data folder and a cache of a test's own, the real data if it lies here, and a server that misbehaves."""

from __future__ import annotations

import hashlib
import os
import threading
from collections import deque
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from kindling.data.digests import file_is
from kindling.data.sources import Part, Source

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def own_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """KINDLING_DATA and the cache folder point below `tmp_path`; no test reaches the real network."""
    monkeypatch.setenv("KINDLING_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("KINDLING_DATA_MIRROR", "http://127.0.0.1:1")
    monkeypatch.setenv("NO_PROXY", "*")
    monkeypatch.delenv("KINDLING_REAL_DATA", raising=False)
    return tmp_path / "data"


_CHOSEN = os.environ.get("KINDLING_DATA")


@pytest.fixture
def real_folder() -> Path:
    """The folder of real data: KINDLING_DATA, or `../shared/data` beside the project."""
    folder = Path(_CHOSEN) if _CHOSEN else ROOT.parent / "shared" / "data"
    if not (folder / "MNIST").is_dir():
        pytest.skip(f"no real data in {folder}: set KINDLING_DATA to the folder that holds MNIST/raw")
    return folder


POEM = b"".join(b"Line %d of a long and even poem.\n" % number for number in range(20_000))
PLACE = "poems/poem.txt"


def poem(file: str = "poem.txt.gz", *, served: bytes | None = None, inside: str = "") -> Source:
    """A data set of one file, on the server as `file`."""
    part = Part(
        path=PLACE,
        address=f"https://example.org/somewhere/{file}",
        whole=file_is("sha256", hashlib.sha256(POEM).hexdigest()),
        served=f"md5:{hashlib.md5(served).hexdigest()}" if served else None,
        inside=inside,
    )
    return Source("poem", "The poem", (part,), megabytes=1, instead="data.python_documentation()")


def leftovers(folder: Path) -> list[str]:
    """What lies in a data folder, apart from the lock."""
    return sorted(
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if path.is_file() and path.suffix != ".lock"
    )


class Server:
    """Serves `files`; `moods` says for each request in turn how: well, cut, damaged, refused or held."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.moods: deque[str] = deque()
        self.asked: list[str] = []
        self.was_asked = threading.Event()
        self.go_on = threading.Event()
        self.http = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.address = f"http://127.0.0.1:{self.http.server_port}"

    def _handler(server) -> type[BaseHTTPRequestHandler]:  # noqa: N805 - the handler has a self of its own
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                server.answer(self)

            def log_message(self, *_: object) -> None:
                """Keep the test's output quiet."""

        return Handler

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        name = handler.path.lstrip("/")
        mood = self.moods.popleft() if self.moods else "well"
        self.asked.append(name)
        content = self.files.get(name)
        if content is None or mood == "refused":
            handler.send_error(404 if content is None else 503)
            self.was_asked.set()
            return
        half = len(content) // 2
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(content)))
        handler.end_headers()
        if mood == "damaged":
            content = content[:half] + bytes([content[half] ^ 0xFF]) + content[half + 1 :]
        handler.wfile.write(content[:half])
        handler.wfile.flush()
        self.was_asked.set()
        if mood == "held":
            self.go_on.wait(60)
        if mood != "cut":
            handler.wfile.write(content[half:])


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """A mirror on this machine, which KINDLING_DATA_MIRROR names."""
    server = Server()
    monkeypatch.setenv("KINDLING_DATA_MIRROR", server.address)
    thread = threading.Thread(target=server.http.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    yield server
    server.go_on.set()
    server.http.shutdown()
    server.http.server_close()
