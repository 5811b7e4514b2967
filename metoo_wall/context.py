from django.conf import settings
from django.utils.translation import gettext as _


def site(request) -> dict:
    """What base.html needs; no query, so that error pages can be rendered without a database."""
    return {
        "SITE_NAME": settings.SITE_NAME,
        "EXIT_URL": settings.EXIT_URL,
        "QUIET_NAVIGATION": settings.QUIET_NAVIGATION,
        "DEMO": settings.DEMO,
    }


def demonstration() -> str:
    """What a demonstration says of itself on every page; files that are no pages say it too. Else nothing."""
    return _("A demonstration: every post here is an invented example.") if settings.DEMO else ""
