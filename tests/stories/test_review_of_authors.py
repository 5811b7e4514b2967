"""What somebody found who tried to break the author's side: each stays mended."""

import re
import time

import pytest
from django.db import OperationalError

from stories import sealed
from stories.desk import moderation
from stories.desk.review import Desk
from stories.intake import form_ids, receipts
from stories.models import (
    ContentWarning,
    Phrase,
    RedactionRole,
    SealedPage,
    Story,
    Submission,
    Support,
)
from stories.models.private import Part
from stories.text.normalise import normalise
from tests.factories import (
    make_draft,
    make_moderator,
    make_phrase,
    make_reason,
    make_role,
    make_warning,
)
from tests.stories.authors import RECEIPT, edit, keep, post, text_of

pytestmark = pytest.mark.django_db
HERE = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture(autouse=True)
def _phrase():
    make_phrase()


@pytest.fixture
def robin():
    return make_moderator()


@pytest.mark.parametrize("unit", [" ", " \t", "\u00a0", "\n ", "0", "a "])
def test_a_text_eight_times_as_long_takes_no_square_of_the_time(unit):
    def seconds(times: int) -> float:
        begun = time.process_time()
        normalise("a" + unit * times + "b")
        receipts.is_inside("a" + unit * times + "b")
        return time.process_time() - begun

    seconds(5_000)
    short = max(min(seconds(20_000) for _try in range(3)), 0.001)

    assert min(seconds(160_000) for _try in range(2)) < 30 * short


def test_a_neutral_word_that_makes_a_text_too_long_loses_none_of_it(client, settings):
    settings.FORM_MIN_SECONDS = 0
    make_role("e-mail")
    text = ("a@b.co " + "x" * 10_000)[:10_000]
    fields = {"text": text, "form_id": form_ids.new(), "step": "preview"}
    page = client.get(client.post("/share/", fields, headers=HERE)["Location"]).content.decode()
    place = re.search(r'name="replace" value="([^"]+)"', page)[1]

    answer = client.post("/share/", fields | {"step": "", "replace": place}, headers=HERE)

    page = client.get(answer["Location"])
    assert page.status_code == 422
    assert "x" * 9_000 in page.content.decode()


def test_the_same_in_an_edit(client):
    make_role("e-mail")
    keep("First.")
    text = ("a@b.co " + "x" * 10_000)[:10_000]
    place = re.search(
        r'name="replace" value="([^"]+)"', text_of(edit(client, text, step="preview"))
    )

    page = edit(client, text, step="", replace=place[1])

    assert page.status_code == 422
    assert "x" * 9_000 in text_of(page)


def test_a_name_alone_keeps_a_phrase_and_can_be_published(client, robin):
    keep("First.")

    edit(client, "", name="A.")
    moderation.publish(Submission.objects.get(), by=robin)

    assert (Story.objects.get().name, Story.objects.get().phrase.slug) == ("A.", "metoo")


def test_an_ok_is_for_the_version_that_its_author_saw(client, robin):
    submission = keep("First.", asks_before_publishing=True)
    moderation.publish(submission, by=robin)
    seen = re.search(r'name="offer" value="([^"]+)"', text_of(post(client)))[1]
    moderation.edit(Submission.objects.get(), make_draft("Second."), edition=0)
    moderation.publish(Submission.objects.get(), by=robin)

    page = text_of(post(client, act="agree", offer=seen))

    assert "Something changed" in page
    assert not Story.objects.exists()
    post(client, act="agree", offer=re.search(r'name="offer" value="([^"]+)"', page)[1])
    assert Story.objects.get().text == "Second."


def with_afterword(robin, text: str = "Then.") -> Submission:
    submission = moderation.publish(keep(text), by=robin)
    added = moderation.revise(submission, make_draft("Now."), edition=0, part=Part.AFTERWORD)
    return moderation.publish(added, by=robin)


def test_where_i_am_now_stays_its_authors_when_the_old_version_comes_down(client, robin):
    with_afterword(robin)

    edit(client, "Other words.", step="send-down", edition=1)
    moderation.publish(Submission.objects.get(), by=robin)

    assert Story.objects.get().afterword == ""
    assert "Now.</textarea>" in text_of(post(client, act="add"))


@pytest.mark.parametrize(
    ("act", "field"), [("answer", "text"), ("appeal", "note"), ("edit-send", "text")]
)
def test_what_was_typed_is_shown_where_the_state_moved_on(client, robin, act, field):
    submission = moderation.publish(keep("Old."), by=robin)
    moderation.take_down(submission, by=robin, reason=make_reason("take_down"))

    page = text_of(post(client, act=act, step="send", edition=0, **{field: "Words of mine."}))

    assert "What you had written" in page
    assert "Words of mine." in page


@pytest.mark.parametrize(
    ("act", "field"), [("edit-send", "text"), ("answer", "text"), ("appeal", "note")]
)
def test_words_come_back_where_the_database_is_away(client, monkeypatch, act, field):
    def away(_receipt):
        raise OperationalError

    monkeypatch.setattr("stories.intake.own.find", away)
    fields = {"receipt": RECEIPT, "act": act, "step": "send-down", field: "Words of mine."}

    answer = client.post("/yours/", fields, headers=HERE)

    page = answer.content.decode()
    assert answer.status_code == 503
    assert f'name="{field}"' in page
    assert "Words of mine." in page
    assert 'action="/yours/"' in page
    assert f'value="{act}"' in page
    assert 'name="step" value="send-down"' in page


def test_a_role_of_another_language_in_an_afterword_is_marked(client, robin):
    make_role("friend")
    RedactionRole.objects.update(label_es="amistad")
    submission = moderation.publish(keep("Then.", language="en"), by=robin)
    draft = make_draft("Hoy lo cuenta Ana.", language="es")
    added = moderation.revise(submission, draft, edition=0, part=Part.AFTERWORD)
    moderation.publish(added, by=robin, redacted="Hoy lo cuenta [amistad].")

    assert "<del>Ana</del> <ins>[amistad]</ins>" in text_of(post(client))


def test_a_change_begins_with_the_warnings_that_a_moderator_added(robin):
    submission = moderation.publish(keep("Old."), by=robin, warnings=[make_warning("injury")])
    change = moderation.revise(submission, make_draft("New."), edition=0)

    [preset] = Desk(change, robin).publish_form.initial["warnings"]

    assert preset == ContentWarning.objects.get(slug="injury")


def test_a_change_of_what_was_taken_down_meanwhile_is_refused(robin):
    submission = moderation.publish(keep("Old."), by=robin)
    in_the_authors_hand = Submission.objects.get()
    moderation.take_down(submission, by=robin, reason=make_reason("take_down"))

    with pytest.raises(moderation.SubmissionChangedMeanwhile):
        moderation.revise(in_the_authors_hand, make_draft("New."), edition=0)

    assert Submission.objects.count() == 1


def test_taking_the_afterword_off_does_not_undo_a_change_published_meanwhile(robin):
    with_afterword(robin)
    in_the_authors_hand = Submission.objects.get()
    change = moderation.revise(Submission.objects.get(), make_draft("Newer."), edition=1)
    moderation.publish(change, by=robin)

    moderation.remove_afterword(in_the_authors_hand)

    assert Submission.objects.get().words.text == Story.objects.get().text == "Newer."


@pytest.mark.parametrize(
    "between", ["\u200e", "\u2066", "\ufeff", "\u200b", "_", "/", ", ", " · ", "־"]
)
def test_a_receipt_is_read_with_whatever_copying_put_between(between):
    typed = between.join(RECEIPT[i : i + 4] for i in range(0, 24, 4))

    assert receipts.parse(typed) == RECEIPT
    assert receipts.is_inside(f"My number: {typed}")


def test_taking_back_twice_says_that_it_is_done(client):
    keep("Mine.")
    post(client, act="withdraw-now")

    assert "that is done" in text_of(post(client, act="withdraw-now"))


def test_the_same_edit_pressed_twice_has_arrived(client):
    keep("First.")
    edit(client, "Second.")

    page = edit(client, "Second.")

    assert page.status_code == 200
    assert "Your words have arrived" in text_of(page)


def test_an_addition_does_not_replace_a_change_of_the_letter_that_waits(client, robin):
    moderation.publish(keep("Old."), by=robin)
    edit(client, "New.")

    page = text_of(edit(client, "Now.", act="add-send", edition=1))

    assert "What you had written" in page
    assert Submission.objects.get(revises__isnull=False).words.text == "New."


def test_a_phrase_that_is_offered_no_more_survives_an_edit(client, robin):
    old = make_phrase(slug="old", tag="#Old", seams="#Old")
    moderation.publish(keep("Mine.", phrase_id=old.id), by=robin)
    Phrase.objects.filter(pk=old.pk).update(is_offered=False)

    edit(client, "Changed.", phrase="old")

    assert Submission.objects.get(revises__isnull=False).phrase == old


def test_words_of_support_for_other_words_go_with_them(client, robin):
    submission = moderation.publish(keep("Old."), by=robin)
    Support.objects.create(submission=submission, word="believe", count=3)

    edit(client, "New.", step="send-down")

    assert not Support.objects.exists()


def test_a_new_text_after_an_appeal_is_a_new_beginning(client, robin):
    moderation.decline(keep("Mine."), by=robin, reason=make_reason())
    moderation.appeal(Submission.objects.get())

    edit(client, "Other words.")

    assert Submission.objects.get().appealed_on is None


def test_a_damaged_sealed_page_is_gone():
    token = sealed.seal({"page": "yours"})
    SealedPage.objects.update(payload=b"damaged")

    assert sealed.unseal(token) is None


def test_the_page_with_the_number_knows_when_the_post_was_taken_back(client, settings):
    settings.FORM_MIN_SECONDS = 0
    fields = {"phrase": "metoo", "step": "send", "form_id": form_ids.new()}
    address = client.post("/share/", fields, headers=HERE)["Location"]
    page = client.get(address).content.decode()
    number = re.search(r'name="receipt" dir="ltr">([\d ]+)<', page)[1]

    client.post("/yours/", {"receipt": number, "act": "withdraw-now"}, headers=HERE)

    again = client.get(address)
    assert again.status_code == 404
    assert number not in again.content.decode()


def test_an_unknown_step_of_an_edit_sends_nothing(client):
    keep("First.")

    page = text_of(edit(client, "Second.", step="launch"))

    assert "This is what others would see" in page
    assert Submission.objects.get().words.text == "First."


def test_an_ok_to_a_version_without_the_name_publishes_no_name(robin):
    submission = keep("", name="John Smith", asks_before_publishing=True)
    offered = moderation.publish(submission, by=robin, name="")

    moderation.agree(offered)

    assert Story.objects.get().name == ""
