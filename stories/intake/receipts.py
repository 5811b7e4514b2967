"""The receipt: 24 digits with which an author, who has no account, keeps control of a post.

22 digits and two check digits by ISO 7064 mod 97-10 (`python-stdnum`). Neither the receipt nor the form's id
is stored: only HMAC-SHA-256 of the receipt, under a key outside the database that the row names.
"""

import hashlib
import hmac
import re
import unicodedata
from dataclasses import dataclass

from django.conf import settings
from stdnum.iso7064 import mod_97_10

from metoo_wall.keeping import keyring

DIGITS = 22
# What stands between digits: up to three signs that are neither letter nor digit, seen or not.
_PART = r"[\W_]"
_RUNS = re.compile(rf"\d(?:{_PART}{{0,3}}\d){{{DIGITS + 1},}}")
# &#106; is a letter in HTML, and nobody parts a number like that.
_CODED_LETTER = re.compile(r"&#(?=\d)")


@dataclass(frozen=True)
class ReceiptDigest:
    key: str  # the name of the key in RECEIPT_KEYS
    value: bytes  # 32 bytes


class MistypedReceipt(ValueError):
    """Not 24 digits, or the check digits do not fit: it was mistyped, not unknown."""


def derive(form_id: str, post: str) -> str:
    """The receipt, 24 digits, of a normalised `post` sent with `form_id`: the same for the same two."""
    keyring.refresh()
    return _derive(next(iter(settings.RECEIPT_KEYS)), form_id, post)


def derived_before(form_id: str, post: str) -> dict[bytes, str]:
    """Digest → receipt, of the same two under each older key: a key may change between two presses of one form."""
    older = list(settings.RECEIPT_KEYS)[1:]
    receipts = {name: _derive(name, form_id, post) for name in older}
    return {_mac(name, receipt): receipt for name, receipt in receipts.items()}


def _derive(name: str, form_id: str, post: str) -> str:
    key = settings.RECEIPT_KEYS[name]
    digest = hashlib.sha256(post.encode()).hexdigest()
    mac = hmac.digest(key, f"receipt\0{form_id}\0{digest}".encode(), "sha256")
    number = str(int.from_bytes(mac, "big") % 10**DIGITS).zfill(DIGITS)
    return number + mod_97_10.calc_check_digits(number)


def digest(receipt: str) -> ReceiptDigest:
    """What is stored of a receipt, under the newest key."""
    keyring.refresh()
    name = next(iter(settings.RECEIPT_KEYS))
    return ReceiptDigest(name, _mac(name, receipt))


def digests(receipt: str) -> list[ReceiptDigest]:
    """What any key in use would have stored: for finding a submission again."""
    keyring.refresh()
    return [ReceiptDigest(name, _mac(name, receipt)) for name in settings.RECEIPT_KEYS]


def parse(typed: str) -> str:
    """The 24 digits of what somebody typed or pasted: digits of any script, with any signs between that are no letters.

    Raises `MistypedReceipt` where digits are missing, too many, or do not check.
    """
    digits = "".join(
        str(unicodedata.digit(c, "")) if c.isdigit() else c
        for c in re.sub(_PART, "", unicodedata.normalize("NFKC", typed))
    )
    if not (digits.isascii() and digits.isdigit() and len(digits) == DIGITS + 2):
        raise MistypedReceipt
    if not mod_97_10.is_valid(digits):
        raise MistypedReceipt
    return digits


def is_inside(text: str) -> bool:
    """Whether a text holds 24 digits in a row, however parted, that check as a receipt does.

    One in 97 of other such numbers checks, too: a person is asked to take it out, nothing is looked up.
    """
    for run in _RUNS.findall(_CODED_LETTER.sub("x", unicodedata.normalize("NFKC", text))):
        digits = "".join(str(unicodedata.digit(c)) for c in run if c.isdigit())
        ends = range(DIGITS + 2, len(digits) + 1)
        if any(mod_97_10.is_valid(digits[end - DIGITS - 2 : end]) for end in ends):
            return True
    return False


def grouped(receipt: str) -> str:
    """The receipt as it is shown: groups of four."""
    return " ".join(receipt[i : i + 4] for i in range(0, len(receipt), 4))


def _mac(name: str, receipt: str) -> bytes:
    return hmac.digest(settings.RECEIPT_KEYS[name], b"digest\0" + receipt.encode(), "sha256")
