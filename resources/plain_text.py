"""A country's list as plain text: for a message, a note, a page in a pocket."""

import textwrap
from collections.abc import Iterator

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from resources.models import Helpline
from resources.wording import (
    about_hours,
    anonymous_in_words,
    bill_in_words,
    checked_in_words,
    hours_in_words,
    languages_in_words,
    not_known,
)

WIDTH = 72


def as_text(country_name: str, found: dict) -> str:
    """`found` is what `views.what_was_found` gives."""
    if not found["country"]:
        return _("Choose a country: add ?country=DE to the address, with its two letters.") + "\n"
    parts = [_head(country_name, found)]
    if not found["helplines"]:
        parts.append("\n".join(textwrap.wrap(_nothing(country_name, found), WIDTH)))
    parts += ["\n".join(_line(line)) for line in (*found["helplines"], *found["anywhere"])]
    if found["left_note"]:
        parts.append("\n".join(textwrap.wrap(found["left_note"], WIDTH)))
    return "\n\n".join(parts) + "\n"


def _head(country_name: str, found: dict) -> str:
    numbers = f" {_('or')} ".join(number.number for number in found["emergency_numbers"])
    danger = numbers or _("your local emergency number")
    return "\n".join(
        [
            country_name,
            _("As of %(day)s") % {"day": date_format(found["today"])},
            _("In danger now: %(numbers)s") % {"numbers": danger},
        ]
    )


def _nothing(country_name: str, found: dict) -> str:
    if found["is_filtered"]:
        said = _("No line that we have checked for %(country_name)s fits this choice.")
        return said % {"country_name": country_name}
    return found["nothing_note"]


def _line(line: Helpline) -> Iterator[str]:
    yield line.name
    if line.name_en not in line.name:
        yield f"({line.name_en})"
    for channel in line.channels.all():
        yield f"  {channel.get_kind_display()}: {channel.display}"
    hours = "; ".join(hours_in_words(line)) or line.hours or not_known()
    around = about_hours(line)
    facts = {
        _("Open"): f"{hours} ({around})" if around else hours,
        _("Cost"): line.get_cost_display() or not_known(),
        _("On the phone bill"): bill_in_words(line),
        _("Spoken"): languages_in_words(line.languages),
        _("Anonymous"): anonymous_in_words(line),
    }
    for label, fact in facts.items():
        yield from _wrapped(f"{label}: {fact}")
    if line.caution:
        yield from _wrapped(line.caution)
    yield from _wrapped(checked_in_words(line))


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent="  ", subsequent_indent="    ")
