"""Hints in a text as this site gives them: without the numbers of the helplines that it lists itself."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.module_loading import import_string

from stories.text import screening
from stories.text.screening import Hint


@dataclass(frozen=True)
class Stretch:
    text: str
    kind: str = ""  # of the hint that it is; "" where nothing was noticed
    is_contact: bool = False


def find(text: str, country: str) -> list[Hint]:
    """The hints of a normalised text, in order. Whoever knows the helplines' numbers is named in the settings."""
    known = import_string(settings.KNOWN_NUMBERS)()
    return screening.find(text, country=country, helpline_numbers=known)


def marked(text: str, hints: list[Hint]) -> list[Stretch]:
    """The text in order, each of its hints a stretch of its own, so that a page can mark it."""
    stretches, here = [], 0
    for hint in hints:
        stretches.append(Stretch(text[here : hint.start]))
        stretches.append(Stretch(hint.words, hint.kind.value, hint.is_contact))
        here = hint.end
    stretches.append(Stretch(text[here:]))
    return [stretch for stretch in stretches if stretch.text]
