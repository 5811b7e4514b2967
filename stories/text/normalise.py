"""One form for every text that people send: what is stored, compared, encrypted and published.

The rules are Unicode's and the project's own (docs/threat-model.md): nothing that can reorder, hide or smuggle
text stays, and nothing that Persian, Sinhala or an emoji needs is lost.
"""

import re
import unicodedata

MAX_MARKS = 6  # combining marks on one base; more is a stack that covers its neighbours ("zalgo")

# Removed: C0 and C1 but LF, soft hyphen, word joiner, BOM, bidi embeddings, overrides and isolates,
# deprecated format characters, interlinear annotation, lone surrogates.
_REMOVED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u2060\u206a-\u206f\ufeff"
    "\u202a-\u202e\u2066-\u2069\ufff9-\ufffb\ud800-\udfff]"
)
_NONCHARACTERS = re.compile(
    "[\ufdd0-\ufdef"
    + "".join(chr(plane * 0x10000 + low) for plane in range(17) for low in (0xFFFE, 0xFFFF))
    + "]"
)
_LINE_ENDS = re.compile("\r\n|[\r\x85\u2028\u2029]")
_BLANK_LINES = re.compile(r"\n[^\S\n]*(?:\n[^\S\n]*){2,}\n")
# The look behind keeps it linear: else each space of a long run would be tried as a beginning.
_TRAILING = re.compile(r"(?<![^\S\n])[^\S\n]+(?=\n|$)")
# Tag characters stand in flags only: a black flag, tags, and the cancel tag.
_FLAG = re.compile("\U0001f3f4[\U000e0020-\U000e007e]+\U000e007f")
_TAGS = re.compile("[\U000e0000-\U000e007f]")
# What looks empty: white space, braille blank, Hangul fillers, zero-width joiners and direction marks.
_EMPTY = re.compile("[\\s\u2800\u115f\u1160\u3164\uffa0\u200b-\u200f\u061c\u180e]*")


def normalise(text: str) -> str:
    """Any string in; the same words in one form out. Idempotent; raises nothing.

    NFC; line ends to LF; control, invisible and direction-changing characters dropped (LRM, RLM, ALM,
    ZWJ and ZWNJ kept); at most six combining marks on a base, two blank lines in a row, no white
    space at either end or before a line end.
    """
    text = _LINE_ENDS.sub("\n", text)
    text = _NONCHARACTERS.sub("", _REMOVED.sub("", text))
    text = _without_loose_tags(text)
    text = _cut_stacks(unicodedata.normalize("NFC", text))
    text = _TRAILING.sub("", text)
    text = _BLANK_LINES.sub("\n\n\n", text)
    return text.strip()


def is_empty(text: str) -> bool:
    """True where a text has nothing that a reader could see, in any script."""
    return _EMPTY.fullmatch(text) is not None


def one_line(text: str) -> str:
    """A normalised text with every run of white space as one space: for names."""
    return " ".join(normalise(text).split())


def _without_loose_tags(text: str) -> str:
    if not _TAGS.search(text):
        return text
    kept, end = [], 0
    for flag in _FLAG.finditer(text):
        kept += [_TAGS.sub("", text[end : flag.start()]), flag.group()]
        end = flag.end()
    return "".join([*kept, _TAGS.sub("", text[end:])])


def _cut_stacks(text: str) -> str:
    if text.isascii():
        return text
    kept, marks = [], 0
    for character in text:
        marks = marks + 1 if unicodedata.category(character) in ("Mn", "Me") else 0
        if marks <= MAX_MARKS:
            kept.append(character)
    return unicodedata.normalize("NFC", "".join(kept))
