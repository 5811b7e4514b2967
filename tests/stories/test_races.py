"""Two at the same moment, in threads of their own with connections of their own. The author wins."""

import time
from collections.abc import Callable
from functools import partial
from threading import Barrier, Thread

import pytest
from django.db import connections

from stories.desk import concerns, moderation, queue, verdicts
from stories.models import GoneStory, Story, Submission, Tombstone
from tests.factories import make_draft, make_moderator, make_reason, make_waiting
from tests.stories.flooding import ADVERT, gathered

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 12


def at_once(*acts: Callable[[], object]) -> list[object]:
    """What each act returned or raised."""
    barrier, outcomes = Barrier(len(acts)), [None] * len(acts)

    def run(place: int) -> None:
        barrier.wait()
        try:
            outcomes[place] = acts[place]()
        except moderation.ModerationError as error:
            outcomes[place] = error
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=[place]) for place in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return outcomes


def test_withdrawn_first_a_moderator_is_told_and_nothing_is_published():
    robin, submission = make_moderator(), make_waiting()
    on_the_desk = Submission.objects.get()
    moderation.withdraw(submission)

    with pytest.raises(moderation.SubmissionChangedMeanwhile):
        moderation.publish(on_the_desk, by=robin)

    assert not Story.objects.exists()


def test_published_first_the_author_takes_it_off_the_wall():
    robin, submission = make_moderator(), make_waiting()
    in_the_authors_hand = Submission.objects.get()
    moderation.publish(submission, by=robin)

    moderation.withdraw(in_the_authors_hand)

    assert not Story.objects.exists()
    assert GoneStory.objects.count() == 1


def test_at_the_same_moment_the_author_wins():
    robin = make_moderator()
    for _round in range(ROUNDS):
        pk = make_waiting().pk
        one, other = Submission.objects.get(pk=pk), Submission.objects.get(pk=pk)

        at_once(lambda: moderation.publish(one, by=robin), lambda: moderation.withdraw(other))  # noqa: B023

        assert not Story.objects.exists()
        assert not Submission.objects.exists()
    assert Tombstone.objects.count() == ROUNDS


def test_of_two_edits_at_the_same_moment_one_is_kept_and_one_is_told():
    for _round in range(ROUNDS):
        pk = make_waiting("First.").pk
        one, other = Submission.objects.get(pk=pk), Submission.objects.get(pk=pk)

        outcomes = at_once(
            lambda: moderation.edit(one, make_draft("One."), edition=0),  # noqa: B023
            lambda: moderation.edit(other, make_draft("Other."), edition=0),  # noqa: B023
        )

        told = [o for o in outcomes if isinstance(o, moderation.SubmissionChangedMeanwhile)]
        assert len(told) == 1
        assert Submission.objects.get(pk=pk).edition == 1


def test_a_change_and_a_withdrawal_at_the_same_moment_leave_nothing():
    robin = make_moderator()
    for _round in range(ROUNDS):
        pk = moderation.publish(make_waiting("Old."), by=robin).pk
        one, other = Submission.objects.get(pk=pk), Submission.objects.get(pk=pk)

        at_once(
            lambda: moderation.revise(one, make_draft("New."), edition=0),  # noqa: B023
            lambda: moderation.withdraw(other),  # noqa: B023
        )

        assert not Submission.objects.exists()
        assert not Story.objects.exists()


def test_of_two_first_proposals_at_the_same_moment_one_is_kept_and_one_is_told():
    robin, kim = make_moderator(), make_moderator("kim")
    for _round in range(ROUNDS):
        pk = make_waiting("I told Bob and Eve.").pk
        Submission.objects.filter(pk=pk).update(flags=["second"])
        one, other = Submission.objects.get(pk=pk), Submission.objects.get(pk=pk)

        outcomes = at_once(
            lambda: moderation.publish(one, by=robin, redacted="I told […] and Eve."),  # noqa: B023
            lambda: moderation.publish(other, by=kim, redacted="I told Bob and […]."),  # noqa: B023
        )

        told = [isinstance(o, moderation.SubmissionChangedMeanwhile) for o in outcomes]
        assert sorted(told) == [False, True]
        kept = Submission.objects.get(pk=pk)
        assert kept.proposed_by == (kim if told[0] else robin)
        assert [d.by for d in kept.decisions.all()] == [kept.proposed_by]


def test_a_flag_and_a_publication_at_the_same_moment_never_publish_what_takes_two():
    robin, kim = make_moderator(), make_moderator("kim")
    for _round in range(ROUNDS):
        pk = make_waiting().pk
        one, other = Submission.objects.get(pk=pk), Submission.objects.get(pk=pk)

        at_once(lambda: moderation.publish(one, by=robin), lambda: moderation.flag(other, by=kim))  # noqa: B023

        now = Submission.objects.get(pk=pk)
        assert (now.state, now.flags) in (("published", []), ("waiting", ["second"]))


def test_a_claim_and_a_verb_at_the_same_moment_never_decide_what_a_colleague_reads():
    robin, kim = make_moderator(), make_moderator("kim")
    for _round in range(ROUNDS):
        pk = make_waiting().pk
        one, other = Submission.objects.get(pk=pk), Submission.objects.get(pk=pk)

        outcomes = at_once(
            lambda: moderation.publish(one, by=robin),  # noqa: B023
            lambda: claimed(other, kim),  # noqa: B023
        )

        assert isinstance(outcomes[0], moderation.SomebodyElseReads) == outcomes[1]


def test_a_change_agreed_to_and_a_concern_at_the_same_moment_wait_for_each_other():
    robin = make_moderator()
    for number in range(ROUNDS):
        story = moderation.publish(make_waiting("Old."), by=robin)
        change = moderation.revise(
            story, make_draft("New.", asks_before_publishing=True), edition=0
        )
        Submission.objects.filter(pk=change.pk).update(asks_before_publishing=True)
        offered = moderation.publish(Submission.objects.get(pk=change.pk), by=robin)
        public_id = story.public_id

        outcomes = at_once(
            lambda: moderation.agree(offered),  # noqa: B023
            lambda: concerned(public_id, number),  # noqa: B023
        )

        assert outcomes[1] is not None
        assert not isinstance(outcomes[0], Exception) or isinstance(
            outcomes[0], moderation.SubmissionChangedMeanwhile
        )


def claimed(submission, account) -> bool:
    try:
        queue.claim(submission, account)
    except queue.ClaimedBySomebodyElse:
        return False
    return True


def concerned(public_id: str, number: int):
    return concerns.keep(
        public_id, reason="other", text="", form_digest=bytes([number]) * 32, source="00"
    )


def test_a_flood_that_is_declined_and_authors_who_take_back_wait_for_each_other():
    robin, reason = make_moderator(), make_reason()
    for _round in range(4):
        posts = [gathered(ADVERT) for _n in range(8)]
        verdict = verdicts.decide(
            [posts[0].flood_post.flood_id], "decline", by=robin, up_to=posts[-1].pk, reason=reason
        )
        taken_back = [Submission.objects.get(pk=post.pk) for post in (posts[7], posts[4], posts[2])]

        outcomes = at_once(
            lambda: verdicts.carry_out(verdict, time.monotonic() + 20) or "done",  # noqa: B023
            *[partial(moderation.withdraw, each) for each in taken_back],
        )

        assert None not in outcomes
        assert all(isinstance(outcome, Tombstone) for outcome in outcomes[1:])
        left = Submission.objects.filter(pk__in=[post.pk for post in posts])
        assert set(left.values_list("state", flat=True)) == {"declined"}
        assert left.count() == 5
