"""Every public address, for the rules that hold on all of them."""

from django.urls import reverse

PAGES = (
    "wall:home",
    "wall:stories",
    "wall:choose",
    "wall:guidelines",
    "wall:feed",
    "wall:numbers",
    "wall:numbers_json",
    "wall:numbers_csv",
    "robots",
    "intake:share",
    "intake:yours",
    "intake:yours",
    "resources:helplines",
    "resources:pocket",
    "resources:text",
    "resources:options",
    "resources:purposes",
    "resources:movement",
    "resources:allies",
    "safety",
    "what_we_hold",
)
UNKNOWN = "2" * 12
UNKNOWN_TOKEN = "x" * 43


def public_pages() -> list[str]:
    """Addresses that answer 200 on an empty wall."""
    return [reverse(name) for name in PAGES]


def absent_pages() -> list[str]:
    """Addresses of things that are not there."""
    return [
        reverse("wall:story", args=[UNKNOWN]),
        reverse("intake:sealed", args=[UNKNOWN_TOKEN]),
        reverse("intake:concern", args=[UNKNOWN]),
        "/no-such-page/",
    ]
