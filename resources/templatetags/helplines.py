from collections.abc import Iterable

from django import template
from django.conf import settings
from django.utils.translation import get_language

from metoo_wall import places
from resources.finding import matched
from resources.models import Helpline

register = template.Library()


@register.inclusion_tag("resources/_helplines_for.html")
def helplines_for(country: str = "", warnings: Iterable[str] = ()) -> dict:
    """Up to three helplines of a country that fit a story's warnings (slugs), or the way to choose one."""
    code = (country or settings.DEFAULT_COUNTRY or "").strip().upper()
    code = code if places.is_country(code) else ""
    listed = Helpline.objects.listed().with_ways().filter(country=code) if code else []
    return {
        "country": code,
        "country_name": places.country_name(code, get_language()),
        "helplines": matched(listed, warnings),
    }


@register.filter
def country_name(code: str) -> str:
    return places.country_name(code, get_language())


@register.filter
def language_names(codes: Iterable[str]) -> str:
    return ", ".join(places.language_name(code, get_language()) for code in codes)
