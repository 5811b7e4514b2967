from datetime import date

import pytest
from django.test import override_settings
from django.urls import reverse
from freezegun import freeze_time

from resources import countries
from resources.hours import read_week
from resources.models import Helpline, Source
from resources.seeding import seed_resources
from tests.resources.factories import make_emergency_number, make_helpline

pytestmark = pytest.mark.django_db

DAYTIME = read_week("mon-sat 07:00-21:30")


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
    make_helpline(cost="free", week=read_week("24/7"), languages=["de", "zh-Hant-HK"])

    html = page(client, country="de")

    assert 'href="tel:116016"' in html
    assert "Germany only" in html
    assert "Every day and night" in html
    assert "German, Chinese" in html
    assert "by calling it; due again on" in html


def test_helplines_say_not_known_where_nothing_is_known(client):
    make_helpline()

    html = page(client, country="DE")

    for label in ("Open", "Cost", "On the phone bill", "Anonymous"):
        assert f"<dt>{label}</dt> <dd>Not known</dd>" in html


def test_helplines_never_show_another_country_or_what_is_unpublished(client):
    make_helpline(name="In France", country="FR", channels=[("phone", "3919")])
    make_helpline(name="Not yet", is_published=False)
    make_helpline(name="With notes", notes="only for editors")

    html = page(client, country="DE")

    assert "With notes" in html
    assert "In France" not in html
    assert "Not yet" not in html
    assert "only for editors" not in html


@freeze_time("2026-11-23")
def test_a_line_says_that_its_check_is_overdue(client):
    make_helpline(verified_on=date(2025, 10, 1), next_due_on=date(2026, 4, 1))

    html = page(client, country="DE")

    assert "Last checked on Oct. 1, 2025. Check overdue since April 1, 2026." in html
    assert 'href="tel:116016"' in html


@freeze_time("2026-11-23")
@pytest.mark.parametrize("due", [date(2024, 5, 23), None])
def test_a_line_long_overdue_leaves_the_list_and_the_emergency_number_stays(client, due):
    checked = date(2023, 11, 23) if due else None
    make_helpline(name_en="Line 116016", verified_on=checked, next_due_on=due)
    make_emergency_number("DE", "112")

    html = page(client, country="DE")

    assert "116016" not in html
    assert "nobody has checked it in three years, as far as we know" in html
    assert 'href="tel:112"' in html


@freeze_time("2026-11-22")
def test_a_line_stays_until_the_day_it_is_long_overdue(client):
    make_helpline(verified_on=date(2023, 11, 23), next_due_on=date(2024, 5, 23))

    assert 'href="tel:116016"' in page(client, country="DE")


def test_every_country_with_a_helpline_has_its_emergency_number(client):
    seed_resources()

    for country in (
        Helpline.objects.exclude(country="").values_list("country", flat=True).distinct()
    ):
        assert "In danger now (" in page(client, country=country), country


def test_the_index_names_the_63_countries(client):
    seed_resources()

    index = countries.index()

    assert len(index) == 63
    html = page(client)
    assert all(f"?country={country.code}" in html for country in index)


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


@pytest.mark.parametrize(
    ("way", "expected"),
    [
        ("without-speaking", ["By text", "By chat"]),
        ("sms", ["By text"]),
        ("chat", ["By chat"]),
        ("phone", ["By voice"]),
        ("email", []),
    ],
)
def test_helplines_are_filtered_by_way(client, way, expected):
    make_helpline(name="By voice")
    make_helpline(name="By text", channels=[("sms", "64673")])
    make_helpline(name="By chat", channels=[("chat", "https://example.org/")])

    html = page(client, country="DE", way=way)

    assert [n for n in ("By voice", "By text", "By chat") if n in html] == expected


def test_helplines_are_filtered_by_language(client):
    make_helpline(name="In German")
    make_helpline(name="In Chinese", languages=["zh-Hant-HK"])

    html = page(client, country="DE", language="zh")

    assert "In Chinese" in html
    assert "In German" not in html
    assert "fits this choice" in page(client, country="DE", language="fr")


@pytest.mark.parametrize(
    ("moment", "is_shown"),
    [("2026-11-23 09:00", True), ("2026-11-23 05:00", False), ("2026-11-23 20:30", False)],
)
def test_helplines_are_filtered_by_what_is_open_now(client, moment, is_shown):
    with freeze_time(moment):
        make_helpline(name="By day", week=DAYTIME, timezone="Europe/Berlin")
        make_helpline(name="Nobody knows when")

        html = page(client, country="DE", open="now")

    assert ("By day" in html) is is_shown
    assert "Nobody knows when" not in html
    assert "One more line fits, and we do not know when it is open" in html


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        ("2026-11-23 09:00", "Open now, until 21:30"),
        ("2026-11-23 05:00", "Closed now; opens today at 07:00"),
        ("2026-11-23 21:00", "Closed now; opens Tuesday at 07:00"),
        ("2026-03-28 21:00", "Closed now; opens Monday at 07:00"),
    ],
)
def test_a_line_says_whether_it_is_open_and_until_when(client, moment, said):
    with freeze_time(moment):
        make_helpline(week=DAYTIME, timezone="Europe/Berlin", is_open_on_holidays=False)

        html = page(client, country="DE")

    assert said in html
    assert "Mon–Sat 07:00–21:30" in html
    assert "Berlin time, closed on public holidays" in html


def test_what_is_open_now_comes_before_what_is_not(client):
    with freeze_time("2026-11-23 05:00"):
        make_helpline(name="Closed", week=DAYTIME, timezone="Europe/Berlin")
        make_helpline(name="At any hour", week=read_week("24/7"))

        html = page(client, country="DE")

    assert html.index("At any hour") < html.index("Closed")


def test_what_is_free_on_the_bill_and_anonymous_is_said_where_a_source_says_it(client):
    make_helpline(cost="free", is_on_bill=False, anonymous=True)
    make_helpline(cost="local rate", is_on_bill=True, anonymous=False)

    html = page(client, country="DE")

    for said in ("Free", "It does not show, its sources say", "A local call", "It shows"):
        assert f"<dd>{said}</dd>" in html
    assert "<dd>Yes, its sources say</dd>" in html
    assert "<dd>No</dd>" in html


def test_a_line_shows_its_sources_with_what_each_says_and_when(client):
    line = make_helpline()
    Source.objects.create(helpline=line, where="a leaflet", seen="the same")

    html = page(client, country="DE")

    assert '<cite>a newspaper</cite>: the number <span class="source-date">(2026-01)' in html
    assert '<cite>a leaflet</cite>: the same <span class="source-date">(bears no date)' in html


def test_the_choice_lives_in_the_address_and_holds_onward(client):
    make_helpline()

    html = page(client, country="DE", who="women", open="now", colour="blue")

    assert "/resources/pocket/?country=DE&amp;who=women&amp;open=now" in html
    assert "/resources/text/?country=DE&amp;who=women&amp;open=now" in html
    assert "blue" not in html.partition("<main")[2].partition("</main>")[0]


def test_every_other_country_can_be_chosen_for_its_emergency_number(client):
    make_emergency_number("NO", "112")
    make_helpline()

    assert '<optgroup label="Emergency number only">' in page(client)
    assert '<option value="NO">Norway</option>' in page(client)
    assert 'href="tel:112"' in page(client, country="NO")


def test_helplines_that_fit_no_filter_lead_back_to_all(client):
    make_helpline(who_for=["women"])

    assert "fits this choice" in page(client, country="DE", who="men")


def test_helplines_of_the_default_country_need_no_choice(client):
    make_helpline(name="At home")

    with override_settings(DEFAULT_COUNTRY="DE"):
        assert "At home" in page(client)
        assert "At home" not in page(client, country="")


def test_helplines_name_the_emergency_number_of_the_country_alone(client):
    make_emergency_number("DE", "112")

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

    with django_assert_num_queries(7):
        answer = get(client, country="DE")

    assert not answer.cookies
