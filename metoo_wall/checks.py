"""What an operator can get wrong, each with a hint that says what to change. `check --deploy` judges settings only."""

import re
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.core.exceptions import ImproperlyConfigured

from metoo_wall.places import is_country
from metoo_wall.throttle import counts_are_shared

LOCAL_HOSTS = {"localhost", "127.0.0.1", "[::1]", "testserver"}
PUBLIC_PATHS = {
    "share", "stories", "yours", "numbers", "resources", "safety", "guidelines", "what-we-hold",
    "feed", "static", "healthz", "readyz",
}  # fmt: skip
FIRST_MIDDLEWARE = "metoo_wall.middleware.SafeHeadersMiddleware"
LONGEST_MINIMUM = 60
MOST_PROXIES = 9
PORTS_OF_ANYBODY = range(1024, 65_536)
KEYS = {
    "SECRET_KEY": "wall.E001",
    "TEXT_KEYS": "wall.E002",
    "RECEIPT_KEYS": "wall.E003",
    "LOG_KEYS": "wall.E012",
}


@register("wall")
def keys_are_there(app_configs, **kwargs) -> list[CheckMessage]:
    return [
        Error(
            f"{name} is missing.",
            hint="Take empty ones out of the environment and .env; "
            "`python -m metoo_wall.keys` then makes it in VAR_DIR/keys.env.",
            id=check_id,
        )
        for name, check_id in KEYS.items()
        if not _is_set(name)
    ]


def _is_set(name: str) -> bool:
    try:
        return bool(getattr(settings, name))
    except ImproperlyConfigured:  # Django's own answer to an empty SECRET_KEY
        return False


@register("wall")
def debug_stays_at_home(app_configs, **kwargs) -> list[CheckMessage]:
    public = sorted(set(settings.ALLOWED_HOSTS) - LOCAL_HOSTS)
    if not (settings.DEBUG and public):
        return []
    return [
        Error(
            f"DEBUG is on while ALLOWED_HOSTS names {', '.join(public)}.",
            hint="Debug pages show what people posted. Set DEBUG=0, or serve this machine only.",
            id="wall.E004",
        )
    ]


@register("wall")
def exit_leads_away(app_configs, **kwargs) -> list[CheckMessage]:
    address = urlsplit(settings.EXIT_URL)
    if (
        address.scheme == "https"
        and address.hostname
        and address.netloc not in settings.ALLOWED_HOSTS
    ):
        return []
    return [
        Error(
            "EXIT_URL must be an https address of another site.",
            hint="Name a page that anybody might have open, such as https://en.wikipedia.org/.",
            id="wall.E005",
        )
    ]


@register("wall")
def admin_has_a_place_of_its_own(app_configs, **kwargs) -> list[CheckMessage]:
    taken = PUBLIC_PATHS | {code for code, _name in settings.LANGUAGES}
    if re.fullmatch("[A-Za-z0-9_-]+", settings.ADMIN_PATH) and settings.ADMIN_PATH not in taken:
        return []
    return [
        Error(
            "ADMIN_PATH is empty, the address of a public page, or has other characters than it may.",
            hint="Set it to a word of letters, digits, - and _ that no page begins with; the default is admin.",
            id="wall.E006",
        )
    ]


@register("wall")
def default_country_exists(app_configs, **kwargs) -> list[CheckMessage]:
    named = {
        "DEFAULT_COUNTRY": [settings.DEFAULT_COUNTRY] if settings.DEFAULT_COUNTRY else [],
        "COUNTRIES_FIRST": settings.COUNTRIES_FIRST,
    }
    return [
        Error(
            f"{name} is not a country.",
            hint="Two capital letters of ISO 3166, such as DE or BR; or leave it empty.",
            id="wall.E007",
        )
        for name, codes in named.items()
        if not all(map(is_country, codes))
    ]


@register("wall")
def headers_come_first(app_configs, **kwargs) -> list[CheckMessage]:
    if settings.MIDDLEWARE[:1] == [FIRST_MIDDLEWARE]:
        return []
    return [
        Error(
            "The middleware that sets the Content-Security-Policy is not the first.",
            hint=f"MIDDLEWARE must begin with {FIRST_MIDDLEWARE}.",
            id="wall.E008",
        )
    ]


@register("wall")
def form_minimum_is_short(app_configs, **kwargs) -> list[CheckMessage]:
    if 0 <= settings.FORM_MIN_SECONDS <= LONGEST_MINIMUM:
        return []
    return [
        Error(
            "FORM_MIN_SECONDS is out of range.",
            hint=f"Between 0 and {LONGEST_MINIMUM}; 3 stops most robots and no person.",
            id="wall.E009",
        )
    ]


@register("wall")
def cache_is_not_on_disk(app_configs, **kwargs) -> list[CheckMessage]:
    backend = settings.CACHES["default"]["BACKEND"]
    if "filebased" not in backend and ".db." not in backend:
        return []
    return [
        Error(
            "CACHE_URL keeps the cache on a disk, where what was withdrawn may stay.",
            hint="Leave it out (memory), or use redis:// without persistence.",
            id="wall.E010",
        )
    ]


@register("wall")
def numbers_have_a_port_of_their_own(app_configs, **kwargs) -> list[CheckMessage]:
    port = settings.METRICS_PORT
    if port == 0 or (port in PORTS_OF_ANYBODY and port != settings.PORT):
        return []
    return [
        Error(
            "METRICS_PORT is the port of the site, or no port that the site may listen at.",
            hint="Another one between 1024 and 65535 at which nothing listens; or 0, and there are no numbers.",
            id="wall.E020",
        )
    ]


@register("wall")
def proxies_can_be_counted(app_configs, **kwargs) -> list[CheckMessage]:
    if 0 <= settings.TRUSTED_PROXIES <= MOST_PROXIES:
        return []
    return [
        Error(
            "TRUSTED_PROXIES is out of range.",
            hint=f"How many proxies of your own stand in front: 0 to {MOST_PROXIES}, mostly 1.",
            id="wall.E011",
        )
    ]


@register("wall")
def workers_count_together(app_configs, **kwargs) -> list[CheckMessage]:
    if counts_are_shared():
        return []
    return [
        Warning(
            "Each worker counts floods by itself: this system has no memory that processes can share.",
            hint="Limits are then as many times higher as there are workers. Linux has such memory; "
            "or set CACHE_URL to a redis:// without persistence.",
            id="wall.W002",
        )
    ]


@register(Tags.security, deploy=True)
def visitors_are_told_apart(app_configs, **kwargs) -> list[CheckMessage]:
    if settings.TRUSTED_PROXIES or not settings.HTTPS:
        return []
    return [
        Warning(
            "A proxy stands in front, and TRUSTED_PROXIES is 0: all visitors count as one.",
            hint="Set it to how many proxies of your own add to X-Forwarded-For, mostly 1. "
            "Behind an onion service alone 0 is right.",
            id="wall.W003",
        )
    ]


@register(Tags.security, deploy=True)
def https_is_on(app_configs, **kwargs) -> list[CheckMessage]:
    if settings.HTTPS:
        return []
    return [
        Warning(
            "HTTPS is off: staff cookies and posts would travel in the clear.",
            hint="Put a TLS proxy in front and set HTTPS=1.",
            id="wall.W001",
        )
    ]
