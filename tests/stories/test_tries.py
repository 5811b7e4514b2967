"""Trying numbers: only what finds nothing counts, and a right number opens its post at any time."""

import re

import pytest

from metoo_wall import throttle
from stories.desk import moderation
from stories.intake import receipts, tries
from stories.models import Submission
from tests.factories import make_draft, make_phrase

pytestmark = pytest.mark.django_db
HERE = {"Sec-Fetch-Site": "same-origin"}
RECEIPT = receipts.derive("a form", "a post")
HOUR = 3600


@pytest.fixture(autouse=True)
def _phrase():
    make_phrase()


def wrong(number: int = 0) -> str:
    return receipts.derive("no form", str(number))


def keep() -> Submission:
    digest = receipts.digest(RECEIPT)
    return moderation.receive(
        make_draft("Mine."), digest=digest.value, key=digest.key, hold_bare=False
    )


def page_of(client, receipt: str, address: str = "192.0.2.7", **fields):
    fields = {"receipt": receipt} | fields
    answer = client.post("/yours/", fields, headers=HERE, REMOTE_ADDR=address)
    assert answer.status_code == 303
    return client.get(answer["Location"])


def use_up_all(client) -> None:
    """Until this address may try no more, and nor may any."""
    for number in range(11):
        page_of(client, wrong(number))
    while not throttle.total("unknown receipt", tries.IN_ALL):
        pass


def test_the_eleventh_unknown_number_in_an_hour_has_to_wait(client):
    first = [page_of(client, wrong(number)).status_code for number in range(10)]

    eleventh = page_of(client, wrong(10))

    assert first == [404] * 10
    assert eleventh.status_code == 429
    assert 0 < int(eleventh["Retry-After"]) <= HOUR
    assert int(eleventh["Retry-After"]) % tries.STEP == 0


def test_the_page_that_waits_keeps_the_number_and_shows_the_way_out_and_help(client):
    use_up_all(client)
    typed = receipts.grouped(wrong())

    page = page_of(client, typed)

    text = page.content.decode()
    assert f'value="{typed}"' in text
    assert 'id="exit"' in text
    assert 'href="/resources/"' in text
    assert "minutes before you try another" in text
    assert not page.cookies


def test_our_script_is_sent_to_the_same_page(client):
    use_up_all(client)
    headers = HERE | {"Accept": "application/json"}

    answer = client.post("/yours/", {"receipt": wrong()}, headers=headers, REMOTE_ADDR="192.0.2.7")

    assert answer.status_code == 200
    assert client.get(answer.json()["location"]).status_code == 429


def test_a_right_number_opens_its_post_whoever_tried_before(client):
    keep()
    use_up_all(client)

    assert page_of(client, RECEIPT).status_code == 200
    assert page_of(client, RECEIPT, address="192.0.2.8").status_code == 200
    assert page_of(client, RECEIPT, act="withdraw-now").status_code == 200
    assert not Submission.objects.exists()


def test_right_and_mistyped_numbers_cost_nothing(client):
    keep()
    for _time in range(15):
        assert page_of(client, RECEIPT).status_code == 200
        assert page_of(client, RECEIPT[:-1]).status_code == 422

    assert page_of(client, wrong()).status_code == 404


def test_withdrawn_and_never_given_out_wait_alike(client):
    moderation.withdraw(keep())
    use_up_all(client)

    withdrawn, unknown = page_of(client, RECEIPT), page_of(client, wrong())

    assert withdrawn.status_code == unknown.status_code == 429
    assert withdrawn["Retry-After"] == unknown["Retry-After"]
    said = [
        re.sub(r'name="token" value="[^"]+"', "", p.content.decode()) for p in (withdrawn, unknown)
    ]
    assert said[0] == said[1].replace(wrong(), RECEIPT)


def test_one_address_cannot_use_up_the_tries_of_all(rf):
    for _try in range(50):
        tries.wait_after_unknown(rf.post("/yours/", REMOTE_ADDR="192.0.2.7"))

    left = 0
    while not throttle.total("unknown receipt", tries.IN_ALL):
        left += 1

    assert left == 300 - 10


def test_three_hundred_in_all_then_every_unknown_number_waits(client):
    while not throttle.total("unknown receipt", tries.IN_ALL):
        pass

    assert page_of(client, wrong(), address="192.0.2.99").status_code == 429
