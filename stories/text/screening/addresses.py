"""Street and postal forms: a street's word with a name and a number, post boxes, postcodes.

Postcodes: GOV.UK's and Canada Post's shapes as written in capitals; five digits only with a US state, a
town behind them in countries that write them so, or a word such as "postcode" before them.
"""

import re
from collections.abc import Iterator

from .digits import is_counted
from .hint import Found, HintKind, word_set

_NAME = r"[A-ZÀ-ÖØ-Þ][\w'’.-]{0,30}"
_STREET = re.compile(
    rf"(?<![\w.,:/-])\d{{1,5}}[A-Za-z]?,? (?:(?:{_NAME}|\d{{1,3}}(?:st|nd|rd|th)) ){{1,4}}"
    r"(?i:street|st|road|rd|avenue|ave|lane|ln|drive|dr|court|ct|close|square|sq|terrace|crescent|boulevard|blvd|way"
    r"|place|pl|gardens|grove|row|hill|mews|parkway|highway|hwy|walk|cottages?)(?!\w)"
)
_SMALL_STREET = re.compile(
    r"(?<![\w.,:/-])\d{1,5}[a-z]?,? (?!the |my |a |of |our |this |that |his |her |busy |dark |long |way )"
    r"[a-z]{3,20}(?<!s) (?:street|road|avenue|lane)(?!\w)"
)
_LINK = r"(?:de|del|la|las|los|el|y|l['’]|d['’]|du|des|le|les)"
_CALLE = re.compile(
    r"(?<!\w)(?:c/|(?:calle|avenida|avda?\.?|av\.|plaza|pza\.?|paseo|camino|carretera|ronda|travesía|callejón|bulevar"
    r"|glorieta|carrera|calzada)(?!\w)) ?(?:\d{1,3} de )?"
    r"(?:(?!(?:a|en|con|y|sin|por|durante|cuando|hace|hay|había|tenía|tiene|tuvo|era|eran|es|son|estaba|de las|de los|había) )[\w'’.-]{1,30},? ){0,5}"
    r"(?:n\.?[ºo°]|número|numero|núm\.?|num\.?|#)? ?#?\d{1,5}[A-Za-z]?(?![\w:]|[.,]\d)",
    re.IGNORECASE,
)
_RUE = re.compile(
    r"(?<![\w.,:/-])\d{1,4}(?: ?(?:bis|ter|quater))?,? (?:de la |de l['’]|du )?(?:"
    rf"(?i:rue|avenue|av\.|boulevard|bd|bld|impasse|allée|chemin) (?i:{_LINK} ?){{0,2}}[\w'’.-]{{2,30}}"
    rf"|(?i:place|quai|route|cours|square|passage|faubourg|villa|résidence) (?i:{_LINK} ?){{0,2}}{_NAME})"
)
_AR_STREET = r"(?:شارع|ش\.?|طريق|ميدان|حارة|زقاق|نهج|زنقة|درب|جادة)"
_AR_HOUSE = r"(?:عمارة|مبنى|فيلا|شقة|بناية|منزل|بيت|برج)"
_SHARIA = [
    re.compile(rf"(?<![\w.,:/-])\d{{1,4}}،? {_AR_STREET} [^\W\d]{{2,20}}(?: ال[^\W\d]{{2,20}})?"),
    re.compile(
        rf"(?<!\w)[وبلف]?{_AR_STREET}(?: [^\W\d]{{2,20}}){{0,3}}[،,]? (?:رقم |{_AR_HOUSE} (?:رقم )?)?\d{{1,4}}(?![\w:]|[.,/]\d)"
    ),
    re.compile(rf"(?<!\w)[وبلف]?{_AR_HOUSE} (?:رقم )?\d{{1,4}}(?![\w:]|[.,/]\d)"),
]
_BOX = re.compile(
    r"(?<!\w)(?:p\.? ?o\.? ?box|apartado(?: de correos| postal)?|boîte postale|b\.?p\.?|c\.s\.|ص ?\.? ?ب\.?|صندوق بريد)"
    r"(?: n[º°])? ?:? ?\d{1,6}(?!\w)",
    re.IGNORECASE,
)
_CODES = re.compile(
    r"(?<![\w-])(?:(?:GIR ?0AA|[A-PR-UWYZ][A-HK-Y]?\d[A-Z\d]? ?\d[ABD-HJLNP-UW-Z]{2})"
    r"|[ABCEGHJ-NPRSTVXY]\d[ABCEGHJ-NPRSTV-Z][ -]?\d[ABCEGHJ-NPRSTV-Z]\d)(?![\w-])"
)
_STATES = (
    "AL|AK|AZ|AR|CA|CO|CT|DE|FL|GA|HI|IA|ID|IL|IN|KS|KY|LA|MA|MD|ME|MI|MN|MO|MS|MT|NC|ND|NE|NH|NJ|NM|NV|NY|OH|OK"
    "|OR|PA|PR|RI|SC|SD|TN|TX|UT|VA|VT|WA|WI|WV|WY|DC"
)
_ZIP = re.compile(rf"(?<!\w)(?:{_STATES}),? \d{{5}}(?:-\d{{4}})?(?![\w-])")
_BEFORE_TOWN = re.compile(rf"(?<![\w.,:/$€£-])\d{{5}} {_NAME}")
_TOWN_COUNTRIES = word_set("FR ES DE IT MX MA DZ TN GR FI SE TR")
_NAMED_CODE = re.compile(
    r"(?<!\w)(?:post ?code|postal code|zip(?: code)?|código postal|c\.p\.|code postal|الرمز البريدي)(?!\w)"
    r"(?: (?:is|was|es|era|est|était|هو|كان))?[ :]{1,3}(?P<code>(?=[A-Z -]{0,4}\d)[A-Z\d]{2,7}(?:[ -][A-Z\d]{3,4})?)(?!\w)",
    re.IGNORECASE,
)
_SHAPES = [_STREET, _SMALL_STREET, _CALLE, _RUE, *_SHARIA, _BOX, _CODES, _ZIP]


def find(text: str, country: str) -> Iterator[Found]:
    """Street and postal forms of a folded text."""
    for shape in _SHAPES:
        for match in shape.finditer(text):
            if not is_counted(text, match.end()):
                yield Found(HintKind.ADDRESS, match.start(), match.end())
    for match in _NAMED_CODE.finditer(text):
        yield Found(HintKind.ADDRESS, match.start("code"), match.end("code"))
    if country in _TOWN_COUNTRIES:
        for match in _BEFORE_TOWN.finditer(text):
            yield Found(HintKind.ADDRESS, match.start(), match.end())
