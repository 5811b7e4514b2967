"""How much a word looks like an account: certain, dotted, or any word at all."""

import re
from enum import Enum

from .digits import small
from .hint import word_set
from .online import is_domain


class Sure(Enum):
    CERTAIN = "no word of any language: lena_98, @lena, lena#4471"
    DOTTED = "parts of a name, or a full stop without its space: lena.draws"
    DOMAIN = "an account that ends as a domain does: lena.me"
    PLAIN = "could be any word: lenadraws"


_FILE = re.compile(
    r".*_(?:final|copy|copia|draft|old|new|v\d+|backup|notes?)|.*\.(?:txt|docx?|pdf|zip|jpe?g|png|gif|mp[34]"
    r"|xlsx?|pptx?|csv|exe|html?|heic|mov|wav|ogg|opus|rar|webp|m4a|avi|od[tsp]|rtf|json|xml|log|eml|msg|aac|amr|3gp|m4v|tiff?|bmp|svg|apk|dmg|bak|tmp|epub|psd|py|js|sql|db)",
    re.IGNORECASE,
)
# Letters with digits that everybody writes: iPhone12, 5pm, B12, CR-2023, 1990s.
_EVERYDAY = re.compile(
    r"(?:iphone|ipad|galaxy|covid|windows|android|ps|mp|xbox|pixel|page|version|level|grade|year|room|day|part"
    r"|size|ios|sars)-?\d+\w?"
    r"|\d+(?:st|nd|rd|th|s|[ap]m|hs?|hrs?|min|mins|hours?|k|km|kg|m|cm|mg|ml|gb|mb|x|er|ère|[eè]me|e|º|ª|usd|eur|mxn)\d*"
    r"|\d+[-.]\w+|[a-z]?-?\d+[a-z]?|[a-z]{1,3}-[\d.]+|(?-i:[A-Z]{2,5}-?\d+)|24/7|[bf]2[bf]|gr8|l8r",
    re.IGNORECASE,
)
# Words that begin a sentence: "laughed.it", "nada.me" lack a space and are no name.
_OPENERS = word_set("""it i he she we they you was is not no and but then so the a my his her in on at to of as if when that this there what
    nobody que y o yo me se le la el los las mi su un una es era no pero ni de en con por cuando luego nadie
    et je il elle on nous ils elles le les un une mon ma sa son c ce mais puis pas j rien personne ça ca""")
# Said of an account, and no name of one.
_STATES = word_set("""private public gone deleted blocked suspended fake still there here open closed always never nothing everything
    anonymous anyone everyone someone hacked locked active inactive mine hers theirs just only known hidden visible because their about
    privada privado pública público cerrada cerrado borrada borrado falsa falso abierta abierto mensajes anónima anónimo bloqueada bloqueado
    privé privée publique fermé fermée supprimé supprimée faux ouvert ouverte bloqué bloquée toujours encore anonyme
    full empty dead offline online that this what which where when number user name username account handle please message messages
    instagram facebook whatsapp telegram snapchat tiktok twitter discord signal youtube messenger insta snap video story stories live link links
    post posts chat group groups status reels reel page inbox block unblock like likes comment follow follower followers share screenshot app lol""")


# How ordinary words of our languages end: adjectives, participles, adverbs, people by what they do.
ORDINARY = re.compile(
    r".*(?:ed|ing|ful|less|ous|able|ible|al|ic|ive|ly|ment|tion|sion|ness|ity|where|body|thing|one|ad[oa]s?"
    r"|id[oa]s?|os[oa]s?|mente|[aeil]dad|ción|ées?|és|euse|eux|ante?s?|ent|age|ique|isme|eur|aire|elle|ille|rien|entes?|iv[oa]s?|icia|anza|eza|[ií]c[oa]s?|gra[fp]h?[oae]|log[oa]"
    r"|partout|[ea]nce|[ea]ncy|ship|hood|ism|ista?|iste|izer?|[ea]ncia|ismo|rice|ería|torial|work|some|ward)"
)
_BY_TRADE = re.compile(
    r".*(?:er|or|ora|ian|eurs?|ero|era|ère|ier|ière|ress|star|man|woman|people|friends?|s)"
)
LONGEST = 12  # letters: longer words are ordinary only with an ending that long ones have
_LONG_ORDINARY = re.compile(
    r".*(?:tions?|ments?|mente|ness|ity|ing|ed|ées?|idad|dades|ción|ciones|ally|ously|isme|ismo|adoras?|adores?|istas?|trices?|teurs?|teuses?|ists?|ologist)"
)
PLURAL = re.compile(r".*(?:ies|ions|ings|ments|ures|ones|mientos|dades|tés)")
# Behind "called", "se llama", "il s'appelle" and near a platform: what is said of people, and no account.
_NO_NAMES = word_set("""that this them they their there then what when where which while with without would could should from about after again always before being because
    every everyone everything just like more most much never nothing only other over really some someone something still such than very your yours you mine himself herself
    myself names police later twice slut whore crazy liar bitch cunt attention drama dramatic stupid lucky pretty names victim usual well evidence proof me my him her it its
    the not and but all any our out for into onto off once back friends friend people strangers women girls everybody anybody contact spam admin moderator influencer celebrity
    visto leído online conectada siempre amigo amiga amigos amigas contacto usuario anónimo desconocido administrador prueba pruebas broma todo todos todas nada nadie alguien cuando donde porque pero para
    sobre entre hasta desde como puta loca zorra mentirosa acoso abuso violencia sextorsión mismo misma igual ahora luego otra otro cada según también tampoco
    toujours souvent jamais avec sans pour dans chez mais donc comme avant après depuis pendant tout toute tous toutes rien personne quelqu'un ami amie amis amies preuve
    pute folle menteuse salope garce victime harcèlement viol abus encore aussi ainsi elle elles nous vous leur leurs cette celui celle votre notre ceux autre autres""")


def is_no_name(words: str) -> bool:
    """A word, in small letters or with a capital, that no account is called by; one with a sign or a digit always could be."""
    low = small(words)
    if not low.isalpha():
        return False
    if low in _NO_NAMES or low in _STATES or low in _OPENERS:
        return True
    is_short = len(low) < LONGEST and bool(ORDINARY.fullmatch(low) or _BY_TRADE.fullmatch(low))
    return words == low and (is_short or bool(_LONG_ORDINARY.fullmatch(low)))


def judged(words: str) -> Sure | None:
    """How sure it is that these words are an account; None for a file or an everyday word."""
    bare = words.strip("@_")
    if words.startswith(("@", "live:")) or "#" in words:
        return Sure.CERTAIN
    if _FILE.fullmatch(words) or _EVERYDAY.fullmatch(words):
        return None
    if has_inner_sign(words) or (words.endswith("_") and words[0] != "_"):
        return Sure.CERTAIN
    if "." in words and words.rsplit(".", 1)[1].lower() in _OPENERS:
        return None
    if "." in words and is_domain(words):
        return Sure.DOMAIN
    if any(map(str.isdecimal, bare)) and len(bare) >= 4:
        return Sure.CERTAIN
    return Sure.DOTTED if {".", "-"} & set(bare) else Sure.PLAIN


def has_inner_sign(words: str) -> bool:
    """An underscore with letters or digits on both sides: nobody writes words so."""
    parts = [part for part in words.strip("@_").split("_") if part]
    return len(parts) > 1 and len("".join(parts)) >= 5 and not _FILE.fullmatch(words)


def says_something(words: str) -> bool:
    """A plain word that people say about an account: private, deleted, blocked."""
    low = words.lower()
    return low in _STATES or low in _NO_NAMES
