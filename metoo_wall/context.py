from django.conf import settings


def site(request) -> dict:
    """What base.html needs; no query, so that error pages can be rendered without a database."""
    return {
        "SITE_NAME": settings.SITE_NAME,
        "EXIT_URL": settings.EXIT_URL,
        "QUIET_NAVIGATION": settings.QUIET_NAVIGATION,
        "DEMO": settings.DEMO,
        "LANGUAGE_CHOICES": settings.LANGUAGES,
    }
