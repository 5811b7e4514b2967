"""Two other sites over TLS: the neutral page that the exit leads to, and one that browsers may keep.

What the second one says and is told must be found in the profile afterwards; else the search proves nothing.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from secrets import token_hex
from urllib.parse import urlsplit

import cramjam

from tests.proofs.front import TlsServer

TITLE = "Elsewhere"
CODINGS = {"gzip": cramjam.gzip, "br": cramjam.brotli, "zstd": cramjam.zstd}
FORM = "<form><textarea name=text></textarea><button>Go</button></form>"
SECONDS_TO_DAWDLE = 1  # of the neutral page when it is slow


@dataclass
class Neighbours:
    port: int
    kept: dict[str, str] = field(default_factory=lambda: {c: token_hex(8) for c in CODINGS})
    typed: str = field(default_factory=lambda: token_hex(8))
    is_slow: bool = False

    @property
    def exit(self) -> str:
        return f"https://exit.example:{self.port}/"

    @property
    def before(self) -> str:
        return f"https://before.example:{self.port}/"

    def page(self, path: str) -> bytes:
        """A page whose word may be kept; the path names how it is packed."""
        word = self.kept.get(path.strip("/"), "")
        # Long and various, so that packing it leaves nothing of the word as it is.
        filling = " ".join(f"{number} {word[::-1]} {word}" for number in range(200))
        return f"<!doctype html><title>{TITLE}</title><p>{word and filling}</p>{FORM}".encode()


@contextmanager
def standing(context) -> Iterator[Neighbours]:
    with TlsServer(Answer, context) as server:
        server.neighbours = Neighbours(server.server_port)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.neighbours
        server.shutdown()


class Answer(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        neighbours = self.server.neighbours
        path = urlsplit(self.path).path
        coding = path.strip("/")
        if neighbours.is_slow and self.headers["Host"].startswith("exit."):
            time.sleep(SECONDS_TO_DAWDLE)
        body = neighbours.page(path)
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Cache-Control", "max-age=3600")
        if coding in CODINGS:
            body = bytes(CODINGS[coding].compress(body))
            self.send_header("Content-Encoding", coding)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_arguments) -> None:
        """Says nothing."""
