"""What stands beside the box while somebody writes: the truth about us, and the country's emergency numbers."""

import pytest

from resources.models import EmergencyNumber
from resources.models.two_people import as_agreed
from stories.desk import moderation
from stories.intake import receipts
from stories.models import Submission
from tests.factories import make_moderator, make_phrase, make_reason, make_waiting

pytestmark = pytest.mark.django_db
HERE = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture(autouse=True)
def _records():
    make_phrase()
    with as_agreed():
        EmergencyNumber.objects.create(country="FR", number="112")


def test_it_says_that_nobody_watches_round_the_clock(client):
    page = client.get("/share/").content.decode()

    assert "We are not watching round the clock" in page
    assert "call your local emergency number" in page


def test_the_emergency_numbers_of_a_country_in_the_address_stand_beside_the_box(client):
    page = client.get("/share/?country=FR").content.decode()

    assert 'href="tel:112"' in page
    assert '<option value="FR" selected>' in page


def test_the_operators_country_is_the_default(client, settings):
    settings.DEFAULT_COUNTRY = "FR"

    assert 'href="tel:112"' in client.get("/share/").content.decode()


@pytest.mark.parametrize("country", ["XX", "fr'", "FRA", "\0", "1" * 5000])
def test_an_odd_country_is_as_if_none_were_asked(client, country):
    page = client.get("/share/", {"country": country})

    assert page.status_code == 200
    assert "tel:" not in page.content.decode()


def test_the_chosen_country_shows_its_numbers_and_loses_no_word(client):
    words = "Half a sentence"

    answer = client.post(
        "/share/", {"step": "edit", "text": words, "country": "FR", "form_id": ""}, headers=HERE
    )

    page = client.get(answer["Location"]).content.decode()
    assert 'href="tel:112"' in page
    assert f"{words}</textarea>" in page


def test_the_countrys_numbers_stand_beside_an_answer_too(client):
    submission = make_waiting(country="FR")
    receipt = receipts.derive("a form", "another post")
    digest = receipts.digest(receipt)
    Submission.objects.filter(pk=submission.pk).update(receipt_digest=digest.value)
    moderation.ask(submission, by=make_moderator(), question=make_reason("ask"))

    page = client.get(client.post("/yours/", {"receipt": receipt}, headers=HERE)["Location"])

    assert "We are not watching round the clock" in page.content.decode()
    assert 'href="tel:112"' in page.content.decode()
