"""Employers and schools: one of their common words with a name. "My school" and "the company" are none."""

import re
from collections.abc import Iterator

from .hint import Found, HintKind, word_set

_NAME = r"[A-ZÀ-ÖØ-Þ][\w'’&-]{0,30}"
_NAMES = rf"{_NAME}(?: (?:(?:de|of|la|el|du|des|y|&|and) ){{0,2}}{_NAME}){{0,3}}"
_OF = r"(?:(?:of|de|del|de la|de los|de las|du|des) (?:the )?|d['’]|de l['’])?"

_BEFORE_FIRM = re.compile(
    rf"(?<!\w)(?P<names>(?:{_NAME} ){{1,4}})(?:(?:Ltd|Limited|Inc|LLC|LLP|PLC|plc|Corp|Corporation|Holdings|Group|GmbH"
    r"|SARL|SAS|EURL|SLU?|SA|Hospital|Hotel|Bank|Foundation|Industries|Enterprises|& Co|& Sons)(?!\w)"
    r"|S\.? ?A\.? de C\.? ?V|S\.A\.(?:S\.)?|S\.L\.(?:U\.)?|S\. de R\.L)"
)
_AFTER_FIRM = re.compile(
    r"(?<!\w)(?i:empresa|compañía|banco|hospital|hotel|restaurante|clínica|fundación|ayuntamiento de|grupo"
    r"|entreprise|société|banque|hôpital|hôtel|clinique|fondation|mairie de|groupe)"
    rf" {_NAMES}"
)
_BEFORE_SCHOOL = re.compile(
    rf"(?<!\w)(?P<names>(?:{_NAME} ){{1,4}})(?:(?:High|Primary|Secondary|Elementary|Middle|Grammar|Junior|Boarding|Law"
    r"|Medical|Nursing|Business) )?(?:School|College|University|Academy|Institute|Sixth Form|Kindergarten)(?!\w)"
)
_AFTER_SCHOOL = re.compile(
    r"(?<!\w)(?i:university|college|academy|school|universidad|colegio|instituto|escuela|facultad|academia|liceo|i\.?e\.?s\.?"
    r"|ceip|preparatoria|secundaria|universit[ée]|lycée|collège|école|faculté|institut)"
    rf" (?:(?i:of) (?:the )?|{_OF}){_NAMES}"
)
_AR_FIRM = re.compile(
    r"(?<!\w)[وبلف]?(?:شركة|مؤسسة|مجموعة|بنك|مصرف|مصنع|مستشفى|فندق|مطعم|عيادة|جمعية) (?P<name>ال[\u0621-\u063a\u0641-\u064a]{2,15}|[A-Z]\w+)(?!\w)"
)
_AR_SCHOOL = re.compile(
    r"(?<!\w)[وبلف]?(?:جامعة|مدرسة|كلية|معهد|ثانوية|إعدادية|[أا]كاديمية|روضة) (?P<name>ال[\u0621-\u063a\u0641-\u064a]{2,15}|[أا]ل?[\u0621-\u063a\u0641-\u064a]{3,15}|[A-Z]\w+)(?!\w)"
)
# Words that open a sentence or point at one known already: no name by themselves.
_NO_NAMES = word_set("""The A An My Our His Her Their Your This That In At On From To And But When After Before Our Every Each Some Any
    I We He She They It As For With By Of No One Former High Law Art La El Mi Su En Un Una Le Mon Ma Son Sa Au
    Old New Local Big Public Private Primary Secondary Middle Elementary Boarding Medical Business Grammar""")
_AR_NO_NAMES = word_set("الأصدقاء الناس النساء البنات العمل الدعم التأمين التي الذي الحي أخرى")


def find(text: str) -> Iterator[Found]:
    """Employers and schools that are named, in a folded text."""
    yield from _named_before(text, _BEFORE_FIRM, HintKind.EMPLOYER)
    yield from _named_before(text, _BEFORE_SCHOOL, HintKind.SCHOOL)
    yield from _all(text, _AFTER_FIRM, HintKind.EMPLOYER)
    yield from _all(text, _AFTER_SCHOOL, HintKind.SCHOOL)
    yield from _arabic(text, _AR_FIRM, HintKind.EMPLOYER)
    yield from _arabic(text, _AR_SCHOOL, HintKind.SCHOOL)


def _named_before(text: str, shape: re.Pattern, kind: HintKind) -> Iterator[Found]:
    for match in shape.finditer(text):
        start = match.start()
        for word in match["names"].split():
            if word not in _NO_NAMES:
                yield Found(kind, start, match.end())
                break
            start += len(word) + 1


def _all(text: str, shape: re.Pattern, kind: HintKind) -> Iterator[Found]:
    for match in shape.finditer(text):
        yield Found(kind, match.start(), match.end())


def _arabic(text: str, shape: re.Pattern, kind: HintKind) -> Iterator[Found]:
    for match in shape.finditer(text):
        if match["name"] not in _AR_NO_NAMES:
            yield Found(kind, match.start(), match.end())
