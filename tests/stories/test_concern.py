import pytest

from stories.models import Concern
from tests.factories import make_phrase, make_published

pytestmark = pytest.mark.django_db
HERE = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def address() -> str:
    make_phrase()
    return f"/stories/{make_published('Standing.').public_id}/concern/"


def test_a_concern_needs_a_reason_and_nothing_else(client, address):
    answer = client.post(address, {"reason": "about-me"}, headers=HERE)

    assert answer.status_code == 303
    assert client.get(answer["Location"]).status_code == 200
    concern = Concern.objects.get()
    assert (concern.reason, concern.text, concern.received_at.minute) == ("about-me", "", 0)


def test_its_words_are_encrypted(client, address):
    client.post(address, {"reason": "other", "text": "a planted line"}, headers=HERE)

    concern = Concern.objects.get()
    assert concern.text == "a planted line"
    assert b"planted" not in bytes(concern.sealed_text)


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"reason": "no-such"},
        {"reason": "other", "text": "x" * 2001},
        {"reason": "other", "website_address": "x"},
    ],
)
def test_wrong_input_comes_back_whole_and_stores_nothing(client, address, wrong):
    answer = client.post(address, {"text": "my line"} | wrong, headers=HERE)

    page = client.get(answer["Location"])
    assert page.status_code == 422
    assert wrong.get("text", "my line") in page.content.decode()
    assert not Concern.objects.exists()


def test_a_concern_from_another_site_is_refused(client, address):
    assert (
        client.post(
            address, {"reason": "other"}, headers={"Origin": "https://x.example"}
        ).status_code
        == 403
    )


def test_a_concern_about_what_never_was_is_404(client):
    assert client.get("/stories/222222222222/concern/").status_code == 404
