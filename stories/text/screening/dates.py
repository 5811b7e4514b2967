"""Exact dates: a day and a month at least. A month or a year alone is none."""

import re
from collections.abc import Iterator

from .hint import Found, HintKind

_EN = (
    "january|february|march|april|may|june|july|august|september|october|november|december"
    "|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec"
)
_ES = "enero|febrero|marzo|abril|mayo|junio|julio|agosto|sep?tiembre|octubre|noviembre|diciembre"
_FR = "janvier|février|mars|avril|mai|juin|juillet|août|aout|septembre|octobre|novembre|décembre"
_AR = (  # Egypt and the Gulf; the Levant and Iraq; the Maghreb
    "يناير|فبراير|مارس|[أا]بريل|مايو|يونيو|يونيه|يوليو|يوليه|[أا]غسطس|سبتمبر|[أا]كتوبر|نوفمبر|ديسمبر"
    "|كانون الثاني|شباط|[آا]ذار|نيسان|[أا]يار|حزيران|تموز|[آا]ب|[أا]يلول|تشرين الأول|تشرين الثاني|كانون الأول"
    "|محرم|صفر|ربيع الأول|ربيع الثاني|جمادى الأولى|جمادى الآخرة|رجب|شعبان|رمضان|شوال|ذو القعدة|ذو الحجة"
    "|جانفي|فيفري|أفريل|ماي|جوان|جويلية|أوت|شتنبر|نونبر|دجنبر|غشت"
)
_ELSEWHERE = (  # German, Italian, Portuguese, Dutch
    "januar|februar|märz|mai|juni|juli|oktober|dezember|gennaio|febbraio|marzo|aprile|maggio|giugno|luglio"
    "|settembre|ottobre|dicembre"
    "|janeiro|fevereiro|março|maio|junho|julho|setembro|outubro|novembro|dezembro|januari|februari|maart|mei|augustus"
)
_SPOKEN_DAY = (  # with a word that only dates have: "the third of May", "el quince de marzo", "le quinze mars"
    "(?:the )?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth"
    "|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth"
    "|twentieth|twenty-(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|thirtieth|thirty-first) of"
    "|(?:uno|primero|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|trece|catorce|quince"
    "|dieciséis|diecisiete|dieciocho|diecinueve|veinte|veinti[a-zéó]+|treinta(?: y uno)?) de"
    "|le (?:premier|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize"
    "|dix-sept|dix-huit|dix-neuf|vingt(?:-| et |-et-)?(?:un|deux|trois|quatre|cinq|six|sept|huit|neuf)?"
    "|trente(?:-| et |-et-)?(?:un)?)"
    "|(?:يوم|ليلة|مساء|صباح|بتاريخ) (?:ال)?(?:أول|ثاني|ثالث|رابع|خامس|سادس|سابع|ثامن|تاسع|عاشر|عشرين|ثلاثين) من(?: شهر)?"
)
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_YEAR = r"(?:,? (?:de |del |of |سنة |عام )?(?:19|20)\d\d)"
_SHAPES = [
    re.compile(
        rf"(?<![\w/.,-]){_DAY}(?:st|nd|rd|th|er|ère|\.?[ºª°]|\.(?= ?[a-zäé]))?(?: day)?(?: of| de| d['’]"
        rf"| من)? ?(?:{_EN}|{_ES}|{_FR}|{_AR}|{_ELSEWHERE})\.?(?!\w)"
        rf"(?! (?:have|be|not|well|seem|never|i|you|we|he|she|they|it)(?!\w)){_YEAR}?",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?<![\w-])(?=[^\W\d_])(?:{_SPOKEN_DAY}) (?:{_EN}|{_ES}|{_FR}|{_AR})(?!\w){_YEAR}?",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?<!\w)(?=[^\W\d_])(?:{_EN})\.? (?:the )?{_DAY}(?:st|nd|rd|th)?(?![\w:]|[.,/]\d){_YEAR}?",
        re.I,
    ),
    re.compile(rf"(?<![\w/.-])(?:19|20)\d\d([/.-])(?:0?[1-9]|1[0-2])\1{_DAY}(?![\w/-]|\.\d)"),
    re.compile(
        rf"(?<![\w/.-]){_DAY}([/.-])(?:0?[1-9]|1[0-2])\1(?:(?:19|20)\d\d|\d\d)(?![\w/-]|\.\d)"
    ),
    re.compile(
        rf"(?<![\w/.-])(?:0?[1-9]|1[0-2])([/.-]){_DAY}\1(?:(?:19|20)\d\d|\d\d)(?![\w/-]|\.\d)"
    ),
]
# "2 may enter", "march 3 miles": small English words that are months only with a capital.
_NO_MONTH = re.compile(r"(?:\d+ (?:may|march|mar)|(?:may|march|mar) (?:the )?\d+)(?:st|nd|rd|th)?")


_LAW = re.compile(
    r"(?<!\w)(?i:loi|décret|arrêté|ordonnance|directive|ley|decreto|act|law|statute|resolución|قانون|مرسوم|نظام)(?: [^\s.!?]{1,12}){0,3} $"
)


def find(text: str) -> Iterator[Found]:
    """Exact dates of a folded text."""
    for shape in _SHAPES:
        for match in shape.finditer(text):
            is_law = _LAW.search(text, max(0, match.start() - 40), match.start())
            if not is_law and not _NO_MONTH.fullmatch(match.group()):
                yield Found(HintKind.DATE, match.start(), match.end())
