"""Account names: what stands near a platform's name, or behind "username is", and is no ordinary word.

How sure a word is decides how near it must stand. `lena_98` is nobody's word: anywhere in the sentence.
`lena.draws` may lack a space: right behind, or after small words. `lenadraws` could be any word: only where
the sentence says that a name follows. A platform's name alone reaches nobody.
"""

import re
from collections.abc import Iterator

from .account_words import (
    ORDINARY,
    PLURAL,
    Sure,
    has_inner_sign,
    is_no_name,
    judged,
    says_something,
)
from .hint import Found, HintKind
from .platforms import Place, Places, is_platform

LONG = 12  # letters of a plain word that few other words have: "I am quietafterwork"
SHORTER = 8  # where the sentence ends behind it: "my insta is lunabluesea."

_TOKEN = re.compile(
    r"(?<![\w.@#/+%&?-])(?:live:\.?)?@?(?=[\w.-]{0,38}[^\W\d_])\w(?:\w|[.-](?=\w)){2,38}+(?:#\d{4})?(?![\w@/])"
)
_SMALL = re.compile(
    r"(?:\W|(?:m|s|c|l|d|was|were|he|hes|he's|she|she's|shes|they|it|to|of|and|or|up|for|us|look|search|message|text|ask|use|using|via|user's|put|from|dyalo|dyali|dyalha|dialo|diali|ta3i|taei"
    r"|fue|era|eran|a|por|que|de|él|ella|está|esta|puso|pone|sale|aparece|aparezco|hacía|llamaba|ponía|buscar|busca|buscar?me|y|agrégame|lo|te|escribe"
    r"|était|appelle|appelait|à|de|en|ses|qui|que|et|met|mettait|cherche|cherchez|ajoute|ajoutez|prend|sur"
    r"|كان|كانت|ب|اسمو|سميتو|سميته|سميتها|كاين|كاينة|و|من|متسجل|مسجل|ضيفني|ضيفوني|راني|باين|عنده|عندها"
    r"|is|as|under|by|at|on|me|my|id|user|username|name|number|handle|account|it's|its|called|named"
    r"|find|add|i|am|i'm|im|his|her|their"
    r"|goes|go|says|shows|reads|dit|dice|lit|the|same|dm|handle's|name's|same"
    r"|es|soy|como|al|mi|su|tu|usuario|número|nombre|con|en|cuenta|el|la|llamo|me|se|llama|arroba|encuentran"
    r"|busquen|sigan|agrega|bajo|hace|llamar|perfil|dice|salgo|estoy|aparezco"
    r"|est|c'est|c’est|sous|au|mon|ma|son|sa|pseudo|compte|numéro|le|nom|je|suis|m'appelle|moi|s'appelle|chez"
    r"|avec|identifiant|trouve|profil|elle|il"
    r"|هو|هي|على|باسم|بإسم|رقم|رقمي|حسابي|حسابه|حسابها|تحت|اسمي|اسمه|اسمها|اسمو|[أا]نا|بتاع[يهو]|بتاعها"
    r"|تاع[يهو]|تاعها|ديال[يو]|ديالها|متاع[يو]|متاعها|مال[تي]ي?|تبع[يو]|حقي"
    r"|عندي|في|يوزر|يوزري|[اأ]كونتي|ع|عندو|هذا|اسم|المستخدم|الاسم|معرفي)(?!\w))*+"
)
_NAME_FOLLOWS = re.compile(
    r"(?: ?[:=@→>] ?| (?:is|was|its|it['’]s|i am|i['’]m|soy|je suis|es|era|est|était|c['’]est|c['’]était|ist|هو|هي|كان) (?:called |named )?| (?:called|named"
    r"|llamad[oa]|appelée?|باسم|اسمها?) )[\"'«“]?$"
)
_COLON = re.compile(r" ?[:=@→>-] ?[\"'«“]?$")
_ENDS = re.compile(r"[\"'»”]?(?:[.,;!?)]|\n|$)")
_I_AM = re.compile(
    r"(?:i am|i'm|im|soy|me llamo|je suis|as|como|comme|under|by|sous|is|es|est|c['’]est) $"
)
_MINE = re.compile(r"(?:^|[.!?\n] ?|(?<!\w)(?:my|mi|mon|his|su|son|her) )$")
_FIND = re.compile(
    r"(?<!\w)(?:dm|add|follow|find|message|agrega|busca|sigue|ajoute|cherche|suis) $"
)
_ANYBODY = ("user", "usuario", "usuaria", "login")  # also a person, or a deed
# A capital inside a word: SirClutch; not iPhone, McDonald.
_CAMEL = re.compile(r"(?!i[A-Z]|Ma?c[A-Z]|O['’][A-Z])[A-Za-z]{2,}[a-z][A-Z][A-Za-z]+")
_ARABIC = re.compile("[\u0621-\u064a]")


# "amir underscore 16", "jevito guion bajo 27"; with a full stop only right behind a platform.
_SIGN = r"under ?score|gui[oó]n bajo|barra baja|tiret du bas|tiret bas|tiret du 8|sous-tiret|[أا]ندر ?سكور|شرطة (?:سفلية|تحتية|تحت)"
_SPELLED = re.compile(
    rf"(?<![\w@])(?!(?:to|and|that|the|y|el|la|et|le|un|une|and|con|avec|with) )[\w.]{{1,30}}(?: (?:{_SIGN}) (?!(?:the|that|how|this|my|his|her|a|an|what|why|our|and|y|et|o|ou|or|in|on|en|sur|in)(?!\w))[\w.]{{1,30}}){{1,4}}(?!\w)"
)
_CASH = re.compile(r"(?<![\w$])\$[A-Za-z][\w-]{3,20}(?!\w)")  # "Cash App $hollyxw"
_DOTTED = re.compile(
    r"(?<![\w@])(?!(?:to|and|that|the|y|el|la|et|le|un|une|con|avec|with|en) )[\w-]{2,30}(?: (?:dot|punto|point|دوت|نقطة) [\w-]{1,30}){1,3}(?!\w)"
)


def find(text: str, places: Places) -> Iterator[Found]:
    """Account names in a folded text, each by itself: "insta is lena_98" gives `lena_98`."""
    near = _Near(places)
    if places.all or "_" in text:
        for match in _TOKEN.finditer(text):
            if kind := near.kind(match.group(), match.start(), match.end()):
                yield Found(kind, match.start(), match.end())
    yield from _spelled(places)
    for match in _CASH.finditer(text) if places.all else ():
        if any(one.is_platform for one in places.before(match.start(), 20)):
            yield Found(HintKind.HANDLE, match.start(), match.end())


def _spelled(places: Places) -> Iterator[Found]:
    """Accounts whose signs are spelled: an underscore anywhere, a full stop right behind a platform."""
    for match in _SPELLED.finditer(places.text):
        before = places.before(match.start()) or [places.after(match.end())]
        kind = next((one.kind for one in before if one and one.is_platform), HintKind.HANDLE)
        yield Found(kind, match.start(), match.end())
    for match in _DOTTED.finditer(places.text) if places.all else ():
        for place in places.before(match.start(), 30):
            if place.is_platform and _SMALL.fullmatch(places.text, place.end, match.start()):
                yield Found(place.kind, match.start(), match.end())
                break


class _Near:
    """The platforms of one text, asked which one a word belongs to."""

    def __init__(self, places: Places) -> None:
        self.places, self.text = places, places.text

    def kind(self, words: str, start: int, end: int) -> HintKind | None:
        """The kind of account that these words are, or None."""
        before = self.places.before(start)
        after = self.places.after(end)
        inside = "_" in words
        if not (before or after or inside) or (sure := judged(words)) is None:
            return None
        if sure is Sure.PLAIN and is_platform(words):
            return None
        if sure is Sure.PLAIN and after and len(words) >= LONG:
            return after.kind if self._is_asked_for(words, start) else None
        is_sure = sure is Sure.CERTAIN or (sure is Sure.DOTTED and "." in words)
        if is_sure and after and not words.startswith("@"):
            return after.kind
        for place in before:
            if self._belongs(place, words, sure, start, end):
                return self._named(place, before)
        return HintKind.HANDLE if inside and has_inner_sign(words) else None

    def _belongs(self, place: Place, words: str, sure: Sure, start: int, end: int) -> bool:
        is_small = bool(_SMALL.fullmatch(self.text, place.end, start))
        if sure is Sure.CERTAIN:
            return is_small or not place.is_loose
        if not is_small:
            return self._is_announced(place, words, start)
        if sure is Sure.DOMAIN:
            between = self.text[place.end : start]
            return place.is_platform and (between == " " or bool(_NAME_FOLLOWS.search(between)))
        if sure is Sure.DOTTED:
            return "." in words or self._says_a_name(place, words, start, end, 4)
        return not says_something(words) and self._says_a_name(place, words, start, end, LONG)

    def _says_a_name(self, place: Place, words: str, start: int, end: int, long: int) -> bool:
        between = self.text[place.end : start]
        if words[0].isascii() and _ARABIC.search(self.text, place.start, start):
            return True
        if place.names and _NAME_FOLLOWS.search(between):
            return True
        if place.names and between == " " and len(words) > 4 and self._has_platform(start, end):
            return words[0].isascii() and not is_no_name(words)
        if _CAMEL.fullmatch(words):
            return place.is_platform or place.names
        if PLURAL.fullmatch(words):
            return False
        if _COLON.search(between) and len(words) >= 6 and _ENDS.match(self.text, end):
            return True
        if ORDINARY.fullmatch(words):
            return False
        if len(words) >= long and _I_AM.search(between):
            return True
        if len(words) >= SHORTER and _NAME_FOLLOWS.search(between) and _ENDS.match(self.text, end):
            return True
        is_last = len(words) >= SHORTER and _ENDS.match(self.text, end) is not None
        if words.count("-") > 1 and between in (", ", ": "):
            return True
        if ("-" not in words and not is_last) or between not in (" ", " me "):
            return False
        return _MINE.search(self.text[max(0, place.start - 8) : place.start]) is not None

    def _has_platform(self, start: int, end: int) -> bool:
        near = self.places.before(start, 30)
        return self.places.after(end) is not None or any(one.is_platform for one in near)

    def _is_announced(self, place: Place, words: str, start: int) -> bool:
        """ "his nick in the forum was ...": a word that only accounts have, and a name that follows."""
        if not place.names or start - place.end > 30 or is_no_name(words):
            return False
        is_sure = self.text[place.start : place.end] not in _ANYBODY
        return is_sure and bool(_NAME_FOLLOWS.search(self.text[place.end : start]))

    def _is_asked_for(self, words: str, start: int) -> bool:
        """ "dm harbourlights on twitter": a long word that is none of the usual ones."""
        return not ORDINARY.fullmatch(words) and bool(
            _FIND.search(self.text[max(0, start - 9) : start])
        )

    def _named(self, place: Place, before: list[Place]) -> HintKind:
        """A platform's kind stands before that of a word such as "username"."""
        return next((one.kind for one in before if one.is_platform), place.kind)
