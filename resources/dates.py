"""Dates as sources write them ("2024", "2024-09", "2024-09-20"), and when a check is due again."""

import calendar
import re
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

WRITTEN = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
MONTHS_BETWEEN_CHECKS = 6
# Three years after its last check nobody here knows any more whether a number answers.
MONTHS_UNTIL_IT_LEAVES = 30


def earliest(written: str) -> date:
    """The earliest day that `written` can mean: a year alone is its 1 January."""
    if not WRITTEN.fullmatch(written):
        raise ValueError(written)
    year, month, day = (*map(int, written.split("-")), 1, 1)[:3]
    return date(year, month, day)


def due_again(checked: date) -> date:
    return months_after(checked, MONTHS_BETWEEN_CHECKS)


def leaves_the_list(due: date) -> date:
    """The day on which a helpline that was due on `due` is no longer listed."""
    return months_after(due, MONTHS_UNTIL_IT_LEAVES)


def oldest_that_stays(today: date) -> date:
    """A helpline stays listed while it was due after this day."""
    return months_after(today, -MONTHS_UNTIL_IT_LEAVES)


def months_after(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def is_written_date(value: str) -> None:
    try:
        earliest(value)
    except ValueError:
        raise ValidationError(
            _("Write a year, a month or a day: 2024, 2024-09 or 2024-09-20.")
        ) from None
