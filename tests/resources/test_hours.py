"""Open now: over time zones, nights, and the nights when clocks change. Dates of changes: the tz database."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError

from resources.hours import by_days, changes_at, check_week, is_open, read_week, write_week

OFFICE = read_week("mon-fri 09:00-17:00")
NIGHT = read_week("mon-sat 22:00-24:00; tue-sun 00:00-06:00")
ALWAYS = read_week("24/7")
BERLIN, NEW_YORK, SYDNEY, KATHMANDU = (
    "Europe/Berlin",
    "America/New_York",
    "Australia/Sydney",
    "Asia/Kathmandu",
)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "moment", "expected"),
    [
        (BERLIN, "2026-11-23T08:00", True),
        (BERLIN, "2026-11-23T07:59", False),
        (BERLIN, "2026-11-23T15:59", True),
        (BERLIN, "2026-11-23T16:00", False),
        (BERLIN, "2026-11-22T10:00", False),  # a Sunday
        (NEW_YORK, "2026-11-23T14:00", True),
        (NEW_YORK, "2026-11-23T13:59", False),
        (SYDNEY, "2026-11-22T22:00", True),  # Sunday in UTC, Monday 09:00 there
        (SYDNEY, "2026-11-27T06:00", False),  # Friday 17:00 there
        (KATHMANDU, "2026-11-23T03:15", True),  # 5:45 ahead
        (KATHMANDU, "2026-11-23T03:14", False),
    ],
)
def test_hours_are_those_of_the_helplines_own_time_zone(zone, moment, expected):
    assert is_open(OFFICE, zone, utc(moment)) is expected


@pytest.mark.parametrize(
    ("zone", "before", "after"),
    [
        (BERLIN, "2026-03-27T08:00", "2026-03-30T07:00"),
        (BERLIN, "2026-10-23T07:00", "2026-10-26T08:00"),
        (NEW_YORK, "2026-03-06T14:00", "2026-03-09T13:00"),
        (NEW_YORK, "2026-10-30T13:00", "2026-11-02T14:00"),
        (SYDNEY, "2026-04-02T22:00", "2026-04-05T23:00"),
        (SYDNEY, "2026-10-01T23:00", "2026-10-04T22:00"),
    ],
)
def test_nine_o_clock_stays_nine_o_clock_when_the_clocks_change(zone, before, after):
    for moment in (utc(before), utc(after)):
        assert is_open(OFFICE, zone, moment)
        assert not is_open(OFFICE, zone, moment.replace(hour=moment.hour - 1, minute=59))


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-11-23T21:00", True),  # Monday 22:00
        ("2026-11-24T04:59", True),  # Tuesday 05:59
        ("2026-11-24T05:00", False),
        ("2026-11-22T23:30", False),  # Monday 00:30: no shift began on Sunday
        ("2026-11-29T04:00", True),  # Sunday 05:00, begun on Saturday
    ],
)
def test_a_night_shift_runs_over_midnight(moment, expected):
    assert is_open(NIGHT, BERLIN, utc(moment)) is expected


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-03-29T00:59", True),  # 01:59, a minute before clocks jump to 03:00
        ("2026-03-29T01:00", True),  # 03:00
        ("2026-03-29T03:59", True),  # 05:59
        ("2026-03-29T04:00", False),
        ("2026-10-25T00:30", True),  # 02:30, for the first time
        ("2026-10-25T01:30", True),  # 02:30, for the second
        ("2026-10-25T04:59", True),  # 05:59
        ("2026-10-25T05:00", False),
    ],
)
def test_a_night_shift_holds_when_the_clocks_change_in_it(moment, expected):
    assert is_open(NIGHT, BERLIN, utc(moment)) is expected


@pytest.mark.parametrize(
    ("week", "moment", "change"),
    [
        (OFFICE, "2026-11-23T10:00", "2026-11-23T17:00+01:00"),
        (OFFICE, "2026-11-27T20:00", "2026-11-30T09:00+01:00"),
        (OFFICE, "2026-03-27T20:00", "2026-03-30T09:00+02:00"),
        (NIGHT, "2026-11-23T21:30", "2026-11-24T06:00+01:00"),
        (NIGHT, "2026-03-28T22:00", "2026-03-29T06:00+02:00"),
        (read_week("sun 00:00-02:30"), "2026-03-29T00:00", "2026-03-29T03:00+02:00"),
        (ALWAYS, "2026-11-23T10:00", None),
    ],
)
def test_it_says_when_that_changes(week, moment, change):
    expected = datetime.fromisoformat(change) if change else None

    assert changes_at(week, BERLIN, utc(moment)) == expected


def test_nothing_is_said_where_hours_or_zone_are_not_known():
    moment = utc("2026-11-23T10:00")

    assert is_open({}, BERLIN, moment) is None
    assert is_open(OFFICE, "", moment) is None
    assert is_open(ALWAYS, "", moment) is True
    assert changes_at(OFFICE, "", moment) is None


def test_days_with_the_same_hours_are_told_together_and_a_night_as_one():
    week = read_week("mon-fri 09:00-12:00 13:00-17:00; fri 22:00-24:00; sat 00:00-06:00")

    assert by_days(week) == [
        (["mon", "tue", "wed", "thu"], [(540, 720), (780, 1020)]),
        (["fri"], [(540, 720), (780, 1020), (1320, 1800)]),
    ]


@pytest.mark.parametrize("text", ["24/7", "mon 08:00-16:00; sun 00:00-02:00 10:00-12:00"])
def test_a_week_is_written_as_it_is_read(text):
    assert write_week(read_week(text)) == text


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("mon 08:00-12:00 11:00-16:00", "overlap: write them as one span"),
        ("mon-fri 08:00-16:00; wed 15:00-18:00", "wed overlap"),
        ("fri 22:00-06:00", "crosses midnight: write it as two, until 24:00"),
        ("fri 08:00-08:00", "crosses midnight"),
        ("someday 08:00-16:00", "is no day"),
        ("sat-mon 08:00-16:00", "runs past sunday"),
        ("mon 8-16", "write 08:00-16:00"),
        ("mon 08:00-24:30", "is no span"),
        ("mon 08:60-09:00", "is no span"),
        ("mon", "has no hours"),
    ],
)
def test_wrong_hours_are_refused_with_what_to_do(text, advice):
    with pytest.raises(ValidationError) as refusal:
        read_week(text)

    assert advice in " ".join(refusal.value.messages)


@pytest.mark.parametrize(
    "value", [None, [], "mon", {"mon": "08:00-16:00"}, {"mon": [8]}, {"x": []}]
)
def test_what_is_no_week_is_refused(value):
    with pytest.raises(ValidationError):
        check_week(value)
