"""Public forms have no session, hence no CSRF token; what is left to stop is other sites using visitors to post."""

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt


def comes_from_here(request: HttpRequest) -> bool:
    """The first of Sec-Fetch-Site, Origin and Referer that is there decides; none at all is a no."""
    if "Sec-Fetch-Site" in request.headers:
        return request.headers["Sec-Fetch-Site"] == "same-origin"
    ours = f"{request.scheme}://{request.get_host()}"
    if "Origin" in request.headers:
        return request.headers["Origin"] == ours
    return _origin_of(request.headers.get("Referer", "")) == ours


def same_site_posts(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answers a POST from elsewhere with a 403 page that reads and keeps nothing of the body."""

    @csrf_exempt
    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.method == "POST" and not comes_from_here(request):
            return render(request, "403_cross_site.html", status=403)
        return view(request, *args, **kwargs)

    return guarded


def _origin_of(address: str) -> str:
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.netloc}"
