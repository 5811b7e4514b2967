"""What every answer says, and what it must never say. SafeHeadersMiddleware stands first, so that nothing gets past it."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import patch_vary_headers

from metoo_wall.admission import NO_ROOM
from metoo_wall.away import AWAY, away_page, no_room_page

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
TRUSTED_TYPES = "; require-trusted-types-for 'script'; trusted-types 'none'"
PAGE_HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-DNS-Prefetch-Control": "off",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Permissions-Policy": (
        "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()"
    ),
}
STATIC_HEADERS = ("X-Content-Type-Options", "Cross-Origin-Resource-Policy", "Referrer-Policy")
ICON = "/favicon.ico"
NEVER_ON_PAGES = ("ETag", "Last-Modified", "Expires")
CHARSETS = {"utf-8", "utf8"}

Answer = Callable[[HttpRequest], HttpResponse]


def is_staff_path(request: HttpRequest) -> bool:
    return request.path_info.startswith(f"/{settings.ADMIN_PATH}/")


class SafeHeadersMiddleware:
    def __init__(self, get_response: Answer):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if _is_static(request, response):
            _set(response, {name: PAGE_HEADERS[name] for name in STATIC_HEADERS})
        else:
            self._guard_page(request, response)
        if request.is_secure() and not _is_onion(request):
            response["Strict-Transport-Security"] = f"max-age={settings.SECURE_HSTS_SECONDS}"
        return response

    def _guard_page(self, request: HttpRequest, response: HttpResponse) -> None:
        _set(response, PAGE_HEADERS)
        for name in NEVER_ON_PAGES:
            del response[name]
        if is_staff_path(request):
            # The admin's own jQuery throws under Trusted Types.
            response["Content-Security-Policy"] = POLICY
        else:
            response["Content-Security-Policy"] = POLICY + TRUSTED_TYPES
            response.cookies.clear()
            _forget_cookies_in_vary(response)
        if settings.ONION_LOCATION and request.is_secure() and not _is_onion(request):
            address = settings.ONION_LOCATION.rstrip("/") + request.get_full_path()
            response["Onion-Location"] = address


class LanguageMiddleware:
    """The language of a public page is in its address, and nowhere else: no answer depends on what a browser says.

    Addresses of the desk have none in theirs, so it speaks the browser's language.
    """

    def __init__(self, get_response: Answer):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with translation.override(_language_of(request)):
            request.LANGUAGE_CODE = translation.get_language()
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", request.LANGUAGE_CODE)
        if is_staff_path(request):
            patch_vary_headers(response, ("Accept-Language",))
        return response


class CharsetMiddleware:
    """Django decodes with whatever codec a request names, and some codecs of Python are no charset at all."""

    def __init__(self, get_response: Answer):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.content_params.get("charset", "utf-8").lower() in CHARSETS:
            return self.get_response(request)
        request.encoding = "utf-8"  # the page may look at the query
        return render(request, "400.html", status=400)


class MethodPageMiddleware:
    """Gives Django's empty 405 a page with the way out; the admin keeps its own answers."""

    def __init__(self, get_response: Answer):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != 405 or response.content or is_staff_path(request):
            return response
        page = render(request, "405.html", status=405)
        page["Allow"] = response["Allow"]
        return page


class NoAnswerNowMiddleware:
    """There is no room, or the database is away. What a middleware raises ends in `views.server_error`, which asks the same question."""

    def __init__(self, get_response: Answer):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view) -> HttpResponse | None:
        return no_room_page(request) if NO_ROOM in request.environ else None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return away_page(request) if isinstance(exception, AWAY) else None


def _language_of(request: HttpRequest) -> str:
    if is_staff_path(request):
        return translation.get_language_from_request(request)
    return translation.get_language_from_path(request.path_info) or settings.LANGUAGE_CODE


def _set(response: HttpResponse, headers: dict[str, str]) -> None:
    for name, value in headers.items():
        response[name] = value


def _is_static(request: HttpRequest, response: HttpResponse) -> bool:
    is_file = request.path_info.startswith(settings.STATIC_URL) or request.path_info == ICON
    return is_file and response.status_code < 400


def _is_onion(request: HttpRequest) -> bool:
    return request.headers.get("host", "").partition(":")[0].endswith(".onion")


def _forget_cookies_in_vary(response: HttpResponse) -> None:
    names = [name.strip() for name in response.get("Vary", "").split(",")]
    kept = [name for name in names if name and name.lower() != "cookie"]
    del response["Vary"]
    if kept:
        response["Vary"] = ", ".join(kept)
