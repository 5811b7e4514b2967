"""What is due, for a mail and for a calendar."""

import io
from datetime import date

import pytest
from django.core.management import call_command
from freezegun import freeze_time

from resources import changing
from tests.resources.factories import make_editor, make_helpline, make_record

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_today")]


@pytest.fixture
def _today():
    with freeze_time("2026-11-23 12:00"):
        yield


def due(*args) -> str:
    out = io.StringIO()
    call_command("due", *args, stdout=out)
    return out.getvalue()


def make_due(slug: str, day: date | None, **fields):
    checked = day.replace(year=day.year - 1) if day else None
    return make_helpline(slug=slug, name_en=slug, verified_on=checked, next_due_on=day, **fields)


def test_it_lists_what_is_due_the_longest_overdue_first():
    make_due("soon", date(2026, 12, 1))
    make_due("late", date(2026, 1, 1))
    make_due("never", None)
    make_due("gone", date(2020, 1, 1))
    make_due("later", date(2027, 3, 1))
    make_due("draft", date(2026, 1, 1), is_published=False)

    lines = due().splitlines()

    assert lines == [
        "–  off the list  DE  never: 116016",
        "2020-01-01  off the list  DE  gone: 116016",
        "2026-01-01  overdue  DE  late: 116016",
        "2026-12-01  due  DE  soon: 116016",
        "Due for a check: 4.",
        "Waiting for a second person: 0.",
    ]


def test_it_looks_as_far_ahead_as_it_is_asked_to():
    make_due("later", date(2027, 3, 1))

    assert "later" not in due()
    assert "later" in due("--days", "120")


def test_it_counts_what_waits_for_a_second_person():
    make_editor("kim")
    changing.propose(make_record(), by=make_editor(), how="page")

    assert "Waiting for a second person: 1." in due()


def test_the_calendar_is_one_that_calendars_read():
    make_due("soon", date(2026, 12, 1), name="x")
    make_due("late, very; late " + "é" * 60, date(2026, 1, 1))

    text = due("--calendar")

    lines = text.split("\r\n")
    assert (lines[0], lines[-2], lines[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR", "")
    assert all(len(line.encode()) <= 75 for line in lines)
    unfolded = text.replace("\r\n ", "")
    assert "SUMMARY:Check late\\, very\\; late " + "é" * 60 in unfolded
    assert "DTSTART;VALUE=DATE:20261123" in unfolded  # overdue: today
    assert "DTSTART;VALUE=DATE:20261201" in unfolded
    assert unfolded.count("BEGIN:VEVENT") == unfolded.count("END:VEVENT") == 2
