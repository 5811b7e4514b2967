"""A front (FRONT=1) answers for public pages, from public tables, and holds nothing else. The rest is not here."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from metoo_wall.middleware import Answer, is_staff_path

ALSO = {"healthz", "readyz", "robots"}


class FrontOnlyMiddleware:
    """Before sessions, which are private. Its nginx hands everything else to the machine that takes posts."""

    def __init__(self, get_response: Answer) -> None:
        if not settings.FRONT:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if is_staff_path(request):
            return render(request, "404.html", status=404)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable, *_arguments) -> None:
        is_public = getattr(view, "is_the_same_for_everybody", False)
        if not is_public and request.resolver_match.view_name not in ALSO:
            raise Http404
