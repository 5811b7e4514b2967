"""How a number is read out: a screen reader that says "eight hundred thousand" helps nobody to dial."""

import re

from django.utils.translation import gettext as _

PIECES = re.compile(r"\d+|\+|\*|#|[^\d+*#]+")
SIGNS = {"+": "plus", "*": "star", "#": "hash"}
PAUSES = " -–./ \u202f\u2011"


def digit_by_digit(shown: str) -> str:
    """ "0800 22 5" becomes "0 8 0 0, 2 2, 5"; words beside the number stay words."""
    said = [_say(piece) for piece in PIECES.findall(shown)]
    text = re.sub(r"\s+", " ", " ".join(said)).strip(" ,")
    return re.sub(r"( ?,)+", ",", text)


def _say(piece: str) -> str:
    if piece.isdigit():
        return " ".join(piece)
    if piece in SIGNS:
        return str({"plus": _("plus"), "star": _("star"), "hash": _("hash")}[SIGNS[piece]])
    if not piece.strip(PAUSES + "()"):
        return ","
    return re.sub(r"^[-–./]+|[()]", " , ", piece)
