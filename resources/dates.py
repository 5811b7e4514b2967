"""Dates as sources write them ("2024", "2024-09", "2024-09-20"), and when a check is due again."""

import calendar
import re
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

WRITTEN = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
MONTHS_BETWEEN_CHECKS = 6


def earliest(written: str) -> date:
    """The earliest day that `written` can mean: a year alone is its 1 January."""
    if not WRITTEN.fullmatch(written):
        raise ValueError(written)
    year, month, day = (*map(int, written.split("-")), 1, 1)[:3]
    return date(year, month, day)


def due_again(checked: date) -> date:
    months = checked.month - 1 + MONTHS_BETWEEN_CHECKS
    year, month = checked.year + months // 12, months % 12 + 1
    return date(year, month, min(checked.day, calendar.monthrange(year, month)[1]))


def is_written_date(value: str) -> None:
    try:
        earliest(value)
    except ValueError:
        raise ValidationError(
            _("Write a year, a month or a day: 2024, 2024-09 or 2024-09-20.")
        ) from None
