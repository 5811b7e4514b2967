"""TLS in front of the real server, as an operator's proxy stands there. It remembers what was asked, and when."""

import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

OWN_TO_A_CONNECTION = {"connection", "keep-alive", "transfer-encoding", "content-length", "date"}


@dataclass(frozen=True)
class Asked:
    at: float  # on time.monotonic()
    verb: str
    path: str


@dataclass
class Front:
    port: int
    asked: list[Asked] = field(default_factory=list)

    def since(self, moment: float) -> list[Asked]:
        return [each for each in self.asked if each.at >= moment]


class TlsServer(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self, handler: type[BaseHTTPRequestHandler], context: ssl.SSLContext) -> None:
        super().__init__(("127.0.0.1", 0), handler)
        self.context = context

    def get_request(self):
        """The handshake is left to the connection's own thread: browsers also open some that they do not use."""
        plain, address = super().get_request()
        later = {"server_side": True, "do_handshake_on_connect": False}
        return self.context.wrap_socket(plain, **later), address

    def handle_error(self, _request, _address) -> None:
        """A browser that is killed says no goodbye."""


@contextmanager
def standing(context: ssl.SSLContext, backend: int) -> Iterator[Front]:
    """In front of the plain server at the port `backend`, which is asked as that of one TLS host."""
    with TlsServer(_handler(backend), context) as server:
        server.front = Front(server.server_port)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.front
        server.shutdown()


def _handler(backend: int) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self.server.front.asked.append(Asked(time.monotonic(), self.command, self.path))
            length = int(self.headers.get("Content-Length", "0"))
            try:
                answer, body = _ask(backend, self, self.rfile.read(length))
            except (OSError, HTTPException):
                self.close_connection = True
                return
            self.send_response_only(answer.status)
            for name, value in answer.getheaders():
                if name.lower() not in OWN_TO_A_CONNECTION:
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_GET

        def log_message(self, *_arguments) -> None:
            """Says nothing."""

    return Handler


def _ask(backend: int, handler: BaseHTTPRequestHandler, body: bytes):
    connection = HTTPConnection("127.0.0.1", backend, timeout=30)
    headers = {n: v for n, v in handler.headers.items() if n.lower() not in OWN_TO_A_CONNECTION}
    headers["X-Forwarded-Proto"] = "https"
    connection.request(handler.command, handler.path, body or None, headers)
    answer = connection.getresponse()
    try:
        return answer, answer.read()
    finally:
        connection.close()
