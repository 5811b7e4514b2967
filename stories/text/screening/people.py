"""A title with a name behind it. A title alone, or a name alone, is none."""

import re
from collections.abc import Iterator

from .arabic_names import COMPOUND, NAMES
from .hint import Found, HintKind, word_set

_NAME = r"[A-ZÀ-ÖØ-Þ](?:[\w'’-]{0,30}\w)?"
_SHORT = r"(?:mrs?|ms|mx|dr|prof|sgt|sra?|srta|dra|mme|mlle|pr|me|m(?=\.)|d(?=\.)|lic|ing)\.?"
_LONG = (
    r"(?:deacon|bishop|nurse|principal|headmaster|headmistress|dean|constable|lieutenant|lt|cpl|corporal"
    r"|colonel|senator|councillor|inspector|chef"
    r"|profe|jue[zc]a?|inspectora?|abogad[oa]|coronel|capitán|sargento|comisario|arq|juge|inspecteur"
    r"|inspectrice|commissaire|capitaine|abbé|avocate?|prof"
    r"|herr|frau|signora?|signor|dottor(?:essa)?|senhora?|dona|pan|pani|bay"
    r"|miss|professor|doctor|sir|madam|officer|judge|coach|pastor|captain|detective|sergeant|reverend|rabbi|imam"
    r"|señor(?:a|ita)?|don|doña|profesora?|doctora|maestr[oa]|ingenier[oa]|licenciad[oa]|entrenador(?:a)?"
    r"|proviseure?|censeur|surveillante?|monsieur|madame|mademoiselle|docteur(?:e)?|professeur(?:e)?|maître)"
)
# Said of everybody's family in small letters.
_CAPITAL = r"(?:Father|Fr\.|Sister|Brother|Dame|Lord|Lady|Uncle|Auntie?|Padre|Sor|Hermana?|Tío|Tía|Père|Sœur|Tonton|Tata)"
_BROTHER = r"(?:[Ll]e|[Dd]u|[Aa]u) frère"
_TITLED = re.compile(
    rf"(?<!\w)(?=[^\W\d_])(?:(?i:{_SHORT}|{_LONG})|{_CAPITAL}|{_BROTHER}) (?P<name>{_NAME})(?: {_NAME}){{0,2}}"
)
# "mr smith": small letters count behind the titles that nobody uses alone.
_SMALL = re.compile(
    r"(?<!\w)(?:mr|mrs|ms|mme|mlle)\.? (?!(?:and|or|was|is|said|the|who|right|nobody|nice|perfect|big"
    r"|president|said|to|in|on|of|but|so|i|et|ou|la|le|les|qui|est|dit|personne|bean|x|y|it|at|she|he|always"
    r"|had|has|did|will|would|never|speaker|chairman|wrong|know|popular|cool|tough|important|universe|manners"
    r"|charming)(?!\w))[a-zà-öø-ÿ][\w'’-]{2,30}"
)
# Jokes and roles: "Mr. Nobody", "Don Nadie", "M. Personne", "Miss Universe".
_JOKES = word_set("""Nobody Right Wrong Perfect Nice Big Charming Popular Personality President Chairman Speaker Universe World America Manners Fix Cool Tough Important
    Know-it-all Know Everybody Someone Somebody Anybody Christmas Nature Google Time Superior General Of Nadie Perfecto Importante Nadies Simpático Todo Nada Quijote Dinero Universo
    Personne Parfait Univers Tout-le-monde Propre Météo Muscle Catastrophe Jourdain Dupont-la-joie Officer Sir Madam Ma'am Miss Mister Doctor Professor Coach Judge Noël Fouettard Papa Mama Dios Juez Jueza Director Directora Presidente Presidenta Ministro Ministra Alcalde Alcaldesa Juge Directeur Directrice Président Présidente
    Procureur Ministre Maire Commissaire Manager Boss Principal Chairperson Minister Mayor
    Too Darcy Hyde Dracula Dalloway Brightside Potato Robot Burns Spock Miyagi Grinch Claus Doubtfire Poppins Incredible Beast Grey Magoo Pibb Rogers Watson Sandman Clean Whippy Softee Muscle Pepper Blue Sky Juan Juanes Quixote Cobranza Perfecta Bárbara Barriga Hyde Pelo Hulot Seguin Ibrahim Thénardier Act Gaga Liberty Lancelot Galahad Arthur Jackie Gadget Godiva Macbeth Chatterley Luck Justice Justicia Juana Ley Frío Irma Corbeau Haddock Renard Nemo Crunch Kangaroo Strangelove Frankenfurter Tout-le-Monde Patate Bricolage Piggy Marple Havisham Bates Ripley Plow
    Obvious Jekyll Bovary Judy Tom's Sam Frankenstein Strange Who
    And Or Said Was Had Did Has Would Could Will May Can Should Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April June July August September October November December""")
_NO_NAMES = word_set("""I A The He She It We You They And But Or So Then When If My His Her In On At To Is Was That This There What
    Who Why How No Not Yo Él Ella El La Los Las Y Pero Cuando En No Me Se Mi Su Je Tu Il Elle On Nous Vous Ils Elles
    Le Les Et Mais Quand Mon Ma Sa Son C'est Ce""")
_AR_TITLE = (
    r"(?:(?:ال)?دكتورة?|د\.|السيدة?|(?:ال)?[أا]ستاذة?|أ\.|(?:ال)?مهندسة?|م\.|(?:ال)?شيخ|البروفيس[وي]رة?|الحاجة?"
    r"|الآنسة|آنسة|(?:ال)?ضابط|(?:ال)?قاضي|(?:ال)?مدربة?|(?:ال)?كابتن|(?:ال)?محامية?|(?:ال)?معلمة?"
    r"|(?:ال)?طبيبة?|(?:ال)?مديرة?|(?:ال)?مشرفة?|(?:ال)?عميدة?|(?:ال)?نقيب|(?:ال)?عقيد|(?:ال)?رائد"
    r"|(?:ال)?مستشارة?|(?:ال)?سي|الأسطى|المعلم|المستر|مستر|مس|ميس|مسيو|مدام|سي|لالة|أبونا|[اأ]لأب|القس|الأخت|الأخ|الخالة|العم|عمو|خالتي|عمي|حضرة)"
)
_AR_TITLED = re.compile(
    rf"(?<!\w)(?=[\u0621-\u064a])[وبلف]?(?P<title>{_AR_TITLE}) (?P<name>[\u0621-\u063a\u0641-\u064a]{{2,15}})(?!\w)(?P<second> [\u0621-\u063a\u0641-\u064a]{{3,15}}(?!\w))?"
)
# Of other words behind a title: what begins like a verb, a particle or an adjective is taken for that.
_AR_SAYS = re.compile(
    r" (?:قال|قالت|كان|كانت|يقول|تقول|جاء|طلب|دخل|بعث|اتصل|هدد|رفض|هددني|ال)"
)  # "الدكتور زاهر قال": the word between is a name
_AR_NO_NAME = re.compile(
    r"(?:ال|ي(?!وسف$|اسر$|حيى$|اسين$|زن$|ونس$)).*|[إأا]ن\w?|أن\w+|إلى|في|من|عن|على|عند\w*|مع|هو|هي|هذا|هذه|ذلك"
    r"|تلك|لم|لن|لا|ما|ماذا"
    r"|قال\w?|كان\w?|كنت|ثم|أو|أم|لكن\w*|لي|له|لها|لنا|به|بها|شيئا|شيء|هنا|هناك|كل|بعد|قبل|حين|عندما|حتى|كما"
    r"|بأن\w*|وقال|وكان"
    r"|[^ ]*(?:ًا|اً)|نفسه|نفسها|جدا|أيضا|أخبرني|سألني|نظر|طلب|رفض|كتب|وقع|وصف|جاء|ذهب|فقط|تأخر|جديد|كبير|واحد"
    r"|آخر|لأن\w*|منذ|بكل|غير|ديال\w*|تاع\w*|متاع\w*|بتاع\w*|و[\u0621-\u064a]+|[بلف][\u0621-\u064a]{2}|سأل\w*"
    r"|دخل\w*|خرج\w*|نظر\w*|شاف\w*|بص\w*|ضحك\w*|ابتسم\w*|حكى|حكت|راح\w*|رجع\w*|عمل\w*|صار\w*|اللي|بوفاري|إكس|اكس"
)


# People of books, songs and films: what is read, sung or played, and what one stands in.
_PLAYED = re.compile(
    r"(?<!\w)(?i:reading|read|playing|played|sang|singing|sonaba|suena|leyendo|leía|leí|cantaba|bailaba|lisais|lisait|relisais|chantait|chantaient|passait|novel|book|song|film"
    r"|movie|musical|episode|series|novela|libro|canción|película|serie|obra|roman|livre|chanson|série|pièce|album|tube) (?:(?i:of|de|about|called|était|is|was|es|era|sur) )?[\"«“']?$"
)
_IN_A_BOOK = re.compile(
    r"[\"»”']?,? (?:\w+ ){0,2}(?i:novel|book|song|film|movie|musical|play|series|character|poem|lectura|novela|canción|película|serie|personaje|roman|livre|chanson|série|personnage|pièce|رواية|فيلم)(?!\w)"
)
_AR_BOOK = re.compile(
    r"(?:رواية|فيلم|مسلسل|أغنية|اغنية|مسرحية|كتاب|قصة|حلقة|مسلسلات|برنامج) [\"«“]?$"
)


def _is_played(text: str, match: re.Match) -> bool:
    """ "reading Mrs Dalloway", "Doña Perfecta era lectura obligatoria"."""
    start = max(0, match.start() - 24)
    if _PLAYED.search(text, start, match.start()) or _AR_BOOK.search(text, start, match.start()):
        return True
    return _IN_A_BOOK.match(text, match.end()) is not None


def find(text: str) -> Iterator[Found]:
    """Titles with a name, in a folded text."""
    for match in _TITLED.finditer(text):
        is_name = match["name"] not in _NO_NAMES and match["name"] not in _JOKES
        if is_name and not _is_played(text, match):
            yield Found(HintKind.PERSON, match.start(), match.end())
    for match in _SMALL.finditer(text):
        yield Found(HintKind.PERSON, match.start(), match.end())
    for match in _AR_TITLED.finditer(text):
        if _is_arabic_name(match) and not _is_played(text, match):
            yield Found(HintKind.PERSON, match.start(), match.end("name"))


def _is_arabic_name(match: re.Match) -> bool:
    name = match["name"]
    if name in NAMES or COMPOUND.fullmatch(name):
        return True
    is_said = match["title"].endswith(".") or _AR_SAYS.match(match["second"] or "")
    return bool(is_said) and not _AR_NO_NAME.fullmatch(name)
