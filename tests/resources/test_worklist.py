"""The worklist is ordered by harm: issue 6, point 1."""

from datetime import date

import pytest
from django.db import connection
from django.test import override_settings

from resources import changing
from resources.models import DidNotWork, Helpline
from resources.seeding import seed_resources
from resources.worklist import worklist
from tests.resources.factories import make_editor, make_helpline, make_record

pytestmark = pytest.mark.django_db

LONG_AGO = {"verified_on": date(2020, 1, 1), "next_due_on": date(2020, 7, 1)}
LATELY = {"verified_on": date(2026, 1, 1), "next_due_on": date(2026, 7, 1)}


def slugs() -> list[str]:
    return [task.slug for task in worklist()]


def test_what_is_in_order_is_not_on_it():
    make_helpline()

    assert worklist() == []


def test_the_countries_that_the_operator_names_come_first_and_then_the_oldest_source(settings):
    settings.COUNTRIES_FIRST = ["DE", "FR"]
    make_helpline(slug="elsewhere", country="ES", channels=[("phone", "016")], **LONG_AGO)
    make_helpline(slug="seldom-old", country="FR", channels=[("phone", "3919")], **LONG_AGO)
    make_helpline(slug="often-new", country="DE", **LATELY)
    make_helpline(slug="often-old", country="DE", channels=[("phone", "116006")], **LONG_AGO)

    assert slugs() == ["often-old", "often-new", "seldom-old", "elsewhere"]


def test_a_country_whose_readers_had_trouble_comes_before_a_quiet_one():
    make_helpline(slug="quiet", country="FR", channels=[("phone", "3919")], **LONG_AGO)
    make_helpline(slug="beside", **LATELY)
    told = make_helpline(slug="told", channels=[("phone", "116006")], **LATELY)
    DidNotWork.objects.create(helpline=told, times=2)

    assert slugs() == ["beside", "told", "quiet"]


def test_the_default_country_comes_before_those_that_are_named(settings):
    settings.COUNTRIES_FIRST = ["FR"]
    make_helpline(slug="abroad", country="FR", channels=[("phone", "3919")], **LONG_AGO)
    make_helpline(slug="at-home", country="DE", **LATELY)

    with override_settings(DEFAULT_COUNTRY="DE"):
        assert slugs() == ["at-home", "abroad"]


def test_three_who_could_not_reach_it_put_it_on_top(settings):
    settings.COUNTRIES_FIRST = ["DE"]
    make_helpline(slug="old", **LONG_AGO)
    broken = make_helpline(slug="broken", country="FR", channels=[("phone", "3919")])
    reports = DidNotWork.objects.create(helpline=broken, times=2)
    assert slugs() == ["old", "broken"]

    reports.times = 3
    reports.save()

    assert slugs() == ["broken", "old"]


def test_numbers_that_nobody_agreed_to_are_on_top():
    make_helpline(slug="old", **LONG_AGO)
    make_helpline(slug="tampered", country="FR", channels=[("phone", "3919")])
    with connection.cursor() as cursor:
        cursor.execute("UPDATE resources_channel SET value = '110' WHERE value = '3919'")

    assert slugs() == ["tampered", "old"]


def test_a_new_record_waits_on_it():
    make_editor("kim")
    changing.propose(make_record(slug="new-line"), by=make_editor(), how="page")

    [task] = worklist()

    assert (task.slug, task.helpline, task.reasons) == (
        "new-line",
        None,
        ["Waits for a second person."],
    )


def test_what_waited_alone_is_said_to_wait_for_a_person_once_there_are_two():
    changing.propose(make_record(), by=make_editor(), how="page")
    assert "Happens by itself" in worklist()[0].reasons[0]

    make_editor("kim")

    assert worklist()[0].reasons == ["Waits for a second person."]


def test_all_that_the_reviewed_data_doubts_waits_on_it():
    seed_resources()

    tasks = {task.slug: task for task in worklist()}

    doubted = set(Helpline.objects.filter(is_published=False).values_list("slug", flat=True))
    assert len(doubted) == 59
    assert doubted <= set(tasks)
    single = Helpline.objects.filter(confidence="single").values_list("slug", flat=True)
    assert len(single) == 16
    assert all("One source only" in " ".join(tasks[slug].reasons) for slug in single)
    left = [line.slug for line in Helpline.objects.published() if line.has_left()]
    assert all(tasks[slug].reasons for slug in left)
