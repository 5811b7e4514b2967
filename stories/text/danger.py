"""Words that speak of danger now: such a post is read first. Nothing else follows from them.

They reject nothing and are shown to nobody outside; helplines are shown to everybody alike. English, Spanish, French
and Arabic, as people write them in a hurry. Meant to find much: a false find costs only a place in the queue.
"""

import re

_SOON = r"(?:tonight|today|now|right now|tomorrow|soon|this evening)"
PATTERNS = (
    # wanting to die, or hurting oneself
    r"\b(?:kill(?:ing)? my ?self|end(?:ing)? (?:my life|it all)|take my (?:own )?life|want to die|wanna die|"
    r"don'?t want to (?:live|be alive|wake up)|hurt(?:ing)? myself|cut(?:ting)? myself|suicidal)\b",
    r"\b(?:me (?:quiero|voy a) matar|matarme|quitarme la vida|quiero morir(?:me)?|no quiero (?:seguir )?vivi(?:r|endo)|"
    r"suicidarme|cortarme|hacerme daño)\b",
    r"\b(?:me (?:tuer|suicider)|en finir|mettre fin à (?:mes jours|ma vie)|veux (?:mourir|crever)|"
    r"(?:ne )?veux plus vivre|me faire du mal|me (?:scarifier|couper))\b",
    "(?:أقتل نفسي|انهي حياتي|أنهي حياتي|أريد أن أموت|اريد ان اموت|بدي موت|بدي أموت|عايزة? أموت|عايز اموت|"
    "أنتحر|انتحر|الانتحار|أؤذي نفسي|اذي نفسي|ما بدي عيش|لا أريد العيش)",
    # somebody else's threat
    r"\b(?:(?:he|she|they)(?:'s| is| are|'re)? (?:going to|gonna|will|wants? to) (?:kill|hurt|find|rape) me|"
    r"(?:he|she|they)(?:'ll| will) (?:kill|hurt|find) me|threaten(?:s|ed|ing)? to kill|afraid (?:he|she|they)(?:'ll| will)|"
    r"scared to go home|not safe (?:at home|here|with him))\b",
    rf"\b(?:he|she|they)(?:'s| is| are|'re) (?:coming|outside|here|in the house)\b.{{0,20}}\b{_SOON}\b",
    r"\b(?:me va a (?:matar|encontrar|hacer daño)|me (?:amenaza|amenazó) (?:con|de) (?:matarme|muerte)|"
    r"me quiere matar|tengo miedo de (?:volver|que me))",
    r"\b(?:(?:il|elle|ils) va(?:is|it)? me (?:tuer|retrouver|frapper)|menac(?:e|é|es|ait) de me tuer|menaces? de mort|"
    r"peur (?:de rentrer|qu'?il me))",
    "(?:سيقتلني|راح يقتلني|رح يقتلني|هيقتلني|يهددني بالقتل|هددني بالقتل|خايفة? أرجع|أخاف أن يقتلني|بدو يقتلني)",
    # it goes on
    r"\b(?:it is|it's) (?:still )?happening (?:now|still|again|every)\b",
    r"\b(?:me sigue pasando|sigue pasando|lo sigue haciendo|todavía me (?:pega|toca|obliga))\b",
    r"\b(?:ça continue|il (?:continue|recommence) (?:encore|toujours|à)|encore (?:ce soir|aujourd'hui))\b",
    "(?:ما زال يفعل|لسا عم يعمل|لسه بيعمل|كل ليلة حتى الآن)",
)  # fmt: skip
_DANGER = re.compile("|".join(PATTERNS), re.IGNORECASE)
_QUOTES = str.maketrans("\u2019\u02bc", "''")


def speaks_of_danger(text: str) -> bool:
    """Whether a normalised text speaks of danger to life now. It may be wrong in both directions."""
    return _DANGER.search(text.translate(_QUOTES)) is not None
