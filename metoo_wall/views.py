"""What belongs to no app: two questions a monitor asks, the safety page, and the pages for when things go wrong."""

import sys

from django.core.cache import cache
from django.core.exceptions import RequestDataTooBig
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.shortcuts import render
from django.utils.crypto import get_random_string
from django.views.decorators.http import require_safe

from metoo_wall.away import AWAY, away_page
from metoo_wall.middleware import is_staff_path
from metoo_wall.preparing import unapplied_migrations


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """The process runs. Asks neither the database nor the cache."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    answers = {"database": database_answers(), "cache": cache_answers()}
    answers["migrations"] = answers["database"] and is_migrated()
    status = 200 if all(answers.values()) else 503
    return JsonResponse(
        {name: "ok" if good else "not ready" for name, good in answers.items()}, status=status
    )


@require_safe
def safety(request: HttpRequest) -> HttpResponse:
    return render(request, "stories/safety.html")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig):
        return render(request, "413.html", status=413)
    return render(request, "400.html", status=400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "403.html", status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Public forms need no token; so what fails outside the staff's side was sent to a page without a form."""
    if is_staff_path(request):
        return permission_denied(request)
    return HttpResponseNotAllowed(["GET", "HEAD"])


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Also meets what a middleware raises, such as a session that cannot be loaded."""
    if isinstance(sys.exception(), AWAY):
        return away_page(request)
    return render(request, "500.html", status=500)


def database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def is_migrated() -> bool:
    return not unapplied_migrations()


def cache_answers() -> bool:
    mark = get_random_string(12)
    try:
        cache.set("readyz", mark, timeout=10)
        return cache.get("readyz") is not None
    except (OSError, *_cache_errors()):
        return False


def _cache_errors() -> tuple[type[Exception], ...]:
    from redis.exceptions import RedisError

    return (RedisError,)
