"""Hints: what in a text could identify or reach somebody (SAFETY.md, Text).

English, Spanish, French and Arabic. A hint never blocks an author. What it finds and misses is measured on
tests/stories/screening_set.jsonl; the figures stand in docs/screening.md.
"""

from collections.abc import Iterable

from . import addresses, bodies, dates, digits, messengers, online, people, phones
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
    found = [
        *phones.find(folded, country, helpline_numbers),
        *online.find(folded, helpline_numbers),
        *messengers.find(folded, country, helpline_numbers),
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


def _apart(found: Iterable[Found], length: int) -> list[Found]:
    taken = bytearray(length)
    kept = []
    for one in sorted(found, key=_rank):
        if not any(taken[one.start : one.end]):
            taken[one.start : one.end] = b"\1" * (one.end - one.start)
            kept.append(one)
    return sorted(kept, key=lambda one: one.start)


def _rank(one: Found) -> tuple[bool, int, int]:
    return one.kind not in CONTACTS, one.start - one.end, one.start


def _hint(text: str, one: Found) -> Hint:
    words = text[one.start : one.end]
    return Hint(one.kind, one.start, one.end, words, one.kind in CONTACTS, ROLES[one.kind])
