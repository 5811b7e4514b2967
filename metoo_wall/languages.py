"""Which languages the site speaks. Settings import this: it reads no setting itself.

To add one, see docs/translations.md. Names and directions come from Django's own table.
"""

from django.conf.locale import LANG_INFO

SOURCE = "en"
# Languages with a catalogue in locale/ and columns for what staff write. A new one needs a migration.
WRITTEN = (SOURCE, "es", "fr", "ar")
# Languages that readers can choose: every message is translated, or tests/rules/test_languages.py fails.
SHIPPED = (SOURCE, "es", "fr", "ar")
# Languages in which a native reader read every line; docs/translations.md says who and when.
REVIEWED = (SOURCE,)


def own_name(code: str) -> str:
    """What its speakers call it: `fr` gives Français."""
    name = LANG_INFO[code]["name_local"]
    return name[:1].upper() + name[1:]


def direction(code: str) -> str:
    return "rtl" if LANG_INFO[code]["bidi"] else "ltr"


def choices(codes: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(code, own_name(code)) for code in codes]


def written_for(text_language: str) -> str:
    """The language that words beside a text are written in: `zh` finds `zh-hans`; the source where there is none."""
    base = text_language.partition("-")[0]
    near = (code for code in WRITTEN if code.partition("-")[0] == base)
    return text_language if text_language in WRITTEN else next(near, SOURCE)
