"""The switch for new posts: slow or paused, and no word is lost."""

import pytest

from metoo_wall.models import StaffDecision
from stories.desk import switch
from stories.models import Story, Submission
from stories.models.private import Flood, IntakeSwitch, Why
from tests.factories import (
    make_moderator,
    make_phrase,
)
from tests.stories.flooding import LIST, SWITCH, few_an_hour, fresh, from_address, states
from tests.stories.test_desk import sign_in
from tests.stories.test_share import old_id, page_after, receipt_in

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


def turned(state: str) -> None:
    few_an_hour(20, state=state)


def test_slow_holds_every_bare_post_and_words_wait_as_always(client):
    turned("slow")

    from_address(client, "192.0.2.1")
    page_after(client, text="Words of mine.", step="send")

    assert states() == ["held", "waiting"]
    assert Flood.objects.get(why=Why.SWITCH).size == 1


@pytest.mark.parametrize("step", ["send", "preview", ""])
def test_paused_keeps_every_word_and_says_when_to_come_back(client, step):
    turned("paused")

    page = page_after(client, text="Every word of mine.", name="Ann", step=step, detail="some")

    assert page.status_code == 503
    assert page["Retry-After"] == "600"
    text = page.content.decode()
    assert "Every word of mine." in text
    assert 'value="Ann"' in text
    assert "/resources/" in text
    assert not Submission.objects.exists()


def test_what_had_arrived_before_the_pause_still_shows_its_receipt(client):
    fields = {"text": "Words of mine.", "step": "send", "form_id": old_id()}
    first = receipt_in(page_after(client, **fields))
    turned("paused")

    assert receipt_in(page_after(client, **fields)) == first


def test_a_pause_stops_no_reading_no_taking_back_and_no_concern(client):
    receipt = receipt_in(page_after(client, phrase="metoo", step="send", form_id=""))
    turned("paused")

    assert client.get("/").status_code == client.get("/stories/").status_code == 200
    story = Story.objects.get()
    assert client.get(f"/stories/{story.public_id}/concern/").status_code == 200
    answer = client.post("/yours/", {"receipt": receipt}, headers={"Sec-Fetch-Site": "same-origin"})
    assert answer.status_code == 303


@pytest.mark.parametrize(
    ("state", "said"), [("paused", "New posts are paused"), ("slow", "looks at each")]
)
def test_who_writes_is_told_before_the_first_word(client, state, said):
    assert said not in client.get("/share/").content.decode()
    turned_later = IntakeSwitch.objects.create(pk=switch.ONLY, state=state)
    switch.forget()

    page = client.get("/share/").content.decode()

    assert turned_later.state == state
    assert page.index(said) < page.index("<textarea")


def test_the_switch_is_asked_for_once_a_second(client, django_assert_num_queries):
    switch.now()

    with django_assert_num_queries(0):
        for _n in range(50):
            switch.now()


def test_a_lead_turns_the_switch_and_a_moderator_sees_it(client):
    lead = sign_in(client, make_moderator("kim", role="lead"))
    lead.post(SWITCH, {"state": "paused", "bare_per_hour": "7", "posts_per_minute": "90"})

    kept = IntakeSwitch.objects.get()
    assert (kept.state, kept.bare_per_hour, kept.turned_by_name) == ("paused", 7, "kim")
    moderator = sign_in(client, make_moderator("robin"))
    switch.forget()
    assert "New posts are paused." in moderator.get(LIST).content.decode()
    assert "kim" in moderator.get(SWITCH).content.decode()


def test_a_moderator_does_not_turn_the_switch(desk):
    answer = desk.post(SWITCH, {"state": "paused", "bare_per_hour": "7", "posts_per_minute": "9"})

    assert answer.status_code == 403
    assert not IntakeSwitch.objects.exists()


@pytest.mark.parametrize(
    "wrong", [{"bare_per_hour": "0"}, {"state": "shut"}, {"posts_per_minute": "-1"}]
)
def test_a_switch_that_would_let_nobody_in_is_refused(client, wrong):
    lead = sign_in(client, make_moderator("kim", role="lead"))
    said = {"state": "slow", "bare_per_hour": "7", "posts_per_minute": "90"} | wrong

    assert lead.post(SWITCH, said).status_code == 422
    assert not IntakeSwitch.objects.exists()


def test_every_turn_is_in_the_staff_record_and_on_the_page(client):
    lead = fresh(sign_in(client, make_moderator("lea", role="lead")))

    for state in ("paused", "open"):
        lead.post(SWITCH, {"state": state, "bare_per_hour": 20, "posts_per_minute": 600})

    lines = StaffDecision.objects.filter(verb="turn-intake").values_list("by_name", "detail")
    assert list(lines) == [("lea", "open 20/600"), ("lea", "paused 20/600")]
    page = lead.get(SWITCH).content.decode()
    assert page.index("open 20/600") < page.index("paused 20/600")


def test_the_largest_numbers_of_the_switch_fit_the_record():
    lea = make_moderator("lea", role="lead")
    largest = 2**31 - 1

    switch.turn(
        IntakeSwitch(state="paused", bare_per_hour=largest, posts_per_minute=largest), by=lea
    )

    detail = StaffDecision.objects.get(verb="turn-intake").detail
    assert len(detail) <= StaffDecision._meta.get_field("detail").max_length
