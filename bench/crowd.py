"""A crowd: requests that arrive at their moments, whether the site is ready or not.

A request's time counts from the moment for which it was meant. So the wait for a free connection, the handshake, and this
driver's own lateness are all in it, and a slow answer hides nobody who came meanwhile (no coordinated omission).
One thread, sockets that do not block, epoll. A visitor has a connection and an address of their own in 127.0.0.0/8, asks for
`A_VISIT` things at most, and goes.
"""

import select
import socket
import ssl
import time
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

A_VISIT = 10  # requests
AT_ONCE = 800  # connections open; who comes then waits, and the wait counts
LOOPBACK = "127.0.0.1"
_BIND_ADDRESS_NO_PORT = 24  # Linux: the port is chosen when the connection is made
_CHUNK = bytearray(256 * 1024)


@dataclass(frozen=True, slots=True)
class Ask:
    kind: str
    message: bytes


@dataclass(frozen=True, slots=True)
class Answer:
    kind: str
    status: int  # 0: the connection broke; -1: no answer in time
    meant: float  # on `time.perf_counter`: when it was to be sent
    ms: float  # from then on
    location: str = ""
    says_when: bool = False  # Retry-After


def get(kind: str, host: str, path: str) -> Ask:
    return Ask(kind, f"GET {path} HTTP/1.1\r\nHost: {host}\r\nAccept: text/html\r\n\r\n".encode())


def post(kind: str, host: str, path: str, body: str) -> Ask:
    head = (
        f"POST {path} HTTP/1.1\r\nHost: {host}\r\nAccept: text/html\r\nSec-Fetch-Site: same-origin\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return Ask(kind, (head + body).encode())


class Visitor:
    """One connection: made, shaken hands on, then asked on again and again."""

    def __init__(self, address: str, port: int, context: ssl.SSLContext | None) -> None:
        self.socket = socket.socket()
        self.socket.setblocking(False)
        self.socket.setsockopt(socket.IPPROTO_IP, _BIND_ADDRESS_NO_PORT, 1)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.bind((address, 0))
        self.socket.connect_ex((LOOPBACK, port))
        self.number = self.socket.fileno()
        self.context = context
        self.is_connected = self.is_ready = False
        self.asked = 0
        self.begin(None, 0.0)

    def begin(self, ask: Ask | None, meant: float) -> None:
        self.ask, self.meant = ask, meant
        self.unsent = ask.message if ask else b""
        self.head, self.headers, self.left = b"", {}, None
        self.asked += ask is not None

    def go_on(self) -> bool:
        """As far as it goes now; true when the answer is whole. Raises `OSError`; `ssl` says what it waits for so, too."""
        if not self.is_ready:
            self._shake_hands()
        if self.unsent:
            self.unsent = self.unsent[self.socket.send(self.unsent) :]
        while True:
            length = self.socket.recv_into(_CHUNK)
            if not length:
                raise ConnectionResetError
            if self._hear(length):
                return True

    def _shake_hands(self) -> None:
        if not self.is_connected:
            if error := self.socket.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR):
                raise OSError(error, "no connection")
            self.is_connected = True
            if self.context:
                self.socket = self.context.wrap_socket(
                    self.socket, server_hostname="localhost", do_handshake_on_connect=False
                )
        if self.context:
            self.socket.do_handshake()
        self.is_ready = True

    def _hear(self, length: int) -> bool:
        if self.left is not None:
            self.left -= length
            return self.left <= 0
        self.head += _CHUNK[:length]
        end = self.head.find(b"\r\n\r\n")
        if end < 0:
            return False
        body = len(self.head) - end - 4
        lines = (line.partition(":") for line in self.head[:end].decode("latin-1").split("\r\n"))
        self.headers = {name.lower(): value.strip() for name, _colon, value in lines}
        self.left = int(self.headers.get("content-length", 0)) - body  # each of our answers has it
        return self.left <= 0

    def answer(self, now: float) -> Answer:
        status, ms = int(self.head.split(b" ", 2)[1]), (now - self.meant) * 1000
        location = self.headers.get("location", "")
        return Answer(
            self.ask.kind, status, self.meant, ms, location, "retry-after" in self.headers
        )


class Crowd:
    def __init__(self, port: int, context: ssl.SSLContext | None = None) -> None:
        self.port, self.context = port, context
        self.began = 0.0  # on `time.perf_counter`: the second from which arrivals count
        self.came = 0  # visitors, each from an address of their own

    def come(self, arrivals: Sequence[tuple[float, Ask]], patience: float) -> list[Answer]:
        """Each at its second from now on; `patience`: seconds after the last until what is open counts as unanswered."""
        self.poll, self.open, self.idle = select.epoll(), {}, deque()
        self.waiting: deque[tuple[float, Ask]] = deque()
        self.answers: list[Answer] = []
        begin, place = time.perf_counter() + 0.2, 0
        self.began = begin
        end = begin + (arrivals[-1][0] if arrivals else 0) + patience
        while (now := time.perf_counter()) < end and len(self.answers) < len(arrivals):
            while place < len(arrivals) and begin + arrivals[place][0] <= now:
                self.waiting.append((begin + arrivals[place][0], arrivals[place][1]))
                place += 1
            self._dispatch()
            due = begin + arrivals[place][0] if place < len(arrivals) else end
            self._listen(max(0.0, min(0.1, due - time.perf_counter())))
        return self._gave_up()

    def _dispatch(self) -> None:
        while self.waiting and (self.idle or len(self.open) < AT_ONCE):
            meant, ask = self.waiting.popleft()
            if self.idle:
                visitor = self.idle.popleft()
                visitor.begin(ask, meant)
                self._go_on(visitor)
            else:
                visitor = Visitor(self._address(), self.port, self.context)
                visitor.begin(ask, meant)
                self.open[visitor.number] = visitor
                self.poll.register(visitor.number, select.EPOLLIN | select.EPOLLOUT)

    def _address(self) -> str:
        self.came += 1
        n = self.came
        return f"127.{1 + n // 64516 % 250}.{n // 254 % 254}.{1 + n % 254}"

    def _listen(self, seconds: float) -> None:
        for number, event in self.poll.poll(seconds):
            visitor = self.open.get(number)
            if visitor and visitor.ask:
                self._go_on(visitor)
            elif visitor and event == select.EPOLLOUT:
                self.poll.modify(number, select.EPOLLIN)
            elif visitor:  # the site hung up on somebody who asked nothing
                self.idle.remove(visitor)
                self._leave(visitor)

    def _go_on(self, visitor: Visitor) -> None:
        try:
            if visitor.go_on():
                self._done(visitor)
        except (BlockingIOError, ssl.SSLWantReadError):
            wanted = select.EPOLLIN | (
                select.EPOLLOUT if visitor.unsent and visitor.is_ready else 0
            )
            self.poll.modify(visitor.number, wanted)
        except ssl.SSLWantWriteError:
            self.poll.modify(visitor.number, select.EPOLLOUT)
        except OSError:
            ms = (time.perf_counter() - visitor.meant) * 1000
            self.answers.append(Answer(visitor.ask.kind, 0, visitor.meant, ms))
            self._leave(visitor)

    def _done(self, visitor: Visitor) -> None:
        self.answers.append(visitor.answer(time.perf_counter()))
        if visitor.asked >= A_VISIT or visitor.headers.get("connection") == "close":
            self._leave(visitor)
            return
        visitor.begin(None, 0.0)
        self.idle.append(visitor)

    def _leave(self, visitor: Visitor) -> None:
        with suppress(OSError):
            self.poll.unregister(visitor.number)
        self.open.pop(visitor.number, None)
        visitor.socket.close()

    def _gave_up(self) -> list[Answer]:
        now = time.perf_counter()
        late = [(v.meant, v.ask) for v in self.open.values() if v.ask] + list(self.waiting)
        for visitor in list(self.open.values()):
            self._leave(visitor)
        self.poll.close()
        return self.answers + [
            Answer(ask.kind, -1, meant, (now - meant) * 1000) for meant, ask in late
        ]
