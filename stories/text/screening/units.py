"""Addresses without a street's word: a flat in a block, a house on a numbered street, a lot, a box on a rural route.

"torre B, piso 8, apto 8-3", "lot 1417, îlot 88", "H/No. C15/4", "calle 4 entre 7 y 8", "Belgrano 2247, 4to B".
"""

import re

from .streets import NAME

_N = r"(?:n[º°o]\.? ?|no\.? ?|nro\.? ?|núm\.? ?|number |# ?)?"
_ES_UNIT = r"edif\.?|nave|torre|bloque|edificio|portal|escalera|esc\.|piso|planta|puerta|pta\.?|apto\.?|apartamento|departamento|depto\.?|dpto\.?|dto\.?|casa|local|interior|int\.|lote|manzana|mz\.?|andador|vereda|pasaje|psje\.?|solar|sector|supermanzana|s\.?m\.?"
_FR_UNIT = r"cage|bt|rue|avenue|ruelle|allée|bât\.?|bâtiment|bat\.?|bloc|escalier|esc\.|porte|appt?\.?|appartement|immeuble|imm\.?|entrée|villa|lot|[îi]lot|parcelle|section|tranche|secteur|hall"
_EN_UNIT = r"court|block|tower|flat|apt|apartment|unit|plot|house|villa|door|stand|erf|lot|phase|sector|street|gali|lane"
_VALUE = r"(?:\d{1,5}(?:[-/]\d{1,4})?[a-z]?|[a-z](?:-?\d{1,4})?)(?![\w:]|[.,]\d)"


def _behind(*words: str) -> str:
    """One of these words stands right before."""
    return f"(?:{'|'.join(f'(?<={word})' for word in words)})"


def _chain(unit: str, home: str) -> str:
    """Two different units or more in a row, each with its number or letter; one of them is somebody's door."""
    return (
        rf"(?<!\w)(?=[^\W\d_])(?=[^;!?\n]{{0,28}}(?<!\w)(?:{home})(?!\w))({unit}) {_N}{_VALUE}"
        rf"(?:,? (?:y |- )?(?!\1 )(?:{unit}|n[º°]) ?{_N}{_VALUE})+"
    )


# In small letters.
_ES_HOME = r"casa|depto|dpto|dto|apto|apartamento|departamento|puerta|pta|lote|lt|piso|int|interior|local|vivienda|andador|n[º°]"
_FR_HOME = (
    r"villa|porte|appt?|appartement|lot|[îi]lot|parcelle|cage|immeuble|imm|n[º°]|bt|bâtiment|bât"
)
_EN_HOME = r"flat|apt|apartment|house|villa|door|plot|stand|erf|unit|gali"
CHAINS = tuple(
    re.compile(_chain(unit, home))
    for unit, home in ((_ES_UNIT, _ES_HOME), (_FR_UNIT, _FR_HOME), (_EN_UNIT, _EN_HOME))
)
CROSSING = re.compile(
    r"(?<!\w)(?=[^\W\d_])(?:calle|c\.|cl\.?|carrera|cra\.?|kr\.?|av\.?|avenida|diagonal|transversal) \d{1,3}[a-z]?(?: (?:sur|norte|este|oeste|bis))?,?"
    r" (?:#\d{1,4}[a-z]?,? )?(?:entre|x|por|con|y|esquina|esq\.?) (?:calles? |carreras? |avenidas? |av\.? )?\d{1,3}(?: y \d{1,3})?(?![\w:])(?:,? casa [\d-]{1,7})?"
    r"|(?<!\w)(?:cl|cll|calle|cra|cr|kr|kra|carrera|dg|tv|av)\.? ?\d{1,3}[a-z]?(?: (?:bis|sur|norte|este))? ?(?:#|no\.?|n[º°]|num\.?) ?\d{1,3}[a-z]? ?- ?\d{1,3}(?!\w)"
    r"|(?<!\w)pol(?:\.|ígono) ?(?:ind(?:\.|ustrial))? ?[\w ]{2,25},? (?:nave|parcela|n[º°]) \w{1,4}(?!\w)"
    r"|(?<!\w)(?:calle|carrera|avenida|av\.) \d{1,3}[a-z]?,? (?:edificio|edif\.|casa|apto\.?|local|torre|residencias?|quinta) \w{1,20}"
)
WITHOUT = re.compile(  # "s/n": a street's house without a number
    r"(?<!\w)(?=[^\W\d_])(?:calle|c/|avda?\.?|avenida|av\.?|carretera|ctra\.?|camino|paseo|plaza|pza\.?|jr\.?|jirón|pasaje|ruta|barrio|rúa|vía) ?[^\s,;.!?]{1,20}(?: [^\s,;.!?]{1,20}){0,4},? s/n(?!\w)"
)
RURAL = re.compile(
    r"(?<!\w)(?=[^\W\d_])(?:rt|rte|route|rr|r\.r\.|hc|rural route|star route|county road|cr|fm)\.? ?#?\d{1,4},? (?:site \d{1,3},? )?(?:box|#|no\.?) ?\d{1,5}(?!\w)"
    r"|(?<![\w.,:/$€£-])[nsew]?\d{2,5} (?:[nsew]\.? )?(?:county |state |us |u\.s\. |old )*(?:hwy|highway|route|rte|county road|farm road|state road|cr|fm|sr) [\da-z]{1,4}(?!\w)"
    r"|(?<!\w)(?:carretera|camino|autopista|ctra\.?|ruta|vía)(?: [\w-]{1,15}){0,4}?,? km\.? ?\d{1,4}(?!\w)"
    r"|(?<!\w)(?:ruta|carretera|autopista|ctra\.?|panamericana|route nationale|rn)[ -]?(?:nacional )?\d{0,4},? km\.? ?\d{1,4}(?!\w)"
    r"|(?<!\w)(?:de|del|desde) (?:la |el |los )?(?:\w{3,20} ){1,3}\d{1,2} (?:cuadras?|varas) (?:al |hacia el )?(?:sur|norte|este|oeste|lago|arriba|abajo)(?!\w)"
    r"|(?<!\w)\d{1,2}e rang(?: \w{2,12})?,? n[o°º]\.? ?\d{1,5}"
)
NUMBERED = re.compile(  # "n° 27, derb Lahjar", "H/No. C15/4", "D.No 4-117"
    r"(?<!\w)(?:n[°º]|nº|no\.|numéro) ?\d{1,4},? (?:derb|rue|ruelle|bloc|hay|cité|quartier|zankat|zanqat|lot|lotissement|avenue|av\.|bd|boulevard|impasse|villa|immeuble|secteur|unité|cité)(?!\w)(?: [\w'’-]{1,20}){0,2}"
    r"|(?<!\w)(?:h|d|f|p|house|door|flat|plot|hse)[/. ]? ?no[.:]? ?[a-z]?-?\d{1,4}(?:[/-]\d{1,4}){0,2}[a-z]?(?!\w)"
    r"|(?<!\w)u\d{1,3}/\d{1,4} [a-z]{3,20} (?:st|street|rd|road|ave|avenue|pde|parade|dr|drive|ct|court|cl|close|tce|terrace|cres|crescent)(?!\w)"
)
# With capitals: "Belgrano 2247, 4to B"; "at 2215 Cedar"; "3 The Maltings"; "lives at 7 Rowan Bank".
BARE = re.compile(
    rf"(?<![\w.])(?:{NAME} ){{1,3}}\d{{2,5}},? \d{{1,2}}(?:º|°|ª|er|do|ro|to|vo|mo)\.? ?[A-H](?!\w)"
    rf"|(?<![\w.]){_behind('en ', 'de ', 'al ', 'el ')}(?:{NAME} ){{1,3}}(?!(?:19|20)\d\d)\d{{3,4}}, (?!(?:Isa|Mat|Juan|Luc))[A-ZÁÉÍÓÚ][\w]{{3,}}"
    rf"|{_behind('outside ', 'corner at ', 'living at ', 'lives at ', 'lived at ', 'stays at ', 'stayed at ', 'live at ', 'moved to ')}(?:No\.? ?)?(?!(?:19|20)\d\d )\d{{2,5}}[A-Z]? (?:(?:The|Mc|St\.?|[NSEW]\.?) )?[A-Z][a-z]{{2,20}}(?: [A-Z][a-z]{{2,20}}){{0,2}}"
    r"|(?<![\w.,:/$€£-])\d{1,3}[A-Za-z]? The [A-Z][a-z]{2,20}(?: [A-Z][a-z]{2,20})?(?=,|\.|$|\n| (?:in|near|off|by)(?!\w))"
    rf"|(?<![\w.,:/$€£-])\d{{1,4}}[A-Z]? (?:{NAME} ){{0,2}}{NAME}, (?:{NAME} ){{1,2}}(?:Street|Road|Lane|Avenue|Drive|Close|Hill|Way|Crescent|Terrace|Park|Rd|St|Ave|Ln)(?!\w)"
    rf"|(?<!\w)(?:del? (?:la |el )?)(?:{NAME} ){{1,3}}\d{{2,3}} (?:metros|mts?\.?|m|varas) (?:al )?(?:norte|sur|este|oeste)(?!\w)"
    rf"|(?<![\w.])(?!(?:Lots?|Porte|Villa|Parcelle) )(?:{NAME} ){{0,2}}{NAME}(?: \d{{1,2}})?, (?i:villa|lot|[îi]lot|porte|parcelle) (?:n[°º]\.? ?)?\d{{1,5}}(?!\w)"
    r"|(?<!\w)(?i:lot) [IVX]{1,4} [A-Z] \d{1,4}(?!\w)|(?<![\w.,:/$€£-])\d{1,5},? \d{1,2}e (?i:avenue|rue)(?!\w)|(?<!\w)[Rr]oute cantonale \d{1,4}(?!\w)"
    r"|(?<![\w.,:/$€£-])\d{1,3}-\d{1,4}(?:-\d{1,4})?/[A-Z\d]{1,3}, [A-Z][a-z]{3,}"
    rf"|(?<!\w)(?i:house|plot|villa|stand|erf|lot|flat) \d{{1,5}}(?:-?[A-Z])?, (?:{NAME} ){{1,2}}(?i:town|zone|phase|estate|colony|nagar|village|park|court|city|gardens|layout|extension)(?!\w)"
    rf"|(?<!\w)C\. (?:(?:de |del |la |los |las )*{NAME} ){{1,3}}\d{{1,4}}(?![\w:])"
    rf"|(?<!\w)\d{{2,5}} (?:block|blk) of (?:{NAME} ){{1,2}}(?:Street|Road|Avenue|Drive|Lane|St|Ave|Rd|Blvd)(?!\w)"
    rf"|(?<!\w)(?:{NAME} ){{1,2}}(?:Hall|Dorm|Dormitory|Tower),? (?:room |rm |#)?(?!(?:19|20)\d\d)\d{{2,4}}[A-Z]?(?![\w:]|[.,]\d)"
    rf"|(?<!\w)(?i:flat|apt|apartment|unit|room) (?i:no\.? ?)?\d{{1,4}}[A-Za-z]?, (?:The {NAME}|(?:{NAME} ){{1,2}}(?=in |on |off |near )|(?:{NAME},? ){{2}})"
)
IN_SMALL = (*CHAINS, CROSSING, RURAL, NUMBERED)
SHAPES = (BARE,)
