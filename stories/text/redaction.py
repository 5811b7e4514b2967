"""What a moderator may change: take words out, leaving `[…]`, or put a role in their place.

Everything else that differs from the author's text is refused, whoever asks.
"""

import re
from dataclasses import dataclass

REMOVED = "[…]"


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
        if change.mark in change.words and change.mark != change.words:
            raise _difference(original, redacted, 0, 0)  # her bracket would hide what went with it
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
    """No letter on one of the two sides, or a script that writes without spaces."""
    if at <= 0 or at >= len(text):
        return True
    return not (_is_joined(text[at - 1]) and _is_joined(text[at]))


def _is_joined(character: str) -> bool:
    return (character.isalnum() or character == "_") and ord(character) < 0x0E00


def _difference(original: str, redacted: str, read: int, here: int) -> Difference:
    at = read + _common_prefix(original[here:], redacted[read:])
    return Difference(at, redacted[max(0, at - 20) : at + 20])
