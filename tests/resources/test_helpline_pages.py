from datetime import date

import pytest
from django.test import override_settings
from django.urls import reverse

from resources.models import EmergencyNumber
from tests.resources.factories import make_helpline

pytestmark = pytest.mark.django_db


def get(client, **query):
    return client.get(reverse("resources:helplines"), query)


def page(client, **query) -> str:
    return " ".join(get(client, **query).content.decode().split())


def test_helplines_without_a_country_are_an_index(client):
    make_helpline(country="DE")
    make_helpline(country="FR", channels=[("phone", "3919")])
    make_helpline(country="ES", is_published=False)

    html = page(client)

    assert "?country=DE" in html
    assert "?country=FR" in html
    assert "?country=ES" not in html
    assert "Lantern Line" not in html


def test_helplines_of_a_country_show_the_record(client):
    make_helpline(cost="free", hours="24/7", languages=["de", "zh-Hant-HK"])

    html = page(client, country="de")

    assert 'href="tel:116016"' in html
    assert "Germany only" in html
    assert "Every day and night" in html
    assert "German, Chinese" in html
    assert "by calling it; due again on" in html


def test_helplines_say_not_known_where_nothing_is_known(client):
    make_helpline(anonymous=None)

    assert page(client, country="DE").count("Not known") == 3


def test_helplines_never_show_another_country_or_what_is_unpublished(client):
    make_helpline(name="In France", country="FR", channels=[("phone", "3919")])
    make_helpline(name="Not yet", is_published=False)
    make_helpline(name="With notes", notes="only for editors")

    html = page(client, country="DE")

    assert "With notes" in html
    assert "In France" not in html
    assert "Not yet" not in html
    assert "only for editors" not in html


def test_helplines_say_that_a_check_is_overdue_or_was_never_made(client):
    make_helpline(verified_on=date(2020, 1, 1), next_due_on=date(2020, 7, 1))
    make_helpline(verified_on=None, next_due_on=None)

    html = page(client, country="DE")

    assert "Check overdue since July 1, 2020" in html
    assert "We do not know when this was last checked." in html


def test_helplines_show_what_callers_must_know(client):
    make_helpline(caution_en="The police run this line.")

    assert "The police run this line." in page(client, country="DE")


def test_helplines_are_filtered_by_whom_for(client):
    make_helpline(name="Only women", who_for=["women", "domestic-abuse"])
    make_helpline(name="Everybody", who_for=["anyone"])
    make_helpline(name="For men", who_for=["men"])

    html = page(client, country="DE", who="men")

    assert html.index("For men") < html.index("Everybody")
    assert "Only women" not in html


def test_helplines_are_filtered_by_way(client):
    make_helpline(name="By voice")
    make_helpline(name="By text", channels=[("sms", "64673")])

    html = page(client, country="DE", way="without-speaking")

    assert "By text" in html
    assert "By voice" not in html


def test_helplines_that_fit_no_filter_lead_back_to_all(client):
    make_helpline(who_for=["women"])

    assert "fits this choice" in page(client, country="DE", who="men")


def test_helplines_of_the_default_country_need_no_choice(client):
    make_helpline(name="At home")

    with override_settings(DEFAULT_COUNTRY="DE"):
        assert "At home" in page(client)
        assert "At home" not in page(client, country="")


def test_helplines_name_the_emergency_number_of_the_country_alone(client):
    EmergencyNumber.objects.create(slug="de-112", country="DE", number="112")

    assert 'href="tel:112"' in page(client, country="DE")
    assert 'href="tel:112"' not in page(client, country="FR")
    assert "your local emergency number" in page(client)


def test_country_without_helplines_gets_an_honest_page(client):
    answer = get(client, country="NO")

    assert answer.status_code == 200
    assert "no checked line for Norway yet" in answer.content.decode()


@pytest.mark.parametrize("code", ["ZZ", "QQQ", "<script>", "\x00", "🙂", "x" * 5000])
def test_unknown_country_gets_a_kind_note(client, code):
    answer = get(client, country=code)

    assert answer.status_code == 404
    assert "We do not know that country" in answer.content.decode()
    assert "<script>" not in answer.content.decode().replace("<script src", "")


def test_unknown_filter_is_left_out(client):
    make_helpline(name="Still here")

    html = page(client, country="DE", who="nobody", way="pigeon")

    assert "Still here" in html
    assert "We did not understand one of the choices" in html


@pytest.mark.parametrize("lines", [1, 3])
def test_helplines_cost_the_same_queries_however_many(client, lines, django_assert_num_queries):
    for _line in range(lines):
        make_helpline()

    with django_assert_num_queries(6):
        answer = get(client, country="DE")

    assert not answer.cookies
