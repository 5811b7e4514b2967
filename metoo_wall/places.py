"""Names of countries and languages, from Babel's CLDR data: never typed by hand."""

from functools import lru_cache

from babel import Locale, UnknownLocaleError

NOT_COUNTRIES = {"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"}
RARE = {"mul", "und", "zxx", "mis"}


def _locale(language: str) -> Locale:
    return Locale.parse(language.replace("-", "_"))


@lru_cache(maxsize=16)
def country_names(language: str) -> dict[str, str]:
    territories = _locale(language).territories
    return {
        code: name
        for code, name in territories.items()
        if len(code) == 2 and code.isalpha() and code not in NOT_COUNTRIES
    }


def country_choices(language: str) -> list[tuple[str, str]]:
    return sorted(country_names(language).items(), key=lambda item: item[1].casefold())


def country_name(code: str, language: str) -> str:
    return country_names(language).get(code, code)


def is_country(code: str) -> bool:
    return code in country_names("en")


@lru_cache(maxsize=1)
def language_choices() -> list[tuple[str, str]]:
    """Two-letter languages (and three that phrases here need), each under its own name."""
    codes = {c for c in _locale("en").languages if len(c) == 2} | {"aeb", "fil", "yue"}
    named = [(code, own_name(code)) for code in codes - RARE]
    return sorted(((c, n) for c, n in named if n), key=lambda item: item[1].casefold())


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
    return any(code == known for known, _name in language_choices())
