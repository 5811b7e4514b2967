"""How long authors wait for a first decision: counted by week and step, so that no row tells of one post."""

import math
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F, Sum
from django.utils import timezone
from django.utils.translation import ngettext

from stories.models.private import Wait

STEPS = (2, 6, 12, 24, 48, 72, 120, 168, 240, 336, 504, 720, 1440)  # hours; the last one is open
RECENT = timedelta(days=28)
FEWEST = 5  # below that, one person's wait would speak for all


@dataclass(frozen=True)
class UsualWait:
    median: int  # hours, rounded up to a step
    most: int  # nine of ten are read within so many hours

    @property
    def median_in_words(self) -> str:
        return in_words(self.median)

    @property
    def most_in_words(self) -> str:
        return in_words(self.most)


def count(received_at: datetime) -> None:
    """Counts one decision made now about what came at that hour."""
    now = timezone.now()
    hours = math.ceil((now - received_at) / timedelta(hours=1))
    step = next((step for step in STEPS if hours <= step), STEPS[-1])
    monday = (now - timedelta(days=now.weekday())).date()
    row = Wait.objects.filter(week=monday, hours=step)
    if row.update(count=F("count") + 1):
        return
    try:
        with transaction.atomic():
            Wait.objects.create(week=monday, hours=step, count=1)
    except IntegrityError:
        row.update(count=F("count") + 1)


def usual(since: date | None = None) -> UsualWait | None:
    """The usual wait of the last four weeks (or since a day); None where fewer than five were decided."""
    since = since or (timezone.now() - RECENT).date()
    rows = Wait.objects.filter(week__gte=since).values_list("hours").annotate(n=Sum("count"))
    return _usual(sorted(rows))


def by_week(weeks: int = 12) -> list[tuple[date, UsualWait]]:
    """The usual wait of each of the last weeks (by Monday, oldest first); weeks with too few decisions are left out."""
    since = (timezone.now() - timedelta(weeks=weeks)).date()
    rows = Wait.objects.filter(week__gte=since).order_by("week", "hours")
    grouped: dict[date, list[tuple[int, int]]] = {}
    for row in rows:
        grouped.setdefault(row.week, []).append((row.hours, row.count))
    told = [(week, _usual(counted)) for week, counted in grouped.items()]
    return [(week, wait) for week, wait in told if wait]


def _usual(counted: list[tuple[int, int]]) -> UsualWait | None:
    total = sum(n for _hours, n in counted)
    if total < FEWEST:
        return None
    return UsualWait(_within(counted, total * 0.5), _within(counted, total * 0.9))


def in_words(hours: int) -> str:
    """Hours up to a day, days from then on."""
    if hours <= 24:
        return ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}
    days = math.ceil(hours / 24)
    return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}


def _within(counted: list[tuple[int, int]], share: float) -> int:
    seen = 0
    for hours, n in counted:
        seen += n
        if seen >= share:
            return hours
    return STEPS[-1]
