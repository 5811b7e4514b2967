"""One journey through time for each row of the retention table: a day before nothing is gone, a day after all of it."""

from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.utils import timezone
from freezegun import freeze_time

from metoo_wall.diagnosis import findings
from metoo_wall.purging import ROWS, purge
from metoo_wall.reading import RETENTION, retention
from resources.models import DidNotWork
from stories import sealed
from stories.desk import concerns, log, moderation
from stories.models import Concern, Decision, Note, SealedPage, Story, Submission
from stories.models.private import FloodVerdict, Part, State
from stories.words import Words
from tests.factories import (
    make_draft,
    make_moderator,
    make_published,
    make_reason,
    make_role,
    make_waiting,
)
from tests.metoo_wall.staff import make_account
from tests.resources.factories import make_helpline
from tests.stories import authors
from tests.stories.logs import with_the_file_in_hand

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def robin():
    return make_moderator()


def after(days: float) -> dict[str, int]:
    """What the calendar does so many days from now."""
    with freeze_time(timezone.now() + timedelta(days=days)):
        return purge()


def concern_about(submission, **fields) -> Concern:
    return Concern.objects.create(
        submission=submission, reason="other", received_at=moderation.this_hour(), **fields
    )


def test_originals_go_30_days_after_publication_and_what_stands_stays(robin):
    story = make_published("I said no. My name is Anna.", by=robin)

    assert after(30)["originals"] == 0
    assert after(30.1)["originals"] == 1

    story.refresh_from_db()
    assert story.sealed_words is None
    assert Story.objects.get().text == "I said no. My name is Anna."
    assert after(31)["originals"] == 0


def test_originals_count_from_the_change_that_was_published_last(robin):
    story = make_published("Before.", by=robin)
    with freeze_time(timezone.now() + 20 * DAY):
        change = moderation.revise(story, make_draft("After."), edition=0)
        moderation.publish(change, by=robin)

    assert after(45)["originals"] == 0
    assert after(51)["originals"] == 1


def test_originals_of_what_its_author_has_put_aside_go_too_and_it_can_come_back(robin):
    story = moderation.hide(make_published("Standing.", by=robin))

    assert after(31)["originals"] == 1

    moderation.show(Submission.objects.get(pk=story.pk))
    assert Story.objects.get().text == "Standing."


def test_the_notes_about_a_story_go_with_its_original(robin):
    story = make_waiting("Standing.")
    story = moderation.ask(story, by=robin, question=make_reason("ask"), note="When was it?")
    story = moderation.answer(story, note="In my own words.")
    moderation.publish(story, by=robin)

    after(31)

    assert not Note.objects.exists()


def test_the_published_words_are_the_base_from_then_on(client, robin):
    role = make_role("friend")
    story = authors.keep("I told Anna about it.")
    moderation.publish(story, by=robin, redacted=f"I told [{role.label}] about it.")
    assert "Anna" in authors.text_of(authors.post(client))

    after(31)

    page = authors.text_of(authors.post(client))
    assert "the marks of what was changed went with it" in page
    assert "Anna" not in page
    form = authors.text_of(authors.post(client, act="edit"))
    assert "I told [friend] about it." in form


def test_where_i_am_now_survives_its_original_when_the_letter_is_changed(robin):
    story = make_published("The letter.", by=robin)
    late = moderation.revise(story, make_draft("Years on."), edition=0, part=Part.AFTERWORD)
    moderation.publish(late, by=robin)
    after(31)
    story = Submission.objects.get(pk=story.pk)

    story = moderation.edit(story, make_draft("Another letter."), edition=story.edition)

    assert story.words == Words("Another letter.", "", "Years on.")


def test_what_was_declined_goes_after_30_days(robin):
    moderation.decline(make_waiting(), by=robin, reason=make_reason(), note="A line.")

    assert after(30)["declined"] == 0
    assert after(30.1)["declined"] == 1

    assert not Submission.objects.exists()
    assert not Note.objects.exists()
    assert Decision.objects.exists()


def test_an_appeal_takes_a_declined_post_off_the_calendar(robin):
    post = moderation.decline(make_waiting(), by=robin, reason=make_reason())
    with freeze_time(timezone.now() + 29 * DAY):
        moderation.appeal(post)

    assert after(3000)["declined"] == 0
    assert Submission.objects.get().state == State.WAITING


def test_an_offer_that_nobody_answered_goes_after_90_days(robin):
    moderation.publish(make_waiting(asks_before_publishing=True), by=robin)

    assert after(90)["offers"] == 0
    assert after(90.1)["offers"] == 1

    assert not Submission.objects.exists()


def test_a_sealed_page_goes_within_the_hour():
    sealed.seal({"text": "a draft"})

    with freeze_time(timezone.now() + timedelta(minutes=10)):
        assert purge()["sealed pages"] == 0
    with freeze_time(timezone.now() + timedelta(hours=1)):
        assert purge()["sealed pages"] == 1

    assert not SealedPage.objects.exists()


def test_a_concern_goes_a_year_after_it_was_settled(robin):
    story = make_published("Standing.", by=robin)
    seen = concern_about(story, sealed_text=b"sealed")
    moderation.settle(story, by=robin, reason=make_reason("settle"), up_to=seen.pk)

    assert after(365)["concerns"] == 0
    assert after(365.1)["concerns"] == 1

    assert not Concern.objects.exists()


def test_a_concern_that_has_paused_a_story_stays_without_its_words(robin):
    story = make_published("Standing.", by=robin)
    seen = concern_about(story, sealed_text=b"sealed", has_paused=True)
    moderation.settle(story, by=robin, reason=make_reason("settle"), up_to=seen.pk)

    assert after(366)["concerns"] == 1
    assert after(367)["concerns"] == 0

    kept = Concern.objects.get()
    assert (kept.has_paused, kept.sealed_text, kept.settled_by) == (True, None, None)


def test_a_concern_that_nobody_has_settled_stays(robin):
    concern_about(make_published("Standing.", by=robin))

    after(3000)

    assert Concern.objects.exists()
    assert concerns.count_of_stories() == 1


def test_reports_of_helplines_go_after_a_year():
    DidNotWork.objects.create(helpline=make_helpline(), day=timezone.localdate(), times=3)

    assert after(364)["concerns"] == 0
    assert after(366)["concerns"] == 1


def test_the_log_goes_after_24_months_behind_a_checkpoint(robin):
    moderation.decline(make_waiting(), by=robin, reason=make_reason())
    with freeze_time(timezone.now() + DAY):
        log.seal()

    assert after(729)["log"] == 0
    with freeze_time(timezone.now() + 731 * DAY):
        assert purge()["log"] == 1
        assert log.verify() == []

    assert not Decision.objects.exists()


def test_what_staff_did_in_the_admin_goes_with_the_log():
    account = make_account("lead")
    kind = ContentType.objects.get_for_model(Submission)
    LogEntry.objects.create(user=account, content_type=kind, object_id="1", action_flag=2)
    FloodVerdict.objects.create(
        verb="decline", by_name="rosa", said_at=moderation.this_hour(), is_over=True
    )

    after(729)
    assert LogEntry.objects.exists()
    after(731)

    assert not LogEntry.objects.exists()
    assert not FloodVerdict.objects.exists()


def test_sessions_that_are_over_go():
    SessionStore().create()

    after(0.2)
    assert Session.objects.exists()
    after(1)

    assert not Session.objects.exists()


def test_what_nobody_has_decided_is_never_purged_and_raises_an_alarm(robin):
    make_waiting("Waiting.")
    moderation.ask(make_waiting("Asked."), by=robin, question=make_reason("ask"))

    after(3000)

    assert Submission.objects.filter(sealed_words__isnull=False).count() == 2
    with freeze_time(timezone.now() + 8 * DAY):
        assert "wall.D009" in {finding.id for finding in findings()}


def test_a_post_without_a_line_in_the_log_stays_while_no_line_has_expired(robin):
    story = make_published("Standing.", by=robin)
    Decision.objects.all().delete()  # no line of this hour is sealed yet

    after(3000)

    story.refresh_from_db()
    assert story.sealed_words is not None


def test_a_dry_run_says_what_a_run_would_do_and_does_nothing(robin):
    make_published("Standing.", by=robin)
    out = StringIO()

    with freeze_time(timezone.now() + 31 * DAY):
        call_command("purge", "--dry-run", stdout=out)

    assert "originals: 1 would be erased." in out.getvalue()
    assert "originals 30, declined 30, offers 90" in out.getvalue()
    assert Submission.objects.get().sealed_words is not None


def test_a_log_that_was_changed_is_not_erased_and_the_rest_is(robin):
    moderation.decline(make_waiting(), by=robin, reason=make_reason())
    with freeze_time(timezone.now() + DAY):
        log.seal()
    with with_the_file_in_hand(), freeze_time(timezone.now() + 731 * DAY):
        Decision.objects.update(by_name="somebody else")

        with pytest.raises(CommandError, match="audit_verify"):
            call_command("purge", stdout=StringIO())

        assert Decision.objects.exists()
        assert not Submission.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_decision_of_the_same_moment_wins(robin):
    post = moderation.decline(make_waiting(), by=robin, reason=make_reason())
    with freeze_time(timezone.now() + 31 * DAY):
        moderation.appeal(post)
        assert purge()["declined"] == 0

    assert Submission.objects.exists()


def test_every_setting_of_the_table_has_a_row_that_keeps_to_it():
    assert {row.name for row in ROWS if row.kept is None} == set(RETENTION) - {"backups"}


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"originals": "0"}, "for 1 to 3650"),
        ({"originals": "-3"}, "for 1 to 3650"),
        ({"log": "two"}, "for 1 to 3650"),
        ({"log": "999999"}, "for 1 to 3650"),
        ({"originales": "30"}, "It knows originals"),
    ],
)
def test_a_retention_that_cannot_be_is_refused_in_a_sentence(given, says):
    with pytest.raises(ImproperlyConfigured, match=says):
        retention(given)


def test_one_row_can_be_changed_and_the_others_stay():
    assert retention({"log": "365"})["log"] == 365 * DAY
    assert retention({"log": "365"})["originals"] == 30 * DAY
