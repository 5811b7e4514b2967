"""Links, bare domains, also spelled out, and @handles. E-mail addresses are in mail.py.

A bare domain counts where its last label is one that people use (`DOMAINS`, from IANA's root zone list,
less those that are file endings) and is written small: "the end.Then" is a missing space.
"""

import re
from collections.abc import Iterator

from .hint import Found, HintKind, word_set

DOMAINS = word_set("""com org net edu gov info biz name pro app dev blog shop store online site website page space club life live
    world today news media social chat link click help support community family group team email cloud tech art
    design photo photos pics video studio agency work works wiki xyz fans bio ink lol vip cam xxx ee lt lv hr rs si al top fun one me io co ai tv fm gg ly cc us uk ca
    au nz ie za ng ke gh in pk bd es mx ar cl pe ve ec uy py bo cr gt hn sv ni pa do cu pr fr be ch lu mc ma dz tn sn
    ci cm eg sa ae jo lb sy iq kw qa bh om ye ps ly sd eu de at it pt nl se no dk fi is pl cz sk hu ro bg gr tr ru ua
    il ir cn jp kr tw hk sg my th vn ph id br cat gal eus quebec paris london barcelona madrid example onion mobi asia africa ws cc st sh nu cm ga gq ml tk zm zw tz ug rw so sd ly mr
    coop ong ngo care health law legal school academy education courses coach fitness yoga church foundation report reviews press wtf zone center tips
    guide expert services company agency digital market shopping tube stream video games band tickets travel house land place cafe bar restaurant hotel clinic
    doctor surgery salon hair model dating singles adult porn cash money bank events camera gallery build tools codes host download style city town
    شبكة موقع مصر السعودية امارات المغرب الاردن فلسطين تونس سوريا عمان قطر الجزائر عراق بازار عرب كوم""")
# Also words of our languages: they count only with a further sign of a domain.
_WORDS = word_set("""in is it at no si al my be do so to se de ni ma pa me us as es ca sa ai eu au ci ve la one top fun live life work works help
    today news home family world page chat so st zone center school coach law health care bank bar place land city town house style events guide company
    model il lu ke ch pe id bo py sh rs cc ml ps report money market press hair hotel doctor travel games example build church legal tips services digital ga مصر عرب قطر تونس""")
LONG_HOST = 11  # letters: longer than most words that end a sentence without its space
_URL = re.compile(r"(?<!\w)(?:h(?:tt|xx)ps?:/{1,2}|www\.)[^\s<>\"«»“”]{3,2000}", re.IGNORECASE)
_DOT_WORD = r"(?:dot|punto|point|ponto|punkt|دوت|نقطة|نقطه)"
_DOT = rf"(?: ?[\[({{<] ?(?:{_DOT_WORD}|\.) ?[\])}}>] ?| {_DOT_WORD} )"
_WWW = re.compile(
    rf"(?<!\w)(?:www|w w w|triple w|دبليو دبليو دبليو)(?:{_DOT}| |\. )[\w-]{{2,63}}(?:(?:{_DOT}|\. ?)[\w-]{{2,20}}){{1,3}}+"
    r"(?: ?(?:slash|barra|barre(?: oblique)?|سلاش|شرطة مائلة) ?[\w-]{1,40}){0,3}",
    re.IGNORECASE,
)
_SPELLED = re.compile(
    rf"(?<![\w.@-])(?P<host>[\w-]{{2,63}})(?:{_DOT}[\w-]{{2,63}}){{0,2}}?{_DOT}(?:com|org|net|info|blog|site"
    rf"|online|app|eu|ch|be|ca|au|cl|pe|es|fr|mx|me"
    rf"|io|co|uk|de|tn|ma|eg|cm|sn|ci|dz|be|us|in|ng|ke|za|nz|ie|ar|uy|pa|shop|club|me|tv|gg|ly|xyz|example|test|link|page|store|care|help|كوم|نت|أورغ|اورغ|بلوغ|بلوج|أونلاين|اونلاين|سايت)(?!\w)"
    r"(?: ?(?:slash|barra|barre(?: oblique)?|سلاش|شرطة مائلة) ?[\w-]{1,40}){0,3}",
    re.IGNORECASE,
)
# "the dot com years", "la burbuja punto com", "un point fr".
_BEFORE_ERA = word_set("""the a an this that any every of some era old new first la una el un los las burbuja empresa empresas era del
    le les ce au aux du bulle entreprise à in and or my your at on with of""")
_BARE = re.compile(
    r"(?<![\w.@/+-])(?P<host>[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}+)(?P<path>/[^\s<>\"«»“”]{0,2000})?(?![\w@])"
)
# An address in numbers, with its port or path: "192.0.2.14:8080"; a bare one only behind a word such as "server".
_NUMBERS = re.compile(r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?::\d{2,5}|/[\w/-]{1,60})(?!\w)")
# What stands before an address of the web: then an end that is also a word counts too.
_SITE = re.compile(
    r"(?<!\w)(?i:at|site|website|web|blog|page|link|url|domain|visit|see|sitio|página|enlace|lien|adresse|موقع\w*|الموقع|رابط\w*|الرابط|لينك|اللينك|على|ل|دخلوا?|زوروا)"
    r"(?:,? (?:is|was|at|es|est|era|هو|ل|على|called))?:? ?[\"'«“(]?$"
)
_FILES = word_set(
    """txt doc docx odt pdf zip jpg jpeg png gif mp3 mp4 xls xlsx csv ods ppt pptx html htm exe heic mov wav ogg opus rar webp m4a avi rtf json xml log eml msg"""
)
_HANDLE = re.compile(
    r"(?<![\w.@/+%-])(?:@(?P<name>\w(?:\w|[.-](?=\w)){1,39})(?:@[\w.-]{3,60}\w)?|/?u/(?P<user>[A-Za-z][\w-]{2,30}))(?!\w)"
)
_CLOCK = re.compile(r"[\d.:h]+(?:[ap]m|h)?", re.IGNORECASE)
_AT_PLACES = word_set(
    "work home school uni night noon midnight least all ed ing ted d s ing'd everyone here channel nowhere everywhere church camp court me you him her them us mention mentions"
)
_AFTER = ".,;:!?)]}'’،؛؟…"


def find(text: str, helplines: frozenset[str]) -> Iterator[Found]:
    """Links and handles of a folded text, but the helplines' own."""
    for found in (*_links(text), *_spelled(text), *_handles(text)):
        if not is_known(text[found.start : found.end], helplines):
            yield found


def is_known(words: str, helplines: frozenset[str]) -> bool:
    """True for an address that is one of the helplines'."""
    bare = words.lower().removeprefix("https://").rstrip("/")
    return bool({bare, f"https://{bare}", f"https://{bare}/"} & helplines)


def is_domain(host: str, has_path: bool = False) -> bool:
    """True for what reads as a domain and not as a missing space, a file or an abbreviation."""
    labels = host.split(".")
    if len(labels) > 2 and not has_path and max(map(len, labels)) < 4:
        return False  # "no.es.no"
    last, before = labels[-1], labels[-2]
    if last.lower() not in DOMAINS or (last != last.lower() and host != host.upper()):
        return False
    if len(before) < 2:
        return has_path or host.lower() == "x.com"
    signs = has_path or "-" in host or len(labels) > 2 or any(map(str.isdecimal, host))
    return signs or len(before) >= LONG_HOST or last not in _WORDS


def _links(text: str) -> Iterator[Found]:
    for match in _NUMBERS.finditer(text):
        yield Found(HintKind.LINK, match.start(), match.end())
    for match in _URL.finditer(text):
        words = match.group().rstrip(_AFTER)
        if "." in words:
            yield Found(HintKind.LINK, match.start(), match.start() + len(words))
    for match in _BARE.finditer(text):
        is_said = _SITE.search(text, max(0, match.start() - 24), match.start()) is not None
        if is_domain(match["host"], is_said or bool(match["path"])) or _is_path(match):
            yield Found(
                HintKind.LINK, match.start(), match.start() + len(match.group().rstrip(_AFTER))
            )


def _is_path(match: re.Match) -> bool:
    """ "anything.club/v/88": an unknown end, with a path behind it."""
    last = match["host"].rsplit(".", 1)[1]
    is_end = 2 <= len(last) <= 12 and last.isascii() and last.isalpha() and last.islower()
    return bool(match["path"]) and len(match["path"]) > 2 and is_end and last not in _FILES


def _spelled(text: str) -> Iterator[Found]:
    for match in _WWW.finditer(text):
        yield Found(HintKind.LINK, match.start(), match.end())
    for match in _SPELLED.finditer(text):
        if match["host"].lower() not in _BEFORE_ERA:
            yield Found(HintKind.LINK, match.start(), match.end())


def _handles(text: str) -> Iterator[Found]:
    for match in _HANDLE.finditer(text):
        name = match["name"] or match["user"]
        if not _CLOCK.fullmatch(name) and name.lower() not in _AT_PLACES:
            yield Found(HintKind.HANDLE, match.start(), match.end())
