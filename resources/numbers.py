"""What may stand in a channel. Numbers are judged by the data of `phonenumbers`, never by eye."""

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator, URLValidator
from django.utils.translation import gettext_lazy as _
from phonenumbers import shortnumberinfo

DIALLED = {"phone", "sms", "whatsapp"}
SHORT_CODE = re.compile(r"[#*]?[\d*]{3,9}#?")
NORTH_AMERICA = 1
KEYS = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "22233344455566677778889999")  # ITU-T E.161
SHOWN_AT_LEAST = 6  # the last digits, which nobody leaves out

# Written so by those who run the lines; the library calls both possible and not valid.
AS_OFFICIALLY_WRITTEN = {
    "+556196100180",  # Ligue 180 in Brazil: WhatsApp with eight digits
    "800140348",  # Bolivia: a freephone number that is dialled without a prefix
}


def check_channel(kind: str, value: str, country: str) -> None:
    """Raises ValidationError unless `value` can be reached by `kind` from `country` ("" = any)."""
    if kind == "email":
        EmailValidator()(value)
    elif kind not in DIALLED:
        URLValidator(schemes=["https"])(value)
    elif value.startswith("+"):
        _check_full_number(value, country)
    else:
        _check_short_code(value, country)


def check_display(kind: str, value: str, display: str) -> None:
    """Raises ValidationError where a reader would copy another number than the link dials."""
    if kind not in DIALLED or not value:
        return
    dialled = re.sub(r"\D", "", value)[-SHOWN_AT_LEAST:]
    if dialled not in _digits(display) and dialled not in _digits(display.upper().translate(KEYS)):
        raise ValidationError(_("What is shown is not the number that is dialled: compare them."))


def is_short_code(kind: str, value: str) -> bool:
    return kind in DIALLED and not value.startswith("+")


def numbers_digest(country: str, ways: Iterable[tuple[str, str, str]]) -> str:
    """What two people agree to: `ways` are (kind, value, as locals write it); their order does not count."""
    text = json.dumps([country, sorted(map(list, ways))], ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def is_emergency_number(number: str, country: str) -> bool:
    return shortnumberinfo.is_emergency_number(number, country)


def _digits(shown: str) -> str:
    """In any script: a reader of Arabic may see ١١٦."""
    return "".join(str(unicodedata.decimal(char)) for char in shown if char.isdecimal())


def _check_full_number(value: str, country: str) -> None:
    try:
        number = phonenumbers.parse(value)
    except phonenumbers.NumberParseException:
        raise ValidationError(_("Write the number as +, country code and digits.")) from None
    if phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164) != value:
        raise ValidationError(_("Write the number as + and digits only, without spaces."))
    if not phonenumbers.is_valid_number(number) and value not in AS_OFFICIALLY_WRITTEN:
        raise ValidationError(_("No such number can exist. Look it up at its source again."))
    home = phonenumbers.region_code_for_number(number)
    if home and country and home != country and not _share_a_plan(number, country):
        raise ValidationError(
            _("This number belongs to %(home)s, the helpline to %(country)s."),
            params={"home": home, "country": country},
        )


def _share_a_plan(number: phonenumbers.PhoneNumber, country: str) -> bool:
    in_plan = phonenumbers.country_code_for_region(country) == NORTH_AMERICA
    return number.country_code == NORTH_AMERICA and in_plan


def _check_short_code(value: str, country: str) -> None:
    if not country:
        raise ValidationError(_("A short code needs a country: it is another service elsewhere."))
    if not SHORT_CODE.fullmatch(value):
        raise ValidationError(_("A short code has three to nine digits, with * or # if dialled."))
    digits = value.strip("#*")
    if len(digits) > 6 and "*" not in digits and value not in AS_OFFICIALLY_WRITTEN:
        raise ValidationError(_("Too long for a short code: write it as + and country code."))
