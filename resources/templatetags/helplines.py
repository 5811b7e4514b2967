from collections.abc import Iterable

from django import template
from django.conf import settings
from django.utils.translation import get_language

from metoo_wall import places
from resources import wording
from resources.finding import matched

register = template.Library()
for words in (
    wording.about_hours,
    wording.anonymous_in_words,
    wording.bill_in_words,
    wording.checked_in_words,
    wording.hours_in_words,
    wording.open_now_in_words,
):
    register.filter(words.__name__, words)
register.filter("language_names", wording.languages_in_words)


@register.inclusion_tag("resources/_helplines_for.html")
def helplines_for(country: str = "", warnings: Iterable[str] = ()) -> dict:
    """Up to three helplines of a country that fit a story's warnings (slugs), or the way to choose one."""
    code = (country or settings.DEFAULT_COUNTRY or "").strip().upper()
    code = code if places.is_country(code) else ""
    return {
        "country": code,
        "country_name": places.country_name(code, get_language()),
        "helplines": matched(code, warnings) if code else [],
    }


@register.filter
def country_name(code: str) -> str:
    return places.country_name(code, get_language())
