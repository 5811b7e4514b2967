"""The page of one piece without waking Django, as stories/wall/at_once.py makes the wall: frames that the view's own templates
made, filled with the row and padded as the view pads.

The row is read for each request. One that is not there is left to Django, which knows whether it ever was.
tests/stories/test_story_at_once.py compares the two, byte by byte.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import escape

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.db import Error, connection
from django.http import QueryDict
from django.urls import reverse
from django.utils import translation
from django.utils.encoding import iri_to_uri
from django.utils.functional import cached_property

from metoo_wall.copies import nearby
from metoo_wall.ready.front import LONGEST, Answer
from metoo_wall.ready.holes import Frame, hole
from metoo_wall.same_page import LONGEST_QUERY
from stories.models.public import PUBLIC_ID_ALPHABET, PUBLIC_ID_LENGTH
from stories.wall.at_once import HOLES
from stories.wall.choosing import Choice, run_of_heavy
from stories.wall.one_piece import ANYBODY, Room, content
from stories.wall.padding import pad
from stories.wall.rows import one

_PUBLIC_ID = re.compile(f"[{PUBLIC_ID_ALPHABET}]{{{PUBLIC_ID_LENGTH}}}")


@dataclass(frozen=True)
class Blank:
    status: str
    headers: list[tuple[str, Frame]]
    body: Frame

    def fill(self, given: dict[str, str], query: str) -> Answer:
        body = pad(self.body.fill(given | {"query": escape(query)}).encode())
        plain = {"id": given["id"], "query": query, "length": str(len(body))}
        headers = [(name, frame.fill(plain)) for name, frame in self.headers]
        return self.status, headers, [body]


class StoryAtOnce:
    def __init__(self) -> None:
        self._rooms: dict[str, Room] = {}

    def __call__(self, environ: dict, django: Callable) -> Answer | None:
        path, query = environ["PATH_INFO"], environ.get("QUERY_STRING", "")
        if len(path) < PUBLIC_ID_LENGTH or len(query) > LONGEST:
            return None
        public_id = path[-PUBLIC_ID_LENGTH - 1 : -1]
        language = self._addresses.get(path.removesuffix(f"{public_id}/"))
        if not (language and _PUBLIC_ID.fullmatch(public_id)):
            return None
        with translation.override(language):
            try:
                return nearby.read(self._page, environ, django, public_id)
            except Error:
                connection.close()  # Django's own attempt says that it is away
            except (ValueError, SuspiciousOperation, LookupError):
                pass  # a query that Django refuses; a phrase that is newer than the furniture
        return None

    @cached_property
    def _addresses(self) -> dict[str, str]:
        """What stands before a public id, and its language."""
        found = {}
        for code, _name in settings.LANGUAGES:
            with translation.override(code):
                found[reverse("wall:stories")] = code
        return found

    def _page(self, environ: dict, django: Callable, public_id: str) -> Answer | None:
        query = environ.get("QUERY_STRING", "")
        room = self._fresh(translation.get_language())
        asked, address = QueryDict(query), iri_to_uri(query)
        piece = one(public_id)
        if piece is None or len(address) > LONGEST_QUERY:
            return None
        choice = Choice.read(asked, room.furniture.known)
        made = content(room, piece, choice, run_of_heavy(asked) + 1)
        blank = _blank(room, environ, django, piece.kind)
        given = {
            "id": public_id,
            "content": made,
            "onward": escape(choice.query()),
            "help_query": escape(choice.help_query),
        }
        return blank and blank.fill(given, address)

    def _fresh(self, language: str) -> Room:
        room = self._rooms.get(language)
        if room is None or not room.furniture.is_right():
            room = self._rooms[language] = Room()
        return room


def _blank(room: Room, environ: dict, django: Callable, kind: str) -> Blank | None:
    get = environ.get
    host = (get("HTTP_HOST"), get("wsgi.url_scheme"), get("HTTP_X_FORWARDED_PROTO"))
    key = (kind, bool(get("QUERY_STRING")), *host)
    return room.furniture.frame(key, lambda: _ask_for_a_blank(room, environ, django, kind))


def _ask_for_a_blank(room: Room, environ: dict, django: Callable, kind: str) -> Blank | None:
    said: list = []
    context = {name: hole(name) for name in ("content", "onward", "help_query")}
    asked = {
        **environ,
        "REQUEST_METHOD": "GET",
        "PATH_INFO": f"{room.furniture.here}{ANYBODY}/",
        "QUERY_STRING": hole("query") if environ.get("QUERY_STRING") else "",
        HOLES: context | {"story": {"kind": kind}},
    }
    answer = django(asked, lambda status, headers, *_more: said.extend((status, headers)))
    body = b"".join(answer).decode()
    answer.close()
    if answer.status_code != 200:
        return None
    own = {"Content-Length": hole("length")}
    frames = [
        (name, Frame(own.get(name, value).replace(ANYBODY, hole("id")))) for name, value in said[1]
    ]
    return Blank(said[0], frames, Frame(body.replace(ANYBODY, hole("id"))))
