"""What the tests of floods share: posts that are gathered, held and decided, and one great flood."""

import random
import re
import time

from stories.desk import floods, switch, verdicts
from stories.models import Submission
from stories.models.private import FloodVerdict, IntakeSwitch, Why
from tests.factories import (
    make_reason,
    make_waiting,
    receive,
)
from tests.stories.flood_texts import BESIDE, FLOODS, HONEST, PARAGRAPHS, varied

LIST = "/admin/stories/flood/"
SWITCH = "/admin/stories/intakeswitch/"
ADVERT = FLOODS["en-advert"]
Verb = FloodVerdict.Verb
A_FRESH_FACTOR = 3  # presses: the code, its button, and the kept form's


def fresh(client):
    session = client.session
    session["factor_at"] = int(time.time())
    session.save()
    return client


def gathered(text: str, **fields) -> Submission:
    submission = make_waiting(text, **fields)
    floods.gather(submission, submission.words)
    return submission


def held(count: int = 3, *, why=Why.SOURCE, bucket: str = "0" * 16) -> list[Submission]:
    posts = [receive(hold_bare=True) for _n in range(count)]
    for post in posts:
        floods.hold(post, why, bucket if why == Why.SOURCE else "")
    return posts


def specimen_opened(desk, flood) -> str:
    """What the page of an opened specimen carries to its forms."""
    page = desk.get(f"{LIST}{flood.pk}/change/?open=1").content.decode()
    return re.search(r'name="specimen" value="([^"]+)"', page)[1]


def decided(floods_, verb, by, **options) -> FloodVerdict:
    if verb == Verb.DECLINE:
        options.setdefault("reason", make_reason())
    options.setdefault("up_to", floods.latest())
    verdict = verdicts.decide([flood.pk for flood in floods_], verb, by=by, **options)
    verdicts.carry_out(verdict, time.monotonic() + 60)
    return verdict


def states() -> list[str]:
    return list(Submission.objects.order_by("pk").values_list("state", flat=True))


def few_an_hour(number: int, **fields) -> None:
    IntakeSwitch.objects.create(pk=switch.ONLY, bare_per_hour=number, **fields)
    switch.forget()


def from_address(client, address: str, times: int = 1) -> None:
    for _n in range(times):
        headers = {"Sec-Fetch-Site": "same-origin"}
        client.post(
            "/share/", {"phrase": "metoo", "step": "send"}, headers=headers, REMOTE_ADDR=address
        )


def great_flood(size: int) -> list[tuple[str, bool]]:
    """Texts in the order in which they come, and whether each is honest: every honest line of the set is among them."""
    chance = random.Random(size)
    bases = ("en-chain", "ru-mockery")
    sent = [(varied(FLOODS[bases[n % 2]], chance), False) for n in range(size)]
    planted = (*PARAGRAPHS, *HONEST, *(f"{FLOODS[base]} {own}" for base in bases for own in BESIDE))
    sent += [(text, True) for text in dict.fromkeys(planted)]
    chance.shuffle(sent)
    return sent


def declined_unread(desk) -> int:
    """All that can be declined unread is; returns the presses it took a moderator."""
    ticked = [row.flood.pk for row in floods.rows() if not row.flood.is_few]
    press = {"flood": ticked, "verb": "decline", "reason": make_reason().slug}
    answer = fresh(desk).post(LIST, press | {"up_to": floods.latest()})
    assert answer.status_code == 302
    while FloodVerdict.objects.filter(is_over=False).exists():
        verdicts.work()
    return 1 + len(ticked) + 1 + A_FRESH_FACTOR  # opens the page, ticks each row, declines
