"""What a phone dials, what a screen reader says, what fits into a pocket."""

from datetime import date
from html.parser import HTMLParser

import pytest
from django.db import connection
from django.template import Context, Template
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from freezegun import freeze_time

from metoo_wall.places import country_choices, sort_key
from resources.countries import by_letter, index
from resources.hours import read_week
from tests.resources.factories import make_emergency_number, make_helpline

pytestmark = pytest.mark.django_db


class Links(HTMLParser):
    """Each link's address and accessible name: aria-label, else its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self._open = ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "a":
            self._open = given["href"]
            self.found[self._open] = given.get("aria-label", "")
            self._named = bool(given.get("aria-label"))

    def handle_endtag(self, tag):
        if tag == "a":
            self._open = ""

    def handle_data(self, data):
        if self._open and not self._named:
            self.found[self._open] = " ".join(f"{self.found[self._open]} {data}".split())


def links(client, country="DE") -> dict[str, str]:
    return Links(client.get(f"/resources/?country={country}").content.decode()).found


def test_numbers_are_links_that_a_phone_dials_and_are_read_digit_by_digit(client):
    make_emergency_number("DE", "112")
    make_helpline(
        channels=[
            ("phone", "116016"),
            ("sms", "64673"),
            ("whatsapp", "+498001110111"),
            ("chat", "https://example.org/"),
        ]
    )

    found = links(client)

    assert found["tel:112"] == "1 1 2"
    assert found["tel:116016"] == "Call 1 1 6 0 1 6, Germany only"
    assert found["sms:64673"] == "Text 6 4 6 7 3, Germany only"
    assert found["https://wa.me/498001110111"] == "WhatsApp plus 4 9 8 0 0 1 1 1 0 1 1 1"
    assert found["https://example.org/"] == "Chat https://example.org/"


def test_a_text_or_a_chat_stands_as_large_as_a_call(client):
    make_helpline(channels=[("sms", "64673"), ("phone", "116016")])

    html = client.get("/resources/?country=DE").content.decode()

    assert html.count('<a class="channel"') == 2
    assert html.index("sms:64673") < html.index("tel:116016")


def test_a_link_says_nothing_of_where_its_reader_came_from(client):
    make_helpline(channels=[("chat", "https://example.org/")], website="https://example.org/about")

    html = client.get("/resources/?country=DE").content.decode()

    for address in ("https://example.org/", "https://example.org/about"):
        assert f'href="{address}" rel="noreferrer nofollow"' in html


@freeze_time("2026-11-23")
@pytest.mark.parametrize("page", ["pocket", "text"])
def test_the_page_for_the_pocket_carries_numbers_and_dates(client, page):
    make_emergency_number("DE", "112")
    make_helpline(
        name="Lantern", week=read_week("mon-fri 09:00-17:00"), timezone="Europe/Berlin",
        verified_on=date(2026, 10, 7), next_due_on=date(2027, 4, 7), caution_en="Press 1.",
    )  # fmt: skip
    make_helpline(name="Not yet", is_published=False)
    make_helpline(name="For men", who_for=["men"], channels=[("sms", "64673")])

    answer = client.get(f"/resources/{page}/?country=DE")

    text = answer.content.decode()
    for said in ("Germany", "As of Nov. 23, 2026", "112", "116016", "64673", "Mon–Fri 09:00–17:00"):
        assert said in text
    for said in ("Berlin time", "Press 1.", "Checked on Oct. 7, 2026 by calling it"):
        assert said in text
    assert "Not yet" not in text
    assert not answer.cookies


def test_the_text_is_plain_and_fits_a_narrow_screen(client):
    make_helpline(caution_en="Long. " * 40)

    answer = client.get("/resources/text/?country=DE")

    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert max(map(len, answer.content.decode().splitlines())) <= 72


@freeze_time("2026-11-23")
@pytest.mark.parametrize("page", ["", "pocket/", "text/"])
def test_a_list_that_every_line_left_says_why_and_what_else_there_is(client, page):
    make_emergency_number("JP", "110")
    make_helpline(
        name="Long ago", country="JP", channels=[("phone", "#8891")],
        verified_on=date(2023, 11, 6), next_due_on=date(2024, 5, 6),
    )  # fmt: skip
    make_helpline(name="Everywhere", country="", channels=[("web", "https://example.org/")])

    text = " ".join(client.get(f"/resources/{page}?country=JP").content.decode().split())

    assert "no line for Japan whose number we can vouch for today" in text
    assert "One line for Japan is not shown, because nobody has checked it in three years" in text
    assert "That does not mean that there is none" not in text
    assert "8891" not in text
    for help_there_is in ("110", "Everywhere"):
        assert help_there_is in text
    if not page:
        for way in ('href="#anywhere"', 'id="anywhere"', 'href="/resources/options/"'):
            assert way in text


@pytest.mark.parametrize(("day", "is_shown"), [("2026-11-05", True), ("2026-11-06", False)])
def test_a_line_leaves_the_list_three_years_after_its_last_check(client, day, is_shown):
    with freeze_time("2026-01-01"):
        make_helpline(verified_on=date(2023, 11, 6), next_due_on=date(2024, 5, 6))

    with freeze_time(day):
        html = client.get("/resources/?country=DE").content.decode()
        story = Template("{% load helplines %}{% helplines_for 'DE' %}").render(Context())

    assert ("tel:116016" in html) is ("tel:116016" in story) is is_shown
    assert ("Check overdue since May 6, 2024" in html) is is_shown


@pytest.mark.parametrize("page", ["pocket", "text"])
def test_the_page_for_the_pocket_holds_the_choice(client, page):
    make_helpline(name="For women", who_for=["women"])
    make_helpline(name="For men", who_for=["men"], channels=[("sms", "64673")])

    text = client.get(f"/resources/{page}/?country=DE&who=men").content.decode()

    assert "For men" in text
    assert "For women" not in text


@pytest.mark.parametrize(
    ("language", "names", "order"),
    [
        ("fr", ["Zambie", "États-Unis", "Fidji"], ["États-Unis", "Fidji", "Zambie"]),
        ("es", ["Omán", "Ñoñia", "Nepal", "Níger"], ["Nepal", "Níger", "Ñoñia", "Omán"]),
        ("de", ["Zypern", "Österreich", "Peru"], ["Österreich", "Peru", "Zypern"]),
        ("ar", ["اليابان", "ألمانيا", "البرازيل"], ["البرازيل", "ألمانيا", "اليابان"]),
    ],
)
def test_countries_stand_in_the_readers_own_order(language, names, order):
    assert sorted(names, key=lambda name: sort_key(name, language)) == order


def test_a_country_is_chosen_from_a_list_in_that_order():
    names = [name for _code, name in country_choices("fr")]

    assert names.index("États-Unis") < names.index("Fidji") < names.index("Zambie")


def test_the_index_is_in_the_readers_language_by_first_letters():
    make_helpline(country="DE")
    make_helpline(country="US", channels=[("phone", "+18006564673")])
    make_helpline(country="AT", channels=[("phone", "+43800222555")])

    with translation.override("fr"):
        letters = [(letter, [c.name for c in group]) for letter, group in by_letter(index())]

    assert letters == [("A", ["Allemagne", "Autriche"]), ("E", ["États-Unis"])]


def test_the_index_says_how_many_lines_and_keeps_countries_that_lost_theirs(client):
    make_helpline(channels=[("sms", "64673"), ("phone", "116016")])
    make_helpline(channels=[("phone", "116006")])
    make_helpline(country="FR", channels=[("phone", "3919")], verified_on=None, next_due_on=None)

    html = " ".join(client.get("/resources/").content.decode().split())

    assert "2 lines, also without speaking" in html
    assert "emergency number only" in html


@pytest.mark.parametrize(
    "path", ["", "pocket/", "text/", "options/", "purposes/", "movement/", "allies/"]
)
def test_no_page_view_writes_anything_down(client, path):
    make_helpline()
    client.get(f"/resources/{path}?country=DE")

    with CaptureQueriesContext(connection) as seen:
        client.get(f"/resources/{path}?country=DE")

    assert [q["sql"] for q in seen if not q["sql"].startswith("SELECT")] == []


def test_no_country_is_guessed_from_language_or_address(client):
    make_helpline(name="In Germany")

    answer = client.get(
        "/resources/", headers={"Accept-Language": "de-DE", "CF-IPCountry": "DE"},
        REMOTE_ADDR="84.44.128.1",
    )  # fmt: skip

    assert "In Germany" not in answer.content.decode()


@pytest.mark.parametrize("lines", [1, 3])
def test_a_storys_page_pays_three_queries_for_its_helplines(lines, django_assert_num_queries):
    for _line in range(lines):
        make_helpline()
    template = Template("{% load helplines %}{% helplines_for 'DE' warnings %}")

    with django_assert_num_queries(3):
        html = template.render(Context({"warnings": ["suicide"]}))

    assert html.count('class="helpline"') == lines
    assert "Where we know it from" not in html
