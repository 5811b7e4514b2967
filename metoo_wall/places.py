"""Names of countries and languages, from Babel's CLDR data: never typed by hand."""

import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from django.utils.translation import pgettext

from metoo_wall import own_names

NOT_COUNTRIES = {"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"}
RARE = {"mul", "und", "zxx", "mis"}
ARTICLE = "ال"
ALEFS = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا"})
OWN_LETTERS = {"es": {"ñ": "n\uffff"}}


def _locale(language: str) -> Locale:
    return Locale.parse(language.replace("-", "_"))


@lru_cache(maxsize=16)
def country_names(language: str) -> dict[str, str]:
    """By code; the English name where the language has none."""
    territories = {**_locale("en").territories, **_locale(language).territories}
    return {
        code: name
        for code, name in territories.items()
        if len(code) == 2 and code.isalpha() and code not in NOT_COUNTRIES
    }


def sort_key(name: str, language: str) -> str:
    """Orders names as a reader of `language` looks them up: É beside E, ñ after n, Arabic without its article."""
    key = name.casefold()
    for letter, place in OWN_LETTERS.get(language, {}).items():
        key = key.replace(letter, place)
    plain = unicodedata.normalize("NFKD", key.translate(ALEFS))
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    return plain.removeprefix(ARTICLE) if language == "ar" else plain


def country_choices(language: str) -> list[tuple[str, str]]:
    return sorted(country_names(language).items(), key=lambda item: sort_key(item[1], language))


def country_name(code: str, language: str) -> str:
    return country_names(language).get(code, code)


def is_country(code: str) -> bool:
    return code in country_names("en")


@lru_cache(maxsize=1)
def language_choices() -> list[tuple[str, str]]:
    """Two-letter languages (and three that phrases here need), each under its own name."""
    return sorted(own_names.kept().items(), key=lambda item: sort_key(item[1], item[0]))


@lru_cache(maxsize=1)
def language_codes() -> frozenset[str]:
    """Of the languages that can be named; asks no other locale for anything."""
    codes = {c for c in _locale("en").languages if len(c) == 2} | {"aeb", "fil", "yue"}
    return frozenset(codes - RARE)


@lru_cache(maxsize=256)
def own_name(code: str) -> str:
    try:
        name = _locale(code).get_language_name(code.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        name = _locale("en").languages.get(code, "")
    return (name or "")[:1].upper() + (name or "")[1:]


def language_name(code: str, in_language: str) -> str:
    names = _locale(in_language).languages
    return names.get(code.replace("-", "_")) or names.get(code.split("-")[0]) or code


def is_language(code: str) -> bool:
    return code in language_codes()


def listed(names: Iterable[str]) -> str:
    """One after the other, parted as the active language parts them: Arabic has a comma of its own."""
    return pgettext("between the items of a list", ", ").join(names)
