"""The pages that a proxy shows by itself: made beforehand, with the exit and the helplines in them."""

import re

import pytest
from django.core.management import call_command

from metoo_wall.management.commands.error_pages import PAGES
from tests.resources.factories import make_helpline

OF_A_MOMENT = re.compile(r"<form|open now|until \d", re.IGNORECASE)


@pytest.fixture
def pages(db, settings, tmp_path):
    settings.DEFAULT_COUNTRY = "DE"
    settings.EXIT_URL = "https://neutral.example/"
    make_helpline(country="DE", channels=[("phone", "116016")])
    call_command("error_pages", tmp_path)
    return tmp_path


def test_there_is_one_of_each_in_each_language_and_it_has_the_way_out(pages, settings):
    for language, _name in settings.LANGUAGES:
        for status in PAGES:
            page = (pages / language / f"{status}.html").read_text()
            assert f'<html lang="{language}"' in page
            assert re.search('id="exit"[^>]*href="https://neutral.example/"', page)


def test_who_finds_the_site_away_finds_a_number_to_call(pages):
    assert 'href="tel:116016"' in (pages / "en" / "502.html").read_text()


def test_nothing_in_them_is_of_a_moment(pages):
    assert [page for page in pages.rglob("*.html") if OF_A_MOMENT.search(page.read_text())] == []


def test_the_program_of_another_user_can_read_them(pages):
    assert all(page.stat().st_mode & 0o004 for page in pages.rglob("*.html"))


def test_they_are_made_again_over_older_ones(pages, settings):
    settings.EXIT_URL = "https://other.example/"

    call_command("error_pages", pages)

    assert "https://other.example/" in (pages / "en" / "413.html").read_text()
