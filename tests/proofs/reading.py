"""Readers of a server: what one request brings, and one who asks again and again."""

import http.client
import json
import threading
import time
from urllib.parse import urlsplit


def ask(server: str, path: str, method: str = "GET") -> tuple[int, str]:
    connection = http.client.HTTPConnection(urlsplit(server).netloc, timeout=30)
    try:
        connection.request(method, path)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


def readiness(server: str) -> dict[str, str]:
    return json.loads(ask(server, "/readyz")[1])


class Reader(threading.Thread):
    """Asks for one page until it is told to stop; remembers when each request began, and its status."""

    def __init__(self, server: str, path: str) -> None:
        super().__init__(daemon=True)
        self._server, self._path = server, path
        self._stops = threading.Event()
        self.seen: list[tuple[float, int]] = []

    def run(self) -> None:
        while not self._stops.is_set():
            began = time.monotonic()
            self.seen.append((began, ask(self._server, self._path)[0]))
            time.sleep(0.01)

    def __enter__(self) -> "Reader":
        self.start()
        return self

    def __exit__(self, *_exception) -> None:
        self.stop()

    def stop(self) -> None:
        self._stops.set()
        self.join(timeout=60)

    def last(self, status: int) -> float:
        """When the last request began that was answered so; -1 where none was."""
        return max((began for began, said in self.seen if said == status), default=-1.0)
