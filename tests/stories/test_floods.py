"""Floods: what stands beside a waiting post, and what is held; gone when it is decided."""

import random
from base64 import urlsafe_b64encode

import pytest
from django.conf import settings as site
from django.db import connection
from django.test.utils import CaptureQueriesContext
from freezegun import freeze_time

from metoo_wall import throttle
from stories.desk import floods, moderation
from stories.models import Story, Submission
from stories.models.private import Flood, FloodBand, FloodPost, Why
from tests.factories import (
    make_draft,
    make_moderator,
    make_phrase,
    make_reason,
    make_waiting,
    receive,
)
from tests.stories.flood_texts import FLOODS, HONEST, PARAGRAPHS, varied
from tests.stories.flooding import (
    ADVERT,
    LIST,
    Verb,
    decided,
    few_an_hour,
    fresh,
    from_address,
    gathered,
    held,
    states,
)
from tests.stories.test_desk import sign_in
from tests.stories.test_share import page_after, receipt_in

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


def test_posts_that_are_nearly_the_same_are_one_row_and_others_are_not():
    chance = random.Random(1)
    for _n in range(8):
        gathered(varied(ADVERT, chance), language="en")
    for text in PARAGRAPHS[:8]:
        gathered(text)

    [row] = floods.rows()

    assert (row.size, row.languages) == (8, ["en"])


def test_what_an_author_sends_through_the_form_is_gathered(client):
    for _n in range(5):
        page_after(client, text=ADVERT, step="send")

    assert [row.size for row in floods.rows()] == [5]


def test_fewer_than_five_are_no_row():
    for _n in range(floods.FEWEST - 1):
        gathered(ADVERT)

    assert floods.rows() == []


def test_a_name_belongs_to_the_words():
    first, second = gathered("Me too.", name="Ann"), gathered("Me too.", name="Visit us")

    assert first.flood_post.flood_id != second.flood_post.flood_id


def test_one_in_a_flood_of_many_is_found_with_the_same_questions():
    for _n in range(30):
        gathered(ADVERT)
    submission, words = make_waiting(ADVERT), make_draft(ADVERT).words

    with CaptureQueriesContext(connection) as asked:
        floods.gather(submission, words)

    assert len([q for q in asked if "SAVEPOINT" not in q["sql"]]) == 4


@pytest.mark.parametrize("waiting", [3, 60])
def test_gathering_asks_the_same_questions_however_many_wait(waiting):
    for number in range(waiting):
        gathered(f"{HONEST[number % len(HONEST)]} {number}")
        gathered(PARAGRAPHS[number % len(PARAGRAPHS)])
    submission, words = make_waiting(PARAGRAPHS[0]), make_draft(PARAGRAPHS[0]).words

    with CaptureQueriesContext(connection) as asked:
        floods.gather(submission, words)

    assert len([q for q in asked if "SAVEPOINT" not in q["sql"]]) == 4


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_the_same_questions_for_any_number_of_rows(desk, count):
    for name in list(FLOODS)[:count]:
        for _n in range(5):
            gathered(FLOODS[name])

    with CaptureQueriesContext(connection) as asked:
        desk.get(LIST)

    assert len(asked) == 15


def test_bands_are_found_by_an_index_and_not_by_a_scan():
    gathered(ADVERT)
    met = FloodBand.objects.filter(value__in=[1, 2, 3]).values_list("submission")

    plan = met.explain()

    assert "stories_floodband_value" in plan or connection.vendor == "postgresql"


def test_what_is_stored_beside_a_post_needs_a_key_that_is_not_in_the_database(settings):
    gathered(ADVERT)
    before = set(FloodBand.objects.values_list("value", flat=True))

    settings.TEXT_KEYS = [urlsafe_b64encode(b"n" * 32), *site.TEXT_KEYS]
    second = gathered(ADVERT)

    own = set(FloodBand.objects.filter(submission=second).values_list("value", flat=True))
    assert own
    assert own.isdisjoint(before)
    assert Flood.objects.count() == 2


@pytest.mark.parametrize("act", ["decline", "publish", "ask", "edit", "withdraw", "flag"])
def test_nothing_of_its_likeness_stays_once_a_post_is_decided_changed_or_taken_back(act, robin):
    submission = gathered(ADVERT)
    acts = {
        "decline": lambda: moderation.decline(submission, by=robin, reason=make_reason()),
        "publish": lambda: moderation.publish(submission, by=robin),
        "ask": lambda: moderation.ask(submission, by=robin, question=make_reason("ask")),
        "edit": lambda: moderation.edit(submission, make_draft("Other words."), edition=0),
        "withdraw": lambda: moderation.withdraw(submission),
        "flag": lambda: moderation.flag(submission, by=robin),
    }
    assert FloodBand.objects.exists()

    acts[act]()
    floods.tend()

    assert not FloodBand.objects.exists()
    assert not FloodPost.objects.exists()
    assert not Flood.objects.exists()


def test_another_leads_where_the_lead_was_decided(robin):
    first, second, _another = gathered(ADVERT), gathered(ADVERT), gathered(ADVERT)
    moderation.decline(first, by=robin, reason=make_reason())

    floods.tend()
    third = gathered(ADVERT)

    flood = Flood.objects.get()
    assert flood.size == 3
    assert [post.submission for post in flood.posts.filter(leads=True)] == [second]
    assert third.flood_post.flood == flood
    assert set(FloodBand.objects.values_list("submission", flat=True)) == {second.pk}


def test_two_rows_that_one_post_shows_to_be_one_become_one():
    longer = ADVERT[:90] + "qzxwvkjqzxwv" + ADVERT[90:]
    shorter = ADVERT[:90] + ADVERT[102:]
    first, second = gathered(longer), gathered(shorter)
    assert first.flood_post.flood_id != second.flood_post.flood_id

    gathered(ADVERT)
    floods.tend()

    flood = Flood.objects.get()
    assert flood.size == flood.posts.count() == 3
    assert flood.posts.filter(leads=True).count() == 2


def test_a_post_of_which_the_key_is_gone_leads_nobody(settings):
    gathered(ADVERT)
    Submission.objects.update(sealed_words=b"under a key that was taken away")

    gathered(ADVERT)

    assert Flood.objects.count() == 2


def test_one_source_beyond_its_number_is_held_and_another_is_not(client):
    few_an_hour(3)

    from_address(client, "192.0.2.1", 5)
    from_address(client, "198.51.100.9", 2)

    assert states() == ["published"] * 3 + ["held"] * 2 + ["published"] * 2
    [row] = floods.rows()
    assert (row.size, row.flood.why) == (2, Why.SOURCE)
    assert len(row.flood.bucket) == 16


def test_nobody_is_refused_behind_one_address_and_everybody_has_a_receipt(client):
    few_an_hour(1)
    from_address(client, "192.0.2.1")

    page = page_after(client, phrase="metoo", step="send", form_id="")

    assert receipt_in(page)


def test_two_sources_are_two_rows_and_the_next_hour_another(client):
    few_an_hour(1)
    with freeze_time("2026-11-23 10:10"):
        from_address(client, "192.0.2.1", 3)
        from_address(client, "198.51.100.9", 3)
    with freeze_time("2026-11-23 11:30"):
        from_address(client, "192.0.2.1", 3)

    assert sorted(row.flood.began_at.hour for row in floods.rows()) == [10, 10, 11]


def test_more_than_fit_in_a_minute_are_held_whoever_sends(client):
    few_an_hour(20, posts_per_minute=3)

    for number in range(5):
        from_address(client, f"198.51.100.{number}")

    assert states() == ["published"] * 3 + ["held"] * 2
    assert Flood.objects.get().why == Why.CEILING
    assert Flood.objects.get().bucket == ""


def test_held_posts_are_released_by_source_and_hour_in_one_press(desk, robin):
    held(4, bucket="a" * 16)
    held(3, bucket="b" * 16)
    flood = Flood.objects.get(bucket="a" * 16)

    page = desk.post(
        LIST, {"flood": flood.pk, "verb": "publish", "up_to": floods.latest()}, follow=True
    ).content.decode()

    assert "4 let through." in page
    assert states() == ["published"] * 4 + ["held"] * 3
    assert Story.objects.count() == 4


def test_held_posts_are_declined_with_a_reason(robin):
    posts = held(2)

    decided(Flood.objects.all(), Verb.DECLINE, robin)

    assert states() == ["declined"] * 2
    assert posts[0].decisions.get().reason


def test_a_bare_post_whose_author_asked_to_see_it_first_has_nothing_to_see(robin):
    post = receive(make_draft(asks_before_publishing=True), hold_bare=True)
    floods.hold(post, Why.ALL)

    decided(Flood.objects.all(), Verb.PUBLISH, robin)

    assert states() == ["published"]


def test_a_bucket_goes_with_the_key_of_its_day():
    held(2)
    floods.forget_sources()
    assert Flood.objects.get().bucket

    throttle.start_anew()
    floods.forget_sources()

    flood = Flood.objects.get()
    assert (flood.bucket, flood.bucket_key, flood.size) == ("", "", 2)


def test_a_bucket_goes_at_midnight():
    with freeze_time("2026-11-23 23:59:00"):
        held(2)
    with freeze_time("2026-11-24 00:00:10"):
        throttle.renew()
        floods.forget_sources()

    assert Flood.objects.get().bucket == ""


def test_an_hour_whose_last_post_was_taken_back_is_no_row_any_more():
    [post] = held(1)
    moderation.withdraw(post)
    assert floods.rows() == []

    floods.tend()

    assert not Flood.objects.exists()
