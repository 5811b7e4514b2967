"""Deployment checks that look at what the site says, past the settings: a page is asked for, and its headers are read."""

import os
import warnings

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.http import HttpResponse
from django.test import Client

from metoo_wall import logs, middleware
from stories.wall import robots, views

PAGE = "/robots.txt"  # public, and asks neither a database nor a file
ACCESS_LOG = "GRANIAN_LOG_ACCESS_ENABLED"


@register(Tags.security, deploy=True)
def logs_name_nobody(app_configs, **kwargs) -> list[CheckMessage]:
    handlers = settings.LOGGING.get("handlers", {})
    filters = settings.LOGGING.get("filters", {})
    nameless = {
        name
        for name, said in filters.items()
        if said.get("()") == f"{logs.__name__}.{logs.Nameless.__name__}"
    }
    open_ones = [n for n, said in handlers.items() if not nameless & set(said.get("filters", []))]
    if not open_ones and os.environ.get(ACCESS_LOG, "").lower() in ("", "0", "false"):
        return []
    return [
        Error(
            "A log would keep addresses, or what people asked for.",
            hint=f"Leave LOGGING as it is (every handler has the filter `nameless`), and {ACCESS_LOG} out.",
            id="wall.E013",
        )
    ]


@register(Tags.security, deploy=True)
def pages_are_guarded(app_configs, **kwargs) -> list[CheckMessage]:
    answer = _asked()
    found = []
    if answer.get("Content-Security-Policy") != middleware.POLICY + middleware.TRUSTED_TYPES:
        found.append(
            Error(
                "A public page has no Content-Security-Policy, or another one.",
                hint="SafeHeadersMiddleware must be the first of MIDDLEWARE, and nothing may change what it said.",
                id="wall.E014",
            )
        )
    if answer.cookies or "Cookie" in answer.get("Vary", ""):
        found.append(
            Error(
                "A public page sets a cookie, which reaches the disk of whoever reads.",
                hint="Take out of MIDDLEWARE what was added before SafeHeadersMiddleware.",
                id="wall.E015",
            )
        )
    return found


@register(Tags.security, deploy=True)
def stories_are_not_indexed(app_configs, **kwargs) -> list[CheckMessage]:
    if "noindex" in views.NOT_FOR_MACHINES and "stories/" in robots.PRIVATE:
        return []
    return [
        Error(
            "Search engines may keep stories, and show them after they were taken back.",
            hint="Put `noindex` back into X-Robots-Tag, and stories/ into robots.txt.",
            id="wall.E016",
        )
    ]


def _asked() -> HttpResponse:
    named = [host.lstrip(".") for host in settings.ALLOWED_HOSTS if host != "*"]
    client = Client(SERVER_NAME=named[0] if named else "localhost", raise_request_exception=False)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # static files may not be collected yet
        return client.get(PAGE, secure=settings.HTTPS)
