"""A legal hold: two people, one post, until a day; and never against its author."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from freezegun import freeze_time

from metoo_wall.purging import purge
from stories.desk import holds, log, moderation
from stories.desk.moderation import NotAllowed
from stories.models import Concern, Decision, LegalHold, Submission
from tests.factories import make_moderator, make_published, make_reason, make_waiting
from tests.metoo_wall.staff import make_account, signed_in

pytestmark = pytest.mark.django_db
DESK = "/admin/stories/legalhold/"
DAY = timedelta(days=1)


@pytest.fixture
def lea():
    return make_account("lead", username="lea")


@pytest.fixture
def ada():
    return make_account("lead", username="ada")


@pytest.fixture
def post():
    return moderation.decline(make_waiting(), by=make_moderator(), reason=make_reason())


def in_days(number: float):
    return timezone.now().date() + timedelta(days=number)


def held(post, lea, ada, *, until: int = 100) -> LegalHold:
    hold = holds.ask(post, reason="court", until=in_days(until), by=lea)
    holds.confirm(hold, by=ada)
    return hold


def after(days: float) -> None:
    with freeze_time(timezone.now() + timedelta(days=days)):
        purge()


def test_what_is_held_is_not_purged_until_its_day(post, lea, ada):
    held(post, lea, ada)

    after(60)
    assert Submission.objects.exists()
    after(102)

    assert not Submission.objects.exists()


def test_a_hold_that_nobody_confirmed_holds_nothing(post, lea, ada):
    holds.ask(post, reason="court", until=in_days(100), by=lea)

    after(60)

    assert not Submission.objects.exists()


def test_nobody_confirms_what_they_asked_for(post, lea, ada):
    hold = holds.ask(post, reason="court", until=in_days(100), by=lea)

    with pytest.raises(holds.TakesAnotherPerson):
        holds.confirm(hold, by=lea)

    with pytest.raises(IntegrityError), transaction.atomic():
        LegalHold.objects.update(confirmed_at=timezone.now(), confirmed_by_name="lea")


def test_alone_it_begins_after_72_hours(post, lea):
    hold = holds.ask(post, reason="dispute", until=in_days(100), by=lea)

    with freeze_time(timezone.now() + timedelta(hours=71)):
        assert holds.apply_due() == 0
    with freeze_time(timezone.now() + timedelta(hours=74)):
        assert holds.apply_due() == 1

    hold.refresh_from_db()
    assert hold.confirmed_at
    after(60)
    assert Submission.objects.exists()


def test_alone_no_longer_means_that_the_other_confirms(post, lea):
    holds.ask(post, reason="dispute", until=in_days(100), by=lea)
    make_account("lead", username="second")

    with freeze_time(timezone.now() + timedelta(hours=74)):
        assert holds.apply_due() == 0


def test_its_author_can_still_take_it_back(post, lea, ada):
    held(post, lea, ada)

    moderation.withdraw(post)

    assert not Submission.objects.exists()
    assert not LegalHold.objects.exists()


def test_an_ended_hold_lets_the_calendar_go_on(post, lea, ada):
    holds.end(held(post, lea, ada), by=lea)

    after(60)

    assert not Submission.objects.exists()
    with pytest.raises(holds.HoldIsSettled):
        holds.end(LegalHold(pk=1), by=lea)


def test_a_hold_keeps_the_original_the_concerns_and_the_lines_about_it(lea, ada):
    robin = make_moderator()
    story = make_published("Standing.", by=robin)
    seen = Concern.objects.create(
        submission=story, reason="other", received_at=moderation.this_hour()
    )
    moderation.settle(story, by=robin, reason=make_reason("settle"), up_to=seen.pk)
    with freeze_time(timezone.now() + DAY):
        log.seal()
    for year in range(3):
        with freeze_time(timezone.now() + year * 365 * DAY):
            LegalHold.objects.update(ended_at=timezone.now(), ended_by_name="lea")
            held(story, lea, ada, until=366)

    after(3 * 365)

    assert Submission.objects.get().sealed_words is not None
    assert Concern.objects.exists()
    assert Decision.objects.exists()


def test_one_hold_a_post(post, lea, ada):
    held(post, lea, ada)

    with pytest.raises(holds.HeldAlready):
        holds.ask(post, reason="author", until=in_days(10), by=ada)


def test_a_hold_that_is_over_can_be_asked_for_anew(post, lea, ada):
    held(post, lea, ada, until=10)

    with freeze_time(timezone.now() + 11 * DAY):
        held(post, lea, ada)

    assert LegalHold.objects.count() == 2


def test_a_moderator_alone_may_not(post):
    with pytest.raises(NotAllowed):
        holds.ask(post, reason="court", until=in_days(10), by=make_account("moderator"))


def test_the_page_asks_and_confirms(post, lea, ada):
    asked = signed_in(lea).post(
        DESK, {"act": "ask", "submission": post.pk, "reason": "court", "until": in_days(30)}
    )
    hold = LegalHold.objects.get()
    own = signed_in(lea).post(DESK, {"act": "confirm", "hold": hold.pk}, follow=True)
    other = signed_in(ada).post(DESK, {"act": "confirm", "hold": hold.pk}, follow=True)

    assert asked.status_code == 302
    assert "Somebody else has to confirm it." in own.content.decode()
    assert "In force." in other.content.decode()


@pytest.mark.parametrize("until", ["", "2001-01-01", "2999-01-01", "soon"])
def test_a_day_that_cannot_be_comes_back_with_the_form(post, lea, until):
    answer = signed_in(lea).post(
        DESK, {"act": "ask", "submission": post.pk, "reason": "court", "until": until}
    )

    assert answer.status_code == 422
    assert not LegalHold.objects.exists()


def test_a_fresh_factor_is_asked_for(post, lea):
    answer = signed_in(lea, seconds_ago=3600).post(
        DESK, {"act": "ask", "submission": post.pk, "reason": "court", "until": in_days(30)}
    )

    assert "/staff/factor/" in answer["Location"]
    assert not LegalHold.objects.exists()
