"""A title with a name behind it. A title alone, or a name alone, is none."""

import re
from collections.abc import Iterator

from .hint import Found, HintKind, word_set

_NAME = r"[A-ZÀ-ÖØ-Þ](?:[\w'’-]{0,30}\w)?"
_SHORT = r"(?:mrs?|ms|mx|dr|prof|sgt|sra?|srta|dra|mme|mlle|pr|me|m(?=\.)|d(?=\.)|lic|ing)\.?"
_LONG = (
    r"(?:miss|professor|doctor|sir|madam|officer|judge|coach|pastor|captain|detective|sergeant|reverend|rabbi|imam"
    r"|señor(?:a|ita)?|don|doña|profesora?|doctora|maestr[oa]|ingenier[oa]|licenciad[oa]|entrenador(?:a)?"
    r"|monsieur|madame|mademoiselle|docteur(?:e)?|professeur(?:e)?|maître)"
)
_TITLED = re.compile(rf"(?<!\w)(?i:{_SHORT}|{_LONG}) (?P<name>{_NAME})(?: {_NAME}){{0,2}}")
_NO_NAMES = word_set("""I A The He She It We You They And But Or So Then When If My His Her In On At To Is Was That This There What
    Who Why How No Not Yo Él Ella El La Los Las Y Pero Cuando En No Me Se Mi Su Je Tu Il Elle On Nous Vous Ils Elles
    Le Les Et Mais Quand Mon Ma Sa Son C'est Ce""")
_AR_TITLE = (
    r"(?:(?:ال)?دكتورة?|د\.|السيدة?|(?:ال)?[أا]ستاذة?|أ\.|(?:ال)?مهندسة?|م\.|(?:ال)?شيخ|البروفيس[وي]رة?|الحاجة?"
    r"|الآنسة|الضابط|القاضي|المدرب|الكابتن)"
)
_AR_TITLED = re.compile(
    rf"(?<!\w)[وبلف]?{_AR_TITLE} (?P<name>[\u0621-\u063a\u0641-\u064a]{{2,15}})(?!\w)(?P<second> [\u0621-\u063a\u0641-\u064a]{{3,15}}(?!\w))?"
)
# Names have no capitals in Arabic: what begins like a verb, a particle or an adjective is taken for that.
_AR_NO_NAME = re.compile(
    r"(?:ال|ي(?!وسف$|اسر$|حيى$|اسين$|زن$|ونس$)).*|[إأا]ن\w?|أن\w+|إلى|في|من|عن|على|عند\w*|مع|هو|هي|هذا|هذه|ذلك|تلك|لم|لن|لا|ما|ماذا"
    r"|قال\w?|كان\w?|كنت|ثم|أو|أم|لكن\w*|لي|له|لها|لنا|به|بها|شيئا|شيء|هنا|هناك|كل|بعد|قبل|حين|عندما|حتى|كما|بأن\w*|وقال|وكان"
    r"|[^ ]*(?:ًا|اً)|نفسه|نفسها|جدا|أيضا|أخبرني|سألني|نظر|طلب|رفض|كتب|وقع|وصف|جاء|ذهب|فقط|تأخر|جديد|كبير|واحد|آخر|لأن\w*|منذ|بكل|غير"
)


def find(text: str) -> Iterator[Found]:
    """Titles with a name, in a folded text."""
    for match in _TITLED.finditer(text):
        if match["name"] not in _NO_NAMES:
            yield Found(HintKind.PERSON, match.start(), match.end())
    for match in _AR_TITLED.finditer(text):
        if not _AR_NO_NAME.fullmatch(match["name"]):
            yield Found(HintKind.PERSON, match.start(), match.end("name"))
