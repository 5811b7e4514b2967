"""A stand-in for the site behind nginx: it says what it was asked, and answers what a test tells it to."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True)
class Asked:
    verb: str
    path: str
    headers: dict[str, str]
    length: int


@dataclass
class Neighbour:
    port: int
    headers: dict[str, str] = field(default_factory=dict)  # of its answers
    body: bytes = b"words"
    asked: list[Asked] = field(default_factory=list)


class Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    neighbour: Neighbour


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Server

    def do_GET(self) -> None:
        length = len(self.rfile.read(int(self.headers.get("Content-Length", "0"))))
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.server.neighbour.asked.append(Asked(self.command, self.path, headers, length))
        self.send_response_only(200)
        said = {"Content-Type": "text/html", "Cache-Control": "no-store"}
        for name, value in (said | self.server.neighbour.headers).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(self.server.neighbour.body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(self.server.neighbour.body)

    do_HEAD = do_POST = do_GET

    def log_message(self, *_arguments) -> None:
        """Says nothing."""


@contextmanager
def next_door() -> Iterator[Neighbour]:
    with Server(("127.0.0.1", 0), Handler) as server:
        server.neighbour = Neighbour(server.server_port)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.neighbour
        server.shutdown()
