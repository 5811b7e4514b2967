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
    "|جانفي|فيفري|أفريل|ماي|جوان|جويلية|أوت|شتنبر|نونبر|دجنبر|غشت"
)
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_YEAR = r"(?:,? (?:de |del |of |سنة |عام )?(?:19|20)\d\d)"
_SHAPES = [
    re.compile(
        rf"(?<![\w/.,-]){_DAY}(?:st|nd|rd|th|er|º|ª)?(?: of| de| d['’])? ?(?:{_EN}|{_ES}|{_FR}|{_AR})\.?(?!\w){_YEAR}?",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?<!\w)(?:{_EN})\.? (?:the )?{_DAY}(?:st|nd|rd|th)?(?![\w:]|[.,/]\d){_YEAR}?", re.I
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


def find(text: str) -> Iterator[Found]:
    """Exact dates of a folded text."""
    for shape in _SHAPES:
        for match in shape.finditer(text):
            if not _NO_MONTH.fullmatch(match.group()):
                yield Found(HintKind.DATE, match.start(), match.end())
