"""Phone numbers in words: "oh seven seven double zero ...", "cero seis ...", "zéro six ...", "صفر خمسة ...".

Seven digits at least, and no counting: "one, two, three" reaches nobody.
"""

import re
from collections.abc import Iterator
from itertools import count, pairwise

from .digits import small
from .hint import Found, HintKind


def _counted(words: str, first: int = 0, step: int = 1) -> dict[str, str]:
    """Number words in their order to their digits; those that mean the same are joined by "/"."""
    numbers = count(first, step)
    return {
        word: str(n)
        for n, same in zip(numbers, words.split(), strict=False)
        for word in same.split("/")
    }


_EN = _counted("zero/oh/o/nought/naught one two three four five six seven eight nine")
_EN |= {"double": "", "triple": "", "zeros": "", "zeroes": "", "hundred": "00"}
_ES = _counted(
    "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince"
)
_ES |= _counted("diez veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa", 10, 10)
_ES |= _counted("dieciséis/dieciseis diecisiete dieciocho diecinueve", 16)
_ES |= _counted("veintiuno veintidós/veintidos veintitrés/veintitres veinticuatro veinticinco", 21)
_ES |= _counted("veintiséis/veintiseis veintisiete veintiocho veintinueve", 26)
_ES |= _counted(
    "cien/ciento doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos novecientos",
    100,
    100,
)
_ES |= dict.fromkeys(("y", "doble", "triple", "ceros"), "")
_FR = _counted(
    "zéro/zero un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize"
)
_FR |= _counted("vingt trente quarante cinquante soixante septante huitante nonante", 20, 10)
_FR |= dict.fromkeys(("vingts", "et", "double", "zéros"), "")
_AR = _counted(
    "صفر/زيرو واحد/وحدة/واحدة/وحده اثنين/اتنين/إثنين/اثنان/تنين/جوج/زوج/ثنين ثلاثة/تلاتة/ثلاث/تلات/تلاته/ثلاثه أربعة/اربعة/أربع/اربع/اربعه"
    " خمسة/خمس/خمسه ستة/ست/سته سبعة/سبع/سبعه ثمانية/تمانية/ثمان/تمنية/تمانيه/تمن/ثمنية تسعة/تسع/تسعه عشرة/عشر"
)
_AR |= dict.fromkeys(("أصفار", "اصفار", "مرتين", "مرتان"), "")
_GAP = r"(?:[ ,،.\-…]{1,4})"


def _run(words: dict[str, str]) -> re.Pattern:
    """Number words in a row, with digits between them where somebody mixes both."""
    word = "|".join(sorted(words, key=len, reverse=True))
    return re.compile(
        rf"(?<![\w.,:/-])(?:\d{{1,4}}{_GAP})?(?=[^\W\d_])(?:{word})(?:{_GAP}(?:{word}|\d{{1,6}})(?!\w))+"
    )


_LANGUAGES = [(words, _run(words)) for words in (_EN, _ES, _FR, _AR)]
_WORD = re.compile(r"[^\W\d_]+|\d+")
FEWEST = 7  # digits; fewer are an age, a score, a price
FEWEST_PAIRS = 5  # number words behind a zero, where a language says its numbers in pairs


def find(text: str) -> Iterator[Found]:
    """Phone numbers in words, in a folded text."""
    low = small(text)
    for words, run in _LANGUAGES:
        for match in run.finditer(low):
            parts = _WORD.findall(match.group())
            said = [one for one in (words.get(one, one) for one in parts) if one]
            if _is_phone(said) or _is_mixed(parts, said):
                yield Found(HintKind.PHONE, match.start(), match.end())


def _is_mixed(parts: list[str], said: list[str]) -> bool:
    """Digits and words of one number: "917 five five five 01 88"."""
    in_words = sum(not one.isdecimal() for one in parts)
    return in_words >= 3 and in_words < len(parts) and 9 <= len("".join(said)) <= 12


def _is_phone(said: list[str]) -> bool:
    is_pairs = said[:1] == ["0"] and len(said) >= FEWEST_PAIRS
    if len("".join(said)) < FEWEST or not (len(said) >= FEWEST or is_pairs):
        return False
    steps = {int(after) - int(before) for before, after in pairwise(said)}
    return len(steps) > (2 if said[0] == "1" else 1)
