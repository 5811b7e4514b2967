"""Guessing passwords is slowed by name and place; nothing of an address is kept, and people are told kindly."""

import io
import logging
import multiprocessing
import os

import pytest
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.core.cache import caches
from django.db import connection
from django.test import Client
from freezegun import freeze_time

from metoo_wall.logs import OneLine
from metoo_wall.throttle import memory
from tests.metoo_wall.counting import wrong_passwords
from tests.metoo_wall.staff import PASSWORD, make_account

pytestmark = pytest.mark.django_db
SIGN_IN = "/admin/login/"
HERE, ELSEWHERE = "203.0.113.77", "198.51.100.42"
AGENT = "agent-b81f2c"


def guess(name="rosa", password="wrong", *, place=HERE):
    client = Client(REMOTE_ADDR=place, headers={"User-Agent": AGENT})
    return client.post(SIGN_IN, {"username": name, "password": password})


def test_the_fifth_wrong_password_is_followed_by_a_pause():
    make_account("moderator")

    answers = [guess().status_code for _try in range(5)]

    assert answers == [200, 200, 200, 200, 429]
    assert guess(password=PASSWORD).status_code == 429


def test_the_pause_is_told_kindly_and_ends():
    make_account("moderator")
    with freeze_time("2026-03-02 08:00") as clock:
        for _try in range(5):
            guess()
        clock.tick(5 * 60)

        told = guess(password=PASSWORD)

        assert told["Retry-After"] == "600"
        assert "Try again in 10 minutes." in told.content.decode()
        clock.tick(10 * 60 + 1)
        assert guess(password=PASSWORD).status_code == 302


def test_trying_during_the_pause_does_not_lengthen_it():
    make_account("moderator")
    with freeze_time("2026-03-02 08:00") as clock:
        for _try in range(9):
            guess()
            clock.tick(60)

        assert guess()["Retry-After"] == str(15 * 60 - 9 * 60)


def test_somebody_elses_guesses_lock_nobody_out_elsewhere():
    make_account("moderator")
    for _try in range(6):
        guess()

    assert guess(password=PASSWORD, place=ELSEWHERE).status_code == 302


def test_a_shared_address_does_not_lock_colleagues_out():
    make_account("moderator")
    make_account("moderator", username="noor")
    for _try in range(6):
        guess()

    assert guess("noor", PASSWORD).status_code == 302


def test_a_network_counts_as_one_place_since_its_bucket_is_what_counts():
    make_account("moderator")
    for number in range(5):
        guess(place=f"2001:db8::{number}")

    assert guess(password=PASSWORD, place="2001:db8::99").status_code == 429
    assert guess(password=PASSWORD, place="2001:db8:1::1").status_code == 302


def test_the_right_password_forgives_the_wrong_ones():
    make_account("moderator")
    for _round in range(3):
        for _try in range(4):
            guess()
        assert guess(password=PASSWORD).status_code == 302


def test_an_unknown_name_is_answered_like_a_known_one():
    make_account("moderator")

    known, unknown = ([guess(name).status_code for _try in range(5)] for name in ("rosa", "nobody"))

    assert known == unknown


def test_django_axes_has_no_tables():
    tables = {model._meta.db_table for model in (AccessAttempt, AccessFailureLog, AccessLog)}

    assert tables & set(connection.introspection.table_names()) == set()


def everything_stored() -> str:
    with connection.cursor() as cursor:
        stored = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            stored.append(repr(cursor.fetchall()))
    return "".join(stored)


def test_no_address_is_in_the_database_the_memory_or_the_log(capfd):
    make_account("moderator")
    [handler] = [h for h in logging.getLogger().handlers if isinstance(h.formatter, OneLine)]
    before = handler.setStream(io.StringIO())
    for _try in range(6):
        guess()
    guess(password=PASSWORD, place=ELSEWHERE)
    log = handler.stream.getvalue() + "".join(capfd.readouterr())
    handler.setStream(before)
    kept = everything_stored().encode() + log.encode() + bytes(caches["sign_in"]._table.memory.map)

    assert b"Locking out" in kept
    assert b"rosa" in kept
    assert b"rosa" not in log.encode()
    for planted in (HERE, ELSEWHERE, AGENT):
        assert planted.encode() not in kept
    for place in (HERE, ELSEWHERE):
        packed = bytes(map(int, place.split(".")))
        assert packed not in kept


@pytest.mark.skipif(not memory.can_be_shared(), reason="no memory can be shared here")
def test_two_processes_count_together(monkeypatch):
    monkeypatch.delenv(memory.SHARED_BY, raising=False)
    memory.share()
    shared = os.environ.pop(memory.SHARED_BY)

    with multiprocessing.get_context("spawn").Pool(2) as pool:
        rounds = pool.starmap(wrong_passwords, [(shared, 200), (shared, 200)])

    assert sorted(rounds[0] + rounds[1]) == list(range(1, 401))
