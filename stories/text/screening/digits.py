"""Digits of other scripts, and what stands around a number and says that it is something else."""

import re
import sys
import unicodedata
from bisect import bisect_right

# Every decimal digit of Unicode to its ASCII twin: one code point for one, so that places stay true.
_DIGITS = {
    code: str(unicodedata.decimal(chr(code)))
    for code in range(128, sys.maxunicode + 1)
    if unicodedata.category(chr(code)) == "Nd"
}
_SPACES = dict.fromkeys(map(ord, "\u00a0\u2007\u2009\u202f"), " ")
_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2212"), "-")
_FOLD = {**_DIGITS, **_SPACES, **_DASHES}

# What a number counts where one of these follows it: no house number, no phone.
UNITS = re.compile(
    r" ?(?:%|€|£|\$|(?:hours?|hrs?|minutes?|mins?|days?|weeks?|months?|years?|times|people|pounds?|dollars?|euros?"
    r"|steps|km|kg|cm|mg|women|men|friends|others|of us|floors|miles"
    r"|horas?|minutos?|días?|semanas?|mes(?:es)?|años?|veces|personas?|pesos|pasos|pisos|mujeres|hombres|amig[oa]s"
    r"|heures?|jours?|semaines?|mois|ans?|années?|fois|personnes?|pas|étages?|femmes|hommes|rues"
    r"|ساعات?|ساعة|دقائق|دقيقة|أيام|يوما?|يومًا|أسابيع|أشهر|شهرا?|سنوات|سنة|عاما?|مرات|مرة|أشخاص|شخصا?|نساء|غرف"
    r"|جنيها?|ريال|درهم|دينار|خطوة|طوابق|كيلومترات?|كم|كغ)(?!\w))",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.!?؟\n] ?(?=\s|$)|[!?؟\n]")
# A file's, a form's or a page's number where one of these stands before it.
_FILE_WORDS = re.compile(
    r"(?<!\w)(?:case|crime|reference|ref|report|docket|complaint|incident|file|claim|order|badge|ticket"
    r"|caso|denuncia|expediente|atestado|causa|diligencias|referencia|folio|carpeta"
    r"|dossier|plainte|affaire|procédure|référence|réf|pv|procès-verbal|récépissé"
    r"|(?:ال)?قضية|(?:ال)?بلاغ|(?:ال)?محضر|(?:ال)?شكوى|(?:ال)?ملف|(?:ال)?مرجع)(?!\w)",
    re.IGNORECASE,
)


def fold(text: str) -> str:
    """The same text, code point for code point, with ASCII digits, plain spaces and plain dashes."""
    return text if text.isascii() else text.translate(_FOLD)


def is_counted(text: str, end: int) -> bool:
    """True where the number that ends at `end` counts something: hours, people, money."""
    return UNITS.match(text, end, end + 16) is not None


class Before:
    """Where the words of one kind stand in a text; asked whether one stands close before a place."""

    def __init__(self, shape: re.Pattern, text: str) -> None:
        self.text = text
        self.ends = [match.end() for match in shape.finditer(text)]

    def reaches(self, start: int, within: int = 30) -> bool:
        """True where one ends at most `within` code points before `start`, in the same sentence."""
        index = bisect_right(self.ends, start) - 1
        if index < 0 or start - self.ends[index] > within:
            return False
        return _SENTENCE_END.search(self.text, self.ends[index], start) is None


def file_words(text: str) -> Before:
    """The words that announce the number of a case, a report or a file."""
    return Before(_FILE_WORDS, text)
