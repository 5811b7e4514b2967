"""Addresses: streets (by language), post boxes, postcodes; pieces of one address are one hint.

Postcodes: the shapes of GOV.UK, Canada Post, An Post, PostNL and others as written in capitals; bare digits only with
a state, a town behind them in countries that write them so, or a word such as "postcode" before them.
"""

import re
from collections.abc import Iterator

from . import streets, streets_arabic, streets_elsewhere, units
from .digits import is_counted, small
from .hint import Found, HintKind, word_set
from .streets import NAME

_BOX = re.compile(
    r"(?<!\w)(?=[^\W\d_])(?:(?:p\.? ?o\.?|post(?:al)?) ?box|p\.?o\.?b\.?|private bag|gpo box|locked bag"
    r"|apartado(?: de correos| postal| aéreo)?|apdo\.?|casilla(?: de correo)?|a\.a\.|caixa postal|postfach"
    r"|casella postale"
    r"|boîte postale|b\.?p\.?|c\.?s\.?(?= \d{5})|case postale|c\.?p\.?(?= \d{3,4}\b)|ص ?\.? ?ب\.?"
    r"|صندوق (?:ال)?بريد)(?: n[º°]| no\.?| number| رقم)?[ :#-]{0,3}\d{1,6}(?!\w)"
)
_CODES = re.compile(
    r"(?<![\w-])(?:(?:GIR ?0AA|[A-PR-UWYZ][A-HK-Y]?\d[A-Z\d]? ?\d[ABD-HJLNP-UW-Z]{2})"  # United Kingdom
    r"|[ABCEGHJ-NPRSTVXY]\d[ABCEGHJ-NPRSTV-Z][ -]?\d[ABCEGHJ-NPRSTV-Z]\d"  # Canada
    r"|[AC-FHKNPRTV-Y]\d[\dW] ?(?=[A-Z\d]{0,3}\d)[AC-FHKNPRTV-Y\d]{4}"  # Ireland
    r"|[A-Z]{2}-\d{3,4}-\d{4}"  # Ghana
    r"|(?:NSW|VIC|QLD|SA|TAS|ACT|WA|NT),? \d{4}"  # Australia
    r"|[1-9]\d{3} [A-Z]{2} [A-Z]\w+|\d{4}-\d{3} [A-Z]\w+|\d{5}-\d{3}(?= |,|$))(?![\w-])"  # Netherlands, Portugal, Brazil
)
_STATES = (
    "AL|AK|AZ|AR|CA|CO|CT|DE|FL|GA|HI|IA|ID|IL|IN|KS|KY|LA|MA|MD|ME|MI|MN|MO|MS|MT|NC|ND|NE|NH|NJ|NM|NV|NY|OH|OK"
    "|OR|PA|PR|RI|SC|SD|TN|TX|UT|VA|VT|WA|WI|WV|WY|DC"
)
_ZIP = re.compile(rf"(?<!\w)(?:{_STATES}),? \d{{5}}(?:-\d{{4}})?(?![\w-])")
_BEFORE_TOWN = re.compile(rf"(?<![\w.,:/$€£-])\d{{5}} {NAME}")
_TOWN_COUNTRIES = word_set("FR ES DE IT MX MA DZ TN GR FI SE TR")
_NAMED_CODE = re.compile(
    r"(?<!\w)(?=[^\W\d_])(?:post ?code|postal code|zip(?: code)?|pin ?code|eircode|código postal|codigo postal"
    r"|c\.?p\.?|cep|cap|plz|code postal|الرمز البريدي|رمز بريدي)(?!\w)"
    r"(?: (?:is|was|es|era|est|était|هو"
    r"|كان))?[ :]{1,3}(?P<code>(?=[a-z -]{0,4}\d)(?=[a-z\d -]{4})[a-z\d]{2,7}(?:[ -][a-z\d]{3,4})?)(?!\w)"
)
_SHAPES = (*streets.SHAPES, *units.SHAPES, *streets_elsewhere.SHAPES, _CODES, _ZIP)
_IN_SMALL = (*streets.IN_SMALL, *units.IN_SMALL, *streets_arabic.SHAPES, _BOX)
_DIGITS = re.compile(r"\d(?:.{0,199}\d)*", re.DOTALL)
WINDOW = 130  # code points around a digit in which an address is looked for: without a digit there is none
# What else an address says behind its street: a floor, a flat, a town with its code.
_TAIL = re.compile(
    r"(?:,? ?(?:(?:apt|apartment|flat|unit|suite|ste|floor|piso|planta|puerta|pta|depto|dpto|apto|int|interior"
    r"|torre|bloque|casa|app|appt|appartement|étage|bât|bâtiment|bat|porte|col|colonia|barrio|timbre|escalera"
    r"|esc)\.? ?#?\w{1,6}"
    r"|\d{1,2} ?[º°ª] ?(?:dcha|izda|izq|der|[A-F])?)(?!\w))+",
    re.IGNORECASE,
)
_TOWN_CODE = re.compile(
    rf",? (?:\d{{4,6}} {NAME}|(?:{NAME} ){{1,2}}(?:(?:{_STATES}) )?\d{{4,6}})(?!\w)"
)
_BETWEEN = re.compile(rf"[,،;]? ?(?:{NAME},? ?){{0,3}}|[,،]? ?(?:و|y |and |et )?")
APART = 40  # code points between two pieces of one address


_WAY = r"(?:Street|St|Road|Rd|Lane|Ave|Avenue|Drive|Way|Hill|Blvd|Boulevard|Parade)"
# Corners and houses with a name: addresses without a digit, each behind a word that few sentences have.
_NO_DIGIT = re.compile(
    rf"(?<!\w)(?:(?i:angle (?:de la|des|de|du) (?:rues?|avenues?)?|coin (?:de la|des|de|du) (?:rues?|avenues?)?|esquina (?:de|con)|esq\.) ?"
    rf"(?:(?:la|le|les|de|des|du|calle|the) )*(?:{NAME} ){{1,3}}(?:and|&|et|y|con) (?:(?:la|le|les|de|des|du|calle|rue|the) )*{NAME}"
    rf"|corner of (?=[^.,;!?\n]{{0,50}}(?:\d(?:st|nd|rd|th)|{_WAY})(?!\w))(?:{NAME} |\d{{1,3}}(?:st|nd|rd|th) )(?:{_WAY} )?and (?:the )?(?:{NAME}|\d{{1,3}}(?:st|nd|rd|th))(?: {_WAY})?"
    rf"|(?:{NAME} ){{1,2}}(?:Cottage|Farmhouse|Lodge|Rectory|Vicarage|House|Barn|Mill|Farm), (?:{NAME} ){{1,2}}(?:Lane|Road|Street|Close|Hill|Drive|Avenue|Way|Rd|St)(?!\w)"
    rf"|(?i:vereda|corregimiento|caserío|aldea|cantón) (?:(?:de |la |el )*{NAME},? ){{1,3}}(?i:finca|predio|hacienda|rancho) (?:La |El |Los |Las )?{NAME})"
    r"|(?:بناية|عمارة|برج) (?:ال)?[\u0621-\u064a]{2,15}(?: [\u0621-\u064a]{2,15})?[،,]? (?:ال)?(?:طابق|دور) (?:ال)?(?:أول|اول|ثاني|تاني|ثالث|تالت|رابع|خامس|سادس|سابع|ثامن|تاسع|عاشر|[أا]رضي)"
    r"(?:[،,] شارع [\u0621-\u064a]{2,15})?"
)


def find(text: str, country: str) -> Iterator[Found]:
    """Street and postal forms of a folded text, each address as one."""
    pieces = sorted(_pieces(text, country), key=lambda one: (one.start, -one.end))
    if not pieces:
        return
    start, end = pieces[0].start, pieces[0].end
    for piece in pieces[1:]:
        near = piece.start - end <= APART and "\n" not in text[end : piece.start]
        if piece.start < end or (near and _BETWEEN.fullmatch(text, end, piece.start)):
            end = max(end, piece.end)
        else:
            yield Found(HintKind.ADDRESS, start, end)
            start, end = piece.start, piece.end
    yield Found(HintKind.ADDRESS, start, end)


def _pieces(text: str, country: str) -> Iterator[Found]:
    low = small(text)
    for match in (*_NO_DIGIT.finditer(text), *units.WITHOUT.finditer(low)):
        yield Found(HintKind.ADDRESS, match.start(), match.end())
    for start, end in _windows(text):
        for shapes, read in ((_SHAPES, text), (_IN_SMALL, low)):
            for shape in shapes:
                for match in shape.finditer(read, start, end):
                    if not is_counted(text, match.end()):
                        yield Found(HintKind.ADDRESS, match.start(), _end(text, match.end()))
        for match in _NAMED_CODE.finditer(low, start, end):
            yield Found(HintKind.ADDRESS, match.start("code"), match.end("code"))
        if country in _TOWN_COUNTRIES:
            for match in _BEFORE_TOWN.finditer(text, start, end):
                yield Found(HintKind.ADDRESS, match.start(), match.end())


def _windows(text: str) -> Iterator[tuple[int, int]]:
    """The stretches of a text that have a digit near, from one space to another."""
    for match in _DIGITS.finditer(text):
        start = text.rfind(" ", 0, max(0, match.start() - WINDOW)) + 1
        end = text.find(" ", match.end() + WINDOW)
        yield start, len(text) if end < 0 else end


def _end(text: str, end: int) -> int:
    for shape in (_TAIL, _TOWN_CODE):
        if match := shape.match(text, end):
            end = match.end()
    return end
