"""Coming back with a receipt: by body only, answered by a 303 to a sealed page."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from stories.desk import moderation
from stories.intake import receipts
from stories.models import Decision, RedactionRole, Story, Submission
from tests.factories import make_draft, make_moderator, make_phrase, make_reason, make_role

pytestmark = pytest.mark.django_db
HERE = {"Sec-Fetch-Site": "same-origin"}
RECEIPT = receipts.derive("a form", "a post")


@pytest.fixture(autouse=True)
def _phrase():
    make_phrase()


def keep(text: str = "", **fields) -> Submission:
    digest = receipts.digest(RECEIPT)
    return moderation.receive(
        make_draft(text, **fields), digest=digest.value, key=digest.key, hold_bare=False
    )


def page_of(client, **fields):
    answer = client.post("/yours/", {"receipt": RECEIPT} | fields, headers=HERE)
    assert answer.status_code == 303
    assert RECEIPT not in answer["Location"]
    return client.get(answer["Location"])


@pytest.mark.parametrize(
    "typed",
    [RECEIPT, receipts.grouped(RECEIPT), RECEIPT.translate({48 + n: 0x660 + n for n in range(10)})],
)
def test_a_receipt_opens_its_post_however_it_is_typed(client, typed):
    keep("I was there.")

    page = page_of(client, receipt=typed)

    assert page.status_code == 200
    assert "It waits to be read" in page.content.decode()


@pytest.mark.parametrize(
    "typed", ["", "12", RECEIPT[:-1], RECEIPT + "0", RECEIPT[:-1] + "x", "letters"]
)
def test_a_mistyped_receipt_is_kept_in_the_form_and_told_apart(client, typed):
    page = page_of(client, receipt=typed)

    assert page.status_code == 422
    assert f'value="{typed}"' in page.content.decode() or not typed


def test_unknown_and_withdrawn_get_the_same_answer(client):
    unknown = page_of(client)
    moderation.withdraw(keep())
    withdrawn = page_of(client)

    assert unknown.status_code == withdrawn.status_code == 404
    assert unknown.content == withdrawn.content


def test_unknown_and_withdrawn_ask_the_database_the_same(client):
    moderation.withdraw(keep())
    never = receipts.derive("no form", "no post")
    client.post("/yours/", {"receipt": never}, headers=HERE)

    asked = []
    for receipt in (RECEIPT, never):
        with CaptureQueriesContext(connection) as queries:
            client.post("/yours/", {"receipt": receipt}, headers=HERE)
        asked.append([query["sql"].partition("WHERE")[0][:60] for query in queries])

    assert asked[0] == asked[1]
    assert len(asked[0]) > 1


def test_withdrawing_takes_two_presses_and_asks_no_reason(client):
    story = keep("Words to take back.")
    moderation.publish(story, by=make_moderator())

    asked = page_of(client, act="withdraw")
    assert "Take it back for good?" in asked.content.decode()
    assert Story.objects.exists()
    done = page_of(client, act="withdraw-now")

    assert done.status_code == 200
    assert not Story.objects.exists()
    assert not Submission.objects.exists()


def test_withdrawing_twice_ends_the_same(client):
    keep()
    page_of(client, act="withdraw-now")

    assert page_of(client, act="withdraw-now").status_code == 404


def test_the_published_version_shows_every_change_to_its_author_alone(client):
    make_role("friend")
    submission = keep("I told Bob and nobody else.")
    moderation.publish(submission, by=make_moderator(), redacted="I told [friend] and […] else.")

    page = page_of(client).content.decode()

    assert "<del>Bob</del> <ins>[friend]</ins>" in page
    assert "<del>nobody</del>" in page
    assert "Bob" not in client.get(f"/stories/{Story.objects.get().public_id}/").content.decode()


def test_what_was_offered_is_published_only_after_the_authors_ok(client):
    moderation.publish(keep("Mine.", asks_before_publishing=True), by=make_moderator())
    page = page_of(client).content.decode()
    assert "waits for your OK" in page
    assert not Story.objects.exists()

    page_of(client, act="agree", offer=re.search(r'name="offer" value="([^"]+)"', page)[1])

    assert Story.objects.get().text == "Mine."


def test_agreeing_to_what_is_not_offered_changes_nothing(client):
    keep("Mine.")

    page = page_of(client, act="agree")

    assert "while this page was open" in page.content.decode()
    assert not Story.objects.exists()


def test_a_question_can_be_answered_once(client):
    question = make_reason("ask")
    moderation.ask(keep("Mine."), by=make_moderator(), question=question, note="Which year?")
    assert "Which year?" in page_of(client).content.decode()

    page_of(client, act="answer", text="Long ago.")
    again = page_of(client, act="answer", text="Once more.")

    assert Submission.objects.get().state == "waiting"
    assert Decision.objects.get(verb="answer").note.text == "Long ago."
    assert "while this page was open" in again.content.decode()


def test_an_empty_answer_is_told_and_keeps_the_page(client):
    moderation.ask(keep("Mine."), by=make_moderator(), question=make_reason("ask"))

    assert page_of(client, act="answer", text="  ").status_code == 422


def test_a_decline_says_why(client):
    reason = make_reason()
    moderation.decline(keep("Mine."), by=make_moderator("robin"), reason=reason)

    page = page_of(client).content.decode()

    assert reason.text in page
    assert "robin" not in page


MARKUP = '<script>alert(1)</script><a href="x" onclick="y">&amp;</a>'


def test_a_note_with_markup_is_shown_as_text_to_its_author(client):
    moderation.decline(keep("Mine."), by=make_moderator(), reason=make_reason(), note=MARKUP)

    page = page_of(client).content.decode()

    assert escape(MARKUP) in page
    assert MARKUP not in page


def test_a_line_beside_the_reason_why_it_came_back_is_read_too(client):
    robin = make_moderator()
    story = moderation.publish(keep("Mine."), by=robin)
    paused = moderation.pause(story, by=robin)
    reason = make_reason("settle")

    moderation.resume(paused, by=robin, reason=reason, note="A line of mine.")

    page = page_of(client).content.decode()
    assert reason.text in page
    assert "A line of mine." in page


def test_closing_makes_the_address_open_nothing(client):
    keep()
    address = client.post("/yours/", {"receipt": RECEIPT}, headers=HERE)["Location"]
    client.get(address)

    client.post(
        "/yours/",
        {"receipt": RECEIPT, "act": "close", "token": address.split("/")[-2]},
        headers=HERE,
    )

    assert client.get(address).status_code == 410


def test_a_renamed_role_locks_no_author_out(client):
    role = make_role("friend")
    moderation.publish(keep("I told Bob."), by=make_moderator(), redacted="I told [friend].")
    RedactionRole.objects.filter(pk=role.pk).update(label="mate", label_en="mate")

    page = page_of(client)

    assert page.status_code == 200
    assert "cannot mark any more what was changed" in page.content.decode()
    assert page_of(client, act="withdraw-now").status_code == 200


def test_a_name_that_was_left_out_is_said(client):
    moderation.publish(keep("Mine.", name="Ann"), by=make_moderator(), name="")

    assert "a moderator left the name out" in page_of(client).content.decode()


def test_an_offer_without_text_still_shows_what_it_is(client):
    moderation.publish(keep("", name="Ann", asks_before_publishing=True), by=make_moderator())

    page = page_of(client).content.decode()

    assert "waits for your OK" in page
    assert "Ann" in page
    assert "#MeToo" in page
