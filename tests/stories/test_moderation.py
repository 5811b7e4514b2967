import pytest
from django.db import IntegrityError, transaction

from stories.desk import moderation
from stories.models import Decision, GoneStory, Story, Submission, Tombstone
from tests.factories import (
    make_moderator,
    make_published,
    make_reason,
    make_role,
    make_waiting,
    make_warning,
    receive,
)

pytestmark = pytest.mark.django_db


def test_a_bare_post_stands_on_the_wall_at_once_without_a_decision():
    submission = receive()

    assert Story.objects.get(public_id=submission.public_id).kind == "bare"
    assert not Decision.objects.exists()
    assert submission.received_at is None


def test_a_bare_post_can_be_held():
    submission = receive(hold_bare=True)

    assert submission.state == "held"
    assert not Story.objects.exists()


def test_words_wait_and_are_encrypted():
    submission = make_waiting("a secret text")

    assert submission.state == "waiting"
    assert b"secret" not in bytes(submission.sealed_words)
    assert submission.words.text == "a secret text"
    assert submission.received_at.minute == 0


def test_a_name_is_words_of_its_own():
    assert make_waiting("", name="A.").state == "waiting"


def test_publishing_writes_the_story_and_its_decision():
    robin = make_moderator()
    submission = make_waiting("It happened.", language="en", country="FR")

    moderation.publish(submission, by=robin, warnings=[make_warning()])

    story = Story.objects.get()
    assert (story.text, story.warning_slugs) == ("It happened.", ["sexual-harassment"])
    decision = Decision.objects.get()
    assert (decision.verb, decision.before, decision.after) == ("publish", "waiting", "published")
    assert (decision.by_name, decision.decided_at.minute) == ("robin", 0)


def test_a_redacted_text_is_published_with_its_mark():
    make_role("friend")
    submission = make_waiting("I told Bob.")

    moderation.publish(submission, by=make_moderator(), redacted="I told [friend].")

    assert Story.objects.get().text == "I told [friend]."
    assert Submission.objects.get().words.text == "I told Bob."


def test_an_added_word_is_refused_and_nothing_changes():
    submission = make_waiting("I told Bob.")

    with pytest.raises(moderation.RedactionRefused):
        moderation.publish(submission, by=make_moderator(), redacted="I told him gladly.")

    assert Submission.objects.get().state == "waiting"
    assert not Story.objects.exists()


def test_a_name_can_be_left_out_but_not_changed():
    robin = make_moderator()
    submission = make_waiting("Hello.", name="Ann")

    with pytest.raises(moderation.RedactionRefused):
        moderation.publish(submission, by=robin, name="Eve")
    moderation.publish(submission, by=robin, name="")

    assert Story.objects.get().name == ""


def test_who_wants_to_see_it_first_is_offered_and_agrees():
    submission = make_waiting("Mine.", asks_before_publishing=True)

    offered = moderation.publish(submission, by=make_moderator())
    assert (offered.state, Story.objects.count()) == ("offered", 0)
    agreed = moderation.agree(offered)

    assert (agreed.state, Story.objects.get().text) == ("published", "Mine.")


def test_asking_and_declining_keep_the_reason_by_code_and_the_line_encrypted():
    robin, submission = make_moderator(), make_waiting()
    question, reason = make_reason("ask"), make_reason("decline")

    moderation.ask(submission, by=robin, question=question, note="a line of mine")
    submission.refresh_from_db()
    moderation.decline(submission, by=robin, reason=reason)

    asked, declined = Decision.objects.order_by("id")
    assert (asked.reason, declined.reason) == (question.slug, reason.slug)
    assert asked.note.text == "a line of mine"
    assert b"line" not in bytes(asked.note.sealed_text)


def test_taking_down_erases_the_words_and_leaves_a_place():
    robin = make_moderator()
    submission = make_published("My words.", by=robin)

    moderation.take_down(submission, by=robin, reason=make_reason("take_down"))

    assert not Story.objects.exists()
    assert GoneStory.objects.get().public_id == submission.public_id
    submission.refresh_from_db()
    assert submission.sealed_words is None


@pytest.mark.parametrize("make", [receive, make_waiting, lambda: make_published("Words.")])
def test_withdrawing_deletes_the_row_and_leaves_a_tombstone(make):
    submission = make()

    moderation.withdraw(submission)

    assert not Submission.objects.exists()
    assert not Story.objects.exists()
    assert bytes(Tombstone.objects.get().receipt_digest) == bytes(submission.receipt_digest)


def test_withdrawing_twice_is_told_apart():
    submission = make_waiting()
    moderation.withdraw(submission)

    with pytest.raises(moderation.SubmissionChangedMeanwhile):
        moderation.withdraw(submission)


def test_publishing_what_was_withdrawn_meanwhile_changes_nothing():
    robin, submission = make_moderator(), make_waiting()
    moderation.withdraw(Submission.objects.get())

    with pytest.raises(moderation.SubmissionChangedMeanwhile):
        moderation.publish(submission, by=robin)

    assert not Story.objects.exists()


def test_a_stale_copy_is_refused():
    robin, submission = make_moderator(), make_waiting()
    moderation.decline(Submission.objects.get(), by=robin, reason=make_reason())

    with pytest.raises(moderation.SubmissionChangedMeanwhile):
        moderation.publish(submission, by=robin)


@pytest.mark.parametrize("role", ["resource editor", "administrator", "lead"])
def test_only_moderators_decide(role):
    somebody = make_moderator(role=role)

    with pytest.raises(moderation.NotAllowed):
        moderation.publish(make_waiting(), by=somebody)


@pytest.mark.parametrize(
    "broken",
    [
        {"state": "withdrawn"},
        {"state": "published"},
        {"state": "declined"},
        {"state": "offered"},
        {"public_id": "22222222bcdf"},
    ],
)
def test_the_database_refuses_what_must_never_be(broken):
    submission = make_waiting()

    with pytest.raises(IntegrityError), transaction.atomic():
        Submission.objects.filter(pk=submission.pk).update(**broken)


@pytest.mark.parametrize(
    "broken", [{"text": "x"}, {"kind": "story"}, {"phrase": None}, {"month": 1}, {"detail": "much"}]
)
def test_the_database_refuses_half_a_story(broken):
    receive()

    with pytest.raises(IntegrityError), transaction.atomic():
        Story.objects.update(**broken)
