"""Streets of other languages that people write in: one ending or one word of the street, a capital, a number.

German, Dutch and the Nordic languages join the street's word to the name; Italian, Portuguese, Polish, Turkish,
Russian and the rest set it before or behind.
"""

import re

_NAME = r"[^\W\d_a-z][\w'’.-]{0,30}"
JOINED = re.compile(
    r"(?<!\w)[A-ZÀ-ÖØ-Þ][\w-]{2,30}(?:stra(?:ß|ss)e|str\.|weg|platz|allee|gasse|ufer|damm|straat|laan|gracht"
    r"|plein|kade|singel|gatan|vägen|gata|veien|vej|gade|katu|(?:in|en|än|on|un)tie),? \d{1,4} ?[a-z]?(?!\w)"
)
BEFORE = re.compile(
    rf"(?<!\w)(?:[Vv]iale|[Vv]ia|[Pp]iazza|[Cc]orso|[Vv]icolo|[Rr]ua|[Tt]ravessa|[Aa]venida|[Pp]raça|[Aa]lameda"
    rf"|[Ee]strada|ul\.|ulica|al\.|os\.|ул\.|улица|просп\.|пр\.|вул\.|calea|str\.|strada|odos|οδός) "
    rf"(?:(?:da|do|das|dos|de|del|della|dei|di|d['’]|ng) ?)*(?:{_NAME} ?){{1,4}},? ?(?:n\.? ?[º°]?|nr\.?|д\."
    rf"|No:?)? ?(?!(?:19|20)\d\d(?!\w))\d{{1,5}}(?:/\d{{1,4}})?[A-Za-z]?(?![\w:]|[.,]\d)"
)
BEHIND = re.compile(
    rf"(?<!\w)(?:{_NAME} ){{1,3}}(?:[Ss]okak|[Ss]okağı|[Ss]k\.|[Cc]addesi|[Cc]ad\.|[Bb]ulvarı|[Uu]tca|[Úú]t"
    rf"|[Mm]ahallesi|[Mm]ah\.),? ?(?:[Nn]o:? ?)?\d{{1,4}}(?:/\d{{1,3}})?(?!\w)"
)
SHAPES = (JOINED, BEFORE, BEHIND)
