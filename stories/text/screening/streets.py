"""Streets in English, Spanish and French: a street's word with a name and a number, whichever comes first.

The number stands behind the name in Spanish, in Belgium, Switzerland and Germany; before it in English and in France.
"""

import re

NAME = r"[A-ZÀ-ÖØ-Þ][\w'’.-]{0,30}"
_EN_WORD = (
    r"street|str|st|road|rd|avenue|ave|av|lane|ln|drive|dr|court|ct|close|cl|square|sq|terrace|tce|crescent"
    r"|cres|boulevard|blvd|way|place|pl|gardens|gdns"
    r"|grove|row|hill|mews|parkway|pkwy|highway|hwy|walk|cottages?|parade|pde|circuit|cct|circle|cir|quay|rise"
    r"|view|green|wharf|alley|esplanade|loop|trail|trl|cove"
    r"|bend|pike|turnpike|expressway|estate|heights|gate|vale|yard|park|broadway|common|bypass|crossing|path"
    r"|ridge|run|point|approach|embankment|croft|dell|fold|garth|mount|nook|orchard|paddock|quadrant|spinney"
    r"|strand|villas|wynd|meadows|mead|chase|hollow|plaza|marg|nagar|chowk|layout|cross"
)
_UNIT = (
    r"(?:(?:flat|apt|apartment|unit|suite|ste|plot|house|door|shop|block|h|d|lot|villa)\.? ?(?:no\.?|number|#)? ?"
    r"(?:\d{1,5}[A-Za-z]?(?:/\d{1,4})?|[A-Z]\d{0,3}),? )"
)
_HOUSE = r"(?:\d{1,4}[A-Za-z]?/)?\d{1,5}(?:-\d{1,5})?[A-Za-z]?"
STREET = re.compile(
    rf"(?<![\w.,:/$€£-])(?:(?i:{_UNIT}))?{_HOUSE},? (?:[NSEW]\.? |(?:North|South|East|West) )?(?:(?:{NAME}"
    rf"|\d{{1,3}}(?:st|nd|rd|th)) ){{1,4}}(?i:{_EN_WORD})(?!\w)"
    rf"(?:\.(?= ?,))?"
)
_NO_LOWER = (
    r"(?!(?:the|my|a|an|of|our|this|that|his|her|their|busy|dark|long|way|and|or|in|on|at|to|from|miles?"
    r"|years?|days?|weeks?|months?|hours?|minutes?|men|women|people|girls|boys|times"
    r"|more|other|new|old|big|small|different|others|blocks?|main|narrow|empty|quiet|wide|side|back|steps?|km"
    r"|lanes?|of|for|with|was|is|were|per|pm|am|next|last|first|little|one|two) )"
)
SMALL_STREET = re.compile(
    rf"(?<![\w.,:/$€£-])(?:(?:(?i:{_UNIT})){_HOUSE}"
    rf"|\d{{1,5}}[a-z]?),? {_NO_LOWER}[a-z]{{3,20}}(?<!s) (?:{_NO_LOWER}[a-z]{{3,20}} )?"
    r"(?:street|road|avenue|lane|st|rd|ave|ln|blvd|boulevard|crescent|terrace|grove|parade|gardens)(?![\w'’])"
    r"|(?<!\w)(?:flat|apt|apartment|unit|suite) ?(?:no\.? ?|# ?)?\d{1,4}[a-z]?,? [a-z]{3,20} (?:house|court"
    r"|tower|towers|lodge|mansions|estate|apartments)(?!\w)"
    rf"|(?<![\w.,:/$€£-])\d{{2,5}} {_NO_LOWER}[a-z]{{3,20}},? (?:apt|apartment|unit|ste|#) ?#?\d{{1,4}}[a-z]?(?!\w)"
)
# "Plot 41, Sector 18", "Flat 12B, Larch House": no street's word, but a unit and the name of what it is in.
UNIT_IN = re.compile(
    rf"(?<!\w)(?=[^\W\d_])(?i:(?:flat|apt|apartment|unit|suite|plot|shop|door|house|villa|room)\.? ?(?:no\.?"
    rf"|number|#)? ?)(?:\d{{1,5}}[A-Za-z]?(?:/\d{{1,4}})?|[A-Z]\d{{0,3}}),? (?:"
    rf"(?i:sector|block|phase|lane|street|ward|zone|scheme) ?[-#]? ?\w{{1,4}}(?!\w)|(?:{NAME} ){{1,3}}(?i:house"
    rf"|court|building|towers?|lodge|mansions?|apartments?|flats|block|heights|residency|enclave|colony|estate"
    rf"|complex|hall|nagar|society|plaza|centre|center|gardens|compound|extension)(?!\w))"
    r"|(?<!\w)(?i:house|plot|flat|door|stand|erf) (?i:no\.?|number|#) ?\d{1,5}[A-Za-z]?(?:/\d{1,4})?(?!\w)"
    rf"|(?<!\w)(?:{NAME} ){{1,3}}(?:Street|Str|St|Road|Rd|Avenue|Ave|Lane|Drive|Crescent|Terrace),? (?!(?:19"
    rf"|20)\d\d(?!\w))\d{{1,5}}[A-Za-z]?(?![\w:]|[.,]\d)"
    r"|(?<!\w)(?i:sector) \d{1,3}, ?[A-Z]\w{2,}"
    rf"|(?<!\w)(?:(?:{NAME} ){{1,3}}(?i:street|str|st|road|rd|avenue|ave|lane|drive|close|crescent)|(?i:street"
    rf"|road|lane|block|phase) (?i:no\.? ?)?\d{{1,3}}),? (?i:building|house|bldg|villa|plot|block|flat|apt"
    rf"|number|no)\.? ?(?i:no\.? ?)?\d{{1,4}}[A-Za-z]?(?!\w)"
    rf"|(?<!\w)(?i:house|villa|plot|building) (?i:no\.? ?)?\d{{1,4}}[A-Z]?,? (?i:street|road|lane"
    rf"|block) (?i:no\.? ?)?\d{{1,3}}(?!\w)"
    rf"|(?<!\w)[A-Z]-?\d{{1,4}}(?:/\d{{1,4}})?, ?(?:{NAME} ){{1,3}}(?i:extension|colony|nagar|vihar|enclave"
    rf"|park|phase|sector|block|marg|road|street|apartments?|society|layout)(?!\w)"
    r"|(?<!\w)Dublin (?:\d{1,2}|6[Ww])(?![\w:]|[.,]\d)",
)
_ES_WORD = (
    r"calle|cll?e?\.|c\.(?= (?:del?|la|los|san|santa) )|rda\.|trav\.|gta\.|bda\.|avenida|avda?\.?|av\.?|ave\.?"
    r"|plaza|plza\.?|pza\.?|pl\.|plazuela|plazoleta|paseo|p[ºo]\."
    r"|camino|cno\.|carretera|ctra\.?|ronda|travesía|travesia|callejón|callejon|bulevar|boulevard|blvr?d\.?"
    r"|bv\.|bvar\."
    r"|glorieta|carrera|cra\.?|kra\.?|kr\.?|calzada|calz\.|pasaje|pje\.?|psje\.?|jirón|jiron|jr\.?|privada"
    r"|priv\.|cerrada|andador|transversal|tv\.|diagonal|dg\.|circuito|retorno|prolongación|prol\.|alameda"
    r"|rambla|rúa|rua|carrer"
    r"|passeig|cuesta|costanera|malecón|urbanización|urb\.?|urbanizacion|residencial|fraccionamiento|fracc\."
    r"|polígono|barrio|conjunto|condominio|autopista|vía|sendero|costanilla|vereda|peatonal|circunvalación"
    r"|avinguda|travessera|estrada|travessa|praça"
)
_ES_STOP = r"(?!(?:a|en|con|sin|por|durante|cuando|hace|hay|había|tenía|tiene|tuvo|era|eran|es|son|estaba|estaban|de las \d|que|se|me|le|fue|donde|como|pero|ya|casi|unos|unas|costaba|costó|duró|llevaba|son|cada|desde|hasta|para) )"
CALLE = re.compile(
    rf"(?<!\w)(?=[^\W\d_])(?:c/ ?|(?:{_ES_WORD})(?!\w)) ?(?! ?\d{{1,3}}+[a-z]?+(?! ?(?:de [a-z]|#|-|n\.?[º°]"
    rf"|nr?o\.? \d|con \d|sur|norte|este|oeste|bis)))(?:\d{{1,3}} de )?(?:{_ES_STOP}[\w'’.-]{{1,30}},? ){{0,5}}?"
    r"(?:n\.?[ºo°]\.?|número|numero|núm\.?|num\.?|nro\.?|no\.?(?= \d)|#)? ?#?(?:[nseo]\d{1,3}[a-z]?-\d{1,4}"
    r"|\d{1,5}[a-z]?(?: ?(?:bis|sur|norte|este|oeste))?(?: ?(?:#|n[º°]"
    r"|con) ?\d{1,4}[a-z]?)?(?: ?- ?\d{1,4})?)(?![\w:]|[.,]\d)"
)
# "Tucumán 1840, piso 6": a name and a number are a street where a floor, a flat or a corner follows.
# "200 metros al norte de la iglesia": how Costa Rica and Nicaragua say it. "Gran Vía, 22": streets without a street's word.
BARE_CALLE = re.compile(
    rf"(?<!\w)(?:\d{{2,3}} (?:metros|mts?\.?|m|varas) (?:al )?(?:norte|sur|este|oeste|arriba|abajo) de(?:l"
    rf"| la)? \w+|(?:Gran Vía|Gran Avenida|Las Ramblas|La Rambla|Paseo [A-Z]\w+),? \d{{1,4}})(?!\w)|"
    rf"(?<![\w.])(?:{NAME} ){{1,4}}\d{{2,5}}[A-Za-z]?,? ?(?:\(?(?i:piso|depto|dpto|dto|departamento|apto|apt"
    rf"|apartamento|p\.? ?b\.?|pb|planta|timbre|esquina|esq\.|entre(?= (?-i:[A-ZÁÉÍÓÚ]))|casi(?= (?-i:[A-Z]))"
    rf"|col\.|colonia|centro histórico|c\.?p\.?(?= \d)|torre|block|bloque|interior|int\.|casa|caba|portal|ático"
    rf"|bajo [a-z]|oficina|of\.)(?!\w)(?: \d{{1,4}}[A-Za-z]?(?!\w))?|\d{{1,2}} ?[º°ª])"
)
# "Mz. B Lt. 14", "manzana 4 casa 12", "km 14 de la carretera", "Urb. Los Pinos, casa 5".
BLOCK_LOT = re.compile(
    rf"(?<!\w)(?:(?i:manzana|mz[a.]?|mza\.)\.? ?\w{{1,3}},? (?i:lote|lt\.?|casa|solar|villa)\.? ?\d{{1,4}}"
    rf"|(?i:km\.?|kilómetro) ?\d{{1,4}}(?:[.,]\d)? (?i:de la carretera|carretera|de la ruta|vía a) ?\w*"
    rf"|(?i:(?:urbanización|urb\.|barrio|colonia|col\.|residencial|conjunto|condominio|fraccionamiento|villa"
    rf"|sector|aldea|reparto)) (?:(?i:de|del|la|las|los|el) )*(?:{NAME} ?){{1,4}},? (?i:casa|lote|manzana|mz\.?"
    rf"|torre|bloque|edificio|apto\.?|vivienda|villa|calle) ?(?:n[º°o]\.? ?|# ?)?\w{{1,4}}(?!\w))"
)
_LINK = r"(?:de|del|la|las|los|el|y|l['’]|d['’]|du|des|le|les|aux?)"
_FR_ANY = r"rue|derb|zankat|zanqat|grand[- ]rue|r\.|avenue|av\.?|boulevard|bvd|bd|bld|boul\.|impasse|imp\.|allées?|all\.|chemin|ch\.|ruelle|venelle|chaussée|drève|lotissement|lot\.|hameau|sentier|faubourg|fbg|promenade|esplanade|montée|traverse|rang|résidence|rés\.|lieu-dit"
_FR_CAPITAL = r"place|sq\.|pl\.|quai|route|rte|cours|square|passage|villa|cité|mail|côte|clos|parc|voie|cour|galerie|port|quartier|sente|rond-point|porte|terrasse|immeuble|plage|pont"
_FR_HOUSE = r"(?:\d{1,4}-)?\d{1,4}(?: ?(?:bis|ter|quater)| ?[A-D](?=,? ))?"
RUE = re.compile(
    rf"(?<![\w.,:/-]){_FR_HOUSE},? (?:de la |de l['’]|du )?(?:"
    rf"(?i:{_FR_ANY}) (?i:{_LINK} ?){{0,2}}[\w'’.-]{{2,30}}"
    rf"|(?i:{_FR_CAPITAL}) (?i:{_LINK} ?){{0,2}}{NAME})(?: (?i:{_LINK} ?){{0,2}}{NAME}){{0,3}}"
)
RUE_BEFORE = re.compile(
    rf"(?<!\w)(?=[^\W\d_])(?i:{_FR_ANY}"
    rf"|{_FR_CAPITAL}) (?:(?i:{_LINK} ?){{0,3}}{NAME} ?){{1,4}},? ?(?:au |maison |villa |porte |lot )?(?:n[°º]\.? ?)?(?!(?:19"
    rf"|20)\d\d(?!\w)){_FR_HOUSE}(?:/\d{{1,3}}(?!/)| bte \d{{1,3}})?(?![\w:]|[.,/]\d"
    rf"| ?h\d)"
    rf"|(?<!\w)(?i:grand[- ]?rue),? \d{{1,4}}(?![\w:]|[.,/]\d)|(?<!\w)(?i:rue) \d{{1,3}} ?(?:[xX] ?\d{{1,3}}|,? ?n[°º] ?\d{{1,4}})(?!\w)"
    rf"|(?<!\w)(?i:rue|avenue|boulevard|chemin|chaussée) (?i:du|des|de la|de l['’]"
    rf"|d['’]) ?[\w-]{{3,25}},? (?:n[°º]\.? ?)?(?!(?:19|20)\d\d(?!\w))\d{{1,4}}(?![\w:]|[.,/]\d| ?h\d)",
)
# "Cité des 200 logements, bât. C, n° 14", "villa 77, Sicap Acacias", "résidence Yasmine, appt 6".
CITE = re.compile(
    rf"(?<!\w)(?=[^\W\d_])(?i:cité|résidence|lotissement|immeuble|quartier|sicap|hlm|unité|parcelles|hay|bloc|za|zi|zac|zone (?:artisanale|industrielle|d['’]activités?)"
    rf"|tour|secteur|tranche|[îi]lot),? (?:,? ?[^\s.!?;]{{1,20}} ){{0,5}}?(?i:bât\.?|bâtiment|bat\.?|bloc|blc"
    rf"|imm\.?|immeuble|appt?\.?|appartement|villa|porte|lot|bt|bâ?t\.?|n[°º]|entrée"
    rf")\.? ?\w{{1,4}}(?:,? (?i:bât\.?|bloc|imm\.?|appt?\.?|appartement|villa|porte"
    rf"|n[°º])\.? ?\w{{1,4}}){{0,3}}(?!\w)"
    rf"|(?<!\w)(?i:villa|lot|immeuble|bloc) (?i:n[°º]\.? ?)?\d{{1,4}}[A-Z]?,? {NAME}"
)
IN_SMALL = (SMALL_STREET, CALLE)
SHAPES = (STREET, UNIT_IN, BARE_CALLE, BLOCK_LOT, RUE, RUE_BEFORE, CITE)
