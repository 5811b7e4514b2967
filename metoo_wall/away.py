"""The database is away, or there is no room: a 503 that loses no word.

It is the one answer to a POST that carries the words back in its body: everywhere else a browser would
write them to its disk, here the alternative is that somebody's account is gone.
"""

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from metoo_wall.cross_site import comes_from_here

AWAY = (OperationalError, InterfaceError)  # a pool that runs dry is an OperationalError too
RETRY_AFTER_SECONDS = 30
ROOM_AFTER_SECONDS = 10
WORDS = {  # the views that take words, and the fields that hold them
    "intake:share": ("text",),
    "intake:yours": ("text", "note"),
    "intake:concern": ("text",),
}


def away_page(request: HttpRequest) -> HttpResponse:
    return _page(request, "503.html", RETRY_AFTER_SECONDS)


def no_room_page(request: HttpRequest) -> HttpResponse:
    """For `metoo_wall.admission`, before any view: so the view's own check of where a form came from is made here."""
    answer = _page(request, "503_no_room.html", ROOM_AFTER_SECONDS, has_no_room=True)
    answer._has_been_logged = (
        True  # no line for each of thousands: the operator's numbers count them
    )
    return answer


def _page(request: HttpRequest, otherwise: str, seconds: int, **said: bool) -> HttpResponse:
    kept = _kept(request) if request.method == "POST" and comes_from_here(request) else None
    template = "stories/share_kept.html" if kept else otherwise
    answer = render(request, template, (kept or {}) | said, status=503)
    answer["Retry-After"] = str(seconds)
    return answer


def _kept(request: HttpRequest) -> dict | None:
    """What the page needs to send the same form once more; None where no words were on their way."""
    names = WORDS.get(_view_name(request), ())
    field = next((name for name in names if request.POST.get(name)), "")
    if not field and _view_name(request) != "intake:share":
        return None
    pairs = [(name, value) for name, values in request.POST.lists() for value in values]
    return {
        "action": request.path,
        "step": request.POST.get("step") or "send",
        "field": field or "text",
        "fields": [(name, value) for name, value in pairs if name not in (field, "text")],
        "text": request.POST.get(field or "text", ""),
    }


def _view_name(request: HttpRequest) -> str:
    return request.resolver_match.view_name if request.resolver_match else ""
