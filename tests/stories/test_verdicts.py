"""One press about many posts: a decision for each; and nobody's story among them unread."""

import time

import pytest
from django.utils import timezone

from stories.desk import floods, moderation, verdict_words, verdicts
from stories.models import Decision, Story, Submission, Wait
from stories.models.private import Flood, FloodVerdict
from tests.factories import (
    make_draft,
    make_moderator,
    make_phrase,
    make_reason,
)
from tests.stories.flood_texts import PARAGRAPHS
from tests.stories.flooding import (
    ADVERT,
    LIST,
    Verb,
    decided,
    declined_unread,
    fresh,
    gathered,
    great_flood,
    specimen_opened,
    states,
)
from tests.stories.test_desk import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _phrase():
    make_phrase()


@pytest.fixture
def robin():
    return make_moderator()


@pytest.fixture
def desk(client, robin):
    return fresh(sign_in(client, robin))


def test_a_flood_is_declined_unread_in_one_press_and_each_post_has_its_decision(desk):
    for _n in range(6):
        gathered(ADVERT)
    honest = gathered(PARAGRAPHS[0])
    flood, reason = floods.rows()[0].flood, make_reason()

    page = desk.post(
        LIST,
        {"flood": flood.pk, "verb": "decline", "reason": reason.slug, "up_to": floods.latest()},
        follow=True,
    ).content.decode()

    assert "6 declined." in page
    assert states() == ["declined"] * 6 + ["waiting"]
    assert Decision.objects.filter(verb="decline", reason=reason.slug, by_name="robin").count() == 6
    assert not honest.decisions.exists()
    assert not Wait.objects.exists()


def test_what_changed_meanwhile_is_told_apart_and_counted(robin):
    posts = [gathered(ADVERT) for _n in range(8)]
    verdict = verdicts.decide(
        list(Flood.objects.values_list("pk", flat=True)),
        Verb.DECLINE,
        by=robin,
        up_to=floods.latest(),
        reason=make_reason(),
    )
    moderation.edit(posts[1], make_draft("Other words."), edition=0)
    moderation.withdraw(posts[2])
    moderation.publish(posts[3], by=robin)

    verdicts.carry_out(verdict, time.monotonic() + 60)

    assert verdict_words.told(verdict) == "5 declined, 3 had changed meanwhile."
    assert states() == ["declined", "waiting", "published", *["declined"] * 4]


def test_what_a_colleague_reads_stays_with_them(robin):
    posts = [gathered(ADVERT) for _n in range(5)]
    Submission.objects.filter(pk=posts[0].pk).update(
        claimed_by=make_moderator("kim"), claimed_at=timezone.now()
    )

    verdict = decided(Flood.objects.all(), Verb.DECLINE, robin)

    assert verdict_words.told(verdict) == "4 declined, 1 stays in the queue, to be read."


def test_what_came_after_the_page_was_shown_is_not_decided_by_its_press(robin):
    for _n in range(5):
        gathered(ADVERT)
    shown = floods.latest()
    late = gathered(ADVERT)

    decided(Flood.objects.all(), Verb.DECLINE, robin, up_to=shown)
    floods.tend()

    assert states() == ["declined"] * 5 + ["waiting"]
    assert late.flood_post.flood == Flood.objects.get()


def test_a_double_press_decides_once(desk):
    for _n in range(5):
        gathered(ADVERT)
    press = {
        "flood": Flood.objects.get().pk,
        "verb": "decline",
        "reason": make_reason().slug,
        "up_to": floods.latest(),
    }

    desk.post(LIST, press)
    floods.tend()
    again = desk.post(LIST, press)

    assert again.status_code == 422
    assert "changed meanwhile" in again.content.decode()
    assert Decision.objects.count() == 5


def test_a_role_that_was_taken_meanwhile_decides_nothing(robin):
    for _n in range(5):
        gathered(ADVERT)
    verdict = verdicts.decide(
        [Flood.objects.get().pk],
        Verb.DECLINE,
        by=robin,
        up_to=floods.latest(),
        reason=make_reason(),
    )
    robin.groups.clear()

    verdicts.work()
    floods.tend()

    verdict.refresh_from_db()
    assert verdict.is_over
    assert set(states()) == {"waiting"}
    assert [row.size for row in floods.rows()] == [5]


def test_the_timer_goes_on_where_a_press_ended(robin):
    for _n in range(verdicts.BATCH + 5):
        gathered(ADVERT)
    verdict = verdicts.decide(
        [Flood.objects.get().pk],
        Verb.DECLINE,
        by=robin,
        up_to=floods.latest(),
        reason=make_reason(),
    )
    verdicts.carry_out(verdict, time.monotonic() + 0.001)
    assert "At most 5 more follow" in verdict_words.told(verdict)

    verdicts.work()

    verdict.refresh_from_db()
    assert verdict_words.told(verdict) == f"{verdicts.BATCH + 5} declined."


def test_a_verdict_that_another_worker_has_is_left_to_it(robin):
    gathered(ADVERT)
    verdict = verdicts.decide(
        [Flood.objects.get().pk],
        Verb.DECLINE,
        by=robin,
        up_to=floods.latest(),
        reason=make_reason(),
    )
    FloodVerdict.objects.update(leased_until=timezone.now() + verdicts.LEASE)

    verdicts.work()

    assert states() == ["waiting"]
    assert not verdict.is_over


def test_only_the_very_words_that_were_opened_are_let_through(desk):
    same = [gathered(ADVERT) for _n in range(4)]
    gathered(f"{ADVERT} By my boss.")
    specimen = specimen_opened(desk, Flood.objects.get())

    page = desk.post(
        LIST,
        {
            "flood": Flood.objects.get().pk,
            "verb": "publish",
            "up_to": floods.latest(),
            "specimen": specimen,
        },
        follow=True,
    ).content.decode()

    assert "4 let through." in page
    assert states() == ["published"] * 4 + ["waiting"]
    assert Story.objects.count() == 4
    assert same[0].decisions.get().reason == verdicts.UNREAD


def test_only_those_that_say_just_what_was_opened_can_be_declined(desk):
    for _n in range(4):
        gathered(ADVERT)
    gathered(f"{ADVERT} By my boss.")
    flood = Flood.objects.get()
    press = {"flood": flood.pk, "verb": "decline-same", "reason": make_reason().slug}

    desk.post(LIST, press | {"up_to": floods.latest(), "specimen": specimen_opened(desk, flood)})

    assert states() == ["declined"] * 4 + ["waiting"]


def test_words_are_not_let_through_before_one_was_opened(desk):
    for _n in range(5):
        gathered(ADVERT)

    answer = desk.post(
        LIST, {"flood": Flood.objects.get().pk, "verb": "publish", "up_to": floods.latest()}
    )

    assert answer.status_code == 422
    assert set(states()) == {"waiting"}


def test_a_contact_keeps_a_post_in_the_queue_and_an_author_who_asked_sees_it_first(robin):
    gathered(f"{ADVERT} Write to anna@example.org")
    verdict = decided(Flood.objects.all(), Verb.PUBLISH, robin)
    assert verdict_words.told(verdict) == "0 let through, 1 stays in the queue, to be read."

    gathered(PARAGRAPHS[0], asks_before_publishing=True)
    verdict = decided(Flood.objects.filter(verdict=None), Verb.PUBLISH, robin)
    assert verdict_words.told(verdict) == "0 let through, 1 waits for its author’s OK."

    assert states() == ["waiting", "offered"]
    assert not Story.objects.exists()


def test_a_short_line_is_decided_only_once_it_is_open(desk):
    for _n in range(5):
        gathered("You are all liars.")
    flood = Flood.objects.get()
    press = {"flood": flood.pk, "verb": "decline", "reason": make_reason().slug}
    press["up_to"] = floods.latest()

    assert desk.post(LIST, press).status_code == 422
    assert set(states()) == {"waiting"}
    desk.post(LIST, press | {"specimen": specimen_opened(desk, flood)})

    assert set(states()) == {"declined"}


def test_a_great_flood_costs_few_presses_and_no_honest_story_is_declined_with_it(desk):
    came = [(gathered(text).pk, is_honest) for text, is_honest in great_flood(300)]
    honest = [pk for pk, is_honest in came if is_honest]

    presses = declined_unread(desk)

    assert presses < 10
    states_of = Submission.objects.filter(pk__in=honest).values_list("state", flat=True)
    assert set(states_of) == {"waiting"}
    assert not Decision.objects.filter(submission__in=honest).exists()
    assert Submission.objects.filter(state="declined").count() >= 0.99 * 300


def test_no_word_is_shown_without_a_press(desk):
    for _n in range(5):
        gathered(ADVERT, name="Zork")
    flood = Flood.objects.get()

    closed = (
        desk.get(LIST).content.decode() + desk.get(f"{LIST}{flood.pk}/change/").content.decode()
    )
    opened = desk.get(f"{LIST}{flood.pk}/change/?open=1").content.decode()

    assert "debts" not in closed
    assert "Zork" not in closed
    assert "debts" in opened
    assert "Zork" in opened


def test_more_than_twenty_need_a_fresh_factor_and_the_press_is_kept(client, robin):
    desk = sign_in(client, robin)
    for _n in range(21):
        gathered(ADVERT)
    press = {"flood": Flood.objects.get().pk, "verb": "decline", "up_to": floods.latest()}
    press["reason"] = make_reason().slug

    answer = desk.post(LIST, press)

    assert answer.status_code == 303
    assert "/staff/factor/" in answer["Location"]
    assert set(states()) == {"waiting"}
    assert len(desk.session["kept_forms"]) == 1


@pytest.mark.parametrize("role", ["lead", "resource editor", "administrator"])
def test_only_moderators_see_floods(client, role):
    assert sign_in(client, make_moderator("kim", role=role)).get(LIST).status_code == 403


def test_a_press_without_a_row_or_of_an_unknown_verb_decides_nothing(desk):
    gathered(ADVERT)

    assert desk.post(LIST, {"verb": "decline", "up_to": 9}).status_code == 422
    assert desk.post(LIST, {"verb": "delete", "flood": Flood.objects.get().pk}).status_code == 422
    assert states() == ["waiting"]
