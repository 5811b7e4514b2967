"""Who is answered now, who waits a moment, and who hears at once that there is no room: 503, with Retry-After.

Without it, what does not fit waits unseen inside the server, and after a minute of too much everybody is a minute late. A worker
has lanes, so that no kind of visitor takes the place of another: readers, those who look for help, those who write, and the desk.
In each lane a few are answered at the same time, some wait, and whoever comes after them is told to come again (decision 23).
Pages kept ready are handed out before this, for next to nothing.
"""

import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.db import close_old_connections, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from metoo_wall.ready import once
from metoo_wall.watching import counting

Application = Callable[[dict, Callable], Iterable[bytes]]
Page = tuple[str, list[tuple[str, str]], bytes]

NO_ROOM = "metoo_wall.no_room"  # in the environment of a request: a page is to say so
HELP = ("/resources/", "/safety/", "/healthz", "/readyz", "/static/")
SPARE = 2  # threads that can always say that there is no room
MOST_PAGES = 64  # hosts are as many as somebody likes


class Place:
    """Has connections to databases of its own. A thread has them while it works here: there are more threads than places, and
    each connection to SQLite holds half a megabyte."""

    def __init__(self) -> None:
        self._own: list[BaseDatabaseWrapper] = []

    @contextmanager
    def taken(self) -> Iterator[None]:
        before = _taken_from_this_thread()
        _given_to_this_thread(self._own)
        try:
            yield
        finally:
            close_old_connections()
            self._own = _taken_from_this_thread()
            for connection in self._own:
                if not connection.allow_thread_sharing:
                    connection.inc_thread_sharing()  # one thread after the other, never two at once
            _given_to_this_thread(before)


def _taken_from_this_thread() -> list[BaseDatabaseWrapper]:
    taken = connections.all(initialized_only=True)
    for connection in taken:
        del connections[connection.alias]
    return taken


def _given_to_this_thread(given: list[BaseDatabaseWrapper]) -> None:
    for connection in given:
        connections[connection.alias] = connection


class _Waiting:
    def __init__(self) -> None:
        self.place: Place | None = None
        self.turn = threading.Lock()
        self.turn.acquire()


class Lane:
    """`at_work` at the same time, `waiting` for at most `patience` seconds."""

    def __init__(self, name: str, at_work: int, waiting: int, patience: float) -> None:
        self.name = name
        self.at_work = at_work
        self.most = at_work + waiting
        self._patience = patience
        self._most_waiting = waiting
        self._changing = threading.Lock()
        self._places = [Place() for _n in range(at_work)]
        self._waiting: deque[_Waiting] = deque()

    def enter(self) -> Place | None:
        """A place to work at, if there was one in time. Who has one must `leave`. Nobody is overtaken."""
        with self._changing:
            if self._places:
                # The one that was left last: in quiet hours one connection is enough.
                return self._places.pop()
            if len(self._waiting) >= self._most_waiting:
                return None
            own = _Waiting()
            self._waiting.append(own)
        own.turn.acquire(timeout=self._patience)
        with self._changing:
            if own.place is None:
                self._waiting.remove(own)
        return own.place

    def leave(self, place: Place) -> None:
        with self._changing:
            if not self._waiting:
                self._places.append(place)
                return
            first = self._waiting.popleft()
            first.place = place
            first.turn.release()


@dataclass(frozen=True)
class Lanes:
    reading: Lane
    help: Lane
    writing: Lane
    desk: Lane
    keeping: Lane  # hands words back to those who found no room in `writing`

    def of(self, environ: dict) -> Lane:
        path = environ["PATH_INFO"]
        if path.startswith(_staff()):
            return self.desk
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return self.writing
        return self.help if path.startswith(_help()) else self.reading

    @property
    def threads(self) -> int:
        """As many as a worker needs, so that nobody waits where nobody counts: those in lanes, and those who wait for a page
        that somebody else makes (metoo_wall/ready/once.py)."""
        return SPARE + once.MOST + sum(lane.most for lane in vars(self).values())


def lanes() -> Lanes:
    """Of one worker. Python computes for one thread at a time: two at work are one that waits for the database."""
    return Lanes(
        reading=Lane("reading", 4, 44, 1.0),
        help=Lane("help", 1, 23, 5.0),
        writing=Lane("writing", 12, 36, 5.0),
        desk=Lane("desk", 2, 6, 20.0),
        keeping=Lane("keeping", 1, 7, 10.0),
    )


class Gate:
    """`django` makes the pages that say that there is no room."""

    def __init__(self, django: Application, lanes: Lanes) -> None:
        self._django = django
        self._lanes = lanes
        self._pages: dict[tuple, Page] = {}

    def __call__(
        self, environ: dict, start_response: Callable, answer: Application
    ) -> Iterable[bytes]:
        lane = self._lanes.of(environ)
        place = lane.enter()
        if place is None:
            return self._no_room(environ, start_response, lane)
        try:
            with place.taken():
                return answer(environ, start_response)
        finally:
            lane.leave(place)

    def _no_room(self, environ: dict, start_response: Callable, lane: Lane) -> Iterable[bytes]:
        counting.slowed(f"no room, {lane.name}")
        if lane is self._lanes.writing and not _is_our_script(environ):
            keeping = self._lanes.keeping
            place = keeping.enter()
            if place is not None:
                try:
                    return self._django(environ | {NO_ROOM: True}, start_response)
                finally:
                    keeping.leave(place)
        status, headers, body = self._page(environ)
        start_response(status, list(headers))
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]

    def _page(self, environ: dict) -> Page:
        """One for each language and host, made once and kept as bytes."""
        path, get = _home_of(environ["PATH_INFO"]), environ.get
        key = (path, get("HTTP_HOST"), get("wsgi.url_scheme"), get("HTTP_X_FORWARDED_PROTO"))
        page = self._pages.get(key)
        if page is None:
            page = self._ask_for_a_page(environ, path)
            if len(self._pages) >= MOST_PAGES:
                self._pages.clear()
            self._pages[key] = page
        return page

    def _ask_for_a_page(self, environ: dict, path: str) -> Page:
        said: list = []
        asked = {**environ, "REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": ""}
        answer = self._django(
            asked | {NO_ROOM: True}, lambda status, headers, *_more: said.extend((status, headers))
        )
        body = b"".join(answer)
        answer.close()
        return said[0], said[1], body


def _is_our_script(environ: dict) -> bool:
    """It keeps the form and every word in it as they are, whatever the answer (static/js/send.js)."""
    return "application/json" in environ.get("HTTP_ACCEPT", "")


def _home_of(path: str) -> str:
    first = path.split("/", 2)[1] if path.startswith("/") else ""
    return f"/{first}/" if first in _languages() else "/"


@cache
def _languages() -> frozenset[str]:
    return frozenset(code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE)


@cache
def _help() -> tuple[str, ...]:
    return (*HELP, *(f"/{code}{path}" for code in _languages() for path in HELP))


@cache
def _staff() -> str:
    return f"/{settings.ADMIN_PATH}/"
