""" "This did not work": one press, no account; what is kept of it is a number. SAFETY.md, "Slowing floods"."""

import pytest
from django.apps import apps
from django.urls import reverse

from metoo_wall import throttle
from resources import changing
from resources.models import DidNotWork
from resources.reports import times_it_did_not_work
from resources.worklist import worklist
from tests.resources.factories import make_editor, make_helpline

pytestmark = pytest.mark.django_db
HERE = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture(autouse=True)
def _fresh_counts():
    throttle.start_anew()


def press(client, line, address="203.0.113.1", headers=HERE, query=""):
    path = reverse("resources:did-not-work", args=[line.slug]) + query
    return client.post(path, REMOTE_ADDR=address, headers=headers)


def test_one_press_is_enough_and_leads_back_to_the_list(client):
    line = make_helpline()

    answer = press(client, line, query="?who=women&colour=blue")

    assert answer.status_code == 303
    assert answer["Location"] == "/resources/?country=DE&who=women&told=1"
    assert not answer.cookies
    assert times_it_did_not_work(line) == 1
    assert "nothing about you was kept" in client.get(answer["Location"]).content.decode()


def test_our_script_is_told_where_to_go_so_that_nothing_stands_behind_back(client):
    answer = press(client, make_helpline(), headers=HERE | {"Accept": "application/json"})

    assert answer.json() == {"location": "/resources/?country=DE&told=1"}


def test_the_same_bucket_counts_once_a_day(client):
    line, other = make_helpline(), make_helpline(channels=[("phone", "116006")])

    for _press in range(5):
        press(client, line)
    press(client, other)

    assert times_it_did_not_work(line) == 1
    assert times_it_did_not_work(other) == 1


def test_three_from_different_buckets_put_it_on_top(client):
    make_helpline(slug="zero", channels=[("phone", "116006")], verified_on=None, next_due_on=None)
    line = make_helpline(slug="broken")
    for number in (1, 2):
        press(client, line, f"203.0.113.{number}")
    assert [task.slug for task in worklist()] == ["zero", "broken"]

    press(client, line, "203.0.113.3")

    assert [task.slug for task in worklist()] == ["broken", "zero"]


def test_a_check_settles_what_readers_said(client):
    line = make_helpline()
    press(client, line)

    changing.check(line, by=make_editor(), how="called")

    assert times_it_did_not_work(line) == 0
    assert worklist() == []


def test_nothing_in_the_database_says_who_pressed(client):
    press(client, make_helpline())

    fields = {field.attname for field in DidNotWork._meta.concrete_fields}
    assert fields == {"id", "helpline_id", "day", "times"}
    names = {f.name for m in apps.get_app_config("resources").get_models() for f in m._meta.fields}
    assert not names & {"bucket", "ip", "user_agent", "session"}


def test_a_press_from_another_site_is_refused(client):
    line = make_helpline()

    answer = press(client, line, headers={"Sec-Fetch-Site": "cross-site"})

    assert answer.status_code == 403
    assert times_it_did_not_work(line) == 0


def test_a_line_that_nobody_sees_cannot_be_reported(client):
    assert press(client, make_helpline(is_published=False)).status_code == 404
    assert client.get(reverse("resources:did-not-work", args=["x"])).status_code == 405
