"""Which texts are nearly the same: for floods. In doubt they are not, and a person reads each.

A text is folded to its letters, which works in any script and without spaces, and cut into runs of five. MinHash with
bands (Broder 1997; Leskovec, Rajaraman, Ullman, "Mining of Massive Datasets", 3.4) finds what may be alike without
looking at everything; `Folded.is_near` then compares the letters themselves. Numbers: docs/floods.md.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from heapq import nsmallest
from struct import Struct

RUN = 5  # letters that are compared together
FEW = 80  # letters; with fewer, honest lines look alike ("I was 16 when…"), and only the same line is alike
ALIKE = 0.45  # share of runs that both have, of all that either has (Jaccard)
OWN = 15  # letters in one piece that the other has not: more is a sentence of somebody's own
BANDS, ROWS = 16, 3  # alike by a half: found in 88 of 100 cases; by 0.7: in 99.8
MOST = 1024  # runs of a long text that go into its bands: those with the smallest digests

_MINIMA = BANDS * ROWS
_NUMBERS = Struct(f"<{_MINIMA // 3}I")
_LARGEST = (1 << 32) - 1
_DIGITS = re.compile(r"\d+")
_REPEATED = re.compile(r"([^\w\s])\1+")
_SELECTORS = range(0xFE00, 0xFE10)
# Marks that change how a letter sounds are kept (nukta, virama, kana voicing); vowel points and accents are not.
_KEPT_MARKS = {0, 7, 8, 9, 84, 91, 103, 118, 122, 129, 130, 132}
# Cyrillic and Greek letters that look like Latin ones; the same for everybody, so that no honest text suffers.
_LOOKALIKES = str.maketrans("аеорсухіјѕԁһкмтвнαορντικ", "aeopcyxijsdhkmtbhaopvtik")


@dataclass(frozen=True)
class Folded:
    """`exact`: letters, digits and symbols, without case, accents, spaces and punctuation. `loose`: its letters, each
    number as one 0, an ideograph as three letters and a kana as two, which is what they say."""

    exact: str
    loose: str

    @property
    def is_few(self) -> bool:
        return len(self.loose) < FEW

    @cached_property
    def runs(self) -> list[str]:
        return [self.loose[i : i + RUN] for i in range(len(self.loose) - RUN + 1)]

    @cached_property
    def all_runs(self) -> frozenset[str]:
        return frozenset(self.runs)

    def is_near(self, other: "Folded") -> bool:
        """The same words but for a few; symmetric. Never true where one has a sentence that the other has not."""
        if self.exact == other.exact:
            return True
        if self.is_few or other.is_few:
            return False
        both = len(self.all_runs & other.all_runs)
        if both < ALIKE * (len(self.all_runs) + len(other.all_runs) - both):
            return False
        return max(_longest_own(self, other), _longest_own(other, self)) <= OWN

    def same(self, key: bytes) -> int:
        """One keyed number for these very words: 63 bits."""
        return _number(self.exact.encode(), key, b"same")

    def bands(self, key: bytes) -> list[int]:
        """Keyed numbers, of which texts that are near have one in common. Few letters: only `same`."""
        if self.is_few:
            return [self.same(key)]
        digests = [blake2b(run.encode(), key=key).digest() for run in self.all_runs]
        minima = [_LARGEST] * _MINIMA
        for digest in nsmallest(MOST, digests):
            minima = list(map(min, minima, _numbers_of(digest, key)))
        return [self.same(key), *(_band(minima, place, key) for place in range(BANDS))]


def fold(text: str, *more: str) -> Folded:
    """What is compared of one or several texts that belong together. Any strings in; raises nothing."""
    exact = "\n".join(_exact(part) for part in (text, *more) if part)
    letters = "".join(c for c in exact if unicodedata.category(c)[0] in "LMN")
    return Folded(exact, "".join(map(_weighed, _DIGITS.sub("0", letters))))


def verbatim(key: bytes, *parts: str) -> int:
    """One keyed number for these parts, letter by letter: spaces, case and punctuation count. 63 bits."""
    return _number("\0".join(parts).encode(), key, b"verbatim")


def _exact(text: str) -> str:
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    kept = "".join(_digit(c) for c in plain if _is_kept(c)).translate(_LOOKALIKES)
    return _REPEATED.sub(r"\1", kept) or text


def _is_kept(c: str) -> bool:
    category = unicodedata.category(c)
    if category[0] == "M":
        return unicodedata.combining(c) in _KEPT_MARKS and ord(c) not in _SELECTORS
    return category[0] in "LNS" and category != "Sk"


def _digit(c: str) -> str:
    return str(unicodedata.digit(c)) if c.isdecimal() else c


def _weighed(c: str) -> str:
    if c < "\u3041":
        return c
    name = unicodedata.name(c, "")
    if name.startswith("CJK UNIFIED"):
        return c * 3
    return c * 2 if name.startswith(("HIRAGANA", "KATAKANA")) else c


def _longest_own(text: Folded, other: Folded) -> int:
    """Letters of the longest piece that the other has not. Each end of a piece costs the runs around it, too."""
    longest = begin = 0
    last = len(text.runs)
    for place, run in enumerate([*text.runs, ""]):
        if place < last and run not in other.all_runs:
            continue
        at_an_end = begin == 0 or place == last
        longest = max(longest, place - begin - (0 if at_an_end else RUN - 1))
        begin = place + 1
    return longest


def _numbers_of(digest: bytes, key: bytes) -> tuple[int, ...]:
    """48 independent numbers of a run, from its keyed digest."""
    more = (blake2b(digest, key=key, person=name).digest() for name in (b"b", b"c"))
    return tuple(n for d in (digest, *more) for n in _NUMBERS.unpack(d))


def _band(minima: list[int], place: int, key: bytes) -> int:
    values = minima[place * ROWS : (place + 1) * ROWS]
    return _number(repr((place, values)).encode(), key, b"band")


def _number(value: bytes, key: bytes, label: bytes) -> int:
    digest = blake2b(value, key=key, person=label, digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1  # fits a signed column
