"""What readers tell the moderators: kept once, and acted on where a lead has said so."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connections, transaction
from django.utils import timezone
from freezegun import freeze_time

from metoo_wall import throttle
from stories.desk import concerns, moderation
from stories.intake import form_ids, own
from stories.models import Concern, Decision, Reason, Submission
from stories.models.private import Flag, Lane, State
from tests.factories import (
    make_draft,
    make_moderator,
    make_phrase,
    make_published,
    make_reason,
    make_waiting,
)
from tests.stories.concerning import HERE, address_of, allow_pauses, brigade, state, tell

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _phrase():
    make_phrase()


@pytest.fixture
def story() -> Submission:
    return make_published("Standing.")


@pytest.fixture
def address(story) -> str:
    return address_of(story)


def test_a_concern_needs_a_reason_and_nothing_else(client, address):
    answer = client.post(address, {"reason": "about-me"}, headers=HERE)

    assert answer.status_code == 303
    page = client.get(answer["Location"])
    assert page.status_code == 200
    assert "off the wall" not in page.content.decode()
    concern = Concern.objects.get()
    assert (concern.reason, concern.text, concern.received_at.minute) == ("about-me", "", 0)


def test_its_words_are_encrypted(client, address):
    client.post(address, {"reason": "other", "text": "a planted line"}, headers=HERE)

    concern = Concern.objects.get()
    assert concern.text == "a planted line"
    assert b"planted" not in bytes(concern.sealed_text)


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"reason": "no-such"},
        {"reason": "other", "text": "x" * 2001},
        {"reason": "other", "website_address": "x"},
    ],
)
def test_wrong_input_comes_back_whole_and_stores_nothing(client, address, wrong):
    answer = client.post(address, {"text": "my line"} | wrong, headers=HERE)

    page = client.get(answer["Location"])
    assert page.status_code == 422
    assert wrong.get("text", "my line") in page.content.decode()
    assert not Concern.objects.exists()


def test_a_concern_from_another_site_is_refused(client, address):
    answer = client.post(address, {"reason": "other"}, headers={"Origin": "https://x.example"})

    assert answer.status_code == 403


@pytest.mark.parametrize("reason", ["about-me", "no-such"])
def test_a_concern_about_what_never_was_is_404(client, reason):
    never = "/stories/222222222222/concern/"

    assert client.get(never).status_code == 404
    assert client.post(never, {"reason": reason}, headers=HERE).status_code == 404


def test_a_form_sent_twice_is_one_concern(client, story):
    form_id = form_ids.new()

    first = tell(client, story, form_id=form_id, text="My line.")
    again = tell(client, story, form_id=form_id, text="My line.")

    assert Concern.objects.count() == 1
    assert client.get(first["Location"]).content == client.get(again["Location"]).content


def test_other_words_in_the_same_form_are_another_concern(client, story):
    form_id = form_ids.new()

    tell(client, story, form_id=form_id, text="My line.")
    tell(client, story, form_id=form_id, text="My other line.")

    assert [concern.text for concern in Concern.objects.all()] == ["My line.", "My other line."]


def test_a_resent_form_says_the_same_after_its_first_one_took_the_story_off(client, story):
    allow_pauses()
    form_id = form_ids.new()

    tell(client, story, form_id=form_id)
    again = tell(client, story, form_id=form_id)

    assert "off the wall until then" in client.get(again["Location"]).content.decode()
    assert Concern.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_form_sent_twice_at_the_same_time_is_one_concern():
    make_phrase()
    story = make_published("Standing.")

    def send(_number: int):
        kept = concerns.keep(
            story.public_id, reason="other", text="", form_digest=b"d" * 32, source="s"
        )
        connections.close_all()
        return kept

    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(send, range(4)))

    assert Concern.objects.count() == 1


def test_the_forms_id_is_stored_nowhere_and_its_digest_is_blanked_a_day_later(client, story):
    form_id = form_ids.new()
    tell(client, story, form_id=form_id)
    digest = bytes(Concern.objects.get().form_digest)
    assert len(digest) == 32
    assert form_id.split(":")[0] not in digest.hex()

    with freeze_time(timezone.now() + timedelta(hours=20)):
        assert concerns.forget_forms() == 0
    with freeze_time(timezone.now() + timedelta(hours=26)):
        assert concerns.forget_forms() == 1

    assert Concern.objects.get().form_digest is None


def test_what_somebody_writes_while_the_story_is_paused_is_kept(client, story):
    moderation.pause(story, by=moderation.THE_WALL)

    answer = tell(client, story, "unlawful", text="My line.")

    assert client.get(answer["Location"]).status_code == 200
    assert Concern.objects.get().text == "My line."
    assert client.get(address_of(story)).status_code == 302


def test_nothing_is_paused_by_itself_until_a_lead_has_said_so(client, story):
    tell(client, story, "about-me")

    assert state(story) == State.PUBLISHED


@pytest.mark.parametrize("reason", ["about-me", "names-somebody"])
def test_where_a_lead_has_said_so_the_story_is_off_the_wall_for_the_next_request(
    client, story, reason
):
    allow_pauses()

    answer = tell(client, story, reason)

    assert state(story) == State.PAUSED
    assert client.get(f"/stories/{story.public_id}/").status_code == 410
    assert "off the wall until then" in client.get(answer["Location"]).content.decode()
    decision = Decision.objects.filter(submission=story, verb="pause").get()
    assert (decision.by, decision.by_name) == (None, "the wall")


@pytest.mark.parametrize("reason", ["i-wrote-this", "unlawful", "other"])
def test_other_reasons_pause_nothing(client, story, reason):
    allow_pauses()

    tell(client, story, reason)

    assert state(story) == State.PUBLISHED


def test_each_of_the_two_is_switched_on_by_itself(client, story):
    allow_pauses(pauses_about_me=False)

    tell(client, story, "about-me")
    assert state(story) == State.PUBLISHED
    tell(client, story, "names-somebody")

    assert state(story) == State.PAUSED


def test_a_phrase_alone_names_nobody_and_stays(client):
    allow_pauses()
    bare = make_published()

    tell(client, bare, "names-somebody")

    assert state(bare) == State.PUBLISHED


def test_a_story_is_paused_by_itself_once_in_its_life(client, story):
    allow_pauses()
    tell(client, story)
    robin = Decision.objects.filter(submission=story, verb="publish").get().by
    moderation.settle(Submission.objects.get(), by=robin, reason=make_reason("settle"), up_to=10**9)
    throttle.start_anew()

    tell(client, story)

    assert state(story) == State.PUBLISHED
    assert Concern.objects.filter(settled_at=None).count() == 1


def test_the_database_refuses_a_second_pause_of_one_story(story):
    first, second = (
        Concern(submission=story, reason="about-me", has_paused=True, received_at=timezone.now())
        for _n in range(2)
    )
    first.save()

    with pytest.raises(IntegrityError), transaction.atomic():
        second.save()


def test_no_more_than_the_ceiling_in_an_hour_and_then_the_top_of_the_desk(client):
    allow_pauses(pauses_an_hour=2)
    stories = [make_published(f"Story {number}.") for number in range(3)]

    for story in stories:
        throttle.start_anew()  # three people, far apart
        tell(client, story)

    assert [state(story) for story in stories] == ["paused", "paused", "published"]
    assert concerns.rows(concerns.open_by_story())[0].submission == stories[2]
    with freeze_time(timezone.now() + timedelta(hours=1)):
        throttle.start_anew()
        tell(client, stories[2])
    assert state(stories[2]) == State.PAUSED


def test_one_source_cannot_pause_the_wall(client):
    allow_pauses(pauses_an_hour=100)
    stories = [make_published(f"Story {number}.") for number in range(5)]

    for story in stories:
        tell(client, story)

    assert [state(story) for story in stories].count("paused") == 2
    assert Concern.objects.count() == 5


def test_the_wall_has_that_one_verb_and_no_other(story):
    for verb in (moderation.hide, moderation.show):
        with pytest.raises(TypeError):
            verb(story, by=moderation.THE_WALL)
    with pytest.raises(moderation.NotAllowed):
        moderation.take_down(story, by=moderation.THE_WALL, reason=make_reason("take_down"))
    with pytest.raises(moderation.NotAllowed):
        moderation.publish(make_waiting(), by=moderation.THE_WALL)


def test_the_author_reads_that_it_is_off_the_wall_for_now_and_why_it_came_back(client, story):
    allow_pauses()
    call_command("seed", verbosity=0)
    tell(client, story)
    story.refresh_from_db()
    assert own.OwnPost(story).reason is None
    robin = Decision.objects.filter(submission=story, verb="publish").get().by
    reason = Reason.objects.get(slug="settle-within-guidelines")

    kept = moderation.settle(story, by=robin, reason=reason, up_to=Concern.objects.get().pk)

    post = own.OwnPost(kept)
    assert (post.state, post.has_come_back, post.reason) == ("published", True, reason)


def test_an_author_learns_nothing_of_a_concern_that_changed_nothing(story):
    brigade(story, 1)
    robin = Decision.objects.get().by

    moderation.settle(story, by=robin, reason=make_reason("settle"), up_to=10**9)

    post = own.OwnPost(story)
    assert (post.last_decision.verb, post.reason) == ("publish", None)


def test_a_story_with_a_concern_takes_two_people_when_it_is_published_anew(client, story):
    tell(client, story, "other")
    story.refresh_from_db()
    robin, kim = Decision.objects.get().by, make_moderator("kim")

    edited = moderation.edit(story, make_draft("Other words."), edition=0)
    assert (edited.flags, edited.lane) == ([Flag.CONCERN], Lane.FLAGGED)
    proposed = moderation.publish(edited, by=robin)
    assert proposed.state == State.WAITING

    assert moderation.publish(proposed, by=kim).state == State.PUBLISHED


def test_so_does_a_change_that_waits_or_comes_later(client, story):
    early = moderation.revise(story, make_draft("Other words."), edition=0)
    tell(client, story, "other")
    story.refresh_from_db()
    late = moderation.revise(story, make_draft("Others again."), edition=1)

    assert (early.flags, late.flags) == ([], [Flag.CONCERN])
    assert late.lane == Lane.FLAGGED


def test_a_change_that_waits_is_flagged_by_a_concern(client, story):
    change = moderation.revise(story, make_draft("Other words."), edition=0)

    tell(client, story, "other")

    change.refresh_from_db()
    assert (change.flags, change.lane) == ([Flag.CONCERN], Lane.FLAGGED)
