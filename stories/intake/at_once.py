"""A press on "Me too" without waking Django: read, counted, and kept together with those that come at the same moment.

What is rare (held, paused, sent before, from another site, words) is left to Django, with the body as it came. What the answer looks
like, Django says once for each host and language. tests/stories/test_press_at_once.py compares the two, byte by byte.
"""

import secrets
import time
from collections.abc import Callable, Iterable
from functools import cache, cached_property
from io import BytesIO

from django.conf import settings
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.db import DatabaseError, connection
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation

from metoo_wall.cross_site import comes_from_here
from metoo_wall.handler import Utf8Request
from metoo_wall.ready.front import Answer, Application
from stories import sealed
from stories.desk.moderation import BarePost
from stories.intake import lanes, press, receipts, sharing
from stories.intake.together import Press, Together, let_go
from stories.models.private import State
from stories.models.public import Phrase, new_public_id

LONGEST = 1024  # bytes of a press; the form on the home page sends some 150
KINDS = {
    "application/x-www-form-urlencoded",
    "application/x-www-form-urlencoded;charset=UTF-8",  # what `fetch` says
}
FRESH = 1.0  # seconds; each worker asks once in so long which phrases are offered
MOST_FRAMES = 64  # hosts are as many as somebody likes


class PressAtOnce:
    """Stands before Django. `together` keeps posts; the rest is what this process knows."""

    def __init__(self, django: Application, together: Together | None = None) -> None:
        self._django = django
        self._together = together or Together()
        self._frames: dict[tuple, Answer] = {}
        self._offered: tuple[float, dict[str, int]] = (0.0, {})
        self._token = secrets.token_urlsafe(sealed.TOKEN_BYTES)  # stands for others, of its length

    def __call__(self, environ: dict, start_response: Callable) -> Iterable[bytes]:
        answer = self._answer(environ) if self._may_be_one(environ) else None
        if answer is None:
            return self._django(environ, start_response)
        status, headers, body = answer
        start_response(status, headers)
        return body

    def _may_be_one(self, environ: dict) -> bool:
        get = environ.get
        length = get("CONTENT_LENGTH") or ""
        return (
            environ["REQUEST_METHOD"] == "POST"
            and environ["PATH_INFO"] in self._addresses
            and not get("QUERY_STRING")
            and get("CONTENT_TYPE") in KINDS
            and length.isascii()
            and length.isdigit()
            and 0 < int(length) <= LONGEST
            and "HTTP_HOST" in environ
        )

    @cached_property
    def _addresses(self) -> set[str]:
        if settings.FRONT:
            return set()
        found = set()
        for code, _name in settings.LANGUAGES:
            with translation.override(code):
                found.add(reverse("intake:share"))
        return found

    def _answer(self, environ: dict) -> Answer | None:
        length = int(environ["CONTENT_LENGTH"])
        body = environ["wsgi.input"].read(length)
        environ["wsgi.input"] = BytesIO(body)
        try:
            is_whole = len(body) == length
            return self._taken(environ, Utf8Request(environ)) if is_whole else None
        except DatabaseError:
            connection.close()  # Django's own attempt says that it is away
        except (SuspiciousOperation, BadRequest, ValueError):
            pass  # a host or a body that Django refuses
        finally:
            environ["wsgi.input"] = BytesIO(body)
            let_go()
        return None

    def _taken(self, environ: dict, request: HttpRequest) -> Answer | None:
        if not (press.is_one(request.POST) and comes_from_here(request)):
            return None
        phrase_id = self._phrase(press.slug_of(request.POST))
        frame = self._frame(environ) if phrase_id is not None else None
        if frame is None or lanes.is_paused():
            return None
        draft = press.draft(phrase_id)
        begun = press.Begun(press.form_id_of(request), press.lane_of(request, draft))
        environ[press.BEGUN] = begun
        if begun.slow:
            return None
        made = _made(begun.form_id.value, draft)
        let_go()  # who waits for the others holds none
        return self._filled(frame, made.page.token) if self._together.keep(made) else None

    def _phrase(self, slug: str) -> int | None:
        """The one that is meant, or the first where none is named; as the form offers them now."""
        asked_at, offered = self._offered
        if not offered or time.monotonic() - asked_at >= FRESH:
            self._offered = (time.monotonic(), offered)  # one asks, and not all of them
            offered = dict(Phrase.objects.filter(is_offered=True).values_list("slug", "id"))
            self._offered = (time.monotonic(), offered)
        return offered.get(slug) if slug else next(iter(offered.values()), None)

    def _frame(self, environ: dict) -> Answer | None:
        """Django's answer with a token that stands for others."""
        get = environ.get
        key = (
            environ["PATH_INFO"],
            environ["HTTP_HOST"],
            get("wsgi.url_scheme"),
            get("HTTP_X_FORWARDED_PROTO"),
            "application/json" in get("HTTP_ACCEPT", ""),
        )
        if key not in self._frames:
            made = self._ask_for_a_frame(environ)
            if made is None:
                return None
            if len(self._frames) >= MOST_FRAMES:
                self._frames.clear()
            self._frames[key] = made
        return self._frames.get(key)

    def _ask_for_a_frame(self, environ: dict) -> Answer | None:
        said: list = []
        asked = {
            **environ,
            "wsgi.input": BytesIO(),
            "CONTENT_LENGTH": "0",
            press.TOKEN: self._token,
        }
        answer = self._django(asked, lambda status, headers, *_more: said.extend((status, headers)))
        body = b"".join(answer)
        answer.close()
        return (*said, [body]) if answer.status_code in (200, 303) else None

    def _filled(self, frame: Answer, token: str) -> Answer:
        status, headers, body = frame
        filled = [(name, value.replace(self._token, token)) for name, value in headers]
        return status, filled, [body[0].replace(self._token.encode(), token.encode())]


def _made(form_id: str, draft: press.Draft) -> Press:
    """The post and the page with its receipt: what `sharing.keep` and `views` make of one, before anything is written."""
    said = _as_text(draft.phrase_id)
    receipt = receipts.derive(form_id, said)
    digest = receipts.digest(receipt)
    post = BarePost(
        digest.value,
        digest.key,
        new_public_id(),
        draft.phrase_id,
        tuple(receipts.derived_before(form_id, said)),
    )
    page = sealed.made(
        {
            "page": "receipt",
            "receipt": receipt,
            "public_id": post.public_id,
            "state": State.PUBLISHED,
            "asks_first": draft.asks_before_publishing,
        }
    )
    return Press(post, page)


@cache
def _as_text(phrase_id: int) -> str:
    return sharing.as_text(press.draft(phrase_id))
