"""Plain factories for helplines and statements, valid unless told otherwise."""

from datetime import timedelta
from itertools import count

from django.utils import timezone

from resources.models import Channel, Document, Helpline, Milestone, Purpose, Verification

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
        "verified_on": today,
        "next_due_on": today + timedelta(days=180),
    } | fields
    helpline = Helpline.objects.create(**values)
    for kind, value in channels or [("phone", "116016")]:
        Channel.objects.create(helpline=helpline, kind=kind, value=value, display=value)
    if helpline.verified_on:
        verify(helpline)
    return helpline


def verify(helpline: Helpline, **fields) -> Verification:
    values = {"by": "robin", "how": "called", "verified_on": helpline.verified_on} | fields
    return Verification.objects.create(helpline=helpline, **values)


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
