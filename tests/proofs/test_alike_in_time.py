"""A number that was withdrawn and one that never was take the same time, compared as whole samples.

Interleaved requests, and the Mann-Whitney test on their times: its z says by how many standard deviations one
sample lies off the other. The control shows that it tells: a number with a post is found out.
"""

import time
from math import sqrt

import pytest
from django.test import Client

from metoo_wall import throttle
from stories.desk import moderation
from stories.intake import receipts
from stories.models import Submission
from tests.factories import make_draft, make_waiting

pytestmark = pytest.mark.django_db
HERE = {"Sec-Fetch-Site": "same-origin"}
ROUNDS = 400
CHANCE = 4.0  # a z beyond this happens by chance once in some 16,000 runs


def keep(number: int) -> Submission:
    digest = receipts.digest(receipts.derive("a form", str(number)))
    return moderation.receive(
        make_draft("Mine."), digest=digest.value, key=digest.key, hold_bare=False
    )


def seconds_for(client: Client, receipt: str) -> float:
    throttle.start_anew()
    begun = time.perf_counter()
    client.post("/yours/", {"receipt": receipt}, headers=HERE)
    return time.perf_counter() - begun


def z_of(one: list[float], other: list[float]) -> float:
    """Mann-Whitney's U as a z score, for samples without ties to speak of."""
    ranked = sorted([(value, 0) for value in one] + [(value, 1) for value in other])
    ranks = sum(rank for rank, (_value, which) in enumerate(ranked, start=1) if which == 0)
    n, m = len(one), len(other)
    u = ranks - n * (n + 1) / 2
    return (u - n * m / 2) / sqrt(n * m * (n + m + 1) / 12)


def test_withdrawn_and_never_was_take_the_same_time(client):
    for _number in range(200):
        make_waiting()
    times = {"withdrawn": [], "never": [], "known": []}
    for number in range(ROUNDS):
        moderation.withdraw(keep(number))
        keep(ROUNDS + number)
        asked = {
            "withdrawn": receipts.derive("a form", str(number)),
            "never": receipts.derive("no form", str(number)),
            "known": receipts.derive("a form", str(ROUNDS + number)),
        }
        order = sorted(asked, key=lambda name: receipts.derive(name, str(number)))
        for name in order:
            times[name].append(seconds_for(client, asked[name]))

    alike = z_of(times["withdrawn"], times["never"])
    control = z_of(times["known"], times["never"])
    assert abs(alike) < CHANCE, f"z = {alike:.2f}"
    assert abs(control) > CHANCE, f"z = {control:.2f}: the measuring tells nothing"
