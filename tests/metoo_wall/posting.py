"""People who post at a steady rate, each one after the other, and remember what was accepted.

Each has an address of their own, as a proxy would say it (the site believes it where TRUSTED_PROXIES=1), and keeps one connection.
"""

import json
import threading
import time
from contextlib import closing, contextmanager
from http.client import HTTPConnection, HTTPResponse, RemoteDisconnected
from secrets import token_hex
from urllib.parse import urlencode

KIND = "application/x-www-form-urlencoded"
MOST_TOLD = 5


class Sender(threading.Thread):
    def __init__(self, number: int, people: int, port: int, pause: float, until) -> None:
        super().__init__(daemon=True)
        self.port, self.pause, self.until = port, pause, until
        self.first_after = number * pause / people  # so that they do not press all at once
        self.headers = {
            "Content-Type": KIND,
            "Accept": "application/json",
            "Sec-Fetch-Site": "same-origin",
            "X-Forwarded-For": f"2001:db8:0:{number:x}::1",
        }
        self.accepted: list[str] = []  # ids of forms, in the order in which they were answered
        self.errors: list[str] = []
        self.told = 0  # times that there was no room, said at once: the same form is sent again

    def run(self) -> None:
        due = time.monotonic() + self.first_after
        with closing(HTTPConnection("localhost", self.port, timeout=30)) as connection:
            while not self.until.wait(max(0, due - time.monotonic())):
                due += self.pause
                try:
                    self.accepted.append(self.post(connection))
                except (OSError, ValueError) as error:
                    self.errors.append(repr(error))
                    connection.close()  # the next press opens another

    def post(self, connection: HTTPConnection) -> str:
        """One press, answered with the address of the page that shows the number; the id of its form."""
        form = {"step": "send", "phrase": "metoo", "form_id": token_hex(16)}
        sealed = json.loads(self._send(connection, urlencode(form)))
        if not sealed["location"].startswith("/share/"):
            raise ValueError(sealed)
        return form["form_id"]

    def _send(self, connection: HTTPConnection, body: str) -> str:
        """Once more on a connection that the server had closed meanwhile: the form is kept once, whatever happens."""
        try:
            answer = self._answer(connection, body)
        except RemoteDisconnected:
            connection.close()
            answer = self._answer(connection, body)
        text = answer.read().decode()
        while is_told_to_wait(answer) and self.told < MOST_TOLD:
            self.told += 1
            time.sleep(1)
            answer = self._answer(connection, body)
            text = answer.read().decode()
        if answer.status != 200:
            raise ValueError(f"{answer.status} {text[:200]}")
        return text

    def _answer(self, connection: HTTPConnection, body: str) -> HTTPResponse:
        connection.request("POST", "/share/", body, self.headers)
        return connection.getresponse()


def is_told_to_wait(answer: HTTPResponse) -> bool:
    return answer.status == 503 and "Retry-After" in answer.headers


@contextmanager
def posting(port: int, *, a_second: float, people: int = 10):
    """So many posts a second, from so many people, until the block ends."""
    until = threading.Event()
    senders = [Sender(person, people, port, people / a_second, until) for person in range(people)]
    for sender in senders:
        sender.start()
    try:
        yield senders
    finally:
        until.set()
        for sender in senders:
            sender.join(60)
