"""Employers and schools: one of their common words with a name. "My school" and "the company" are none."""

import re
from collections.abc import Iterator

from .hint import Found, HintKind, word_set

_NAME = r"[A-ZÀ-ÖØ-Þ][\w'’&-]{0,30}"
_NAMES = rf"{_NAME}(?: (?:(?:de|del|of|la|las|los|el|du|des|d['’]|l['’]|le|les|y|&|and|e|da|do|di) ){{0,2}}{_NAME}){{0,3}}"
_OF = r"(?:(?:of|de|del|de la|de los|de las|du|des) (?:the )?|d['’]|de l['’])?"

_BEFORE_FIRM = re.compile(
    rf"(?<!\w)(?P<names>(?:{_NAME} ){{1,4}})(?:(?:Ltd|Limited|Inc|LLC|LLP|PLC|plc|Corp|Corporation|Holdings|Group|GmbH"
    r"|SARL|SAS|EURL|SLU?|SA|AG|BV|SpA|Srl|Lda|Ltda|Hospital|Hospice|Clinic|Hotel|Bank(?! Holiday)|Foundation|Industries"
    r"|Enterprises|Airlines|Supermarkets?|Café|Cafe|Restaurant|Diner|Brewery"
    r"|Solicitors|Grill|Bistro|Tavern|Motel|Motors|Foods|Technologies|NHS Trust|Recruitment|Care Home|Nursing Home|Dental"
    r"|Logistics|Solutions|Consulting|Partners|Associates|Bakery|Pharmacy|Council|Police Department|& Co"
    r"|(?:& (?:Sons|Co) ?)?(?:Pty|Pvt|\(Pty\))\.? (?:Ltd|Limited)|& Sons)(?!\w)"
    r"|S\.? ?A\.? de C\.? ?V|S\.A\.(?:S\.)?|S\.L\.(?:U\.)?|S\. de R\.L)"
)
_AFTER_FIRM = re.compile(
    r"(?<!\w)(?=[^\W\d_])(?i:empresa|compañía|banco|hospital|hotel|restaurante|clínica|fundación|ayuntamiento de|grupo"
    r"|entreprise|société|banque|hôpital|hôtel|clinique|fondation|mairie de|groupe|farmacia|supermercados?"
    r"|constructora|bufete|despacho|transportes|ministerio de|cafetería|bar|almacenes|laboratorios?|tienda"
    r"|cabinet|agence|pharmacie|boulangerie|supermarché|ministère|usine|laboratoires?|transports|ehpad|chu"
    r"|clínicas?|ristorante|azienda|firma)"
    rf" (?:{_OF} ?)?{_NAMES}"
)
# Trades that a business is named by, with its name right behind: "Biscuiterie Kerlouan", "Textil Marabú".
_TRADE = re.compile(
    r"(?<!\w)(?=[^\W\d_])(?:Confecciones|Textil(?:es)?|Gestoría|Distribuidora|Inmobiliaria|Panadería|Peluquería|Talleres|Ferretería|Comercial|Industrias"
    r"|Construcciones|Hostal|Asesoría|Frigorífico|Maquiladora|Heladería|Carnicería|Policlínica|Sanatorio|Notaría"
    r"|Polyclinique|Biscuiterie|Imprimerie|Brasserie|Menuiserie|Auberge|Boucherie|Pâtisserie|Garage|Établissements|Ets|Maison|Résidence|Conserverie|Laiterie)"
    rf" (?:(?:La|El|Los|Las|Le|Les) )?{_NAMES}"
)
_BEFORE_SCHOOL = re.compile(
    rf"(?<!\w)(?P<names>(?:{_NAME} ){{1,4}})(?:(?:High|Primary|Secondary|Elementary|Middle|Grammar|Junior|Boarding|Law"
    r"|Medical|Nursing|Business) )?(?:School|College|University|Academy|Institute|Sixth Form|Kindergarten)(?!\w)"
)
_AFTER_SCHOOL = re.compile(
    r"(?<!\w)(?=[^\W\d_])(?i:university|college|academy|school|universidad|colegio|instituto|escuela|facultad"
    r"|academia|liceo|i\.?e\.?s\.?"
    r"|ceip|preparatoria|secundaria|instituci[oó]n educativa|unidad educativa|universit[ée]|cégep|polyvalente|lycée|collège|école|faculté|institut)"
    rf" (?:(?i:of) (?:the )?|{_OF}){_NAMES}"
)
_AR_FIRM = re.compile(
    r"(?<!\w)(?=[\u0621-\u064a])[وبلف]?(?:شركة|مؤسسة|مجموعة|بنك|مصرف|مصنع|مستشفى|مشفى|فندق|مطعم|عيادة|جمعية|صيدلية"
    r"|صالون|بلدية|محلات|سوبرماركت|مخبز|معمل|مكتبة|مقهى|كافيه|مستوصف"
    r") (?P<name>ال[\u0621-\u063a\u0641-\u064a]{2,15}|[\u0621-\u064a]{3,15} لل[\u0621-\u064a]{3,15}|[\u0621-\u064a]{3,15} ال[\u0621-\u064a]{2,15} (?:لل|ال)[\u0621-\u064a]{3,15}|[A-Z]\w+)(?!\w)"
)
_AR_SCHOOL = re.compile(
    r"(?<!\w)(?=[\u0621-\u064a])(?:[وبلف]ـ?)?(?:جامعة|مدرسة|كلية|معهد|ثانوية|إعدادية|[أا]كاديمية"
    r"|روضة) (?P<name>ال[\u0621-\u063a\u0641-\u064a]{2,15}|[أا]ل?[\u0621-\u063a\u0641-\u064a]{3,15}|(?:ابن|أبي"
    r"|أبو|عمر|علي|خالد|الإمام|سيدي|مولاي) [\u0621-\u064a]{2,15}|[A-Z]\w+)(?!\w)"
)
# Words that open a sentence or point at one known already: no name by themselves.
_NO_NAMES = word_set("""The A An My Our His Her Their Your This That In At On From To And But When After Before Our Every Each Some Any
    I We He She They It As For With By Of No One Former High Law Art La El Mi Su En Un Una Le Mon Ma Son Sa Au
    Sunday Saturday Summer Night World Central Family General Boy Girl Youth Community Work Support
    Food Blood Black Friday State Old New Local Big Public Private Primary Secondary Middle Elementary Boarding Medical Business Grammar""")
# Behind the word it says what sort it is, or which one everybody knows: "Hospital General", "Banco Mundial".
_GENERIC = word_set("""France Ville España Dieu WhatsApp Whatsapp Facebook Telegram Instagram Messenger Signal Discord Twitter TikTok Apoyo Ayuda Terapia Mujeres Parole Soutien Entraide Escucha
    de del la las los des du of the General Mundial Mondiale Central Nacional Nationale Secundaria Primaria Pública Público Privada Privado
    Awards Challenge California Normale Supérieure Abogados Médicos Regional Board Bus Days Uniform Years Secondaire Primaire Publique Privée Privé Public""")
_AR_NO_NAMES = word_set(
    "الكهربا الكهرباء المياه الغاز الاتصالات البيت الجامعة المدرسة الكلية الفندق الحي البنات الولاد الأولاد البنين الطب الهندسة الحقوق التجارة الآداب العلوم الصيدلة التربية الإعلام القرية اللغات البلد الدول الشرطة المدينة الحكومة الأصدقاء الناس النساء البنات العمل الدعم التأمين التي الذي الحي أخرى"
)


def find(text: str) -> Iterator[Found]:
    """Employers and schools that are named, in a folded text."""
    yield from _named_before(text, _BEFORE_FIRM, HintKind.EMPLOYER)
    yield from _named_before(text, _BEFORE_SCHOOL, HintKind.SCHOOL)
    yield from _all(text, _AFTER_FIRM, HintKind.EMPLOYER)
    yield from _all(text, _TRADE, HintKind.EMPLOYER)
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
        if any(len(word) > 1 for word in set(match.group().split()[1:]) - _GENERIC):
            yield Found(kind, match.start(), match.end())


def _arabic(text: str, shape: re.Pattern, kind: HintKind) -> Iterator[Found]:
    for match in shape.finditer(text):
        if match["name"] not in _AR_NO_NAMES:
            yield Found(kind, match.start(), match.end())
