"""Accounts under plain words: "on facebook he's called Daz Mulhollander", "صفحته على الفيس كابتن ميدو".

Any words could be a name, so three things must stand together in one sentence: a platform, a word that a name
follows ("called", "se llama", "sous le nom", "اسمه"), and what can be one: capitals, or a word that is none of the usual.
"""

import re
from collections.abc import Iterator

from .account_words import is_no_name
from .arabic_names import NAMES
from .hint import Found, HintKind, word_set
from .platforms import Place, Places, is_platform

NEAR = 45  # code points between the platform and the naming word
SHORTEST = 5  # letters of a word in small letters that is taken for a name
RARE = 8  # letters of one that stands behind no more than "he is"
_START = r"(?<!\w)(?=[^\W\d_])"
# A name follows: of a person or a page, never of a thing ("it is called stalking").
_NAMING = re.compile(
    rf"{_START}(?:"
    r"(?:is|are|be|hes|shes|(?:he|she|who|they|guy)['’]s|they['’]re|i['’]?m|guy|man|lad|bloke|one|woman|girl|lady|boy|kid|person"
    r"|user|someone|somebody|account|page|profile|channel) (?:called|named|known as|listed as|saved as)"
    r"|(?:plays?|playing|streams?|streaming|posts?|posting|tweets?|tweeting|appears|listed|registered|logged in|signed up) (?:as|under)"
    r"|(?:juega|jugaba|publica|firma|transmite|tuitea) como|(?:joue|poste|publie|écrit|signe|commente|tweete) (?:sous|comme)"
    r"|(?:goes|go|went|going) (?:by|under|as)(?: the (?:name|handle|username)(?: of)?)?"
    r"|(?:under|with|by) the (?:name|handle|username|alias)(?: of)?"
    r"|(?:calls|calling|called) (?:him|her|my|them)sel(?:f|ves)"
    r"|(?:his|her|my|their|the|whose|display|profile|account|page|screen|user) ?name(?:['’]?s| is| was)"
    r"|(?<!eso )(?<!esto )(?:se (?:hace |hacía )?llam(?:a|an|aba|ar)|me llamo|me hago llamar|se (?:pone|puso|ponía))"
    r"|llamad[oa]|(?:con|bajo) (?:el|ese|su) nombre(?: de)?|de nombre|nombre de (?:usuario|perfil)(?: es)?"
    r"|(?:encuentra[ns]?|conocen|busca[ns]?|sale|salgo|salía|aparece|aparezco|figura|está|esta|estoy|soy|se llama|registrad[oa]|conocid[oa]) como"
    r"|(?<!ça )(?<!cela )(?:[sm]['’]appell?e|s['’]appelait|se nomme|se fai(?:t|sait) appeler|me fais appeler)"
    r"|appelée?|nommée?|sous (?:le|un) (?:nom|pseudo|pseudonyme|blaze)(?: de)?|au nom de|(?:il|elle) (?:met|mettait|a mis|signe)"
    r"|(?:connue?|enregistrée?|inscrite?) (?:comme|sous)"
    r"|(?<!هذا )(?<!ده )(?<!هيدا )(?<!هاد )(?:و|ف)?(?:اسم[يهو]|اسمها|اسمهم|سمي(?:تو|ته|تها)|(?:مسمي|مسمية|مسميه|سامي|مسمّي) (?:حاله|نفسه|روحه|حالها|نفسها|روحها|راسو)"
    r"|ب[إا]سم|تحت [اإ]سم|معروفة? (?:باسم|ب))"
    r")(?: ?:)? [\"'«“]?"
)
_ANY_AS = re.compile(r"(?<!\w)(?:como|comme|as|under|sous) [\"'«“]?")  # two capitals must follow
_CALLED = re.compile(r",? (?:called|named|llamad[oa]|appelée?|nommée?) [\"'«“]?")
# A name may follow, right behind the platform or with little between.
_MAYBE = re.compile(
    r"(?: (?:page|profile|account|name|username|user|id|handle|tag|channel|perfil|usuario|nombre|canal|página|profil|compte|nom|chaîne))?(?: (?:de (?:él|ella)|à (?:lui|elle)))?,?(?: (?:as|under|by|como|comme|sous|por|con|a|à|es|era|est|is|was|"
    r"(?:he|she|i)['’]?[sm]|he is|she is|i am|soy|c['’]est|c['’]était|il est|elle est|je suis)| ?[:=]|,) [\"'«“]?"
)
_SEEK = re.compile(
    rf"{_START}(?:search(?: for| up)?|look(?:ing)?(?: \w+)? up|look for|find(?: \w+)?|follow|add(?: \w+)?|google|message|block|report|(?:get|catch|reach) me"
    r"|busc\w+|busqu\w+|sig(?:an|ue|o)|síg\w+|agr[eé]g\w+|encuentr\w+|denuncien"
    r"|cherche[zr]?|tape[zr]?|suivez|suis|ajoute[zr]?\w*|trouve[zr]?|signale[zr]"
    r"|ابحثوا عن|دوروا (?:على|عن)|دوروا ع|ضيفوا|تابعوا|بلغوا عن)(?!\w)"
)
_NOUN = re.compile(
    r" (?P<noun>name|username|user|id|handle|tag|channel|page|account|profile|perfil|usuario|canal|página|profil|compte|chaîne)(?:['’]s| is| was| es| era| est)?(?: ?[:=])? [\"'«“]?"
)
_ENDS = re.compile(r"[\"'»”]?(?:[.,;!?)]|\n|$)")
_TWEETS = re.compile(r"tweet|tuit")  # names its platform
_AGED = re.compile(r"[A-ZÀ-Þ][\w-]{1,20}, \d\d(?!\d)")  # "on Hinge as Jonny, 29"
_PAGE = re.compile(r"(?<!\w)(?:page|compte|profil|chaîne|canal|página|perfil|cuenta) $")
_AS = ("as", "under", "by", "como", "comme", "sous", "por")
_SOUGHT = re.compile(r",?(?: (?:a|for|up|on|para))? [\"'«“]?")
_PHRASE = re.compile(
    r"(?:the|el|la|los|las|le|les) (?P<first>[\w.'’-]{2,20})(?: [\w.'’-]{2,20}){0,3}+"
)
# A group of people has a name too, and nobody is reached by it.
_GROUP = re.compile(
    r"(?<!\w)(?:grupo|groupe|group|chat|server|conversation|جروب|قروب|مجموعة|كروب)(?!\w)"
)
_MINE = re.compile(
    r"(?:(?:^|[.!?;,\n] ?)(?:on |en |sur )?|(?<!\w)(?:nom|name|nombre) (?:sur|on|en) |(?<!\w)(?:my|his|her|their|mi|su|mon|son|sa|ma) )$"
)
_I_AM = re.compile(
    rf"{_START}(?:he is|he['’]?s|she is|she['’]?s|i am|i['’]?m|soy|je suis|il est|elle est) "
)
_WORD = r"[A-ZÀ-ÖØ-Þ](?:[\w'’&.-]{0,30}\w)?(?:\.(?= [A-Z]))?"
_CAPITALS = re.compile(
    rf"{_WORD}(?: (?:(?:of|the|de|del|la|le|el|los|las|du|des|y|and|&|et) ){{0,2}}{_WORD}){{0,3}}"
)
_SMALL = re.compile(r"[a-zà-öø-ÿ][\w.-]{2,38}\w(?![\w@])")
_ARABIC = re.compile(r"[\u0621-\u064a]{2,15}(?: (?:[\u0621-\u064a]{2,15}|\d{1,4})){0,2}")
_AR_OPENER = re.compile(
    r"(?: ?:)? (?=(?:[أا]بو|عاشق|ملك|ملكة|[أا]مير|[أا]ميرة|كابتن|الكابتن|كوتش|الكوتش|[أا]ستاذ|الأستاذ|دكتور|الدكتور|شيخ|الشيخ|مدرب|المدرب|فارس|صقر|نمر|[أا]سد|مدام|مستر|ميس|مس|سنتر|مركز|ستوديو|محل|معرض|صالون) )"
)
# What behind "اسمه" is none: "باسم مستعار", "اسمه على الفيس".
_AR_NO_NAME = word_set("""مستعار وهمي وهمية مزيف مزور حقيقي الحقيقي المستعار غير آخر اخر ثاني تاني جديد مش ما لا لم ليس كان هو هي على ع علي في ف من مع عن إلى الى عند
    كل هذا ده هاد واحد واحدة شخص صديق صاحب ابتزاز تحرش اغتصاب عنف تنمر تشهير كذب عشان لأن لانه لأنه حتى بس وبس موجود مكتوب ظاهر ومعه وكان مخفي طلع ظهر اللي الذي التي
    الله الشرف الدين العيب الأخلاق الحب القبيلة الأهل العائلة المدرسة الشركة الجامعة الضحية الضحايا الناس القانون الكامل كامل كاملا الثلاثي بعد قبل لما حين وقت بدون بلا منذ أنا انا أنه انه عليه عليها عندي عنده لي له لها""")
_AR_GOES_ON = re.compile(
    r"(?:و|ي|بي|كي|كان|عم$|اللي$|الذي$|التي$|من$|مع$|على$|في$|عن$|كل$|ثم$|لما$|بعد$|قبل$)"
)
# No name begins with these: a date, a wish, what somebody is at work.
_NO_FIRST = word_set("""January February March April May June July August September October November December Monday Tuesday Wednesday Thursday Friday Saturday
    Sunday Employee Woman Man Head Director Directora Directeur Directrice Senior Chief Vice CEO Manager Gerente Jefe Jefa Responsable Chef President Président Presidente Engineer Consultant
    Father Père Mère Mother Proud Joyeux Joyeuse Bonne Bon Feliz Felices Best Good Dios Dieu God Love Thank Thanks Christmas Easter Ramadan Eid Halloween Valentine New Happy Merry I""")


def find(text: str, places: Places) -> Iterator[Found]:
    """Names of pages and accounts in a folded text; `places`: its platforms."""
    if places.all:
        yield from _named(text, places)
        yield from _maybe(text, places)
        yield from _sought(text, places)


def _named(text: str, places: Places) -> Iterator[Found]:
    """Behind a naming word, with the platform before it or behind the name."""
    for match in _ANY_AS.finditer(places.text):
        name = _name(text, match.end(), 2, 0)
        if name and (place := _before(places, match.start(), match.end())):
            yield Found(place.kind, *name)
    for match in (*_NAMING.finditer(places.text), *_called(places)):
        start = _behind_platform(places, match.end())
        name = _name(text, start, 1, SHORTEST) or _phrase(places, start)
        if name and (kind := _kind(places, match, start, name[1])):
            yield Found(kind, *name)


def _kind(places: Places, naming: re.Match, start: int, end: int) -> HintKind | None:
    """The kind of the platform near a naming word, whose name stands from `start` to `end`."""
    if _GROUP.search(places.text, max(0, naming.start() - 30), naming.start()):
        return None
    if _TWEETS.match(naming.group()):
        return HintKind.HANDLE
    place = _before(places, naming.start(), start) or places.after(end)
    return place.kind if place else None


def _phrase(places: Places, start: int) -> tuple[int, int] | None:
    """ "se llama el compa truco en TikTok": words in small letters up to the platform."""
    match = _PHRASE.match(places.text, start)
    while match and match.end() > match.start("first"):
        if places.after(match.end()):
            return match.span()
        cut = places.text.rfind(" ", match.start("first"), match.end())
        match = _PHRASE.match(places.text, start, cut) if cut > 0 else None
    return None


def _called(places: Places) -> Iterator[re.Match]:
    """ "on discord called ...": without a "he is" before it."""
    for place in places.all:
        if match := _CALLED.match(places.text, place.end):
            yield match


def _maybe(text: str, places: Places) -> Iterator[Found]:
    """Right behind a platform: capitals, two at least, or an Arabic by-name; "he is" with the platform behind."""
    for place in places.all:
        name = _name_behind(text, places, place) if place.is_platform else None
        if name:
            yield Found(place.kind, *name)


def _sought(text: str, places: Places) -> Iterator[Found]:
    """Before a platform: "follow Walter Inga on facebook", "he's coachricky on tiktok"."""
    for match in _SEEK.finditer(places.text):
        gap = _SOUGHT.match(places.text, match.end())
        if gap and (name := _name(text, gap.end(), 2, RARE)) and (place := places.after(name[1])):
            yield Found(place.kind, *name)
    for match in _I_AM.finditer(places.text):
        if (name := _name(text, match.end(), 9, RARE)) and (place := places.after(name[1])):
            yield Found(place.kind, *name)


def _name_behind(text: str, places: Places, place: Place) -> tuple[int, int] | None:
    gap = _MAYBE.match(places.text, place.end)
    if name := _behind_a_noun(text, places, place):
        return name
    if gap and _may_name(places, place, gap.group()):
        is_asked = gap.group().strip() in _AS and _is_sought(places, place)
        if name := _name(text, gap.end(), 2, RARE if is_asked else 0):
            return name
    if not gap and (name := _name(text, place.end + 1, 2, 0)) and _ENDS.match(text, name[1]):
        return name if text[place.end : place.end + 1] == " " else None
    if gap and (aged := _AGED.match(text, gap.end())):
        return aged.span()
    opener = _AR_OPENER.match(text, place.end)
    return _name(text, opener.end(), 1, 0) if opener else None


def _behind_a_noun(text: str, places: Places, place: Place) -> tuple[int, int] | None:
    """ "onlyfans name hollyxwinter", "page facebook Serigne Coiffure"."""
    if noun := _NOUN.match(places.text, place.end):
        is_own = noun["noun"] in ("name", "username", "handle", "user", "id", "tag", "usuario")
        return _name(text, noun.end(), 1, SHORTEST + 2 if is_own else 0)
    if not _PAGE.search(places.text, max(0, place.start - 10), place.start):
        return None
    behind = text[place.end : place.end + 2]
    if behind == ", ":
        return _name(text, place.end + 2, 2, 0)
    return _name(text, place.end + 1, 1, 0) if behind[:1] == " " else None


def _may_name(places: Places, place: Place, gap: str) -> bool:
    """What stands behind the platform says that a name follows: "as", "c'est"; a comma only where somebody is sought."""
    said = gap.strip(" ,\"'«“")
    if said in (":", "="):
        return _MINE.search(places.text, max(0, place.start - 12), place.start) is not None
    return _is_sought(places, place) if said in ("", "a", "à") else True


def _is_sought(places: Places, place: Place) -> bool:
    return _SEEK.search(places.text, max(0, place.start - 30), place.start) is not None


def _before(places: Places, start: int, end: int) -> Place | None:
    """The platform before a naming word, or between it and the name: "اسمه على الفيس ..."."""
    return next((one for one in places.before(end, NEAR + end - start) if not one.names), None)


def _behind_platform(places: Places, end: int) -> int:
    """Where the name begins: behind the platform, if that stands between it and the naming word."""
    place = places.after(end - 1)
    return place.end + 1 if place and place.start - end < 10 else end


def _name(text: str, start: int, capitals: int, letters: int) -> tuple[int, int] | None:
    """What can be a name at this place: so many words with a capital, or a rare word of so many small letters."""
    if match := _CAPITALS.match(text, start):
        words = match.group().split()
        is_enough = len(words) >= capitals and words[0] not in _NO_FIRST
        is_one = len(words) == 1 and (is_no_name(words[0]) or is_platform(words[0]))
        return match.span() if is_enough and not is_one else None
    if letters and (match := _SMALL.match(text, start)):
        is_rare = len(match.group()) >= letters and not is_no_name(match.group())
        return match.span() if is_rare else None
    return _arabic_name(text, start) if capitals == 1 else None


def _arabic_name(text: str, start: int) -> tuple[int, int] | None:
    if not (match := _ARABIC.match(text, start)):
        return None
    words = match.group().split()
    if words[0] in _AR_NO_NAME or len(words[0]) < 2:
        return None
    kept = [words[0]]
    for word in words[1:]:
        if word in _AR_NO_NAME or (_AR_GOES_ON.match(word) and word not in NAMES):
            break
        kept.append(word)
    end = start + len(" ".join(kept))
    if len(kept) == 1 and len(words) > 1 and words[1] not in ("على", "في", "ع", "عال"):
        return None
    return start, end
