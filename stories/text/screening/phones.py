"""Phone numbers, and digit runs too long to be anything harmless.

Whether a number can be dialled in a country is Google's libphonenumber (`phonenumbers`); numbers that
people shorten ("555-0199") need a word of calling before them. Each run of digits is read once.
"""

import re
from collections.abc import Iterator

import phonenumbers

from .digits import Before, file_words, is_counted
from .hint import Found, HintKind

# Possessive: a run is taken whole and never tried again from within.
_RUN = re.compile(r"(?<![\w@#])(?:\+ ?)?\(?\d(?:(?: ?[ ().\-/] ?)?(?:\()?\d)*+(?!\w)")
_DATE = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{4}[/.-]\d{1,2}[/.-]\d{1,2}")
_YEARS = re.compile(r"(?:19|20)\d\d(?:\W{1,3}(?:19|20)\d\d)+")
_THOUSANDS = re.compile(r"\d{1,3}(?:([. ])\d{3})(?:\1\d{3})*")
_LOCAL = re.compile(
    r"\d{3}-\d{4}|0\d{1,4}(?:[ .\-/]\d{2,4}){2,4}|0\d{8,10}|\(\d{2,4}\) ?\d{3,4}[ .-]\d{3,4}"
)
_TEN = re.compile(r"\d{3}[ .-]\d{3}[ .-]\d{4}|1[ .-]\d{3}[ .-]\d{3}[ .-]\d{4}")
_CALLING = re.compile(
    r"(?<!\w)(?:call\w*|ring|rang|text\w*|dial\w*|phone\w*|tel|mobile|cell|landline|number|fax|reach"
    r"|ll[aá]m\w*|marca|marqu\w*|tel[eé]fono|tfno|móvil|celular|fijo|número|contestador|contacto"
    r"|appel\w*|joindre|téléphone|tél|portable|fixe|numéro|répondeur"
    r"|(?:ال)?رقمي?|اتصل\w*|(?:ال)?هاتفي?|هاتف|جوالي?|موبايلي?|تليفون\w*|تلفون\w*|راسلوني|كلموني)(?!\w)",
    re.IGNORECASE,
)
MOST_DIGITS = 15  # ITU-T E.164
LONG_RUN = (
    9  # digits that are neither a phone nor a file's number, and could be a document's or a card's
)
MOST_ASKED = 200  # numbers in one text that libphonenumber is asked about; any further one is taken for a phone


def find(text: str, country: str, helplines: frozenset[str]) -> Iterator[Found]:
    """Phones and long digit runs of a folded text."""
    return _Reader(text, country, helplines).read()


def only_digits(helplines: frozenset[str]) -> frozenset[str]:
    """The known numbers without their signs."""
    return frozenset(re.sub(r"\D", "", number) for number in helplines) - {""}


def is_helpline(words: str, country: str, known: frozenset[str]) -> bool:
    """True where `words` is one of the known numbers (digits only), however it is written."""
    number = re.sub(r"\D", "", words)
    national = number.lstrip("0")
    code = str(phonenumbers.country_code_for_region(country) or "") if country else ""
    if known & {number, national, code + number, code + national}:
        return True
    return not code and len(national) >= 8 and any(one.endswith(national) for one in known)


class _Reader:
    """One pass over the digit runs of one text."""

    def __init__(self, text: str, country: str, helplines: frozenset[str]) -> None:
        self.text, self.country = text, country
        self.known = only_digits(helplines)
        self.files, self.calling = file_words(text), Before(_CALLING, text)
        self.asked = 0

    def read(self) -> Iterator[Found]:
        for run in _RUN.finditer(self.text):
            size = sum(map(str.isdecimal, run.group()))
            if size > MOST_DIGITS:
                yield from self._long(run)
            elif size >= 6 and (kind := self._kind(run, size)):
                yield Found(kind, run.start(), run.end())

    def _kind(self, run: re.Match, size: int) -> HintKind | None:
        words = run.group()
        if _DATE.fullmatch(words) or _YEARS.fullmatch(words):
            return None
        if is_helpline(words, self.country, self.known):
            return None
        if words.startswith(("+", "00")):
            return HintKind.PHONE if size >= 8 else None
        if self.files.reaches(run.start()) or is_counted(self.text, run.end()):
            return None
        if self._is_dialled(run):
            return HintKind.PHONE
        return HintKind.NUMBER if size >= LONG_RUN and not _THOUSANDS.fullmatch(words) else None

    def _is_dialled(self, run: re.Match) -> bool:
        words = run.group()
        if (
            _LOCAL.fullmatch(words)
            or _TEN.fullmatch(words)
            or self.calling.reaches(run.start(), 36)
        ):
            return True
        if not self.country or not phonenumbers.country_code_for_region(self.country):
            return False
        self.asked += 1
        return self.asked > MOST_ASKED or _is_valid(words, self.country)

    def _long(self, run: re.Match) -> Iterator[Found]:
        """More digits than a phone has: several phones in a row, or one number of another kind."""
        matches = []
        if len(run.group()) <= 120 and self.asked < MOST_ASKED:
            self.asked += 10
            matches = list(phonenumbers.PhoneNumberMatcher(run.group(), self.country or None))
        for match in matches:
            if not is_helpline(match.raw_string, self.country, self.known):
                yield Found(HintKind.PHONE, run.start() + match.start, run.start() + match.end)
        if not matches and not self.files.reaches(run.start()):
            several = run.group().startswith(("0", "+")) and " " in run.group()
            yield Found(HintKind.PHONE if several else HintKind.NUMBER, run.start(), run.end())


def _is_valid(words: str, country: str) -> bool:
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(words, country))
    except phonenumbers.NumberParseException:
        return False
