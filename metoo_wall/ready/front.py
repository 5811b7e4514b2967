"""The WSGI layer before Django's: it answers from the shelf where it can, and keeps what may be kept.

Only answers 200 to GET that a view has marked as the same for everybody are kept, as the outermost middleware left them:
every header is part of it. The address is taken to the letter: a page repeats its own query in its links, so two spellings of
one choice are two pages.
"""

import time
from collections.abc import Callable, Iterable, Sequence
from functools import partial

from django.db import Error, connection

from metoo_wall.admission import Gate
from metoo_wall.copies import nearby
from metoo_wall.ready import removals
from metoo_wall.ready.once import Together
from metoo_wall.ready.shelf import SHELF, STANDING, Headers, Key, Page, Shelf

Application = Callable[[dict, Callable], Iterable[bytes]]
AtOnce = Callable[[dict, Application], "Answer | None"]  # answers by itself, or leaves it to Django
Answer = tuple[str, Headers, list[bytes]]
LONGEST = 512  # characters of an address; every filter of the wall at once takes some 400


class Front:
    def __init__(
        self,
        django: Application,
        at_once: Sequence[AtOnce] = (),
        shelf: Shelf = SHELF,
        standing: Shelf = STANDING,
        gate: Gate | None = None,
    ) -> None:
        self._django = django
        self._gate = gate
        self._at_once = at_once
        self._shelf = shelf
        self._standing = standing
        self._together = Together()

    def __call__(self, environ: dict, start_response: Callable) -> Iterable[bytes]:
        known = removals.here()
        if known is None or not _may_be_answered(environ):
            return self._with_room(environ, start_response, self._django)
        key, seen = _key(environ), known.word()
        page = self._shelf.find(key, seen)
        if page is None:
            with self._together.first(key) as is_first:
                page = None if is_first else self._shelf.find(key, known.word())
                if page is None:
                    make = partial(self._render, key, known)
                    return self._with_room(environ, start_response, make)
        start_response(page.status, page.headers)
        return page.body

    def _with_room(
        self, environ: dict, start_response: Callable, answer: Application
    ) -> Iterable[bytes]:
        if self._gate is None:
            return answer(environ, start_response)
        return self._gate(environ, start_response, answer)

    def _render(
        self, key: Key, known: removals.Removals, environ: dict, start_response: Callable
    ) -> Iterable[bytes]:
        """Made anew; kept where nothing left the wall between the first look and the last."""
        second, word, was_quiet = int(time.time()), known.word(), known.are_under_way()
        said = self._still_right(key) or self._made_at_once(environ)
        if said:
            start_response(*said[:2])
        else:
            said, answer = self._ask_django(environ, start_response)
            if not _may_be_kept(environ, answer):
                return answer
            said = *said, [b"".join(answer)]
            answer.close()
            self._keep_standing(key, said, answer)
        has_stood = not (was_quiet or known.are_under_way()) and known.word() == word
        if has_stood and _is_worth_keeping(environ, key):
            self._shelf.put(key, Page(*said, word, second))
        return said[2]

    def _still_right(self, key: Key) -> Answer | None:
        """What was kept of an earlier second, where it would say the same in this one."""
        page = self._standing.pages.get(key)
        if page is None:
            return None
        try:
            page = self._standing.find(key, nearby.read(page.says))
        except Error:
            connection.close()  # Django's own attempt says that it is away
            return None
        return page and page[:3]

    def _keep_standing(self, key: Key, said: Answer, answer: Iterable[bytes]) -> None:
        standing = getattr(answer, "standing", None)
        if standing is not None and _length(key) <= LONGEST:
            page = Page(*said, word=standing.said, moment=standing.minute, says=standing.says)
            self._standing.put(key, page)

    def _made_at_once(self, environ: dict) -> Answer | None:
        for made in self._at_once:
            answer = made(environ, self._django)
            if answer is not None:
                return answer
        return None

    def _ask_django(
        self, environ: dict, start_response: Callable
    ) -> tuple[tuple[str, Headers], Iterable[bytes]]:
        said: list = []

        def hear(status: str, headers: list, *more) -> Callable:
            said[:] = status, headers
            return start_response(status, headers, *more)

        answer = self._django(environ, hear)
        return tuple(said), answer


def _may_be_answered(environ: dict) -> bool:
    """A GET or HEAD without a body's type, which could change how an address is read (CharsetMiddleware)."""
    return environ["REQUEST_METHOD"] in ("GET", "HEAD") and not environ.get("CONTENT_TYPE")


def _may_be_kept(environ: dict, answer: Iterable[bytes]) -> bool:
    marked = getattr(answer, "is_the_same_for_everybody", False)
    return marked and answer.status_code == 200 and environ["REQUEST_METHOD"] == "GET"


def _is_worth_keeping(environ: dict, key: Key) -> bool:
    """Somewhere down the wall nobody else is likely to pass within the second; nor at an address that somebody made long."""
    return "after=" not in environ.get("QUERY_STRING", "") and _length(key) <= LONGEST


def _length(key: Key) -> int:
    return sum(map(len, filter(None, key)))


def _key(environ: dict) -> Key:
    """All that a marked page can depend on: the address, the host, and whether TLS brought it."""
    get = environ.get
    return (
        get("PATH_INFO"),
        get("QUERY_STRING"),
        get("HTTP_HOST"),
        get("wsgi.url_scheme"),
        get("HTTP_X_FORWARDED_PROTO"),
    )
