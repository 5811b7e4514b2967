"""What an author allows, asks for again, and how the page with the number keeps itself."""

import re

import pytest
from django.utils import timezone
from freezegun import freeze_time

from stories.desk import moderation
from stories.intake import receipts
from stories.models import SealedPage, Story, Submission, Support, Wait
from tests.factories import make_moderator, make_phrase, make_reason
from tests.stories.authors import HERE, RECEIPT, edit, keep, post, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _phrase():
    make_phrase()


@pytest.fixture
def robin():
    return make_moderator()


# Consents


def test_an_author_takes_a_story_off_the_wall_and_puts_it_back(client, robin):
    story = moderation.publish(keep("Mine."), by=robin)
    post(client, act="hide")
    assert client.get(f"/stories/{story.public_id}/").status_code == 410

    page = text_of(post(client, act="show"))

    assert "It is on the wall" in page
    assert client.get(f"/stories/{story.public_id}/").status_code == 200


def test_quoting_and_support_can_be_allowed_and_revoked(client, robin):
    moderation.publish(keep("Mine.", may_quote=True), by=robin)

    assert "Nobody may quote a sentence of it" in text_of(post(client, act="do-not-quote"))
    assert "Switched off" in text_of(post(client, act="no-support"))
    assert "may quote a sentence of it in their reports" in text_of(post(client, act="quote"))
    post(client, act="take-support")

    assert Story.objects.get().takes_support


def test_the_author_alone_reads_how_many_said_each_word(client, robin):
    submission = moderation.publish(keep("Mine."), by=robin)
    Support.objects.create(submission=submission, word="believe", count=3)

    page = text_of(post(client))

    assert "I believe you: 3 readers" in page
    assert "Me too:" not in page


def test_no_word_is_shown_with_a_zero(client, robin):
    moderation.publish(keep("Mine."), by=robin)

    page = text_of(post(client))

    assert "Nobody has pressed one yet" in page
    assert "0 readers" not in page


def test_a_change_to_what_is_hidden_does_not_say_that_it_stands(client, robin):
    moderation.hide(moderation.publish(keep("Old."), by=robin))

    page = text_of(edit(client, "New."))

    assert "Your post stays off the wall meanwhile" in page
    assert "What is on the wall" not in page


# A second look


def test_a_declined_post_can_be_appealed_once(client, robin):
    moderation.decline(keep("Mine."), by=robin, reason=make_reason())
    assert "A second look" in text_of(post(client))

    page = text_of(post(client, act="appeal", note="Please."))
    assert "You asked for a second look" in page
    moderation.decline(Submission.objects.get(), by=make_moderator("kim"), reason=make_reason())

    again = text_of(post(client))
    assert "It was looked at a second time" in again
    assert "Ask for a second look" not in again
    assert "while this page was open" in text_of(post(client, act="appeal"))


def test_an_appeal_that_is_too_long_loses_none_of_it(client, robin):
    moderation.decline(keep("Mine."), by=robin, reason=make_reason())
    long = "b" * 2_001

    page = post(client, act="appeal", note=long)

    assert page.status_code == 422
    assert long in text_of(page)


# Waiting


def test_the_usual_wait_is_told_from_real_decisions(client):
    keep("Mine.")
    assert "It can take some days" in text_of(post(client))
    Wait.objects.create(week=timezone.now().date(), hours=24, count=9)
    Wait.objects.create(week=timezone.now().date(), hours=72, count=1)

    assert "nine of ten posts were read within 24 hours" in text_of(post(client))


def test_it_says_when_it_is_being_read(client, robin):
    keep("Mine.")
    Submission.objects.update(claimed_by=robin, claimed_at=timezone.now())

    assert "It is being read" in text_of(post(client))


# The number, and the page itself


def test_the_number_is_shown_again_until_its_author_has_kept_it(client):
    keep("Mine.")
    assert receipts.grouped(RECEIPT) in text_of(post(client))

    page = text_of(post(client, act="kept"))

    assert receipts.grouped(RECEIPT) not in page
    assert receipts.grouped(RECEIPT) not in text_of(post(client))


@pytest.mark.parametrize("act", ["close", "kept", "look", "hide", "edit", "withdraw-now"])
def test_a_press_closes_the_page_that_it_came_from(client, act):
    keep("Mine.")
    answer = client.post("/yours/", {"receipt": RECEIPT}, headers=HERE)
    address = answer["Location"]
    assert client.get(address).status_code == 200

    token = address.rstrip("/").rpartition("/")[2]
    post(client, act=act, token=token)

    assert client.get(address).status_code == 410


def test_the_pages_own_forms_work_for_twelve_hours(client):
    keep("Mine.")
    with freeze_time(timezone.now()) as clock:
        page = text_of(post(client, act="edit"))
        edition = re.search(r'"edition" value="(\d+)"', page)[1]
        clock.tick(12 * 3600 - 1)

        edit(client, "After half a day.", edition=edition)

    assert Submission.objects.get().words.text == "After half a day."


def test_a_stolen_address_opens_nothing_two_minutes_after_its_first_view(client):
    keep("Mine.")
    address = client.post("/yours/", {"receipt": RECEIPT}, headers=HERE)["Location"]
    with freeze_time(timezone.now()) as clock:
        assert client.get(address).status_code == 200
        clock.tick(121)

        assert client.get(address).status_code == 410


@pytest.mark.parametrize("act", ["edit-send", "add-send", "answer", "appeal"])
def test_a_number_like_a_receipt_is_refused_kindly_in_any_words(client, robin, act):
    submission = keep("Mine.")
    if act == "add-send":
        moderation.publish(submission, by=robin)
    if act == "answer":
        moderation.ask(submission, by=robin, question=make_reason("ask"))
    if act == "appeal":
        moderation.decline(submission, by=robin, reason=make_reason())
    words = f"My number is {receipts.grouped(RECEIPT)}, please."

    page = post(client, act=act, step="send", text=words, note=words, edition=0)

    assert page.status_code == 422
    assert "looks like the number of a post" in text_of(page)
    assert words in text_of(page)


def test_every_act_is_harmless_in_every_state(client, robin):
    """Pressed where it does not fit, an act answers with a page and changes no state."""
    from stories.intake.own_acts import ACTS

    submission = moderation.publish(keep("Mine."), by=robin)
    moderation.take_down(submission, by=robin, reason=make_reason("take_down"))
    for act in sorted(set(ACTS) - {"withdraw-now"}):
        page = post(client, act=act, step="send", text="New.", note="", edition=0)

        assert page.status_code in (200, 410), act
        assert Submission.objects.get().state == "taken_down", act
    assert SealedPage.objects.count() > 5
