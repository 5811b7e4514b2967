"""Which published helplines are due for a check, for a mail or a calendar. Names and numbers that are public anyway."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from resources.models import Change, Helpline

FOLDED_AT = 75  # octets a line, RFC 5545, 3.1


def due_within(days: int) -> list[Helpline]:
    """Overdue or due in so many days, the longest overdue first; never checked is before them all."""
    last = timezone.localdate() + timedelta(days=days)
    due = Q(next_due_on__lte=last) | Q(next_due_on=None)
    lines = Helpline.objects.published().filter(due).prefetch_related("channels")
    return list(lines.order_by(F("next_due_on").asc(nulls_first=True), "country", "slug"))


def as_lines(lines: Iterable[Helpline]) -> Iterator[str]:
    lines = list(lines)
    for line in lines:
        said = _("overdue") if line.is_overdue() else _("due")
        said = _("off the list") if line.has_left() else said
        ways = ", ".join(channel.display for channel in line.channels.all())
        yield f"{line.next_due_on or '–'}  {said}  {line.country or '*'}  {line.name_en}: {ways}"
    yield _("Due for a check: %(number)s.") % {"number": len(lines)}
    waiting = Change.objects.filter(state=Change.State.OPEN).count()
    yield _("Waiting for a second person: %(number)s.") % {"number": waiting}


def as_calendar(lines: Iterable[Helpline]) -> str:
    """One day-long entry for each, on the day it is due; overdue ones stand on today."""
    today = timezone.localdate()
    parts = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//helplines//due//EN"]
    for line in lines:
        parts += _event(line, max(line.next_due_on or today, today))
    return "".join(f"{_folded(part)}\r\n" for part in [*parts, "END:VCALENDAR"])


def _event(line: Helpline, day: date) -> list[str]:
    ways = ", ".join(channel.display for channel in line.channels.all())
    return [
        "BEGIN:VEVENT",
        f"UID:{line.slug}@helplines.invalid",
        f"DTSTAMP:{timezone.now():%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
        f"SUMMARY:{_escaped(_('Check %(name)s') % {'name': line.name_en})}",
        f"DESCRIPTION:{_escaped(f'{line.country} {ways}')}",
        "END:VEVENT",
    ]


def _escaped(text: str) -> str:
    return re.sub(r"([\\;,])", r"\\\1", text).replace("\n", "\\n")


def _folded(line: str) -> str:
    """Cut between characters, never inside one."""
    rows = [""]
    for char in line:
        if len((rows[-1] + char).encode()) > FOLDED_AT - 1:
            rows.append("")
        rows[-1] += char
    return "\r\n ".join(rows)
