"""What a moderator may change: take words out, leaving `[…]`, or put a role in their place.

Everything else that differs from the author's text is refused, whoever asks.
"""

import re
import unicodedata
from dataclasses import dataclass

REMOVED = "[…]"
JOINERS = "\u200d"  # ZWJ: what it joins is one sign
APOSTROPHES = "'\u2019"
SCRIPTS_WITHOUT_SPACES = 0x0E00  # from Thai on; words there have no edges that a program could see


class Difference(ValueError):
    """The redacted text is not made from the author's: `at` is the code point where it departs."""

    def __init__(self, at: int, near: str) -> None:
        super().__init__(at)
        self.at = at
        self.near = near


@dataclass(frozen=True)
class Change:
    """One mark: `mark` stands in the redacted text where `words` stood in the author's."""

    mark: str
    words: str
    start: int  # in the author's text, code points
    end: int


def marks(roles: list[str]) -> list[str]:
    """The closed list of marks: the removal mark, and each role in brackets."""
    return [REMOVED, *(f"[{role}]" for role in roles)]


def changes(original: str, redacted: str, roles: list[str]) -> list[Change]:
    """The marks that turn `original` into `redacted`, in order; empty where the two are equal.

    Both texts normalised. A mark stands for one or more whole words. Where the author wrote the same
    brackets herself they are her words and no change. Raises `Difference` where no set of marks explains it.
    """
    pattern = re.compile("|".join(re.escape(mark) for mark in marks(roles)))
    found = list(pattern.finditer(redacted))
    own = _own_marks(original, redacted, found)
    found = [match for index, match in enumerate(found) if index not in own]
    made = _align(original, redacted, found)
    for change in made:
        hides = change.mark in change.words and change.mark != change.words
        stands_for_nothing = change.mark != REMOVED and not any(map(str.isalnum, change.words))
        if hides or stands_for_nothing:
            raise _difference(original, redacted, 0, 0)
    return [change for change in made if change.mark != change.words]


def _own_marks(original: str, redacted: str, found: list[re.Match]) -> set[int]:
    """Marks that stand before the first or behind the last difference: copied, not put."""
    head = _common_prefix(original, redacted)
    tail = _common_prefix(original[::-1], redacted[::-1])
    return {
        index
        for index, match in enumerate(found)
        if match.end() <= head or match.start() >= len(redacted) - tail
    }


def _common_prefix(one: str, other: str) -> int:
    for index, (a, b) in enumerate(zip(one, other, strict=False)):
        if a != b:
            return index
    return min(len(one), len(other))


def _align(original: str, redacted: str, found: list[re.Match]) -> list[Change]:
    """Each text between two marks is taken at its earliest place: if any alignment fits, this one does."""
    made: list[Change] = []
    here, read = 0, 0
    for index in range(len(found) + 1):
        last = index == len(found)
        piece = redacted[read : len(redacted) if last else found[index].start()]
        if index == 0:
            at = 0 if original.startswith(piece) else -1
        else:
            at = _find(original, piece, here + 1, last)
        if at < 0 or (last and at + len(piece) != len(original)):
            raise _difference(original, redacted, read, here)
        if index:
            made.append(Change(found[index - 1].group(), original[here:at], here, at))
        here = at + len(piece)
        if not last:
            read = found[index].end()
            if not _is_boundary(original, here):
                raise _difference(original, redacted, read, here)
    return made


def _find(original: str, piece: str, start: int, last: bool) -> int:
    if last:
        at = len(original) - len(piece)
        fits = at >= start and original.endswith(piece) and _is_boundary(original, at)
        return at if fits else -1
    at = original.find(piece, start)
    while at >= 0 and not (_is_boundary(original, at) and _is_boundary(original, at + len(piece))):
        at = original.find(piece, at + 1)
    return at


def _is_boundary(text: str, at: int) -> bool:
    """No letter on one of the two sides, or a script that writes without spaces; never within a letter.

    An apostrophe belongs to the word before it ("can't"), but for the English genitive: "Ana's" may become "[friend]'s".
    """
    if at <= 0 or at >= len(text):
        return True
    before, after = text[at - 1], text[at]
    if after in JOINERS or before in JOINERS or unicodedata.category(after).startswith("M"):
        return False
    if after in APOSTROPHES and _is_joined(before):
        rest = text[at + 1 : at + 3]
        return not rest[:1].isalpha() or (rest[0] in "sS" and not rest[1:].isalpha())
    return not (_is_joined(before) and _is_joined(after))


def _is_joined(character: str) -> bool:
    is_word = character.isalnum() or character == "_" or unicodedata.category(character)[0] == "M"
    return is_word and ord(character) < SCRIPTS_WITHOUT_SPACES


def _difference(original: str, redacted: str, read: int, here: int) -> Difference:
    at = read + _common_prefix(original[here:], redacted[read:])
    return Difference(at, redacted[max(0, at - 20) : at + 20])
