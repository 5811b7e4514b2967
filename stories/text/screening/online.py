"""E-mail addresses, links, bare domains and @handles.

A bare domain counts where its last label is one that people use (`DOMAINS`, from IANA's root zone list,
less those that are file endings) and is written small: "the end.Then" is a missing space.
"""

import re
from collections.abc import Iterator

from .hint import Found, HintKind, word_set

DOMAINS = word_set("""com org net edu gov info biz name pro app dev blog shop store online site website page space club life live
    world today news media social chat link click help support community family group team email cloud tech art
    design photo photos pics video studio agency work works wiki xyz top fun one me io co ai tv fm gg ly cc us uk ca
    au nz ie za ng ke gh in pk bd es mx ar cl pe ve ec uy py bo cr gt hn sv ni pa do cu pr fr be ch lu mc ma dz tn sn
    ci cm eg sa ae jo lb sy iq kw qa bh om ye ps ly sd eu de at it pt nl se no dk fi is pl cz sk hu ro bg gr tr ru ua
    il ir cn jp kr tw hk sg my th vn ph id br cat gal eus quebec paris london barcelona madrid
    شبكة موقع مصر السعودية امارات المغرب الاردن فلسطين تونس سوريا عمان قطر الجزائر عراق بازار عرب كوم""")
# Also words of our languages: they count only with a further sign of a domain.
_WORDS = word_set("in is it at no my be do so to se de ni ma pa top one work life help is today")
_SPELLED = r"(?:com|org|net|edu|info|es|fr|uk|mx|ar|eg|ca|(?:com?|org|ac)(?:\.| dot | punto | point )[a-z]{2}|كوم)"

_EMAIL = re.compile(r"(?<![\w.+%-])[\w+%][\w.+%-]{0,63}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}(?!\w)")
_SPOKEN = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64}(?:"
    r" ?[\[({<] ?(?:at|arroba|arr?obase|chez|آت|ات|@) ?[\])}>] ?[\w-]{1,63}"
    r"(?: ?[\[({<]? ?(?:\bdot|punto|point|دوت|نقطة|\.) ?[\])}>]? ?[\w-]{1,63}?)?"
    r"| (?:at|arroba|arr?obase|chez|آت|ات) [\w-]{1,63}"
    r"| ?@ [\w-]{1,63}| @[\w-]{1,63}"
    r")(?: ?[\[({<]? ?(?:dot|punto|point|دوت|نقطة) ?[\])}>]? ?|(?<=\w)\.)" + _SPELLED + r"(?!\w)",
    re.IGNORECASE,
)
_PLAIN_AT = re.compile(r" (?:at|chez|ات) [\w-]+\.", re.IGNORECASE)
_URL = re.compile(r"(?<!\w)(?:https?://|www\.)[^\s<>\"«»“”]{3,2000}", re.IGNORECASE)
_BARE = re.compile(
    r"(?<![\w.@/+-])(?P<host>[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}+)(?P<path>/[^\s<>\"«»“”]{0,2000})?(?![\w@])"
)
_HANDLE = re.compile(r"(?<![\w.@/+%-])@(?P<name>\w(?:\w|\.(?=\w)){1,39})(?!\w)")
_CLOCK = re.compile(r"[\d.:h]+(?:[ap]m|h)?", re.IGNORECASE)
_AT_PLACES = word_set("work home school uni night noon midnight least all")
_AFTER = ".,;:!?)]}'’،؛؟…"


def find(text: str, helplines: frozenset[str]) -> Iterator[Found]:
    """E-mails, links and handles of a folded text, but the helplines' own."""
    known = frozenset(one.lower().removeprefix("https://").rstrip("/") for one in helplines)
    for found in (*_emails(text), *_links(text), *_handles(text)):
        words = text[found.start : found.end].lower()
        if words.removeprefix("https://").rstrip("/") not in known:
            yield found


def is_domain(host: str, has_path: bool = False) -> bool:
    """True for what reads as a domain and not as a missing space, a file or an abbreviation."""
    labels = host.split(".")
    last, before = labels[-1], labels[-2]
    if last.lower() not in DOMAINS or (last != last.lower() and host != host.upper()):
        return False
    if len(before) < 2:
        return has_path or host.lower() == "x.com"
    signs = has_path or "-" in host or len(labels) > 2 or any(map(str.isdecimal, host))
    return signs or last not in _WORDS


def _emails(text: str) -> Iterator[Found]:
    for match in _EMAIL.finditer(text):
        yield Found(HintKind.EMAIL, match.start(), match.end())
    for match in _SPOKEN.finditer(text):
        if not _PLAIN_AT.search(match.group()):  # "look at example.com" is a link
            yield Found(HintKind.EMAIL, match.start(), match.end())


def _links(text: str) -> Iterator[Found]:
    for match in _URL.finditer(text):
        words = match.group().rstrip(_AFTER)
        if "." in words:
            yield Found(HintKind.LINK, match.start(), match.start() + len(words))
    for match in _BARE.finditer(text):
        if is_domain(match["host"], bool(match["path"])):
            yield Found(
                HintKind.LINK, match.start(), match.start() + len(match.group().rstrip(_AFTER))
            )


def _handles(text: str) -> Iterator[Found]:
    for match in _HANDLE.finditer(text):
        name = match["name"]
        if not _CLOCK.fullmatch(name) and name.lower() not in _AT_PLACES:
            yield Found(HintKind.HANDLE, match.start(), match.end())
