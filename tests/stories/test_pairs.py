"""Contacts stop publication, and what is flagged takes two people, or one twice."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from freezegun import freeze_time

from stories import vault
from stories.desk import concerns, moderation, queue
from stories.desk.contacts import UnresolvedContacts
from stories.desk.moderation import deciding, standing
from stories.models import Decision, Story, Submission
from stories.words import Words
from tests.factories import (
    make_draft,
    make_moderator,
    make_published,
    make_reason,
    make_role,
    make_waiting,
)

pytestmark = pytest.mark.django_db
NUMBER = "+44 20 7946 0018"
CONTACT = f"He is at {NUMBER} most days."
WITHOUT = "He is at […] most days."


@pytest.fixture
def robin():
    return make_moderator()


def test_a_contact_that_was_neither_removed_nor_dismissed_is_refused_whoever_asks(robin):
    with pytest.raises(UnresolvedContacts) as refused:
        moderation.publish(make_waiting(CONTACT), by=robin)

    assert [hint.words for hint in refused.value.hints] == [NUMBER]
    assert not Story.objects.exists()
    assert Submission.objects.get().proposed_at is None


def test_a_contact_in_the_shown_name_is_refused(robin):
    with pytest.raises(UnresolvedContacts):
        moderation.publish(make_waiting("Mine.", name="ana@mail.example.com"), by=robin)


def test_an_unknown_code_dismisses_nothing(robin):
    with pytest.raises(UnresolvedContacts):
        moderation.publish(make_waiting(CONTACT), by=robin, dismissed={NUMBER: "because"})


def test_a_dismissed_contact_is_published_by_two_and_the_log_has_the_code(robin):
    submission, kim = make_waiting(CONTACT), make_moderator("kim")
    dismissed = {NUMBER: "invented"}

    moderation.publish(submission, by=robin, dismissed=dismissed)
    assert not Story.objects.exists()
    moderation.publish(Submission.objects.get(), by=kim, dismissed=dismissed)

    assert Story.objects.get().text == CONTACT
    log = Decision.objects.order_by("id").values_list("verb", "reason", "by_name")
    assert list(log) == [("propose", "invented", "robin"), ("publish", "invented", "kim")]


def test_the_second_one_sees_what_the_first_proposed(robin):
    moderation.publish(make_waiting(CONTACT), by=robin, redacted=WITHOUT)

    proposed = Submission.objects.get()

    assert proposed.redaction.text == WITHOUT
    assert (proposed.state, proposed.proposed_by) == ("waiting", robin)


def test_who_proposed_cannot_confirm_while_a_colleague_is_active(robin):
    make_moderator("kim")
    proposed = moderation.publish(make_waiting(CONTACT), by=robin, redacted=WITHOUT)

    with freeze_time(timezone.now() + timedelta(hours=2)):
        with pytest.raises(moderation.SomebodyElseConfirms):
            moderation.publish(proposed, by=robin, redacted=WITHOUT)
        assert queue.claim_next(robin) is None


def test_alone_the_second_press_is_an_hour_later(robin):
    proposed = moderation.publish(make_waiting(CONTACT), by=robin, redacted=WITHOUT)
    with pytest.raises(moderation.SomebodyElseConfirms):
        moderation.publish(proposed, by=robin, redacted=WITHOUT)

    with freeze_time(timezone.now() + timedelta(minutes=61)):
        assert queue.claim_next(robin).pk == proposed.pk
        moderation.publish(proposed, by=robin, redacted=WITHOUT)

    assert Story.objects.get().text == WITHOUT


def test_a_moderator_can_ask_for_a_second_reader(robin):
    submission = moderation.flag(make_waiting("Hard to judge."), by=robin)

    moderation.publish(submission, by=robin)

    assert not Story.objects.exists()
    assert Submission.objects.get().flag_names == ["a moderator asked for a second reader"]


def test_an_edit_of_the_author_ends_what_was_proposed(robin):
    proposed = moderation.publish(make_waiting(CONTACT), by=robin, redacted=WITHOUT)

    edited = moderation.edit(proposed, make_draft("Other words."), edition=0)

    assert (edited.proposed_at, edited.redaction, edited.flags) == (None, None, [])


def test_a_role_in_place_of_a_contact_resolves_it(robin):
    make_role("phone")
    kim = make_moderator("kim")
    redacted = "He is at [phone] most days."

    proposed = moderation.publish(make_waiting(CONTACT), by=robin, redacted=redacted)
    moderation.publish(proposed, by=kim, redacted=redacted)

    assert Story.objects.get().text == redacted


def test_the_second_one_cannot_put_back_what_the_first_took_out(robin):
    kim = make_moderator("kim")
    proposed = moderation.publish(make_waiting(CONTACT), by=robin, redacted=WITHOUT)

    with pytest.raises(moderation.RedactionRefused):
        moderation.publish(proposed, by=kim, redacted=CONTACT, dismissed={NUMBER: "no-contact"})
    moderation.publish(proposed, by=kim)

    assert Story.objects.get().text == WITHOUT


def test_the_second_one_can_take_more_out_and_gives_no_dropped_name_back(robin):
    kim = make_moderator("kim")
    submission = make_waiting(CONTACT, name="A.")
    proposed = moderation.publish(submission, by=robin, redacted=WITHOUT, name="")

    with pytest.raises(moderation.RedactionRefused):
        moderation.publish(proposed, by=kim, redacted=WITHOUT, name="A.")
    moderation.publish(proposed, by=kim, redacted="He is at […] most […].")

    assert (Story.objects.get().text, Story.objects.get().name) == ("He is at […] most […].", "")


def test_a_change_that_was_offered_before_a_concern_is_not_published_by_its_authors_press(robin):
    story = make_published("Standing.", by=robin)
    change = moderation.revise(story, make_draft("Standing, and more."), edition=0)
    Submission.objects.filter(pk=change.pk).update(asks_before_publishing=True)
    offered = moderation.publish(Submission.objects.get(pk=change.pk), by=robin)
    seen = moderation.offer_of(offered)

    tell_of(story)

    with pytest.raises(moderation.ModerationError):
        moderation.agree(Submission.objects.get(pk=change.pk), offer=seen)
    assert Story.objects.get().text == "Standing."
    now = Submission.objects.get(pk=change.pk)
    assert (now.state, now.flags, now.sealed_redaction) == ("waiting", ["concern"], None)
    assert now.decisions.first().by_name == "the wall"
    moderation.publish(now, by=robin)
    assert Submission.objects.get(pk=change.pk).proposed_by == robin


def test_a_change_that_waits_twice_keeps_the_flag_of_a_concern_that_came_meanwhile(robin):
    story = make_published("Standing.", by=robin)
    in_the_authors_hand = Submission.objects.get(pk=story.pk)
    tell_of(story)

    change = moderation.revise(in_the_authors_hand, make_draft("Other."), edition=0)

    assert change.flags == ["concern"]


def test_what_is_flagged_can_be_proposed_while_a_question_is_open(robin):
    asked = moderation.ask(make_waiting(CONTACT), by=robin, question=make_reason("ask"))

    moderation.publish(asked, by=robin, redacted=WITHOUT)

    now = Submission.objects.get()
    assert (now.state, now.proposed_by) == ("waiting", robin)


@pytest.mark.parametrize("way", ["put_out", "put_up"])
def test_no_way_to_the_wall_goes_round_a_contact(robin, way):
    submission = make_waiting(CONTACT)
    ways = {
        "put_out": lambda: deciding.put_out(submission, submission.words, "publish", by=robin),
        "put_up": lambda: standing.put_up(submission, submission.words),
    }

    with pytest.raises(UnresolvedContacts), transaction.atomic():
        ways[way]()

    assert not Story.objects.exists()
    assert Submission.objects.get().state == "waiting"


def test_no_way_round_a_contact_leads_through_a_story_that_stands(robin):
    story = make_published("It stands.", by=robin)

    with pytest.raises(UnresolvedContacts), transaction.atomic():
        standing.renew(story, Words(CONTACT))

    assert Story.objects.get().text == "It stands."


def test_no_way_round_a_contact_leads_through_a_change_to_what_is_hidden(robin):
    story = moderation.hide(make_published("It stood.", by=robin))
    change = moderation.revise(story, make_draft(CONTACT), edition=story.edition)

    with pytest.raises(UnresolvedContacts), transaction.atomic():
        deciding.put_out(change, change.words, "publish", by=robin)


def test_what_was_dismissed_once_is_agreed_to_changed_hidden_and_shown(robin):
    kim = make_moderator("kim")
    submission = make_waiting(CONTACT, asks_before_publishing=True)
    for by in (robin, kim):
        moderation.publish(submission, by=by, dismissed={NUMBER: "invented"})

    story = moderation.agree(Submission.objects.get(pk=submission.pk))
    change = moderation.revise(story, make_draft("Better now."), edition=0, part="afterword")
    moderation.publish(Submission.objects.get(pk=change.pk), by=robin)
    hidden = moderation.hide(Submission.objects.get(pk=story.pk))
    shown = moderation.show(hidden)
    moderation.remove_afterword(shown)

    stands = Story.objects.get()
    assert (stands.text, stands.afterword) == (CONTACT, "")


def test_an_offer_that_holds_what_is_known_as_a_contact_by_now_waits_again(robin):
    offered = moderation.publish(make_waiting("Mine.", asks_before_publishing=True), by=robin)
    Submission.objects.update(sealed_redaction=vault.seal(Words(CONTACT).to_json()))

    agreed = moderation.agree(Submission.objects.get(pk=offered.pk))

    assert agreed.state == "waiting"
    assert not Story.objects.exists()


def tell_of(story: Submission) -> None:
    concerns.keep(story.public_id, reason="other", text="", form_digest=b"1" * 32, source="00")
