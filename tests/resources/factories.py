"""Plain factories for helplines and statements, valid unless told otherwise."""

from datetime import timedelta
from itertools import count

from django.utils import timezone

from metoo_wall.models import StaffAccount
from resources.models import (
    Channel,
    Document,
    EmergencyNumber,
    Helpline,
    Milestone,
    Option,
    Purpose,
    Source,
    Verification,
)
from resources.models.two_people import as_agreed
from resources.numbers import numbers_digest
from tests.metoo_wall.staff import make_account

numbers = count(1)


def make_helpline(*, channels: list[tuple[str, str]] | None = None, **fields) -> Helpline:
    number = next(numbers)
    today = timezone.localdate()
    values = {
        "slug": f"line-{number}",
        "name": f"Lantern Line {number}",
        "name_en": f"Lantern Line {number}",
        "country": "DE",
        "languages": ["de"],
        "who_for": ["sexual-violence", "anyone"],
        "confidence": "confirmed",
        "is_published": True,
        "first_by": "kim",
        "second_by": "sasha",
        "verified_on": today,
        "next_due_on": today + timedelta(days=180),
    } | fields
    ways = [(kind, value, value) for kind, value in channels or [("phone", "116016")]]
    values.setdefault("agreed_numbers", numbers_digest(values["country"], ways))
    with as_agreed():
        helpline = Helpline.objects.create(**values)
        for kind, value, display in ways:
            Channel.objects.create(helpline=helpline, kind=kind, value=value, display=display)
    Source.objects.create(helpline=helpline, where="a newspaper", seen="the number", date="2026-01")
    if helpline.verified_on:
        verify(helpline)
    return helpline


def make_record(**fields) -> dict:
    """A record as an editor or an import brings it."""
    number = next(numbers)
    return {
        "slug": f"record-{number}",
        "name": f"Lantern Line {number}",
        "name_en": f"Lantern Line {number}",
        "country": "DE",
        "languages": ["de"],
        "who_for": ["sexual-violence"],
        "confidence": "confirmed",
        "is_published": True,
        "channels": [
            {"kind": "phone", "value": f"+49800111{number:04}", "display": f"0800 111 {number:04}"}
        ],
        "sources": [{"where": "its own page", "seen": "the number", "date": "2026-10"}],
    } | fields


def make_editor(name: str = "robin") -> StaffAccount:
    return make_account("editor", username=name)


def verify(helpline: Helpline, **fields) -> Verification:
    values = {"by": "robin", "how": "called", "verified_on": helpline.verified_on} | fields
    return Verification.objects.create(helpline=helpline, **values)


def make_emergency_number(country: str, number: str) -> EmergencyNumber:
    with as_agreed():
        return EmergencyNumber.objects.create(
            slug=f"{country.lower()}-{number}", country=country, number=number
        )


def make_document(slug: str = "a-letter") -> Document:
    values = {"title": "A letter", "publisher_en": "a newspaper", "dated_en": "undated"}
    return Document.objects.get_or_create(slug=slug, defaults=values)[0]


def make_purpose(**fields) -> Purpose:
    values = {
        "slug": f"purpose-{next(numbers)}",
        "text_en": "Be heard.",
        "stated_by_en": "Somebody",
    }
    purpose = Purpose.objects.create(**values | fields)
    purpose.documents.add(make_document())
    return purpose


def make_milestone(**fields) -> Milestone:
    number = next(numbers)
    values = {"slug": f"milestone-{number}", "sort_key": f"2017-{number:03}", "when_en": "2017"}
    milestone = Milestone.objects.create(**values | {"what_en": "It began."} | fields)
    milestone.documents.add(make_document())
    return milestone


def make_option(**fields) -> Option:
    values = {"slug": f"option-{next(numbers)}", "kind": "feeling", "title_en": "Ask"}
    option = Option.objects.create(**values | {"text_en": "You can ask."} | fields)
    option.documents.add(make_document())
    return option
