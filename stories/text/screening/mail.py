"""E-mail addresses: plain, spelled out ("lee at example dot com"), with gaps, or without their end.

The spelled-out signs are those of the languages people mix: at, arroba, arobase, chez, chiocciola, "آت"; dot, punto, point, ponto, "دوت".
"""

import re
from collections.abc import Iterator

from .hint import Found, HintKind, word_set
from .online import DOMAINS, is_known

_PLAIN = re.compile(
    r"(?<![\w.+%-])[\w+%][\w.+%-]{0,63}@[\w-]{1,63}(?:(?:\.[\w-]{1,63}){1,6}|,(?:com|net|org|es|fr|mx|ar|co))(?!\w)"
)
_DOT_WORD = r"(?:dot|d0t|d o t|punto|point|ponto|punkt|دوت|نقطة|نقطه|بوينت)"
_AT_WORD = r"(?:at|a t|arroba|arr?obase|arrobas|chez|chiocciola|ät|آت|أت|ات|آتْ|at sign|علامة آت)"
DOT = rf"(?: ?[\[({{<] ?(?:{_DOT_WORD}|\.) ?[\])}}>] ?| {_DOT_WORD} | ?\. ?(?=\w))"
_AT = rf"(?: ?[\[({{<] ?(?:{_AT_WORD}|@|a|en|à) ?[\])}}>] ?| {_AT_WORD} | ?@ ?)"
_JOIN = rf"(?: {_DOT_WORD} | ?[\[({{<] ?{_DOT_WORD} ?[\])}}>] ?| (?:underscore|guion bajo|guión bajo|tiret du bas|tiret bas|أندرسكور|شرطة سفلية|dash|guion|tiret) )"
_SPOKEN = re.compile(
    rf"(?<![\w.+-])(?P<name>[\w.+-]{{1,64}}(?:{_JOIN}[\w.+-]{{1,64}}){{0,3}}?)(?P<at>{_AT})(?P<host>[\w-]{{1,63}}(?:\.[\w-]{{1,63}}){{0,3}})"
    rf"(?P<dots>(?:{DOT}[\w-]{{2,20}}){{1,3}}+)(?!\w)",
    re.IGNORECASE,
)
# "rosie77 at gmail", "rosie77@gmail": what everybody completes.
_PROVIDER = (
    r"(?:gmail|g mail|googlemail|hotmail|outlook|yahoo|ymail|proton(?:mail)?|icloud|gmx|aol|yandex|laposte"
    r"|wanadoo|rediffmail|tutanota|tuta|zoho|mail\.ru"
    r"|جيميل|جي ميل|هوتميل|ياهو|أوتلوك|اوتلوك|بروتون)"
)
_SHORT = re.compile(
    rf"(?<![\w.+-])(?:[\w.+-]{{2,64}}(?: ?@ ?| ?[\[({{<] ?{_AT_WORD} ?[\])}}>] ?| (?:arroba|arr?obase|آت) )"
    rf"|(?=[\w.+-]{{0,40}}[\d_.])[\w.+-]{{2,64}} (?:at|على|ع) ){_PROVIDER}(?:\.com)?(?!\w)"
    rf"|(?<![\w.+-])[\w+-]{{2,40}}(?:{_JOIN}[\w+-]{{1,40}}){{1,3}} {_AT_WORD} {_PROVIDER}(?!\w)"
    rf"|(?<![\w.+-])(?-i:[a-z][\w.+-]{{4,40}} AT|[a-z][a-zA-Z\d.+-]{{2,40}} (?:[أاآإ]ي?ت|على|ع)) {_PROVIDER}(?!\w)"
    rf"|(?:(?<=mail )|(?<=mail: )|(?<=address )|(?<=address: ))(?:is |es |est |c'est |me |me at |to |:)?[a-z]{{5,40}} at {_PROVIDER}(?!\w)"
    r"|(?<![\w.+-])[a-z\d.]{2,40}[_-]at[_-][a-z\d]{2,40}[_-]dot[_-][a-z]{2,10}(?!\w)",
    re.IGNORECASE,
)
_EVERYDAY_AT = ("at", "a t", "chez", "ات", "أت")  # signs that are also words
_ENDS = word_set("كوم نت اورغ")
# "look at example.com", "we met at dot com": no name before the sign.
_NO_NAMES = word_set("""look looks looked looking be is was were are met meet see me us up work works worked it site there here email mail
    e-mail him her them more posted all everything rest wrote write story read published live found stuff it's blog blogging""")


def find(text: str, helplines: frozenset[str]) -> Iterator[Found]:
    """E-mail addresses of a folded text, but the helplines' own."""
    for shape in (_PLAIN, _SPOKEN, _SHORT):
        for match in shape.finditer(text):
            if (shape is not _SPOKEN or _is_spoken(match)) and not is_known(
                match.group(), helplines
            ):
                yield Found(HintKind.EMAIL, match.start(), match.end())


def _is_spoken(match: re.Match) -> bool:
    """A name, a sign, a host and an end that is one of a domain; of the signs at least one is spelled or plain "@"."""
    last = re.split(r"\W+", match["dots"])[-1].lower()
    if last not in DOMAINS and last not in _ENDS:
        return False
    is_bare_word = match["at"].strip().lower() in _EVERYDAY_AT
    if is_bare_word and not re.search(r"[^\W\d]{3}|[\[(]", match["dots"].replace(last, "", 1)):
        return False  # "look at example.com" is a link
    if match["at"] == " @" and not re.search(r"[\d._]", match["name"]):
        return False  # "the account @lena.draws.uk"
    return not (is_bare_word and match["name"].lower() in _NO_NAMES)
