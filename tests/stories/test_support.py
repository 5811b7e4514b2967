"""A word of support: one press, counted for the author alone, once a day from each bucket."""

import pytest

from metoo_wall import throttle
from stories.desk import moderation
from stories.models import Story, Support
from tests.factories import make_published

pytestmark = pytest.mark.django_db
HERE = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture(autouse=True)
def _fresh_throttle():
    throttle.start_anew()


def press(client, public_id: str, word: str = "believe", **extra):
    return client.post(f"/stories/{public_id}/support/", {"word": word}, headers=HERE, **extra)


def test_a_word_is_counted_and_the_reader_goes_back_to_the_story(client):
    submission = make_published("Standing.")

    answer = press(client, submission.public_id)

    assert answer.status_code == 303
    assert answer["Location"] == f"/stories/{submission.public_id}/#said"
    assert Support.objects.values_list("word", "count").get() == ("believe", 1)


def test_a_thousand_presses_of_one_visitor_count_once_and_answer_alike(client):
    submission = make_published("Standing.")

    answers = {press(client, submission.public_id).status_code for _press in range(1000)}

    assert answers == {303}
    assert Support.objects.get().count == 1


def test_readers_of_two_addresses_count_twice(client):
    submission = make_published("Standing.")

    press(client, submission.public_id, REMOTE_ADDR="198.51.100.7")
    press(client, submission.public_id, REMOTE_ADDR="203.0.113.9")

    assert Support.objects.get().count == 2


def test_a_bare_post_takes_support(client):
    press(client, make_published().public_id, "me-too")

    assert Support.objects.get().word == "me-too"


def test_filters_hold_on_the_way_back(client):
    submission = make_published("Standing.")

    answer = client.post(
        f"/stories/{submission.public_id}/support/?kind=story&country=FR",
        {"word": "believe"},
        headers=HERE,
    )

    assert answer["Location"].endswith("/?kind=story&country=FR#said")


@pytest.mark.parametrize("word", ["", "hate", "believe\0", "x" * 10_000])
def test_an_unknown_word_counts_nothing(client, word):
    assert press(client, make_published("Standing.").public_id, word).status_code == 303
    assert not Support.objects.exists()


def test_switched_off_counts_nothing_and_shows_no_button(client):
    submission = make_published("Standing.")
    moderation.set_consents(submission, wants_support=False)

    press(client, submission.public_id)

    assert not Support.objects.exists()
    page = client.get(f"/stories/{submission.public_id}/").content.decode()
    assert "I believe you" not in page


def test_no_number_of_support_is_on_a_public_page(client):
    submission = make_published("Standing.")
    Support.objects.create(submission=submission, word="believe", count=4711)

    for address in ("/", "/stories/", f"/stories/{submission.public_id}/"):
        assert "4711" not in client.get(address).content.decode()


def test_a_story_that_went_says_so_and_one_that_never_was_is_not_found(client):
    submission = make_published("Standing.")
    moderation.withdraw(submission)

    gone = press(client, submission.public_id)

    assert client.get(gone["Location"]).status_code == 410
    assert press(client, "2" * 12).status_code == 404
    assert not Support.objects.exists()


def test_another_site_cannot_press(client):
    public_id = make_published("Standing.").public_id

    answer = client.post(
        f"/stories/{public_id}/support/",
        {"word": "believe"},
        headers={"Sec-Fetch-Site": "cross-site"},
    )

    assert answer.status_code == 403
    assert not Support.objects.exists()


def test_support_needs_no_script_and_no_cookie(client):
    public_id = make_published("Standing.").public_id

    assert not press(client, public_id).cookies
    assert Story.objects.get().takes_support
