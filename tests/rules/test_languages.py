"""A language that readers can choose is whole: every message of the code, every plural form, every placeholder."""

import json

import pytest
from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils import translation
from django.utils.translation import to_locale
from modeltranslation.utils import build_localized_fieldname

from metoo_wall import languages
from tests.rules import messages

NEXT = ("hi", "ja", "zh-hans", "it")
TRANSLATED = [code for code in languages.SHIPPED if code != languages.SOURCE]


def catalogue(code):
    with open(settings.BASE_DIR / "locale" / to_locale(code) / "LC_MESSAGES/django.po", "rb") as po:
        return read_po(po, abort_invalid=True)


def plural_forms(code):
    """As Django counts them for its own words: in one process all catalogues of a language agree."""
    django = settings.BASE_DIR.joinpath(translation.__file__).parents[2] / "conf/locale"
    with open(django / to_locale(code) / "LC_MESSAGES/django.po", "rb") as po:
        return read_po(po).num_plurals


@pytest.fixture(scope="module")
def said():
    return messages.of_the_code(settings.BASE_DIR)


def test_the_code_is_read(said):
    assert "Leave now" in said
    assert ("%(n)d hour", "%(n)d hours") in said


@pytest.mark.parametrize("code", TRANSLATED)
def test_every_message_is_in_the_catalogue(code, said):
    assert messages.missing(said, catalogue(code)) == [], "Run `make messages`."


@pytest.mark.parametrize("code", TRANSLATED)
def test_every_message_is_translated_whole(code):
    assert list(messages.flaws(catalogue(code), plural_forms(code))) == []


@pytest.mark.parametrize(
    "planted",
    [
        {"id": "Gone", "string": ""},
        {"id": "Gone", "string": "Parti", "flags": {"fuzzy"}},
        {"id": "%(n)s left", "string": "%(m)s restent", "flags": {"python-format"}},
        {"id": "%(n)s left", "string": "restent", "flags": {"python-format"}},
        {"id": "%(n)s left", "string": "%(n)s restent, 10 %", "flags": {"python-format"}},
        {"id": "{n} left", "string": "restent"},
        {"id": ("%(n)s day", "%(n)s days"), "string": ("%(n)s jour", "")},
        {"id": ("%(n)s day", "%(n)s days"), "string": ("%(n)s jour",)},
        {"id": ("one day", "%(n)s days"), "string": ("un jour", "jours")},
    ],
)
def test_a_flaw_is_found(planted):
    whole = Catalog(locale="fr")
    whole.add(**planted)

    assert list(messages.flaws(whole, 2))


def test_a_form_for_one_number_may_leave_it_out():
    whole = Catalog(locale="fr")
    whole.add(("%(n)s day", "%(n)s days"), ("un jour", "%(n)s jours"))

    assert list(messages.flaws(whole, 2)) == []


def test_a_message_that_was_not_extracted_is_missed():
    whole = Catalog(locale="fr")
    whole.add(("%(n)s day", "%(n)s days"), ("un jour", "%(n)s jours"))

    assert messages.missing({"Gone", ("%(n)s day", "%(n)s days")}, whole) == ["Gone"]


def test_arabic_has_six_forms():
    assert plural_forms("ar") == 6
    assert catalogue("ar").num_plurals == 6


@pytest.mark.parametrize("code", [*languages.WRITTEN, *NEXT])
def test_a_language_needs_no_more_than_its_words(code):
    assert languages.own_name(code)
    assert languages.direction(code) in ("ltr", "rtl")
    assert plural_forms(code) >= 1
    assert Locale.parse(to_locale(code))


def test_what_is_shipped_is_written_and_what_is_reviewed_is_shipped():
    assert set(languages.REVIEWED) <= set(languages.SHIPPED) <= set(languages.WRITTEN)
    assert settings.LANGUAGES[0] == (languages.SOURCE, "English")
    assert tuple(code for code, _name in settings.LANGUAGES) == languages.SHIPPED


@pytest.mark.parametrize(
    "path", sorted((settings.BASE_DIR / "seeds").glob("*.json")), ids=lambda path: path.stem
)
def test_what_seeds_say_they_say_in_every_shipped_language(path):
    lacking = [
        (record.get("slug") or record.get("key"), field)
        for record in json.loads(path.read_text())
        for field in untranslated(record)
    ]

    assert lacking == []


def untranslated(record):
    """Fields with English and some other language, and without one of those that are shipped."""
    for field in record:
        name, _under, code = field.rpartition("_")
        others = [build_localized_fieldname(name, other) for other in languages.SHIPPED]
        is_translated = any(f"{name}_{other}" in record for other in ("es", "fr"))
        if code == languages.SOURCE and is_translated and record[field]:
            yield from (other for other in others if not record.get(other))


def test_a_seed_without_a_shipped_language_is_found(monkeypatch):
    monkeypatch.setattr(languages, "SHIPPED", ("en", "fr"))

    found = list(untranslated({"name_en": "A line", "text_en": "Yes", "text_es": "Sí"}))

    assert found == ["text_fr"]
