from django import template
from django.utils.translation import get_language

from metoo_wall import languages, places, same_page

register = template.Library()


@register.simple_tag(takes_context=True)
def languages_of_this_page(context) -> list[same_page.Way]:
    request = context.get("request")
    return same_page.ways(request) if request else []


@register.simple_tag
def is_reviewed() -> bool:
    """Whether a native reader has read every line of the language that is shown."""
    return get_language() in languages.REVIEWED


@register.filter
def listed(items, field: str = "") -> str:
    """Names in a row, or a field of each thing: `warnings|listed:"short"`."""
    return places.listed(str(getattr(item, field)) if field else str(item) for item in items)
