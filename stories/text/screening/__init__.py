"""Hints: what in a text could identify or reach somebody (SAFETY.md, Text).

English, Spanish, French and Arabic, and the commonest forms beyond. A hint never blocks an author. What it finds and
misses is measured on the sets tests/stories/screening*.jsonl; the figures stand in docs/screening.md.
"""

from collections.abc import Iterable

from . import (
    accounts,
    addresses,
    bodies,
    dates,
    digits,
    documents,
    mail,
    online,
    page_names,
    people,
    phones,
    platforms,
    spoken_numbers,
)
from .hint import CONTACTS, ROLES, Found, Hint, HintKind

__all__ = ["Hint", "HintKind", "find", "replace"]


def find(
    text: str, *, country: str = "", helpline_numbers: frozenset[str] = frozenset()
) -> list[Hint]:
    """A normalised text in; its hints in order, none overlapping another. Raises nothing.

    `country`: ISO 3166 code, to read local phone numbers and postcodes; "" reads international ones.
    `helpline_numbers`: channel values (`+448085002222`, `016`), never hinted at however they are written.
    Of two that overlap a contact wins over the rest, then the longer one.
    """
    folded = digits.fold(text)
    country = country.upper()
    calling = phones.calling_words(digits.small(folded))
    places = platforms.Places(folded)
    papers = list(documents.find(folded, calling))
    dialled = phones.find(folded, country, helpline_numbers, calling)
    found = [
        *papers,
        *_outside(dialled, papers, len(text)),
        *spoken_numbers.find(folded),
        *accounts.find(folded, places),
        *page_names.find(folded, places),
        *mail.find(folded, helpline_numbers),
        *online.find(folded, helpline_numbers),
        *addresses.find(folded, country),
        *dates.find(folded),
        *people.find(folded),
        *bodies.find(folded),
    ]
    return [_hint(text, one) for one in _apart(found, len(text))]


def replace(text: str, hint: Hint, label: str) -> str:
    """The text with `[label]` in place of the hint's words.

    Raises `ValueError` where those words no longer stand there: replace from the last hint to the first.
    """
    if text[hint.start : hint.end] != hint.words:
        raise ValueError("the text is not the one that was screened")
    return f"{text[: hint.start]}[{label}]{text[hint.end :]}"


def _outside(found: Iterable[Found], others: Iterable[Found], length: int) -> list[Found]:
    """Those that touch none of the others: a document's digits are no phone."""
    taken = _taken(others, length)
    return [one for one in found if not any(taken[one.start : one.end])]


def _apart(found: Iterable[Found], length: int) -> list[Found]:
    taken = bytearray(length)
    kept = []
    for one in sorted(found, key=_rank):
        if not any(taken[one.start : one.end]):
            taken[one.start : one.end] = b"\1" * (one.end - one.start)
            kept.append(one)
    return sorted(kept, key=lambda one: one.start)


def _taken(found: Iterable[Found], length: int) -> bytearray:
    taken = bytearray(length)
    for one in found:
        taken[one.start : one.end] = b"\1" * (one.end - one.start)
    return taken


def _rank(one: Found) -> tuple[bool, int, int]:
    return one.kind not in CONTACTS, one.start - one.end, one.start


def _hint(text: str, one: Found) -> Hint:
    words = text[one.start : one.end]
    return Hint(one.kind, one.start, one.end, words, one.kind in CONTACTS, ROLES[one.kind])
