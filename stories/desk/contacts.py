"""Nothing is published while something in it may lead straight to somebody.

Each such hint is removed, or a moderator says by code why it may stand. The model refuses anything else, whoever asks.
"""

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _

from stories import screened
from stories.text.screening import Hint
from stories.words import Words


class Dismissal(models.TextChoices):
    NO_CONTACT = "no-contact", _("It is no contact")
    PUBLIC = "public-service", _("A public helpline or authority")
    INVENTED = "invented", _("It leads to nobody: an example")


class UnresolvedContacts(Exception):
    """`hints` are contacts that were neither removed nor dismissed."""

    def __init__(self, hints: list[Hint]) -> None:
        super().__init__(len(hints))
        self.hints = hints


def found(words: Words, country: str) -> list[Hint]:
    """The contact hints in a text and a name (normalised), read as in that country (ISO code or "")."""
    parts = [part for part in (words.text, words.name, words.afterword) if part]
    hints = [hint for part in parts for hint in screened.find(part, country)]
    return [hint for hint in hints if hint.is_contact]


def standing_in(words: Words, country: str) -> dict[str, str]:
    """What stands already may stand on: its contacts as if they were dismissed."""
    return {hint.words: Dismissal.NO_CONTACT for hint in found(words, country)}


def resolve(words: Words, country: str, dismissed: Mapping[str, str]) -> list[str]:
    """The codes by which the contacts in `words` were dismissed, each once.

    `dismissed`: the exact words of a hint → a `Dismissal` code. Raises `UnresolvedContacts`.
    """
    hints = found(words, country)
    unresolved = [hint for hint in hints if dismissed.get(hint.words) not in Dismissal.values]
    if unresolved:
        raise UnresolvedContacts(unresolved)
    return sorted({dismissed[hint.words] for hint in hints})
