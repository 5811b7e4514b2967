"""Hints in the preview: marked, explained, replaced on a press, never a block."""

import re

import pytest
from freezegun import freeze_time

from stories.desk import contacts
from stories.intake import form_ids
from stories.models import RedactionRole, Submission
from stories.words import Words
from tests.factories import make_phrase
from tests.resources.factories import make_helpline

pytestmark = pytest.mark.django_db
HERE = {"Sec-Fetch-Site": "same-origin"}
TEXT = "Write to kim@mail.example, not to the office."


@pytest.fixture(autouse=True)
def _wall():
    make_phrase()
    RedactionRole.objects.create(slug="e-mail", label_en="e-mail", label_fr="courriel")


def page_after(client, **fields):
    with freeze_time() as clock:
        clock.tick(-60)
        fields["form_id"] = form_ids.new()
    return client.get(client.post("/share/", fields, headers=HERE)["Location"]).content.decode()


def test_what_could_reach_somebody_is_shown_with_why_and_a_neutral_word(client):
    page = page_after(client, text=TEXT)

    assert '<mark dir="auto">kim@mail.example</mark>' in page
    assert "leads straight to somebody" in page
    assert "Put [e-mail] in its place" in page


@pytest.mark.parametrize(
    ("language", "label"), [("en", "[e-mail]"), ("fr", "[courriel]"), ("de", "[e-mail]")]
)
def test_one_press_puts_the_neutral_word_of_the_texts_language(client, language, label):
    place = re.search(r'name="replace" value="([^"]+)"', page_after(client, text=TEXT))[1]

    page = page_after(client, text=TEXT, language=language, replace=place)

    assert f"Write to {label}, not to the office." in page
    assert "kim@mail.example" not in page


def test_a_place_where_nothing_stands_changes_nothing(client):
    assert "kim@mail.example" in page_after(client, text=TEXT, replace="1-2")


def test_a_text_with_nothing_to_notice_says_nothing(client):
    assert "Could somebody be known" not in page_after(client, text="It was a long winter.")


def test_a_seeded_helplines_number_is_no_hint(client):
    make_helpline(country="GB", channels=[("phone", "+448085002222")], is_published=False)

    page = page_after(client, text="I rang 0808 500 2222, then 020 7946 0018.", country="GB")

    assert '<mark dir="auto">020 7946 0018</mark>' in page
    assert "0808 500 2222</mark>" not in page


def test_a_hint_blocks_nobody(client):
    page_after(client, text=TEXT, step="send")

    assert Submission.objects.get().words.text == TEXT


def test_what_was_noticed_is_marked_where_it_stands_in_the_text(client):
    page = page_after(client, text=TEXT)

    assert "Write to <mark>kim@mail.example</mark>, not to the office." in page


def test_a_listed_helplines_number_stops_no_publication():
    make_helpline(country="DE", channels=[("phone", "+4930123125")])
    text = "I called 030 123125 and somebody listened."

    assert contacts.found(Words(text), "DE") == []
    assert contacts.found(Words("Call 030 123999 at home."), "DE")
