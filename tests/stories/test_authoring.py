"""The author's verbs: changing, adding, hiding, appealing; the database keeps what must hold."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from freezegun import freeze_time

from stories.desk import moderation
from stories.models import Decision, GoneStory, Note, Story, Submission
from stories.models.private import Part, State
from tests.factories import (
    make_draft,
    make_moderator,
    make_published,
    make_reason,
    make_role,
    make_waiting,
    make_warning,
    receive,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def robin():
    return make_moderator()


def test_an_edit_replaces_what_waits_and_counts_the_edition():
    submission = make_waiting("First.")

    edited = moderation.edit(submission, make_draft("Second."), edition=0)

    assert (edited.state, edited.words.text, edited.edition) == ("waiting", "Second.", 1)
    assert Decision.objects.get().verb == "edit"


def test_the_second_of_two_edits_at_once_is_told_and_changes_nothing():
    submission = make_waiting("First.")
    seen_before = Submission.objects.get()
    moderation.edit(submission, make_draft("Mine."), edition=0)

    with pytest.raises(moderation.SubmissionChangedMeanwhile):
        moderation.edit(seen_before, make_draft("Also mine."), edition=0)

    assert Submission.objects.get().words.text == "Mine."


def test_a_moderator_cannot_publish_words_that_the_author_has_changed(robin):
    submission = make_waiting("First.")
    on_the_desk = Submission.objects.get()
    moderation.edit(submission, make_draft("Second."), edition=0)

    with pytest.raises(moderation.SubmissionChangedMeanwhile):
        moderation.publish(on_the_desk, by=robin)

    assert not Story.objects.exists()


def test_an_edit_that_takes_the_old_version_down_leaves_its_address_gone(robin):
    submission = make_published("Old.", by=robin)
    old = submission.public_id

    moderation.edit(submission, make_draft("New."), edition=0)

    assert not Story.objects.exists()
    assert GoneStory.objects.get().public_id == old
    assert Submission.objects.get().state == "waiting"


def test_a_revision_waits_while_the_old_version_stands(robin):
    submission = make_published("Old.", by=robin)

    revision = moderation.revise(submission, make_draft("New."), edition=0)

    assert Story.objects.get().text == "Old."
    assert (revision.state, revision.words.text) == ("waiting", "New.")


def test_a_published_revision_takes_the_place_of_the_old_version(robin):
    make_role("friend")
    submission = make_published("Old.", by=robin)
    before = Story.objects.get()
    draft = make_draft("I told Bob.", warnings=(make_warning().id,), detail="some")
    revision = moderation.revise(submission, draft, edition=0)

    moderation.publish(revision, by=robin, redacted="I told [friend].")

    after = Story.objects.get()
    assert (after.pk, after.public_id, after.month) == (before.pk, before.public_id, before.month)
    assert (after.text, after.warning_slugs) == ("I told [friend].", ["sexual-harassment"])
    assert Submission.objects.get().words.text == "I told Bob."
    assert Decision.objects.first().verb == "renew"


def test_a_declined_revision_leaves_the_old_version_standing(robin):
    submission = make_published("Old.", by=robin)
    revision = moderation.revise(submission, make_draft("New."), edition=0)

    moderation.decline(revision, by=robin, reason=make_reason())

    assert Story.objects.get().text == "Old."
    assert Submission.objects.get(revises=submission).state == "declined"


def test_a_revision_is_offered_where_its_author_wants_to_see_it_first(robin):
    submission = make_waiting("Old.", asks_before_publishing=True)
    moderation.agree(moderation.publish(submission, by=robin))
    revision = moderation.revise(Submission.objects.get(), make_draft("New."), edition=0)
    offered = moderation.publish(revision, by=robin)
    assert Story.objects.get().text == "Old."

    moderation.agree(offered)

    assert Story.objects.get().text == "New."


def test_another_revision_replaces_the_one_that_waits(robin):
    submission = make_published("Old.", by=robin)
    moderation.revise(submission, make_draft("New."), edition=0)

    moderation.revise(submission, make_draft("Newer."), edition=1)

    assert Submission.objects.get(revises=submission).words.text == "Newer."


def test_words_can_be_added_to_a_bare_post(robin):
    submission = receive()
    revision = moderation.revise(submission, make_draft("Now with words."), edition=0)

    moderation.publish(revision, by=robin)

    assert (Story.objects.get().kind, Story.objects.get().text) == ("story", "Now with words.")


def test_an_afterword_stands_below_the_letter_and_can_be_taken_back(robin):
    submission = make_published("Then.", by=robin)
    added = moderation.revise(submission, make_draft("Now."), edition=0, part=Part.AFTERWORD)
    moderation.publish(added, by=robin)
    story = Story.objects.get()
    assert (story.text, story.afterword) == ("Then.", "Now.")
    assert story.afterword_month

    moderation.remove_afterword(Submission.objects.get())

    story = Story.objects.get()
    assert (story.text, story.afterword, story.afterword_html) == ("Then.", "", "")
    assert Submission.objects.get().words.afterword == ""


def test_an_afterword_survives_a_change_of_the_letter(robin):
    submission = make_published("Then.", by=robin)
    added = moderation.revise(submission, make_draft("Now."), edition=0, part=Part.AFTERWORD)
    moderation.publish(added, by=robin)

    moderation.publish(
        moderation.revise(Submission.objects.get(), make_draft("Then, in other words."), edition=1),
        by=robin,
    )

    story = Story.objects.get()
    assert (story.text, story.afterword) == ("Then, in other words.", "Now.")


def test_an_afterword_of_a_post_that_does_not_stand_is_refused():
    with pytest.raises(moderation.ForbiddenTransition):
        moderation.revise(make_waiting(), make_draft("Now."), edition=0, part=Part.AFTERWORD)


def test_hidden_is_off_the_wall_and_comes_back_as_it_was(robin):
    submission = make_waiting("I told nobody.", name="A.")
    submission = moderation.publish(submission, by=robin, redacted="I told […].")
    before = Story.objects.values().get()

    hidden = moderation.hide(submission)
    assert not Story.objects.exists()
    assert GoneStory.objects.get().public_id == before["public_id"]
    moderation.show(hidden)

    assert Story.objects.values().get() == before
    assert not GoneStory.objects.exists()


def test_a_paused_story_comes_back_as_it_was(robin):
    submission = make_published("Standing.", by=robin)
    before = Story.objects.values().get()

    moderation.resume(
        moderation.pause(submission, by=robin), by=robin, reason=make_reason("settle")
    )

    assert Story.objects.values().get() == before


def test_what_is_hidden_is_kept_encrypted(robin):
    hidden = moderation.hide(make_published("Hidden words.", by=robin))

    assert hidden.redaction.text == "Hidden words."
    assert b"Hidden words" not in bytes(hidden.sealed_redaction)


def test_a_bare_post_can_be_hidden_and_shown():
    moderation.show(moderation.hide(receive()))

    assert Story.objects.get().kind == "bare"


def test_a_revision_of_a_hidden_story_stays_hidden(robin):
    hidden = moderation.hide(make_published("Old.", by=robin))
    revision = moderation.revise(hidden, make_draft("New."), edition=0)
    moderation.publish(revision, by=robin)
    assert not Story.objects.exists()

    moderation.show(Submission.objects.get())

    assert Story.objects.get().text == "New."


def test_taking_down_and_withdrawing_erase_a_waiting_change_and_its_notes(robin):
    for end in ("take_down", "withdraw"):
        submission = make_published("Old.", by=robin)
        revision = moderation.revise(submission, make_draft("New."), edition=0)
        moderation.ask(revision, by=robin, question=make_reason("ask"), note="Which?")

        if end == "withdraw":
            moderation.withdraw(submission)
        else:
            moderation.take_down(submission, by=robin, reason=make_reason("take_down"))

        assert not Submission.objects.filter(revises__isnull=False).exists()
        assert not Note.objects.exists()


def declined(robin) -> Submission:
    return moderation.decline(make_waiting("Mine."), by=robin, reason=make_reason())


def test_an_appeal_is_for_another_moderator(robin):
    appealed = moderation.appeal(declined(robin), note="Please look again.")
    kim = make_moderator("kim")

    with pytest.raises(moderation.SomebodyElseJudges):
        moderation.publish(appealed, by=robin)
    moderation.publish(appealed, by=kim)

    assert Story.objects.get().text == "Mine."


def test_a_lone_moderator_judges_an_appeal_a_week_later(robin):
    appealed = moderation.appeal(declined(robin))
    with pytest.raises(moderation.SomebodyElseJudges):
        moderation.publish(appealed, by=robin)

    with freeze_time(timezone.now() + timedelta(days=7)):
        moderation.publish(appealed, by=robin)

    assert Story.objects.exists()


def test_there_is_one_appeal(robin):
    kim = make_moderator("kim")
    again = moderation.decline(moderation.appeal(declined(robin)), by=kim, reason=make_reason())

    with pytest.raises(moderation.ForbiddenTransition):
        moderation.appeal(again)


def test_consents_are_revocable(robin):
    submission = make_published("Mine.", by=robin, may_quote=True)

    moderation.set_consents(submission, may_quote=False, wants_support=False)

    assert not Submission.objects.get().may_quote
    assert not Story.objects.get().takes_support


@pytest.mark.parametrize(
    "fields",
    [
        {"receipt_digest": None},
        {"part": Part.AFTERWORD},
        {"state": State.HIDDEN, "public_id": "2" * 12},
    ],
)
def test_the_database_refuses_what_must_never_be(fields):
    submission = make_waiting()

    with pytest.raises(IntegrityError), transaction.atomic():
        Submission.objects.filter(pk=submission.pk).update(received_at=None, **fields)


def test_a_revision_without_a_receipt_never_stands_on_its_own(robin):
    revision = moderation.revise(make_published("Old.", by=robin), make_draft("New."), edition=0)

    with pytest.raises(IntegrityError), transaction.atomic():
        Submission.objects.filter(pk=revision.pk).update(state="declined", receipt_digest=b"x")
