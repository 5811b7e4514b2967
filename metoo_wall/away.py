"""The database is away: a 503 that loses no word.

It is the one answer to a POST that carries the words back in its body: everywhere else a browser would
write them to its disk, here the alternative is that somebody's account is gone.
"""

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

AWAY = (OperationalError, InterfaceError)  # a pool that runs dry is an OperationalError too
RETRY_AFTER_SECONDS = 30
SHARE_VIEW = "intake:share"


def away_page(request: HttpRequest) -> HttpResponse:
    if request.method == "POST" and _view_name(request) == SHARE_VIEW:
        answer = render(request, "stories/share_kept.html", _kept(request), status=503)
    else:
        answer = render(request, "503.html", status=503)
    answer["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return answer


def _kept(request: HttpRequest) -> dict:
    pairs = [(name, value) for name, values in request.POST.lists() for value in values]
    return {
        "fields": [(name, value) for name, value in pairs if name != "text"],
        "text": request.POST.get("text", ""),
    }


def _view_name(request: HttpRequest) -> str:
    return request.resolver_match.view_name if request.resolver_match else ""
