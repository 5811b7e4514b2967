from django import template
from django.conf import settings
from django.utils.translation import get_language

from metoo_wall import places
from resources.models import EmergencyNumber

register = template.Library()


@register.inclusion_tag("resources/_danger.html")
def emergency(country: str = "") -> dict:
    """The emergency numbers of a chosen country, else of the operator's; never one that is guessed."""
    code = (country or settings.DEFAULT_COUNTRY or "").strip().upper()
    code = code if places.is_country(code) else ""
    numbers = EmergencyNumber.objects.filter(country=code) if code else []
    name = places.country_name(code, get_language()) if code else ""
    return {"emergency_numbers": numbers, "country_name": name}
