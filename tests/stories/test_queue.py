"""The queue: lanes, claims, and nobody ever handed the same post."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from freezegun import freeze_time

from stories.desk import moderation, queue
from stories.models import Story, Submission
from stories.models.private import Lane
from tests.factories import make_draft, make_moderator, make_reason, make_waiting

pytestmark = pytest.mark.django_db
DANGER = "He said he will kill me, tonight."
CONTACT = "He is at +44 20 7946 0018."


@pytest.fixture
def robin():
    return make_moderator()


def test_danger_comes_first_then_flagged_then_the_oldest(robin):
    rest, older = make_waiting("First."), make_waiting("Second.")
    flagged, danger = make_waiting(CONTACT), make_waiting(DANGER)

    order = [queue.claim_next(robin).pk for _turn in range(1)]
    Submission.objects.filter(pk=order[0]).update(state="declined", received_at=None)
    order.append(queue.claim_next(robin).pk)

    assert order == [danger.pk, flagged.pk]
    assert list(queue.for_moderator(robin).values_list("pk", flat=True)) == [
        flagged.pk,
        rest.pk,
        older.pk,
    ]


def test_the_next_one_is_claimed_and_a_colleague_gets_another(robin):
    first, second = make_waiting(), make_waiting()

    assert queue.claim_next(robin).pk == first.pk
    assert queue.claim_next(make_moderator("kim")).pk == second.pk


def test_asking_again_gives_what_one_is_reading_already(robin):
    make_waiting()
    make_waiting()

    assert queue.claim_next(robin).pk == queue.claim_next(robin).pk


def test_a_claim_ends_after_half_an_hour_or_by_not_this_one(robin):
    submission, kim = make_waiting(), make_moderator("kim")
    queue.claim(submission, robin)
    with pytest.raises(queue.ClaimedBySomebodyElse):
        queue.claim(submission, kim)
    assert queue.claim_next(kim) is None

    with freeze_time(timezone.now() + timedelta(minutes=31)):
        assert queue.claim_next(kim).pk == submission.pk
    queue.release(submission, kim)

    assert queue.claim_next(robin).pk == submission.pk


def test_an_empty_queue_has_no_next_one(robin):
    assert queue.claim_next(robin) is None


def test_a_verb_about_what_a_colleague_reads_is_refused_and_changes_nothing(robin):
    submission, kim = make_waiting(), make_moderator("kim")
    queue.claim(submission, kim)

    with pytest.raises(moderation.SomebodyElseReads):
        moderation.publish(submission, by=robin)

    assert not Story.objects.exists()


def test_an_appeal_is_not_handed_to_who_declined_it(robin):
    kim = make_moderator("kim")
    appealed = moderation.appeal(moderation.decline(make_waiting(), by=robin, reason=make_reason()))

    assert queue.claim_next(robin) is None
    assert queue.claim_next(kim).pk == appealed.pk


def test_alone_an_appeal_comes_back_after_a_week(robin):
    moderation.appeal(moderation.decline(make_waiting(), by=robin, reason=make_reason()))
    assert queue.claim_next(robin) is None

    with freeze_time(timezone.now() + timedelta(days=7)):
        assert queue.claim_next(robin)


def test_the_queue_never_asks_for_a_text(robin):
    make_waiting()

    with CaptureQueriesContext(connection) as asked:
        list(queue.for_moderator(robin))
        queue.claim_next(robin)

    assert not any('"sealed_words"' in query["sql"] for query in asked)


def test_counting_stops_at_a_thousand():
    rows = [
        Submission(receipt_digest=n.to_bytes(4, "big"), state="waiting", kind="story",
                   asks_before_publishing=False, lane=Lane.REST)
        for n in range(queue.MOST_COUNTED + 5)
    ]  # fmt: skip
    Submission.objects.bulk_create(rows)

    assert queue.counts()[Lane.REST] == queue.MOST_COUNTED
    assert queue.counts()[Lane.DANGER] == 0


@pytest.mark.django_db(transaction=True)
def test_eight_moderators_and_two_hundred_posts_nobody_gets_the_same():
    for _post in range(200):
        make_waiting()
    moderators = [make_moderator(f"m{number}") for number in range(8)]

    def read_all(account) -> list[int]:
        taken = []
        while submission := queue.claim_next(account):
            taken.append(submission.pk)
            Submission.objects.filter(pk=submission.pk).update(state="declined", received_at=None)
        connections.close_all()
        return taken

    with ThreadPoolExecutor(8) as pool:
        taken = list(pool.map(read_all, moderators))

    everything = [pk for mine in taken for pk in mine]
    assert len(everything) == len(set(everything)) == 200


def test_the_lane_of_new_words_is_judged_anew(robin):
    submission = make_waiting(CONTACT)
    assert (submission.lane, submission.flags) == (Lane.FLAGGED, ["contact"])

    edited = moderation.edit(submission, make_draft("Nothing of the kind."), edition=0)

    assert (edited.lane, edited.flags) == (Lane.REST, [])
