"""Numbers of documents and plates: a shape that a state gives out, or letters and digits behind "passport", "DNI", "matricule".

They identify and do not reach: a number, no contact. What the text calls a document is none of the phones,
unless a word of calling stands nearer.
"""

import re
from collections.abc import Iterator

from .digits import Before, file_words, is_counted, small
from .hint import Found, HintKind

_SHAPES = re.compile(
    r"(?<![\w.-])(?:"
    r"\d{3}-\d{2}-\d{4}"  # social security, United States
    r"|[A-Z]{2} ?\d\d ?\d\d ?\d\d ?[A-D]"  # National Insurance, United Kingdom
    r"|[12] ?\d\d ?(?:0[1-9]|1[0-2]|[2-9]\d) ?\d[\dAB] ?\d{3} ?\d{3}(?: ?\d\d)?"  # sécurité sociale, France
    r"|\d\d\.\d\d\.\d\d-\d{3}\.\d\d"  # registre national, Belgium
    r"|756\.\d{4}\.\d{4}\.\d\d"  # AVS, Switzerland
    r"|\d{8}-?[A-HJ-NP-TV-Z]|[XYZ]-?\d{7}-?[A-HJ-NP-TV-Z]"  # DNI and NIE, Spain
    r"|[A-Z]{4}\d{6}[HMX][A-Z]{5}[A-Z\d]\d|[A-ZÑ&]{3,4}\d{6}[A-Z\d]{3}"  # CURP and RFC, Mexico
    r"|\d{1,2}\.\d{3}\.\d{3}-[\dkK]|\d{7,8}-[\dkK]"  # RUT, Chile
    r"|\d{2}-\d{8}-\d"  # CUIT, Argentina
    r"|\d{3}\.\d{3}\.\d{3}-\d\d"  # CPF, Brazil
    r"|[A-Z]{6}\d\d[A-Z]\d\d[A-Z]\d{3}[A-Z]"  # codice fiscale, Italy
    r"|[A-Z]{5}\d{4}[A-Z]"  # PAN, India
    r"|[A-Z]{2}\d{2}(?: ?[A-Z\d]{4}){3,7}(?: ?[A-Z\d]{1,3})?"  # IBAN, ISO 13616
    r"|[A-Z]{2}-\d{3}-[A-Z]{2}|[A-Z]{2}\d\d [A-Z]{3}"  # plates of France and Italy, of the United Kingdom
    r"|[A-Z]{1,3}-?\d{6,9}[A-Z]?"  # most passports and identity cards
    r")(?![\w]|[.-]\w)"
)
_NO = r"(?:[ ,:]{1,2}(?:no|n[º°]|nr|núm|num|number|numbers|número|numero|numéro|رقم|رقمها|رقمه)(?!\w)\.?)?"
_NAMED = re.compile(
    r"(?<!\w)(?=[^\W\d_])(?:passports?(?: book)?|social security|ssn|social insurance|sin|national insurance"
    r"|nino|ni number|nhs|medicare|medicaid|aadha?ar|pan card|voter id"
    r"|(?:driv(?:er['’]?s?|ing) )?licen[cs]e(?: plates?)?|number ?plates?|plates?|plate|reg(?:istration)?|rego|tags?|vin"
    r"|(?:employee|student|staff|id|identity|i\.d\.|personnel|payroll|member(?:ship)?|card|account|visa|alien"
    r"|roll|enrol?lment|matriculation|patient|inmate|service|green card|ration card) ?(?:id|card|number|no)"
    r"|id|ein|nin|bvn|cnic|sa id|sort code|iban|routing|swift"
    r"|pasaporte|dni|nie|nif|cif|curp|rfc|ine|ife|rut|run|cédula|cedula|c\.c\.|c\.i\.|matr[ií]culas?|placas?"
    r"|patente|dominio|chapa|seguro social|seguridad social|nss|nuss|imss"
    r"|carn[ée]t?|legajo|licencia|cuit|cuil|tarjeta|nómina|credencial|número de empleado|cuenta bancaria|cbu"
    r"|clabe|boleta|clave de elector"
    r"|passeport|cin|cni|nir|niss|avs|nas|ramq|carte (?:d['’]identité|vitale|nationale|de séjour|d['’]étudiant"
    r"|bancaire)|titre de séjour|s[ée]cu(?:rité sociale)?"
    r"|registre national|immatricul(?:ation|ée?s?)|plaques?|permis|matricule|ine|rib|numéro (?:fiscal|étudiant"
    r"|d['’]étudiant|d['’]employée?|national)|nif"
    r"|ausweis|reisepass|kennzeichen|personalausweis|targa|codice fiscale|cpf|rg|bsn|pesel|tc kimlik|nip"
    r"|[وبل]?(?:ال)?(?:رقم[يهو]? (?:ال)?(?:قومي|وطني|مدني|جامعي|وظيفي|تأمين\w*|تسجيل|قيد|هوي\w+|بطاق\w+"
    r"|إقام\w+|اقام\w+|جواز|سيار\w+|لوح\w+|حساب\w*|شاسيه)(?: ?\w{2,8})?"
    r"|هوي(?:ة|تي|ته|تها)|بطاق(?:ة|تي|ته|تها)(?: (?:ال)?(?:وطنية|شخصية|هوية|تعريف|مدنية|تموينية))?|جواز(?:ي|ه"
    r"|ها)?(?: (?:ال)?سفر(?:ي|ه|ها)?)?|لوح(?:ة|ات|تها|ته)(?: (?:ال)?سيار\w+)?"
    r"|نمر(?:ة|ته|تها) (?:ال)?(?:عربي\w+|سيار\w+|طوموبيل\w*)|رخص(?:ة|تي|ته)(?: (?:ال)?\w+)?|إقام(?:ة|تي|ته)"
    r"|اقامتي|آيبان|ايبان|رقم الحساب|كارني\w*|البطاقة الوطنية|لاكارط|سيجل|باسبور\w*|كارت ناسيونال))"
    rf"(?!\w){_NO}"
)
# Letters and digits as documents have them: four digits at least, or a plate's two with its letters.
_ID = re.compile(
    r"(?<![\w.,:/$€£-])(?:(?=(?:[A-Za-z -]{0,6}\d){4})(?:(?!(?:ID|NI|NO|DNI|NIE|NIF|RUT|CIN|CNI|SSN|NHS|RFC"
    r"|REG|CPF|N) )[A-Z]{1,5}[ -]?|[a-z]{1,3}-?)?\d(?:[ .\-/]?[A-Z\d]){3,24}+"
    r"|(?-i:[A-ZÀ-ß]{1,3}[ -]?\d{1,4}[ -]?[A-Z]{1,3}|\d{1,4}[ -]?[A-Z]{2,3}(?:[ -]?\d{1,3})?"
    r"|[A-Z]{2,3}[ -]?\d{2,4}|[A-Z\d]{5,10}(?<=\d\w\w))"
    r"|\d{1,5} ?[-/|]? ?[^\W\d_a-zA-Z]{1,4} ?[-/|]? ?\d{1,5}|[\u0621-\u064a](?: [\u0621-\u064a]){1,3} \d{2,4})(?!\w|[.,]\d)"
)
_YEAR = re.compile(r"(?:19|20)\d\d|\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|(?:19|20)\d\d\W(?:19|20)\d\d")
_CARD = re.compile(r"(?:tarjeta|card|carte)$")
CARD_DIGITS = 12  # fewer are none of a bank's card: ISO/IEC 7812
WITHIN = 28  # code points between the document's name and its number


def find(text: str, calling: Before) -> Iterator[Found]:
    """Document numbers and plates of a folded text; `calling`: its words of calling."""
    low = small(text)
    files = file_words(low)
    for match in _SHAPES.finditer(text):
        if not files.reaches(match.start()) and not calling.reaches(match.start(), 20):
            yield Found(HintKind.NUMBER, match.start(), match.end())
    named = Before(_NAMED, low)
    if not named.ends:
        return
    for match in _ID.finditer(text):
        if _is_named(match, named, calling) and not is_counted(text, match.end()):
            yield Found(HintKind.NUMBER, match.start(), match.end())


def _is_on_a_card(match: re.Match, named: Before) -> bool:
    """Too few digits for a bank's card: what a visiting card says."""
    end = named.nearest(match.start())
    is_short = sum(map(str.isdecimal, match.group())) < CARD_DIGITS
    return (
        is_short
        and match.group()[0].isdecimal()
        and bool(_CARD.search(named.text, max(0, end - 8), end))
    )


def _is_named(match: re.Match, named: Before, calling: Before) -> bool:
    start = match.start()
    if not named.reaches(start, WITHIN) or _YEAR.fullmatch(match.group()):
        return False
    if _is_on_a_card(match, named):
        return False
    return not calling.reaches(start, WITHIN) or calling.nearest(start) <= named.nearest(start)
