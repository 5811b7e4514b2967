from datetime import timedelta

import pytest
from django.utils import timezone

from stories.desk import moderation, waits
from stories.models import Submission, Wait
from tests.factories import make_moderator, make_reason, make_waiting

pytestmark = pytest.mark.django_db


def decide_after(hours: int, by) -> None:
    submission = make_waiting()
    since = moderation.this_hour() - timedelta(hours=hours)
    Submission.objects.filter(pk=submission.pk).update(received_at=since)
    submission.refresh_from_db()
    moderation.publish(submission, by=by)


def test_the_usual_wait_is_measured_from_decisions():
    robin = make_moderator()
    for hours in (1, 1, 20, 20, 20, 20, 20, 20, 20, 100):
        decide_after(hours, robin)

    assert waits.usual() == waits.UsualWait(median=24, most=24)


def test_a_few_decisions_say_nothing():
    decide_after(1, make_moderator())

    assert waits.usual() is None


def test_what_was_long_ago_does_not_count():
    Wait.objects.create(week=timezone.now().date() - timedelta(days=40), hours=2, count=50)

    assert waits.usual() is None


def test_an_answer_begins_a_new_wait():
    robin = make_moderator()
    submission = make_waiting()
    moderation.answer(moderation.ask(submission, by=robin, question=make_reason("ask")), note="A")

    moderation.decline(Submission.objects.get(), by=robin, reason=make_reason())

    assert sum(Wait.objects.values_list("count", flat=True)) == 2
