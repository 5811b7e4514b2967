"""What the code says, read without gettext, and what a catalogue makes of it."""

import io
import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from django.utils.translation.template import templatize

KEYWORDS = {
    **dict.fromkeys(("_", "_now", "gettext", "gettext_lazy", "gettext_noop")),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}
CODE = ("metoo_wall", "stories", "resources")
PLACEHOLDER = re.compile(r"%\((\w+)\)|\{(\w*)\}")


def of_the_code(root: Path) -> set:
    """Every message that stands in the code and its templates, as a catalogue would name it."""
    return {message for message, _context in with_contexts(root)}


def with_contexts(root: Path) -> set:
    """The same, each with its context: None where it has none."""
    found = set()
    for folder in CODE:
        for path in (root / folder).rglob("*.py"):
            found |= _messages(path.read_text())
    for path in (root / "templates").rglob("*.html"):
        # In brackets, where Python minds no indentation; the rest of a template is X by then.
        found |= _messages(f"(\n{templatize(path.read_text())}\n)")
    return found


def _messages(code: str) -> set:
    file = io.BytesIO(code.encode())
    found = extract("python", file, keywords=KEYWORDS, options={"encoding": "utf-8"})
    return {(message, context) for _line, message, _comments, context in found}


def missing(wanted: set, catalogue: Catalog) -> list:
    """Singular and plural are one message, known by its singular."""
    kept = {_singular(message.id) for message in catalogue if message.id}
    return sorted({_singular(message) for message in wanted} - kept)


def flaws(catalogue: Catalog, plural_forms: int) -> Iterator[str]:
    """A sentence for each message that readers of this catalogue would not get whole."""
    if catalogue.num_plurals != plural_forms:
        yield f"{catalogue.num_plurals} plural forms; the language has {plural_forms}"
    for message in catalogue:
        if message.id:
            for flaw in _flaws(message, plural_forms):
                yield f"“{_singular(message.id)}” {flaw}"


def _flaws(message: Message, plural_forms: int) -> Iterator[str]:
    forms = message.string if message.pluralizable else (message.string,)
    if message.fuzzy:
        yield "is fuzzy"
    if message.pluralizable and len(forms) != plural_forms:
        yield f"has {len(forms)} forms of {plural_forms}"
    if not all(form.strip() for form in forms):
        yield "is not translated"
        return
    yield from _flaws_of_placeholders(message, forms)


def _flaws_of_placeholders(message: Message, forms: tuple[str, ...]) -> Iterator[str]:
    """A form for one number alone may leave that number out, as English does; the last form may not."""
    wanted = placeholders(message.id[1] if message.pluralizable else message.id)
    for form in forms:
        found, spared = placeholders(form), int(form is not forms[-1])
        if found - wanted or len(wanted - found) > spared:
            yield f"has {sorted(found)} in place of {sorted(wanted)}"
    if message.python_format:
        yield from (f"has a lone % in “{form}”" for form in forms if _has_lone_percent(form))


def placeholders(text: str) -> set[str]:
    return {percent or f"{{{brace}}}" for percent, brace in PLACEHOLDER.findall(text)}


def _has_lone_percent(form: str) -> bool:
    return "%" in re.sub(r"%%|%\(\w+\)[sd]", "", form)


def _singular(message: str | tuple) -> str:
    return message if isinstance(message, str) else message[0]
