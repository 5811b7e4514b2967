"""Posting, as a browser without JavaScript does it: POST, 303, a sealed page."""

import re
import threading

import pytest
from django.db import connection
from django.test import Client
from freezegun import freeze_time

from stories.desk import moderation
from stories.intake import form_ids
from stories.models import Phrase, Story, Submission, Tombstone
from tests.factories import make_moderator, make_phrase, make_reason, make_warning

pytestmark = pytest.mark.django_db
HERE = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture(autouse=True)
def _phrase():
    make_phrase()


def old_id(seconds: int = 60) -> str:
    with freeze_time() as clock:
        clock.tick(-seconds)
        return form_ids.new()


def send(client, **fields):
    if "form_id" not in fields:
        fields["form_id"] = old_id()
    return client.post("/share/", fields, headers=HERE)


def page_after(client, **fields):
    answer = send(client, **fields)
    assert answer.status_code == 303
    return client.get(answer["Location"])


def receipt_in(page) -> str:
    return re.search(
        r'<output[^>]*name="receipt"[^>]*>\s*([\d ]+?)\s*</output>', page.content.decode()
    )[1]


def test_one_press_stands_on_the_wall_and_gives_a_receipt(client):
    page = page_after(client, phrase="metoo", step="send", form_id="")

    assert page.status_code == 200
    assert len(receipt_in(page).replace(" ", "")) == 24
    assert Story.objects.get().kind == "bare"


def test_nothing_at_all_is_a_whole_post(client):
    page_after(client, form_id="")

    assert Story.objects.get().phrase.slug == "metoo"


def test_the_receipt_tells_who_asked_to_see_it_first_to_come_back(client):
    asked = page_after(client, text="First.", step="send", when_published="after-my-ok")
    not_asked = page_after(client, text="Second.", step="send")

    assert "nothing is published until you agree" in asked.content.decode()
    assert "nothing is published until you agree" not in not_asked.content.decode()


def test_words_are_previewed_then_sent_and_wait(client):
    make_warning()
    fields = {
        "text": "I was there.",
        "warnings": ["sexual-harassment"],
        "detail": "some",
        "language": "en",
    }

    preview = page_after(client, **fields)
    assert preview.status_code == 200
    assert "I was there." in preview.content.decode()
    assert not Submission.objects.exists()
    sent = page_after(client, **fields, step="send")

    assert receipt_in(sent)
    assert Submission.objects.get().state == "waiting"
    assert not Story.objects.exists()


def test_the_preview_leads_back_to_the_form_with_every_word(client):
    page = page_after(client, text="Almost done", name="Ann", step="edit")

    assert page.status_code == 200
    assert "Almost done" in page.content.decode()
    assert 'value="Ann"' in page.content.decode()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("text", "x" * 10_001),
        ("text", " \u3000\u2800\n"),
        ("text", "broken \ufffd here"),
        ("name", "n" * 41),
        ("phrase", "no-such-phrase"),
        ("warnings", "no-such-warning"),
        ("language", "xx"),
        ("country", "ZZ"),
        ("detail", "much"),
        ("when_published", "whenever"),
        ("website_address", "https://spam.example"),
    ],
)
def test_wrong_input_keeps_every_word_and_says_what_is_wrong(client, field, value):
    fields = {"text": "My own words", "name": "Ann", "step": "send"} | {field: value}

    page = page_after(client, **fields)

    assert page.status_code == 422
    assert "error-summary" in page.content.decode()
    assert (value if field == "text" and value.strip() else fields["name"]) in page.content.decode()
    assert not Submission.objects.exists()


def test_ten_thousand_code_points_fit(client):
    page_after(client, text="é" * 10_000, step="send")

    assert Submission.objects.get().length == 10_000


def test_a_null_character_is_dropped_and_nothing_else(client):
    page_after(client, text="a\x00b", step="send")

    assert Submission.objects.get().words.text == "ab"


def test_words_sent_too_fast_get_the_form_again(client):
    page = page_after(client, text="Quick words", step="send", form_id=form_ids.new())

    assert page.status_code == 429
    assert int(page["Retry-After"]) <= 3
    assert "Quick words" in page.content.decode()
    assert not Submission.objects.exists()


@pytest.mark.parametrize(
    "make_id",
    [
        str,
        lambda: "made up",
        lambda: "a:b:c",
        lambda: old_id(13 * 3600),
        lambda: old_id()[:-1] + "!",
        lambda: old_id(-2 * 3600),
    ],
    ids=["absent", "made up", "of three parts", "old", "forged", "of a clock that was set back"],
)
def test_words_with_an_old_or_forged_stamp_get_the_form_again_with_a_new_one(client, make_id):
    page = page_after(client, text="Long thought words", step="send", form_id=make_id())

    assert page.status_code == 422
    assert "Long thought words" in page.content.decode()
    assert not Submission.objects.exists()


def test_a_form_left_open_for_hours_still_works(client):
    page = page_after(client, text="Slow words", step="send", form_id=old_id(11 * 3600))

    assert receipt_in(page)


def test_the_same_post_sent_twice_is_one_with_one_receipt(client):
    form_id = old_id()

    first = page_after(client, text="Once", step="send", form_id=form_id)
    second = page_after(client, text="Once", step="send", form_id=form_id)

    assert receipt_in(first) == receipt_in(second)
    assert Submission.objects.count() == 1


def test_other_words_under_the_same_id_are_another_post(client):
    form_id = old_id()

    first = page_after(client, text="Once", step="send", form_id=form_id)
    second = page_after(client, text="Twice", step="send", form_id=form_id)

    assert receipt_in(first) != receipt_in(second)
    assert Submission.objects.count() == 2


def test_a_made_up_id_makes_each_press_a_post(client):
    for _press in range(2):
        page_after(client, phrase="metoo", step="send", form_id="made up")

    assert Submission.objects.count() == 2


def test_a_withdrawn_post_that_is_sent_again_stays_withdrawn(client):
    form_id = old_id()
    page_after(client, text="Gone", step="send", form_id=form_id)
    moderation.withdraw(Submission.objects.get())

    page = page_after(client, text="Gone", step="send", form_id=form_id)

    assert "taken back" in page.content.decode()
    assert not Submission.objects.exists()
    assert Tombstone.objects.count() == 1


def test_a_sealed_page_is_gone_after_its_time(client):
    with freeze_time("2026-01-01 12:00:00"):
        address = send(client, phrase="metoo", step="send", form_id="")["Location"]
    with freeze_time("2026-01-01 12:16:00"):
        assert client.get(address).status_code == 410


def test_script_is_told_the_address_without_a_redirect(client):
    answer = client.post(
        "/share/", {"phrase": "metoo"}, headers={**HERE, "Accept": "application/json"}
    )

    assert client.get(answer.json()["location"]).status_code == 200


def test_a_post_from_another_site_is_refused_and_keeps_nothing(client):
    answer = client.post("/share/", {"text": "planted"}, headers={"Sec-Fetch-Site": "cross-site"})

    assert answer.status_code == 403
    assert b"planted" not in answer.content
    assert not Submission.objects.exists()


def test_a_body_that_is_too_large_is_413(client):
    answer = send(client, text="x" * 300 * 1024)

    assert answer.status_code == 413
    assert not Submission.objects.exists()


def test_bytes_that_are_not_utf8_are_shown_and_not_stored(client):
    body = b"step=send&text=caf%E9&form_id=" + old_id().encode()

    answer = client.post(
        "/share/", body, content_type="application/x-www-form-urlencoded", headers=HERE
    )

    page = client.get(answer["Location"])
    assert page.status_code == 422
    assert "caf\ufffd" in page.content.decode()
    assert not Submission.objects.exists()


def test_held_bare_posts_wait(client, settings):
    settings.HOLD_BARE_POSTS = True

    page = page_after(client, phrase="metoo", step="send")

    assert receipt_in(page)
    assert not Story.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_same_post_sent_twice_at_the_same_time_is_one():
    make_phrase()
    form_id, locations = old_id(), []

    def press():
        locations.append(send(Client(), text="Once", step="send", form_id=form_id)["Location"])
        connection.close()

    presses = [threading.Thread(target=press) for _press in range(4)]
    [press.start() for press in presses]
    [press.join() for press in presses]

    assert len({receipt_in(Client().get(location)) for location in locations}) == 1
    assert Submission.objects.count() == 1


@pytest.mark.django_db
def test_a_wall_without_phrases_takes_words_and_says_what_it_cannot(client):
    Phrase.objects.update(is_offered=False)

    assert client.get("/share/").status_code == 200
    assert client.get("/").status_code == 200
    assert page_after(client, step="send", form_id="").status_code == 422
    assert receipt_in(page_after(client, text="Words alone.", step="send"))


@pytest.mark.parametrize("body", [b"", b"{}", b"%%%"])
def test_a_body_that_did_not_arrive_is_no_post(client, body):
    answer = client.post("/share/", body, content_type="text/plain", headers=HERE)

    assert answer.status_code == 400
    assert not Submission.objects.exists()


def test_a_post_that_was_decided_is_not_said_to_stand_or_wait(client):
    form_id, robin = old_id(), make_moderator()
    page_after(client, phrase="metoo", step="send", form_id=form_id)
    moderation.take_down(Submission.objects.get(), by=robin, reason=make_reason("take_down"))

    page = page_after(client, phrase="metoo", step="send", form_id=form_id).content.decode()

    assert "was sent before" in page
    assert "It is on the wall" not in page


def test_null_characters_survive_no_preview(client):
    page = page_after(client, text="a\x00b")

    assert 'value="ab"' in page.content.decode()
