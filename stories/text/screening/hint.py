"""What a hint is, and what neutral word is offered in its place."""

from dataclasses import dataclass
from enum import StrEnum


class HintKind(StrEnum):
    PHONE = "phone"
    EMAIL = "e-mail"
    LINK = "link"
    HANDLE = "handle"
    MESSENGER = "messenger"
    ADDRESS = "address"
    DATE = "date"
    PERSON = "person"
    EMPLOYER = "employer"
    SCHOOL = "school"
    NUMBER = "number"


CONTACTS = frozenset(
    {
        HintKind.PHONE,
        HintKind.EMAIL,
        HintKind.LINK,
        HintKind.HANDLE,
        HintKind.MESSENGER,
        HintKind.ADDRESS,
    }
)

# Slugs of seeds/redaction_roles.json.
ROLES = {
    HintKind.PHONE: "phone",
    HintKind.EMAIL: "e-mail",
    HintKind.LINK: "link",
    HintKind.HANDLE: "account",
    HintKind.MESSENGER: "account",
    HintKind.ADDRESS: "place",
    HintKind.DATE: "date",
    HintKind.PERSON: "person",
    HintKind.EMPLOYER: "workplace",
    HintKind.SCHOOL: "school",
    HintKind.NUMBER: "account",
}


def word_set(words: str) -> frozenset[str]:
    """The words of a list that is written as a sentence."""
    return frozenset(words.split())


@dataclass(frozen=True)
class Found:
    """A place in a text that one of the finders points at: code points, end excluded."""

    kind: HintKind
    start: int
    end: int


@dataclass(frozen=True)
class Hint:
    """Words of a normalised text that could identify or reach somebody. It suggests; it proves nothing."""

    kind: HintKind
    start: int  # code points in the normalised text
    end: int  # the code point after the last
    words: str  # text[start:end], as the author wrote it
    is_contact: bool  # leads straight to somebody: publication waits until it is resolved
    role: str  # slug of the redaction role offered in its place
