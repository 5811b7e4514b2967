"""A messenger's name together with an account or a number. The name alone reaches nobody."""

import re
from collections.abc import Iterator

from .hint import Found, HintKind
from .phones import is_helpline, only_digits

_NAMES = (
    r"(?:whats ?app|wh?atsap|wsp|telegram|tg|signal|snap(?:chat)?|insta(?:gram)?|ig|facebook|fb|messenger|tik ?tok"
    r"|twitter|discord|skype|viber|wechat|weixin|kik|threema|wire|line|imo|linkedin|reddit|tumblr|bluesky|mastodon"
    r"|(?:ال|بال|عال|ب)?(?:واتس(?: ?[اآ]ب)?ي?|تيلي?[جغق]رام|تل[جغق]رام|سناب(?: ?شات)?ي?|[اإ]نست[اغجق]*(?:رام)?ي?"
    r"|فيسبوك|فيس|تويتر|سي[جغ]نال|تيك ?توك|ديسكورد|سكايب|فايبر|ماسنجر))"
)
_BETWEEN = (
    r"(?:is|as|under|by|at|on|me|my|id|user|username|name|number|handle|account|it's"
    r"|es|soy|como|al|mi|usuario|número|con|en|cuenta"
    r"|est|c'est|c’est|sous|au|mon|pseudo|compte|numéro|le|nom"
    r"|هو|هي|على|باسم|رقم|رقمي|حسابي|تحت)"
)
_CONTACT = re.compile(
    rf"(?<!\w){_NAMES}(?!\w)(?:[ :=,(-]{{1,3}}{_BETWEEN}(?!\w)){{0,4}}[ :=(\"'«“-]{{1,4}}"
    r"(?P<id>\+?\(?\d[\d ().-]{5,22}\d|@?[A-Za-z][\w.-]{1,38}\w(?:#\d{4})?)(?!\w)",
    re.IGNORECASE,
)
_ACCOUNT = re.compile(r"@.+|.*[\d_].*|\w+\.[\w.]+")


def find(text: str, country: str, helplines: frozenset[str]) -> Iterator[Found]:
    """Messenger names with an id behind them, in a folded text."""
    known = only_digits(helplines)
    for match in _CONTACT.finditer(text):
        if _is_account(match["id"]) and not is_helpline(match["id"], country, known):
            yield Found(HintKind.MESSENGER, match.start(), match.end())


def _is_account(words: str) -> bool:
    """A number, or a name that is no word: with a digit, an underscore or a dot inside, or an @."""
    if words[0] in "+(" or words[0].isdecimal():
        return sum(map(str.isdecimal, words)) >= 7
    return _ACCOUNT.fullmatch(words) is not None
