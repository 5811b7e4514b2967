"""Presses on "Me too" as a server hands them over, and what came back."""

import re
from io import BytesIO
from secrets import token_hex
from typing import NamedTuple
from urllib.parse import urlencode

from django.test import RequestFactory

from metoo_wall.handler import Handler
from stories import sealed
from stories.intake import press

FORM = "application/x-www-form-urlencoded"
TOKEN = re.compile("/(?:share|yours)/([A-Za-z0-9_-]{43})/")

FORM_ID = re.compile("[0-9a-f]{32}(:[A-Za-z0-9]+:[A-Za-z0-9_-]+)?")


class Said(NamedTuple):
    status: str
    headers: list[tuple[str, str]]
    body: bytes

    @property
    def tokens(self) -> list[str]:
        return TOKEN.findall(f"{dict(self.headers).get('Location', '')} {self.body.decode()}")

    @property
    def page(self) -> dict:
        return sealed.unseal(self.tokens[0])

    def without_tokens(self) -> tuple:
        """What is the same for two presses: the ids of their forms are not, either."""
        headers = sorted((name, TOKEN.sub("/TOKEN/", value)) for name, value in self.headers)
        body = FORM_ID.sub("ID", TOKEN.sub("/TOKEN/", self.body.decode()))
        return self.status, headers, body


class Django:
    """The handler that wsgi.py has, counting what it was asked beside the looks of an answer."""

    def __init__(self) -> None:
        self.asked = 0
        self._handler = Handler()

    def __call__(self, environ: dict, start_response):
        self.asked += press.TOKEN not in environ
        return self._handler(environ, start_response)


def body_of(**fields: str) -> str:
    return urlencode({"phrase": "metoo", "step": "send", "form_id": token_hex(16)} | fields)


def environ_of(body: str | bytes, path: str = "/share/", **more: str | None) -> dict:
    """A press from our own page; None takes a header away."""
    body = body if isinstance(body, bytes) else body.encode()
    made = RequestFactory().post(path, body, content_type=FORM).environ
    made |= {"HTTP_HOST": "localhost", "HTTP_SEC_FETCH_SITE": "same-origin"}
    made |= {"wsgi.input": BytesIO(body)} | more
    return {name: value for name, value in made.items() if value is not None}


def said_by(application, environ: dict) -> Said:
    started = []
    answer = application(environ, lambda status, headers, *_more: started.extend((status, headers)))
    body = b"".join(answer)
    getattr(answer, "close", lambda: None)()
    return Said(*started, body)
