"""Arabic pages: one set of digits, thousands parted, and a phrase in Latin letters keeps its # in front."""

import json
import re
from datetime import UTC, date, datetime

import pytest
from babel.messages.pofile import read_po
from django.conf import settings
from django.core.management import call_command
from django.template.defaultfilters import floatformat
from django.utils import translation
from django.utils.formats import date_format

from tests.factories import make_draft, make_phrase, receive
from tests.rules.public_pages import public_pages

EASTERN = re.compile("[٠-٩۰-۹]")
ISOLATE = "\u2066"  # LEFT-TO-RIGHT ISOLATE: what <bdi dir="ltr"> is in HTML
LATIN_TAG = re.compile(r"#[|A-Za-z]")


def bare_tags(text: str) -> list[str]:
    """Phrases in Latin letters that stand in a text from right to left without being set apart."""
    return [text[m.start() :] for m in LATIN_TAG.finditer(text) if text[m.start() - 1] != ISOLATE]


def said_in_arabic() -> list[str]:
    seeds = [
        value
        for path in sorted((settings.BASE_DIR / "seeds").glob("*.json"))
        for record in json.loads(path.read_text())
        for field, value in record.items()
        if field.endswith("_ar") and isinstance(value, str)
    ]
    with open(settings.BASE_DIR / "locale/ar/LC_MESSAGES/django.po", "rb") as po:
        return seeds + [
            form for m in read_po(po) for form in (m.string if m.pluralizable else [m.string])
        ]


def test_a_latin_phrase_in_an_arabic_sentence_is_set_apart():
    assert [text for text in said_in_arabic() if bare_tags(text)] == []


def test_one_that_is_not_is_found():
    assert bare_tags("العبارة #MeToo") == ["#MeToo"]
    assert bare_tags(f"العبارة {ISOLATE}#MeToo") == []


def test_digits_are_the_same_in_all_that_is_said():
    assert [text for text in said_in_arabic() if EASTERN.search(text)] == []


@pytest.mark.django_db
def test_digits_are_the_same_on_every_arabic_page(client):
    call_command("seed", verbosity=0)
    make_phrase()
    receive(make_draft())

    found = {
        path: EASTERN.findall(client.get(f"/ar{path}?country=EG").content.decode())
        for path in public_pages()
        if not path.startswith(("/robots", "/numbers."))
    }

    assert {path: digits for path, digits in found.items() if digits} == {}


@pytest.mark.parametrize(
    ("language", "number", "day"),
    [
        ("en", "1,204,567", "Nov. 23, 2026"),
        ("es", "1\xa0204\xa0567", "23 de noviembre de 2026"),
        ("fr", "1\xa0204\xa0567", "23 novembre 2026"),
        ("ar", "1\xa0204\xa0567", "23 نوفمبر 2026"),
    ],
)
def test_numbers_and_dates_are_written_as_the_language_writes_them(language, number, day):
    with translation.override(language):
        assert floatformat(1_204_567, "0g") == number
        assert date_format(date(2026, 11, 23), "DATE_FORMAT") == day


def test_the_desk_writes_a_time_in_arabic_with_its_day_first():
    with translation.override("ar"):
        written = date_format(datetime(2026, 11, 23, 14, 5, tzinfo=UTC), "DATETIME_FORMAT")

    assert written == "23 نوفمبر 2026، 14:05"
