"""Opening hours: by whose clock, on which days, and whether somebody answers at this moment.

A week is {"mon": ["08:00-16:00"], …} by the clock on the wall of the helpline's own time zone: at 02:10 it is
open if 02:10 lies in a span, in a night when the clocks change as in any other. A span stays within its day; a
night shift is two, until 24:00 and from 00:00 of the next day, so that no rule has to guess which day it belongs to.
"""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MIDNIGHT = 24 * 60
WHOLE_DAY = (0, MIDNIGHT)
SPAN = re.compile(r"(\d{2}):(\d{2})\s*[-–]\s*(\d{2}):(\d{2})")
DAYS_OF = re.compile(r"([a-z]{3})(?:\s*[-–]\s*([a-z]{3}))?")
ALWAYS = "24/7"

Span = tuple[int, int]  # minutes since midnight: from, until
Week = dict[str, list[str]]


def read_week(text: str) -> Week:
    """A week from "mon-fri 08:00-16:00; sat 10:00-12:00 14:00-16:00", or "24/7"; "" is an unknown week.

    Raises ValidationError with what to write instead.
    """
    if text.strip() == ALWAYS:
        return {day: ["00:00-24:00"] for day in DAYS}
    week: Week = {}
    for part in filter(None, (part.strip().lower() for part in text.split(";"))):
        days, _space, times = part.partition(" ")
        for day in _days(days):
            week.setdefault(day, []).extend(t for t in re.split(r"[,\s]+", times) if t)
    check_week(week)
    return {day: sorted(week[day]) for day in DAYS if day in week}


def write_week(week: Week) -> str:
    """The opposite of `read_week`, one part for each day."""
    if is_always_open(week):
        return ALWAYS
    return "; ".join(f"{day} {' '.join(week[day])}" for day in DAYS if week.get(day))


def check_week(value: object) -> None:
    """Raises ValidationError unless `value` is a week whose spans stay within their day and do not overlap."""
    if not isinstance(value, dict) or set(value) - set(DAYS):
        raise ValidationError(_("Write days as %(days)s."), params={"days": ", ".join(DAYS)})
    for day, spans in value.items():
        if not isinstance(spans, list) or not spans:
            raise ValidationError(
                _("%(day)s has no hours: add them or leave it out."), params={"day": day}
            )
        read = sorted(_read_span(day, span) for span in spans)
        for before, after in pairwise(read):
            if after[0] < before[1]:
                raise ValidationError(
                    _("The hours of %(day)s overlap: write them as one span."), params={"day": day}
                )


def check_zone(name: str) -> None:
    if name not in _zones():
        raise ValidationError(_("Write a time zone such as Europe/Berlin."))


def is_always_open(week: Week) -> bool:
    return all(_spans(week, day) == [WHOLE_DAY] for day in DAYS)


def is_open(week: Week, zone: str, moment: datetime) -> bool | None:
    """Whether `moment` (aware) lies in the hours; None where the hours or their time zone are not known."""
    if is_always_open(week):
        return True
    if not week or not zone:
        return None
    local = moment.astimezone(ZoneInfo(zone))
    minute = local.hour * 60 + local.minute
    today = _spans(week, DAYS[local.weekday()])
    return any(start <= minute < end for start, end in today)


def changes_at(week: Week, zone: str, moment: datetime) -> datetime | None:
    """When it next opens or closes after `moment`, in its own time zone; None where that never happens."""
    now = is_open(week, zone, moment)
    if now is None or is_always_open(week):
        return None
    here = ZoneInfo(zone)
    ahead = sorted(b for b in _boundaries(week, here, moment.astimezone(here).date()) if b > moment)
    change = next((b for b in ahead if is_open(week, zone, b) != now), None)
    return change.astimezone(here) if change else None


def by_days(week: Week) -> list[tuple[list[str], list[Span]]]:
    """Days with the same hours together, for reading: a night shift is one span again, until after midnight."""
    rows: list[tuple[list[str], list[Span]]] = []
    for day in DAYS:
        spans = _as_shifts(week, day)
        if spans and rows and rows[-1][1] == spans and _follows(rows[-1][0][-1], day):
            rows[-1][0].append(day)
        elif spans:
            rows.append(([day], spans))
    return rows


def clock(minute: int) -> time:
    return time(minute % MIDNIGHT // 60, minute % 60)


@lru_cache(maxsize=1)
def _zones() -> set[str]:
    return {name for name in available_timezones() if "/" in name} | {"UTC"}


def _days(text: str) -> list[str]:
    found = DAYS_OF.fullmatch(text)
    if text == "daily":
        return list(DAYS)
    names = [name for name in (found.groups() if found else [""]) if name is not None]
    if any(name not in DAYS for name in names):
        raise ValidationError(
            _("“%(text)s” is no day: write mon, mon-fri or daily."), params={"text": text}
        )
    first, last = DAYS.index(names[0]), DAYS.index(names[-1])
    if last < first:
        raise ValidationError(
            _("“%(text)s” runs past sunday: write two parts."), params={"text": text}
        )
    return list(DAYS[first : last + 1])


def _read_span(day: str, text: object) -> Span:
    found = SPAN.fullmatch(text) if isinstance(text, str) else None
    hour, minute, last_hour, last_minute = map(int, found.groups()) if found else (0, 60, 0, 60)
    start, end = hour * 60 + minute, last_hour * 60 + last_minute
    if minute > 59 or last_minute > 59 or max(start, end) > MIDNIGHT:
        raise ValidationError(
            _("“%(text)s” (%(day)s) is no span: write 08:00-16:00."),
            params={"day": day, "text": text},
        )
    if end <= start:
        raise ValidationError(
            _(
                "“%(text)s” (%(day)s) crosses midnight: write it as two, until 24:00 "
                "and from 00:00 of the next day."
            ),
            params={"day": day, "text": text},
        )
    return start, end


def _spans(week: Week, day: str) -> list[Span]:
    return sorted(_read_span(day, text) for text in week.get(day, ()))


def _boundaries(week: Week, zone: ZoneInfo, today: date) -> Iterator[datetime]:
    for days in range(9):
        day = today + timedelta(days=days)
        for span in _spans(week, DAYS[day.weekday()]):
            for minute in span:
                wall = datetime.combine(day, time()) + timedelta(minutes=minute)
                yield from _instants(wall, zone)


def _instants(wall: datetime, zone: ZoneInfo) -> Iterator[datetime]:
    """When a clock on the wall shows `wall`: once, twice, or, where the clocks jump over it, at the jump."""
    first, second = (wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    if first <= second:
        yield from {first, second}
        return
    shift = first.astimezone(zone).utcoffset()
    minutes = range(int((first - second).total_seconds()) // 60 + 1)
    moments = (second + timedelta(minutes=m) for m in minutes)
    yield next(m for m in moments if m.astimezone(zone).utcoffset() == shift)


def _as_shifts(week: Week, day: str) -> list[Span]:
    number = DAYS.index(day)
    before, after = _spans(week, DAYS[number - 1]), _spans(week, DAYS[(number + 1) % 7])
    spans = [s for s in _spans(week, day) if not (s[0] == 0 and _runs_on(before, s))]
    return [
        (s, MIDNIGHT + after[0][1]) if e == MIDNIGHT and after and _runs_on([(s, e)], after[0]) else (s, e)
        for s, e in spans
    ]  # fmt: skip


def _runs_on(before: list[Span], span: Span) -> bool:
    """Whether `span` is the morning of a night shift that began the evening before."""
    return (
        bool(before)
        and before[-1][1] == MIDNIGHT
        and before[-1][0] > 0
        and span[0] == 0 < MIDNIGHT - span[1]
    )


def _follows(day: str, other: str) -> bool:
    return DAYS.index(other) == DAYS.index(day) + 1
