"""The home page and the pages of the wall without waking Django: frames that the view's own template made, filled with rows of a plain cursor.

`WallAtOnce` answers the wall's addresses with a query; for what is rare (nothing to show, a choice that is on no list) it
says None, and Django answers as ever. tests/stories/test_at_once.py compares the two, byte by byte.
"""

import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.db import Error, connection
from django.http import QueryDict
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.encoding import iri_to_uri
from django.utils.functional import cached_property

from metoo_wall import kept
from metoo_wall.copies import nearby
from metoo_wall.ready.front import LONGEST, Answer
from metoo_wall.ready.holes import Frame, hole
from metoo_wall.same_page import LONGEST_QUERY
from stories.models import tallies
from stories.models.public import (
    PUBLIC_ID_ALPHABET,
    PUBLIC_ID_LENGTH,
    ContentWarning,
    Phrase,
)
from stories.wall import chorus, room
from stories.wall.choosing import Choice, left_out, seen
from stories.wall.pieces import Pieces
from stories.wall.rows import ON_A_PAGE, ON_HOME, Row, Wish, rows

SECONDS = 5  # what staff write reaches these pages: names of warnings, phrases
MOST_FRAMES = 64  # in five seconds; hosts are as many as somebody likes
MOST_CHOICES = 256  # the same
HOLES = "metoo_wall.holes"  # in the environment of a request of ours: the view leaves holes

# `after` at the end of a query, where our own links have it; of several the last one counts.
_AFTER = re.compile(rf"(|.*&)after=([{PUBLIC_ID_ALPHABET}]{{{PUBLIC_ID_LENGTH}}})")


def _said() -> list[tuple]:
    """Every column of what staff write of warnings and phrases."""
    return [*ContentWarning.objects.values_list(), *Phrase.objects.values_list()]


@dataclass
class Furniture:
    """What the pages of one language share, as the tables said it when somebody last `looked`."""

    said: list[tuple] = field(default_factory=_said)  # before anything is made of it
    looked: float = field(default_factory=time.monotonic)
    making: threading.Lock = field(
        default_factory=threading.Lock
    )  # one makes a frame, the others wait
    frames: dict[tuple, "Blank"] = field(default_factory=dict)
    chosen: dict[str, "Chosen"] = field(default_factory=dict)  # by the query without its `after`

    @cached_property
    def warnings(self) -> dict[int, ContentWarning]:
        return {warning.id: warning for warning in ContentWarning.objects.all()}

    @cached_property
    def phrases(self) -> dict[int, Phrase]:
        return Phrase.objects.in_bulk()

    def is_right(self) -> bool:
        """Asks the tables again where `SECONDS` have passed: what was made stands as long as they say the same."""
        now = time.monotonic()
        if now - self.looked <= SECONDS:
            return True
        self.looked = now  # one asks, and not all of them
        return self.said == _said()

    @cached_property
    def known(self) -> tuple[set[str], set[str]]:
        warnings, phrases = self.warnings.values(), self.phrases.values()
        return {warning.slug for warning in warnings}, {phrase.slug for phrase in phrases}

    @cached_property
    def tags(self) -> dict[str, str]:
        return {phrase.slug: phrase.tag for phrase in self.phrases.values()}

    @cached_property
    def names(self) -> dict[str, str]:
        return {warning.slug: warning.name for warning in self.warnings.values()}

    @cached_property
    def pieces(self) -> Pieces:
        return Pieces(self.phrases, self.warnings)

    @cached_property
    def here(self) -> str:
        return reverse("wall:stories")

    def read(self, query: str) -> tuple["Chosen", str]:
        """What was chosen, and `after`. A query may be refused, as Django refuses it."""
        found = _AFTER.fullmatch(query)
        rest, after = found.groups() if found else (query, None)
        chosen = self.chosen.get(rest)
        if chosen is None or after is None:
            asked = QueryDict(query)
            chosen = Chosen(self, Choice.read(asked, self.known))
            if after is None:
                return chosen, asked.get("after", "").replace("\0", "")
            if len(self.chosen) >= MOST_CHOICES:
                self.chosen.clear()
            self.chosen[rest] = chosen
        return chosen, after

    def frame(self, key: tuple, ask: Callable[[], "Blank | None"]) -> "Blank | None":
        """What is known under `key`, or is asked for once; None is not remembered."""
        found = self.frames.get(key)
        if found is None:
            with self.making:
                found = self.frames.get(key) or ask()
                if found and len(self.frames) >= MOST_FRAMES:
                    self.frames.clear()
                if found:
                    self.frames[key] = found
        return found

    def wish(self, choice: Choice) -> Wish:
        slugs = {phrase.slug: phrase.id for phrase in self.phrases.values()}
        left_out = tuple(
            pk for pk, warning in self.warnings.items() if warning.slug in choice.without
        )
        return Wish(choice.kind, choice.language, slugs.get(choice.phrase), left_out)


class Chosen:
    """A choice, and what every page with it says of it, ready to stand in HTML."""

    def __init__(self, furniture: Furniture, choice: Choice) -> None:
        query = choice.query()
        self.is_made = choice.is_made
        self.wish = furniture.wish(choice)
        self.onward = escape(query)
        self.older = furniture.here + escape(f"{query}&after=" if query else "?after=")
        self.given = {
            "seen": escape(seen(choice, furniture.tags)),
            "left_out": escape(left_out(choice, furniture.names)),
            **{name: escape(value) for name, value in choice.onward().items()},
            "everything": furniture.here + escape(choice.help_query),
            "newest": furniture.here + self.onward,
        }


@dataclass(frozen=True)
class Blank:
    """A page of the wall with holes, and its headers, which may have them, too."""

    status: str
    headers: list[tuple[str, Frame]]
    body: Frame

    def fill(self, given: dict[str, str], address: str, second: int) -> Answer:
        body = self.body.fill(given | {"query": escape(address)}).encode()
        plain = {"query": address, "length": str(len(body)), "second": f"@{second}"}
        headers = [(name, frame.fill(plain)) for name, frame in self.headers]
        return self.status, headers, [body]


class WallAtOnce:
    def __init__(self) -> None:
        self._furniture: dict[str, Furniture] = {}

    def __call__(self, environ: dict, django: Callable) -> Answer | None:
        query = environ.get("QUERY_STRING", "")
        make, language = self._addresses.get(environ["PATH_INFO"], (None, ""))
        if make is None or len(query) > LONGEST:
            return None
        address = iri_to_uri(query)
        if len(address) > LONGEST_QUERY:
            return None
        with translation.override(language):
            try:
                return nearby.read(make, environ, query, address, django)
            except Error:
                connection.close()  # Django's own attempt says that it is away
            except (ValueError, SuspiciousOperation, LookupError):
                pass  # a query that Django refuses; a phrase that is newer than the furniture
        return None

    @cached_property
    def _addresses(self) -> dict[str, tuple[Callable, str]]:
        found = {}
        for code, _name in settings.LANGUAGES:
            with translation.override(code):
                found[reverse("wall:home")] = self._home, code
                found[reverse("wall:stories")] = self._page, code
        return found

    def _home(self, environ: dict, _query: str, address: str, django: Callable) -> Answer | None:
        second = int(time.time())  # before anything is read, as in metoo_wall/kept.py
        furniture = self._fresh(translation.get_language())
        found = rows(Wish(), "", ON_HOME)
        if not found:
            return None
        given = {
            "tally": render_to_string("stories/_tally.html", {"tally": tallies.tally()}),
            "quilt": furniture.pieces.joined(found, ""),
        }
        blank = _blank(furniture, environ, django, ("home",), _home_with_holes)
        return blank and blank.fill(given, address, second)

    def _page(self, environ: dict, query: str, address: str, django: Callable) -> Answer | None:
        second = int(time.time())
        furniture = self._fresh(translation.get_language())
        chosen, after = furniture.read(query)
        found = rows(chosen.wish, after, ON_A_PAGE + 1)
        if not found:
            return None
        faces = map(furniture.pieces.face, found)
        bands, has_older = chorus.page(found, room.fitting(faces, chosen.onward))
        if not (has_older or chosen.is_made):
            return None  # the end of the wall, where a place is kept open
        last: Row = bands[-1].stories[-1]
        given = chosen.given | {
            "quilt": furniture.pieces.sew(bands, chosen.onward),
            "older": chosen.older + last.public_id,
        }
        variant = (bool(given["seen"]), bool(given["left_out"]), bool(after), has_older)
        blank = _blank(furniture, environ, django, variant, _page_with_holes)
        return blank and blank.fill(given, address, second)

    def _fresh(self, language: str) -> Furniture:
        furniture = self._furniture.get(language)
        if furniture is None or not furniture.is_right():
            furniture = self._furniture[language] = Furniture()
        return furniture


def _blank(
    furniture: Furniture, environ: dict, django: Callable, variant: tuple, says: Callable[..., dict]
) -> Blank | None:
    """The page as Django makes it of what `says` says of the variant, with holes; made once for each host."""
    get = environ.get
    host = (get("HTTP_HOST"), get("wsgi.url_scheme"), get("HTTP_X_FORWARDED_PROTO"))
    key = (variant, bool(get("QUERY_STRING")), *host)
    found = furniture.frames.get(key)
    if found is None:
        with furniture.making:
            found = furniture.frames.get(key) or _ask_for_a_blank(environ, django, says(*variant))
            if found and len(furniture.frames) >= MOST_FRAMES:
                furniture.frames.clear()
            if found:
                furniture.frames[key] = found
    return found


def _ask_for_a_blank(environ: dict, django: Callable, said: dict) -> Blank | None:
    answered: list = []
    query = hole("query") if environ.get("QUERY_STRING") else ""
    asked = {**environ, "REQUEST_METHOD": "GET", "QUERY_STRING": query, HOLES: said}
    answer = django(asked, lambda status, headers, *_more: answered.extend((status, headers)))
    body = b"".join(answer).decode()
    answer.close()
    status, headers = answered
    if answer.status_code != 200:
        return None
    own = {"Content-Length": hole("length"), kept.HEADER: hole("second")}
    frames = [(name, Frame(own.get(name, value))) for name, value in headers]
    return Blank(status, frames, Frame(body))


def _home_with_holes(_name: str) -> dict:
    return {"tally": hole("tally"), "quilt": hole("quilt"), "onward": ""}


def _page_with_holes(is_seen: bool, is_left_out: bool, is_onward: bool, has_older: bool) -> dict:
    """What the view gives the template of the wall instead of rows."""
    return {
        "quilt": hole("quilt"),
        "stories": True,
        **{name: hole(name) for name in Choice().onward()},
        "everything_url": hole("everything"),
        "older_url": hole("older") if has_older else None,
        "newest_url": hole("newest") if is_onward else None,
        "chosen": is_seen or is_left_out,
        "seen": hole("seen") if is_seen else "",
        "left_out": hole("left_out") if is_left_out else "",
    }
