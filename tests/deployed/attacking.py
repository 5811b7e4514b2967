"""What somebody sends who means harm, as bytes: no client of ours would let it through. All of it goes to 127.0.0.1."""

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress

from tests.deployed.conftest import Visitor
from tests.deployed.standing import HOST

KIB = 1024
FORM = "application/x-www-form-urlencoded"
SECONDS_BETWEEN_BYTES = 2


def connect(visitor: Visitor) -> ssl.SSLSocket:
    plain = socket.create_connection((HOST, visitor.nginx.port), timeout=40)
    return visitor.context.wrap_socket(plain, server_hostname=HOST)


def heard(connection: socket.socket, most: int = 256 * KIB) -> bytes:
    """What comes until the other side closes, or this one has waited long enough."""
    parts, length = [], 0
    try:
        while length < most and (part := connection.recv(16 * KIB)):
            parts.append(part)
            length += len(part)
    except (ConnectionError, TimeoutError, ssl.SSLError):
        pass
    return b"".join(parts)


def send(visitor: Visitor, request: bytes) -> bytes:
    """The whole answer to these very bytes; empty where the connection was closed without one."""
    with closing(connect(visitor)) as connection:
        with suppress(OSError):
            connection.sendall(request)
        return heard(connection)


def status_of(said: bytes) -> int:
    """0 where nothing was said."""
    return int(said.split()[1]) if said.startswith(b"HTTP/1.") else 0


def get(path: str, *headers: str, host: str = HOST) -> bytes:
    lines = [f"GET {path} HTTP/1.1", f"Host: {host}", "Connection: close", *headers]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


def post(path: str, body: bytes, *headers: str) -> bytes:
    lines = [
        f"POST {path} HTTP/1.1",
        f"Host: {HOST}",
        "Connection: close",
        f"Content-Type: {FORM}",
        f"Content-Length: {len(body)}",
        *headers,
    ]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1") + body


@contextmanager
def slow_clients(visitor: Visitor, number: int) -> Iterator[None]:
    """A third of them never end a header, a third a body, a third never read what they asked for."""
    ended = threading.Event()
    with ExitStack() as stack:
        slow = [stack.enter_context(closing(connect(visitor))) for _client in range(number)]
        for place, connection in enumerate(slow):
            connection.sendall(_beginning(place % 3))
        drip = threading.Thread(target=_drip, args=[slow, ended])
        drip.start()
        yield
        ended.set()
        drip.join()


def _beginning(kind: int) -> bytes:
    if kind == 0:
        return b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: "
    if kind == 1:
        body = f"POST /share/ HTTP/1.1\r\nHost: {HOST}\r\nContent-Type: {FORM}\r\n"
        return (
            body + "Sec-Fetch-Site: same-origin\r\nContent-Length: 200000\r\n\r\ntext="
        ).encode()
    return get("/stories/").replace(b"Connection: close", b"Connection: keep-alive") * 20


def _drip(connections: list[ssl.SSLSocket], ended: threading.Event) -> None:
    """A byte now and then, as long as the other side takes it."""
    while not ended.wait(SECONDS_BETWEEN_BYTES):
        for place, connection in enumerate(connections):
            if place % 3 != 2:
                try:
                    connection.sendall(b"a")
                except OSError:
                    continue
