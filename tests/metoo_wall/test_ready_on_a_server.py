"""Two workers that keep pages ready, and what leaves the wall: gone for the very next request to either."""

import http.client
import os
import signal
import time
from pathlib import Path

import pytest

from tests.metoo_wall.test_throttle_on_a_server import OwnServer
from tests.rules.test_headers import HEADERS, POLICY, TRUSTED_TYPES

ASKED = 40  # connections of their own, so that both workers are met
WORDS = "Words that will leave the wall again."
ROUNDS = 3
# Takes a letter off the wall, and dies after the commit, before anything else can run.
DIES = """
import os, sys
from django.db import transaction
from stories.intake import own
from stories.desk import moderation

submission = own.find(sys.stdin.read().strip())
with transaction.atomic():
    transaction.on_commit(lambda: os._exit(0))
    moderation.withdraw(submission)
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with OwnServer(tmp_path_factory.mktemp("wall")) as server:
        yield server


def get(server: OwnServer, path: str, method: str = "GET") -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection("localhost", server.port, timeout=30)
    try:
        connection.request(method, path)
        answer = connection.getresponse()
        answer.body = answer.read()
        return answer
    finally:
        connection.close()


def many(server: OwnServer, path: str) -> list[http.client.HTTPResponse]:
    return [get(server, path) for _n in range(ASKED)]


def test_a_kept_page_says_what_every_answer_says_and_head_has_no_body(server):
    get(server, "/")
    for answer in (*many(server, "/"), get(server, "/", "HEAD")):
        assert {name: answer.headers[name] for name in HEADERS} == HEADERS
        assert answer.headers["Content-Security-Policy"] == POLICY + TRUSTED_TYPES
        assert not {"Set-Cookie", "ETag", "Last-Modified", "Vary"} & set(answer.headers)
        assert answer.headers["Content-Length"].isdigit()
    assert answer.body == b""


def test_what_its_author_takes_back_is_gone_for_the_next_request_to_either_worker(server):
    for _round in range(ROUNDS):
        letter = server.publish(WORDS)
        warm = [many(server, path) for path in ("/", "/stories/", letter["address"])]
        assert all(WORDS.encode() in answer.body for answer in warm[2])

        server.take_back(letter["receipt"])

        for answer in (*many(server, "/stories/"), *many(server, "/")):
            assert letter["address"].encode() not in answer.body
            assert WORDS.encode() not in answer.body
        assert {answer.status for answer in many(server, letter["address"])} == {410}


def test_a_removal_by_another_process_that_dies_at_its_commit_is_seen_as_well(server):
    letter = server.publish(WORDS)
    many(server, "/stories/")

    server.run("manage.py", "shell", "-v0", "-c", DIES, said=letter["receipt"])

    assert all(WORDS.encode() not in answer.body for answer in many(server, "/stories/"))
    assert {answer.status for answer in many(server, letter["address"])} == {410}


def test_what_is_published_is_there_within_a_second_though_pages_are_asked_all_the_time(server):
    many(server, "/stories/")
    letter = server.publish("Words that arrive.")

    end = time.monotonic() + 1.0
    while time.monotonic() < end:
        get(server, "/stories/")

    assert all(letter["address"].encode() in answer.body for answer in many(server, "/stories/"))


def test_a_worker_that_is_killed_comes_back_and_knows_the_same_word(server):
    letter = server.publish(WORDS)
    many(server, "/stories/")
    tasks = Path(f"/proc/{server.process.pid}/task").iterdir()
    children = [pid for task in tasks for pid in (task / "children").read_text().split()]
    os.kill(int(children[-1]), signal.SIGKILL)
    for _try in range(100):
        try:
            many(server, letter["address"])
            break
        except OSError:
            time.sleep(0.2)

    server.take_back(letter["receipt"])

    assert {answer.status for answer in many(server, letter["address"])} == {410}
