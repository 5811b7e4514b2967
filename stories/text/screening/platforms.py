"""Where people have accounts, as people write it: in full, shortened, in Arabic letters with what is joined to it.

Two groups: apps for writing to somebody, and networks where a page is shown. All in small letters.
`Places` knows where they stand in one text.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from .digits import small
from .hint import HintKind, word_set

_MESSENGERS = (
    r"what'?s ?app(?:ed)?|snapped|wh?atsap+|w(?:hat)?sp|wa|g?uasap+|wasa+p+|zap+zap|telegrama?|tele|tlg|tg|signal|sgnl"
    r"|snap ?chat|snap|sc|messenger|msn"
    r"|discord|disc|dc|skype|viber|we ?chat|weixin|qq|kik|threema|wire|line|imo|session|element|matrix"
    r"|kakao(?: ?talk)?|zalo|icq"
    r"|wickr|groupme|hangouts|slack|teams|zoom|botim|simplex|xmpp|jabber|google chat|facetime|imessage"
)
_NETWORKS = (
    r"insta ?gram|insta|ig|face ?book|face|fb|tik ?tok|tt|twitter|tuiter|x|threads|blue ?sky|bsky|mastodon"
    r"|masto|linkedin|reddit"
    r"|tumblr|pinterest|youtube|yt|twitch|steam|psn|xbox|playstation|epic|roblox|fortnite|only ?fans|fansly"
    r"|be ?real|vk(?:ontakte)?"
    r"|tinder|bumble|hinge|grindr|badoo|pof|okcupid|happn|wattpad|ao3|medium|substack|patreon|ko-?fi|venmo"
    r"|cash ?app|paypal|zelle|soundcloud"
    r"|redes(?: sociales)?|socials|social media|réseaux(?: sociaux)?|gmail|hotmail|outlook|yahoo|icloud"
    r"|spotify|github|vinted|depop|etsy|strava"
    r"|fet ?life|feeld|yubo|omegle|minecraft|free ?fire|pubg|nextdoor|deviantart|goodreads|letterboxd|bandcamp|nintendo"
    r"|leboncoin|wallapop|blablacar|airbnb|the gram|bigo|likee|myspace"
    r"|ngl|ask\.?fm|curious ?cat|quora|weibo|douyin|xiaohongshu|vsco|flickr|vimeo|clubhouse"
)
# One particle or two are joined before the name, a possessive behind it: "بالتلكرام", "انستقرامي".
_JOINED = r"[وف]?(?:هال|وال|بال|عال|فال|كال|ال|لل|[عبفل])?"
_AR_MESSENGERS = (
    r"وات?س(?: ?[اآأ]ب)?|تي?لي?[جغقك]را?م|سناب(?: ?شات)?|سنابتشات|سي?[جغقك]نا?ل|دي?سكورد|سكايب|فايبر|ما?سنجر"
    r"|تلي|وي ?تشات|[اإ]يمو|لاين|بوتيم|زووم|كيك|ثريما|سيشن"
)
_AR_NETWORKS = r"[اإأ]نست[اغجقك]*(?: ?[غجقك]?رام|ه)?|في?ا?يس(?: ?بو?ك)?|تويتي?ر|[اإ]كس|تي?ك ?تو[كق]|يوتيوب|لينكد ?[إا]ن|ريديت|ثريدز|تمبلر|تويتش"
_OWNED = r"(?:ي|ه|ها|ك|هم|نا|و)?"
MESSENGERS = re.compile(
    rf"(?<!\w)(?=[^\W\d_])(?:(?:{_MESSENGERS})|{_JOINED}(?:{_AR_MESSENGERS}){_OWNED})(?!\w)"
)
NETWORKS = re.compile(
    rf"(?<!\w)(?=[^\W\d_])(?:(?:{_NETWORKS})|{_JOINED}(?:{_AR_NETWORKS}){_OWNED})(?!\w)"
)
# Short or common words are a platform only with small words behind: "line: ana_7", never "the line was ...".
AMBIGUOUS = word_set("""snapped wa tele tg sc disc dc wire line imo session element matrix teams zoom slack face x tt epic threads
    medium steam hinge signal snap yt qq msn happn clubhouse hangouts gmail hotmail outlook yahoo icloud pof redes socials réseaux لاين اكس إكس زووم كيك سيشن""")
# Words that announce an account by themselves.
_NAMES = (
    r"user ?names?|user|handles?|screen ?name|nick(?:name)?|gamer ?tag|login|usuari[oa]|nombre de usuari[oa]"
    r"|nick|pseudo(?:nyme)?"
    r"|identifiant|nom d['’]utilisat(?:eur|rice)|benutzername|nome utente|utilizador"
    r"|[وف]?(?:ال|بال|ب)?(?:يوزر(?: ?نيم)?|معرف|اسم المستخدم|اسم حساب)(?:ي|ه|ها|و|هم|ك)?"
)
_PLACES = (
    r"accounts?|profile|post(?:s|ed|ing)? (?:as|under)|poste sous|publi(?:ca|có|caba) como|comment(?:s|ed)? as|(?:logg|sign)ed in as|alias|perfil|cuentas?|compte|profil|arroba|konto"
    r"|[وف]?(?:ال|بال|ب)?(?:حساب|[اأ]كونت|بروفايل|صفح[ةت]|بيدج)(?:ي|ه|ها|و|هم|ك|تي|تها?)?"
)
ANNOUNCED = re.compile(rf"(?<!\w)(?=[^\W\d_])(?:(?P<name>{_NAMES})|{_PLACES})(?!\w)")

REACH = 70  # code points from a platform's name to an account behind it, in one sentence
_ON = re.compile(
    r"[\"'»”]?,? (?:\(?(?:on|over on|via|from|en|de|sur|at|in|is my|es mi|c'est mon|my|mi|mon|على|في|ع|عال|ب|هو)? ?\(?)"
)
_BREAK = re.compile(r"[.!?؟] |\n")


def is_platform(word: str) -> bool:
    """True for a platform's own name, however it is written."""
    low = small(word)
    return bool(MESSENGERS.fullmatch(low) or NETWORKS.fullmatch(low))


class Place(NamedTuple):
    """A platform's name in a text, or a word such as "username": code points, end excluded."""

    start: int
    end: int
    kind: HintKind
    is_platform: bool
    is_loose: bool  # counts with nothing but small words behind
    names: bool  # a word such as "username": what follows is one


class Places:
    """The platforms of one folded text, in their order."""

    def __init__(self, text: str) -> None:
        self.text = small(text)
        self.all = sorted(_places(self.text))
        self.ends = [place.end for place in self.all]
        self.starts = [place.start for place in self.all]

    def before(self, start: int, within: int = REACH) -> list[Place]:
        """Those that end before this place in the same sentence, nearest first; four at most."""
        index = bisect_right(self.ends, start)
        chosen = [one for one in self.all[max(0, index - 4) : index] if start - one.end <= within]
        return [one for one in reversed(chosen) if not _BREAK.search(self.text, one.end, start)]

    def after(self, end: int) -> Place | None:
        """The platform right behind: "... on insta"."""
        index = bisect_left(self.starts, end)
        for place in self.all[index : index + 1]:
            if place.is_platform and _ON.fullmatch(self.text, end, place.start):
                return place
        return None


def _places(text: str) -> Iterator[Place]:
    for shape, kind in ((MESSENGERS, HintKind.MESSENGER), (NETWORKS, HintKind.HANDLE)):
        for match in shape.finditer(text):
            loose = match.group() in AMBIGUOUS
            yield Place(match.start(), match.end(), kind, True, loose, False)
    for match in ANNOUNCED.finditer(text):
        names = bool(match["name"])
        yield Place(match.start(), match.end(), HintKind.HANDLE, False, not names, names)
