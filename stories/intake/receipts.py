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

DIGITS = 22


@dataclass(frozen=True)
class ReceiptDigest:
    key: str  # the name of the key in RECEIPT_KEYS
    value: bytes  # 32 bytes


class MistypedReceipt(ValueError):
    """Not 24 digits, or the check digits do not fit: it was mistyped, not unknown."""


def derive(form_id: str, post: str) -> str:
    """The receipt, 24 digits, of a normalised `post` sent with `form_id`: the same for the same two."""
    key = next(iter(settings.RECEIPT_KEYS.values()))
    digest = hashlib.sha256(post.encode()).hexdigest()
    mac = hmac.digest(key, f"receipt\0{form_id}\0{digest}".encode(), "sha256")
    number = str(int.from_bytes(mac, "big") % 10**DIGITS).zfill(DIGITS)
    return number + mod_97_10.calc_check_digits(number)


def digest(receipt: str) -> ReceiptDigest:
    """What is stored of a receipt, under the newest key."""
    name = next(iter(settings.RECEIPT_KEYS))
    return ReceiptDigest(name, _mac(name, receipt))


def digests(receipt: str) -> list[ReceiptDigest]:
    """What any key in use would have stored: for finding a submission again."""
    return [ReceiptDigest(name, _mac(name, receipt)) for name in settings.RECEIPT_KEYS]


def parse(typed: str) -> str:
    """The 24 digits of what somebody typed: any spaces or dashes, digits of any script.

    Raises `MistypedReceipt` where digits are missing, too many, or do not check.
    """
    digits = "".join(
        str(unicodedata.digit(c, "")) if c.isdigit() else c
        for c in re.sub(r"[\s\-‐-―−.]+", "", unicodedata.normalize("NFKC", typed))
    )
    if not (digits.isascii() and digits.isdigit() and len(digits) == DIGITS + 2):
        raise MistypedReceipt
    if not mod_97_10.is_valid(digits):
        raise MistypedReceipt
    return digits


def grouped(receipt: str) -> str:
    """The receipt as it is shown: groups of four."""
    return " ".join(receipt[i : i + 4] for i in range(0, len(receipt), 4))


def _mac(name: str, receipt: str) -> bytes:
    return hmac.digest(settings.RECEIPT_KEYS[name], b"digest\0" + receipt.encode(), "sha256")
