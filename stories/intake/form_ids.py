"""The random id in a form: the same post sent twice with one id is one submission, with one receipt.

An id that our page made is signed with its second; on forms for words that second also says whether the
form was sent faster than a person writes, or longer ago than we promise to take it. A stamp from the future is one of
a clock that was set back since: the form comes again with a new one, instead of being too fast for hours.
"""

import re
import secrets
import time
from dataclasses import dataclass

from django.conf import settings
from django.core import signing

CLOCKS_APART = (
    60  # seconds that another machine's clock, or ours after it was set, may be behind the stamp
)
_SIGNER = signing.TimestampSigner(salt="stories.intake.form_ids")
_FROM_SCRIPT = re.compile("[0-9a-f]{32}")


@dataclass(frozen=True)
class FormId:
    value: str  # 32 hex digits
    age: (
        float | None
    )  # seconds since our page made it; None: no stamp of ours, or one from the future

    @property
    def is_too_fast(self) -> bool:
        return self.age is not None and self.age < settings.FORM_MIN_SECONDS

    @property
    def is_stale(self) -> bool:
        return self.age is None or self.age > settings.FORM_MAX_HOURS * 3600

    @property
    def wait(self) -> int:
        """Whole seconds until it is no longer too fast."""
        return max(1, settings.FORM_MIN_SECONDS - int(self.age or 0))


def new() -> str:
    return _SIGNER.sign(secrets.token_hex(16))


def read(value: str) -> FormId:
    """Ours, or 128 random bits of our script; anything else is as if absent: a new id."""
    if _FROM_SCRIPT.fullmatch(value):
        return FormId(value, None)
    try:
        _SIGNER.unsign(value)
    except signing.BadSignature:
        return FormId(secrets.token_hex(16), None)
    number, stamp, _signature = value.split(":")
    age = time.time() - signing.b62_decode(stamp)
    return FormId(number, max(0.0, age) if age >= -CLOCKS_APART else None)
