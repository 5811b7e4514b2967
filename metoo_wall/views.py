"""What belongs to no app: two questions a monitor asks, the safety page, and the pages for when things go wrong."""

import sys

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from metoo_wall import diagnosis, holdings
from metoo_wall.answering import cache_answers, database_answers, is_migrated
from metoo_wall.away import AWAY, away_page
from metoo_wall.copies import nearby
from metoo_wall.middleware import is_staff_path
from metoo_wall.ready import the_same_for_everybody
from metoo_wall.staff_accounts.freshness import sign_in_again


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """The process runs. Asks neither the database nor the cache."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """To whoever asks from this machine, past every proxy, also the ids of what `doctor` finds."""
    answers = {"database": database_answers(), "cache": cache_answers()}
    answers["migrations"] = answers["database"] and is_migrated()
    status = 200 if all(answers.values()) else 503
    said = {name: "ok" if good else "not ready" for name, good in answers.items()}
    if nearby.is_set():  # without it the site is slower, and there
        said["replica"] = nearby.COPY.state().value
    if comes_from_this_machine(request):
        said["doctor"] = sorted({finding.id for finding in diagnosis.findings()})
    return JsonResponse(said, status=status)


def comes_from_this_machine(request: HttpRequest) -> bool:
    forwarded = {"HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_FORWARDED"}
    is_local = request.META.get("REMOTE_ADDR") in ("127.0.0.1", "::1")
    return is_local and not forwarded & request.META.keys()


@require_safe
@the_same_for_everybody
def safety(request: HttpRequest) -> HttpResponse:
    return render(request, "stories/safety.html")


@require_safe
@the_same_for_everybody
def what_we_hold(request: HttpRequest) -> HttpResponse:
    context = {"kinds": holdings.KINDS, "backups": holdings.backups()}
    return render(request, "what_we_hold.html", context)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig):
        return render(request, "413.html", status=413)
    return render(request, "400.html", status=400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "403.html", status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Public forms need no token; so what fails outside the staff's side was sent to a page without a form."""
    if is_staff_path(request):
        return sign_in_again(request) or permission_denied(request)
    return HttpResponseNotAllowed(["GET", "HEAD"])


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Also meets what a middleware raises, such as a session that cannot be loaded."""
    if isinstance(sys.exception(), AWAY):
        return away_page(request)
    return render(request, "500.html", status=500)
