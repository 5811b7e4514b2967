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
_SIGNS = {0xFF20: "@", 0xFE6B: "@", 0xFF0E: ".", 0xFF0D: "-", 0xFF0B: "+"}  # full-width: "＠", "．"
_FOLD = {**_DIGITS, **_SPACES, **_DASHES, **_SIGNS}

# What a number counts where one of these follows it: no house number, no phone.
UNITS = re.compile(
    r" ?(?:%|€|£|\$|(?:hours?|hrs?|minutes?|mins?|days?|weeks?|months?|years?|times|people|pounds?|dollars?|euros?"
    r"|steps|houses|rooms|doors|gates|cars|kids|children|girls|boys|students|colleagues|beers|drinks|shots"
    r"|messages|calls|photos|pages|points|books"
    r"|seconds|secs|bucks|quid|[ap]\.?m|o['’]clock|kilomet(?:re|er)s?|met(?:re|er)s?|yards|stone|km|kg|cm|mg"
    r"|women|men|friends|others|of us|floors|miles"
    r"|horas?|minutos?|días?|semanas?|mes(?:es)?|años?|veces|personas?|pesos|pasos|metros|casas|cuartos"
    r"|puertas|niñ[oa]s|hij[oa]s|mensajes|llamadas|fotos|páginas|dólares|kilómetros|kilos|segundos|torres"
    r"|vecin[oa]s|cosas"
    r"|alumn[oa]s|compañer[oa]s|de la (?:mañana|tarde|noche|madrugada)|pisos|mujeres|hombres|amig[oa]s"
    r"|heures?|jours?|semaines?|mois|ans?|années?|fois|personnes?|pas|étages?|mètres|maisons|portes|chambres"
    r"|enfants|filles|garçons|messages|appels|photos|kilomètres|secondes|francs|voitures|élèves|collègues"
    r"|du (?:matin|soir)"
    r"|femmes|hommes|rues"
    r"|ساعات?|ساعة|دقائق|دقيقة|أيام|يوما?|يومًا|أسابيع|أشهر|شهرا?|سنوات|سنة|عاما?|مرات|مرة|أشخاص|شخصا?|نساء|غرف"
    r"|جنيها?|ريال|درهم|دينار|خطوة|طوابق|كيلومترات?|كم|كغ|كيلو|[أا]دوار|دور|بيوت|بيت|محلات|شقق|صفحات?|رجال"
    r"|بنات|[أا]ولاد|ولاد|طلاب|رسائل|صور|ثواني|سنين|شهور|دولار|يورو|ليرة|[أا]لف|مليون)(?!\w))",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(
    r"(?<!\bno)(?<!\bn)(?<!\bnr)(?<!\bnro)(?<!\bnum)(?<!\bnúm)(?<!\bref)(?<!\bréf)(?<!\bexp)(?<!\btel)(?<!\btél)\.(?=\s|$)|[!?؟\n]"
)
# A file's, a form's or a page's number where one of these stands before it.
_FILE_WORDS = re.compile(
    r"(?<!\w)(?=[^\W\d_])(?:case|crime|reference|ref|report|docket|complaint|incident|file|claim|order|badge|ticket"
    r"|caso|denuncia|expediente|atestado|causa|diligencias|referencia|folio|carpeta"
    r"|dossier|plainte|affaire|procédure|référence|réf|pv|procès-verbal|récépissé"
    r"|[وبل]?(?:ال)?(?:قضي(?:ة|تي|ته|تها)|(?:بلاغ|محضر|ملف|طلب|مرجع|إيصال|وصل)(?:ي|ه|ها)?|شكو(?:ى|اي|اه|اها|تي|ة)|شكاي(?:ة|تي)|دعو(?:ى|اي|تي)"
    r"|المعاملة|صادر|وارد))(?!\w)"
    # Of a paper or a thing: only right before the number.
    r"|(?<!\w)(?=[^\W\d_])(?:invoice|receipt|log|exhibit|urn|cad|booking|tracking|serial|barcode|isbn|statement|warrant|application|appeal|order|policy|flight|parcel|model|kit|sample|batch|lot"
    r"|radicado|sumario|factura|pedido|póliza|boleto|sentencia|oficio|acta|nuc|rit|ruc|parte|trámite|solicitud|protocolo|turno|guía|vuelo|ipp|nig|spoa|cuij|nunc|r\.i\.t\.|ticket"
    r"|commande|facture|colis|main courante|requête|jugement|ordonnance|sinistre|suivi|parquet|minute|vol|série|reçu|rg"
    r"|(?:ال)?(?:تذكرة|فاتورة|معاملة|رحلة|طلبية|شحنة|حجز))"
    r"(?: (?:number|no|n[º°o]|número|numéro|nro|nº|de|du|is|was|es|era|est|رقم|رقمها|رقمه))*[ :#.º°]{1,3}(?=[a-z]{0,4}[-/. ]?\d)"
)


def fold(text: str) -> str:
    """The same text, code point for code point, with ASCII digits, plain spaces and plain dashes."""
    return text if text.isascii() else text.translate(_FOLD)


def small(text: str) -> str:
    """The same text, code point for code point, in small letters: lists of words are read in it, without `IGNORECASE`."""
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(one if len(one.lower()) != 1 else one.lower() for one in text)


def is_counted(text: str, end: int) -> bool:
    """True where the number that ends at `end` counts something: hours, people, money."""
    return UNITS.match(text, end, end + 24) is not None


class Before:
    """Where the words of one kind stand in a text; asked whether one stands close before a place."""

    def __init__(self, shape: re.Pattern, text: str) -> None:
        self.text = text
        self.ends = [match.end() for match in shape.finditer(text)]

    def nearest(self, start: int) -> int:
        """Where the last one before `start` ends; -1 where there is none."""
        index = bisect_right(self.ends, start) - 1
        return self.ends[index] if index >= 0 else -1

    def reaches(self, start: int, within: int = 30) -> bool:
        """True where one ends at most `within` code points before `start`, in the same sentence."""
        end = self.nearest(start)
        if end < 0 or start - end > within:
            return False
        return _SENTENCE_END.search(self.text, end, start) is None


def file_words(text: str) -> Before:
    """In small letters: the words that announce the number of a case, a report or a file."""
    return Before(_FILE_WORDS, text)
