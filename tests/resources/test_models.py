from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from freezegun import freeze_time

from resources.dates import due_again, earliest
from resources.models import Channel, Verification
from tests.resources.factories import make_helpline


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2024", date(2024, 1, 1)),
        ("2024-09", date(2024, 9, 1)),
        ("2024-09-20", date(2024, 9, 20)),
    ],
)
def test_source_date_is_read_as_the_earliest_day(written, day):
    assert earliest(written) == day


@pytest.mark.parametrize("written", ["", "24", "2024-13", "2024-02-30", "May 2024"])
def test_source_date_that_is_none_is_refused(written):
    with pytest.raises(ValueError, match=r".*"):
        earliest(written)


def test_check_is_due_again_after_six_months():
    assert due_again(date(2026, 10, 7)) == date(2027, 4, 7)
    assert due_again(date(2026, 8, 31)) == date(2027, 2, 28)


@freeze_time("2026-04-02")
@pytest.mark.django_db
def test_helpline_is_overdue_the_day_after_it_was_due():
    due_today = make_helpline(verified_on=date(2025, 10, 2), next_due_on=date(2026, 4, 2))
    due_before = make_helpline(verified_on=date(2025, 10, 1), next_due_on=date(2026, 4, 1))
    never_checked = make_helpline(verified_on=None, next_due_on=None)

    overdue = [line.is_overdue() for line in (due_today, due_before, never_checked)]

    assert overdue == [False, True, True]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "fields",
    [
        {"is_published": True, "confidence": "single"},
        {"is_published": True, "first_by": "kim", "second_by": "kim"},
        {"is_published": True, "second_by": ""},
        {"verified_on": date(2026, 1, 1), "next_due_on": None},
        {"verified_on": None, "next_due_on": date(2026, 1, 1)},
        {"verified_on": date(2026, 1, 1), "next_due_on": date(2025, 1, 1)},
        {"cost": "cheap"},
        {"confidence": "sure"},
    ],
)
def test_database_refuses_a_helpline_that_must_never_be(fields):
    with pytest.raises(IntegrityError):
        make_helpline(**fields)


@pytest.mark.django_db
def test_database_refuses_a_channel_twice_and_an_unsigned_check():
    helpline = make_helpline()

    with pytest.raises(ValidationError, match="already exists"):
        Channel(helpline=helpline, kind="phone", value="116016", display="x").full_clean()
    with pytest.raises(IntegrityError):
        Verification.objects.create(helpline=helpline, by="", how="called")
