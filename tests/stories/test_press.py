"""A press on "Me too" is read without the form, and means what the form would make of it."""

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from stories.intake import press
from stories.intake.forms import ShareForm
from stories.models import Story, Submission
from tests.factories import make_phrase

pytestmark = pytest.mark.django_db
HERE = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture(autouse=True)
def _phrases():
    make_phrase()
    make_phrase(slug="ana", tag="#أنا", position=1)
    make_phrase(slug="old", tag="#old", position=2, is_offered=False)


@pytest.mark.parametrize(
    "sent",
    [
        "step=send&phrase=metoo",
        "step=send&phrase=ana&form_id=" + "0" * 32 + "&website_address=",
        "step=send&phrase=",
        "step=send",
        "step=send&phrase=old&phrase=ana",
    ],
)
def test_it_is_the_draft_that_the_form_makes(sent):
    form = ShareForm(QueryDict(sent))

    assert form.is_valid()
    assert press.draft_of(QueryDict(sent)) == form.draft


@pytest.mark.parametrize(
    "sent",
    [
        "step=send&phrase=metoo&text=words",
        "step=send&phrase=metoo&text=",
        "step=send&phrase=metoo&name=x",
        "step=send&phrase=metoo&country=FR",
        "step=send&phrase=metoo&language=en",
        "step=send&phrase=metoo&website_address=http",
        "step=send&phrase=old",
        "step=send&phrase=nobody-says-it",
        "step=preview&phrase=metoo",
        "phrase=metoo",
        "step=send&step=edit&phrase=metoo",
    ],
)
def test_everything_else_is_for_the_form(sent):
    assert press.draft_of(QueryDict(sent)) is None


def test_a_wall_without_phrases_leaves_it_to_the_form():
    from stories.models import Phrase

    Phrase.objects.all().delete()

    assert press.draft_of(QueryDict("step=send")) is None


def test_a_press_asks_the_database_for_little(client):
    client.post("/share/", {"step": "send", "phrase": "metoo"}, headers=HERE)

    with CaptureQueriesContext(connection) as asked:
        answer = client.post("/share/", {"step": "send", "phrase": "metoo"}, headers=HERE)

    said = [q["sql"] for q in asked if "SAVEPOINT" not in q["sql"]]
    assert answer.status_code == 303
    assert len(said) == 5, said  # the phrase; a submission, a tombstone, a story; the page
    assert Story.objects.count() == Submission.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_a_press_whose_page_cannot_be_kept_is_not_kept_either(client, monkeypatch):
    def fails(payload):
        raise ValueError

    monkeypatch.setattr("stories.sealed.seal", fails)
    client.raise_request_exception = False

    answer = client.post("/share/", {"step": "send", "phrase": "metoo"}, headers=HERE)

    assert answer.status_code == 500
    assert not Submission.objects.exists()
    assert not Story.objects.exists()
