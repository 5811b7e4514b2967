"""Phone numbers, and digit runs too long to be anything harmless.

Whether a number can be dialled in a country is Google's libphonenumber (`phonenumbers`); numbers that
people shorten ("555-0199") need a word of calling before them. Each run of digits is read once.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

import phonenumbers

from .digits import Before, file_words, is_counted, small
from .hint import Found, HintKind

# Possessive: a run is taken whole and never tried again from within.
_RUN = re.compile(
    r"(?<![\w@#])(?:\+ ?)?\(?(?:\d|[Oo](?=[\doO]))(?:(?: ?[ ().\-/] ?)?(?:\()?(?:\d|(?<=\d)[Oo](?=[\doO])|(?<=[oO])[oO](?![^\W\d_oO])|[oO](?=\d)))*+(?=x\d{1,5}(?!\w)|(?!\w))"
)
_DATE = re.compile(
    r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}(?: \d{1,2})?|\d{4}[/.-]\d{1,2}[/.-]\d{1,2}(?: \d{1,2})?"
)
_YEARS = re.compile(r"(?:19|20)\d\d(?:\W{1,3}(?:19|20)\d\d)+")
_THOUSANDS = re.compile(r"\d{1,3}(?:([. ])\d{3})(?:\1\d{3})*")
_TIMES = re.compile(r"\d{1,2}[.]\d\d ?[-/] ?\d{1,2}[.]\d\d")
# Behind a trunk zero, whatever the groups; an area in brackets; seven digits as North America writes them.
_LOCAL = re.compile(
    r"\d{3}-\d{4}|0(?:[ .\-/()]{0,2}\d){8,10}|0\d{1,4}(?:[ .\-/]\d{2,4}){2,4}|\(\d{2,4}\) ?\d{3,4}[ .-]\d{3,4}"
)
# Freephone where any country has it: it reaches an office, never a person.
_FREE = re.compile(
    r"(?:\+?1[ .-]?)?\(?8(?:00|33|44|55|66|77|88)\)?[ .-]?\d{3}[ .-]\d{4}|0 ?8(?:00|08)(?:[ .-]?\d){4,8}"
    r"|900[ .-]?\d{3}[ .-]?\d{3}|01[ .-]?800(?:[ .-]?\d){7}"
    r"|1 ?[38]00(?:[ .-]?\d){6}|116[ .-]?\d{3}"
)
_TEN = re.compile(r"\d{3}[ .-]\d{3}[ .-]\d{4}|1[ .-]\d{3}[ .-]\d{3}[ .-]\d{4}")
_CALLING = re.compile(
    r"(?<!\w)(?=[^\W\d_])(?:call\w*|ring|rang|text\w*|dial\w*|phone\w*|tel|mob|mobile|cell|landline|number|fax"
    r"|reach|area code|ext|extension|hotel phone|hmu"
    r"|ll[aá]m\w*|marca|marqu\w*|tel[eé]fono|tfno|móvil|celular|fijo|número|contestador|contacto"
    r"|appel\w*|joindre|téléphone|tél|portable|fixe|numéro|répondeur"
    r"|(?:ال)?رقم[يهو]?|(?:ال)?نمر(?:ة|تي|تو|ته|تها)|نومرو\w*|اتصل\w*|(?:ال)?هاتف\w?|(?:ال)?جوال\w?"
    r"|(?:ال)?موبايل\w?|(?:ال)?محمول\w?|تليفون\w*|تلفون\w*|راسلوني|كلموني|دقولي"
    r"|handy|nummer|cellulare|telefon\w*|telemóvel|whatsapp\w*|whats|wh?atsap|wsp|g?uasap|wasap|telegram"
    r"|signal|viber|imo|sms|gsm|natel|num|tfn|tlf|cel|fono|bizum"
    r"|(?:ال|بال|عال)?وات?س(?: ?[اآ]ب)?ي?|(?:ال)?فايبر|[اإ]يمو)(?!\w)"
)
# "The helpline, 020 ..." is the line's own number.
_HELPLINE = re.compile(
    r"(?<!\w)(?=[^\W\d_])(?:help ?lines?|hot ?lines?|(?:crisis|support|advice|warm) line|lifeline|samaritans"
    r"|línea (?:de (?:ayuda|atención|la vida|la mujer|emergencia)|rosa|morada|púrpura)"
    r"|teléfono de la esperanza|ligne d['’](?:écoute|urgence)|numéro (?:vert|d['’](?:urgence|aide|écoute))"
    r"|الخط الساخن|خط (?:المساعدة|الشكاوى|النجدة|الدعم)|الرقم الأخضر)(?!\w)"
)
_PREFIX = re.compile(r"\W?(?:[A-Z]-|(?=\D{0,12}\d)[\w./-]+[./-])")
# "00931/2020", "2019/4172": a year at one end is a file's number; "741741", "686868" is a service's.
_FILED = re.compile(
    r"(?:\d{3,8}/|\d{5,8}-)(?:19|20)\d\d|(?:19|20)\d\d[/-]\d{2,9}(?:[/-]\d{1,6})?|(\d{2,3})\1{1,2}"
)
_PAIRS = re.compile(r"0\d(?:[ .]\d\d){4}|\+?\d{2,3} \d(?:[ .]\d\d){4}")
# Of calling words, those that announce a file's number as well.
_ANY_NUMBER = re.compile(r"(?i:number|num|número|numéro|رقم\w?|نمرة|reach|contacto)$")
MOST_DIGITS = 15  # ITU-T E.164
LONG_RUN = (
    9  # digits that are neither a phone nor a file's number, and could be a document's or a card's
)
MOST_ASKED = 200  # numbers in one text that libphonenumber is asked about; any further one is taken for a phone


def calling_words(text: str) -> Before:
    """The words that announce a phone number, in a text in small letters."""
    return Before(_CALLING, text)


def find(text: str, country: str, helplines: frozenset[str], calling: Before) -> Iterator[Found]:
    """Phones and long digit runs of a folded text; `calling`: its words of calling."""
    return _Reader(text, country, helplines, calling).read()


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

    def __init__(self, text: str, country: str, helplines: frozenset[str], calling: Before) -> None:
        self.text, self.country = text, country
        self.known = only_digits(helplines)
        low = small(text)
        self.files, self.calling, self.lines = file_words(low), calling, Before(_HELPLINE, low)
        self.asked = 0

    def read(self) -> Iterator[Found]:
        for run in _RUN.finditer(self.text):
            size = sum(one.isdecimal() or one in "oO" for one in run.group())
            if size > MOST_DIGITS:
                yield from self._long(run)
            elif size >= 6 and (kind := self._kind(run, size)):
                yield Found(kind, run.start(), run.end())

    def _is_piece(self, run: re.Match) -> bool:
        """The end of a longer name: "BR.37.LA.001417", "V-00.417"."""
        space = self.text.rfind(" ", max(0, run.start() - 24), run.start())
        return (
            _PREFIX.fullmatch(
                self.text, space + 1 if space >= 0 else max(0, run.start() - 24), run.start()
            )
            is not None
        )

    def _kind(self, run: re.Match, size: int) -> HintKind | None:
        words = run.group().replace("O", "0").replace("o", "0")
        if any(shape.fullmatch(words) for shape in (_DATE, _YEARS, _TIMES, _FILED)) or _is_counting(
            words
        ):
            return None
        if (
            self._is_piece(run)
            or is_helpline(words, self.country, self.known)
            or self._is_office(run)
        ):
            return None
        if words.startswith("+"):
            return HintKind.PHONE if size >= 8 else None
        if self._is_filed(run) or is_counted(self.text, run.end()):
            return None
        if self._is_dialled(run) or (words.startswith("00") and size >= 9):
            return HintKind.PHONE
        return HintKind.NUMBER if size >= LONG_RUN and not _THOUSANDS.fullmatch(words) else None

    def _is_filed(self, run: re.Match) -> bool:
        """A file's number: its word stands before, and no word of calling nearer; nothing in pairs behind a zero."""
        start = run.start()
        if not self.files.reaches(start) or _PAIRS.fullmatch(run.group()):
            return False
        nearest = self.calling.nearest(start)
        is_called = self.calling.reaches(start) and nearest > self.files.nearest(start)
        return not is_called or _ANY_NUMBER.search(self.text, nearest - 8, nearest) is not None

    def _is_dialled(self, run: re.Match) -> bool:
        words = run.group().replace("O", "0").replace("o", "0")
        if (
            _LOCAL.fullmatch(words)
            or _TEN.fullmatch(words)
            or self.calling.reaches(run.start(), 36)
            or _is_grouped(words)
        ):
            return True
        if not self.country or not phonenumbers.country_code_for_region(self.country):
            return False
        self.asked += 1
        return self.asked > MOST_ASKED or _is_valid(words, self.country)

    def _is_office(self, run: re.Match) -> bool:
        """A freephone number, or one right behind the name of a helpline."""
        return bool(_FREE.fullmatch(run.group())) or self.lines.reaches(run.start(), 12)

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


def _is_counting(words: str) -> bool:
    """1 2 3 4, or 10 20 30 40: steps that are all the same."""
    groups = [int(one) for one in re.findall(r"\d+", words)]
    steps = {after - before for before, after in pairwise(groups)}
    return len(groups) > 2 and len(steps) == 1 and (max(groups) < 100 or steps <= {1, -1})


def _is_grouped(words: str) -> bool:
    """Eight digits or more in groups, as numbers to dial are read out; not thousands, not 10 20 30 40."""
    groups = re.findall(r"\d+", words)
    if not 8 <= sum(map(len, groups)) <= 12 or len(groups) < 2 or _THOUSANDS.fullmatch(words):
        return False
    sizes = set(map(len, groups))
    return (
        sizes == {1} or min(sizes) >= 2 or (len(groups[0]) == 1 and min(map(len, groups[1:])) >= 2)
    )


def _is_valid(words: str, country: str) -> bool:
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(words, country))
    except phonenumbers.NumberParseException:
        return False
