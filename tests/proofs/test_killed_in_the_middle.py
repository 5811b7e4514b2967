"""`kill -9` of the whole server, and of a moderator's process beside it, while many people post and take back.

Afterwards every number that was shown opens its post. Then everybody sends their form again, as a browser would:
each shows the same number, there is exactly one row for each form, and no half of anything.
"""

import json
import os
import random
import re
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection, HTTPException
from secrets import token_hex
from urllib.parse import urlencode

import pytest

from tests.journeys.serving import ROOT, scratch_database
from tests.proofs.own_server import OwnServer

KILLS = int(os.environ.get("PROOF_KILLS", "5"))
POSTGRES = os.environ.get("PROOF_POSTGRES", "postgres://root@127.0.0.1:5432/postgres")
CLIENTS = 6
SECONDS_OF_LOAD = 10  # at most, before each kill
PUBLISH_WHAT_WAITS = """
import time
from metoo_wall.models import StaffAccount
from stories.desk import moderation
from stories.models import Submission

by = StaffAccount.objects.first()
print("ready", flush=True)
while True:
    for waiting in Submission.objects.waiting():
        try:
            moderation.publish(waiting, by=by)
        except moderation.SubmissionChangedMeanwhile:
            continue
    time.sleep(0.05)
"""
FORM_ID = re.compile(r'name="form_id" value="([^"]+:[^"]+)"')
RECEIPT = re.compile(r'name="receipt"[^>]*>(\d{4}(?: \d{4}){5})<')
HALVES = {
    "a submission on the wall without its story": """
        SELECT count(*) FROM stories_submission s LEFT JOIN stories_story t ON t.public_id = s.public_id
        WHERE s.state = 'published' AND t.id IS NULL""",
    "a story without its submission": """
        SELECT count(*) FROM stories_story t LEFT JOIN stories_submission s
        ON s.public_id = t.public_id AND s.state = 'published' WHERE s.id IS NULL""",
    "a story that is gone and stands": """
        SELECT count(*) FROM stories_story t JOIN stories_gonestory g ON g.public_id = t.public_id""",
    "a tombstone beside its submission": """
        SELECT count(*) FROM stories_submission s
        JOIN stories_tombstone t ON t.receipt_digest = s.receipt_digest""",
    "a withdrawal without its tombstone": """
        SELECT abs((SELECT count(*) FROM stories_gonestory g) - (SELECT count(*) FROM stories_tombstone))""",
    "words that wait without words": """
        SELECT count(*) FROM stories_submission WHERE kind = 'story' AND sealed_words IS NULL""",
}


class Author:
    """Presses buttons until the server dies, and remembers what the pages said."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.forms: list[dict[str, str]] = []
        self.receipts: dict[str, str] = {}  # form_id: number that was shown
        self.taking_back: set[str] = set()  # form_ids; asked for, answered or not

    def post_until(self, killed: threading.Event) -> None:
        while not killed.is_set():
            try:
                form = self._new_form()
                self.forms.append(form)
                shown = self.send(form)
                if shown and random.random() < 0.3:
                    self.taking_back.add(form["form_id"])
                    self._post("/yours/", {"receipt": shown, "act": "withdraw-now"})
            except (OSError, HTTPException, ValueError):
                continue

    def _new_form(self) -> dict[str, str]:
        if random.random() < 0.5:
            return {"step": "send", "phrase": "metoo", "form_id": token_hex(16)}
        form_id = FORM_ID.search(self._get("/share/")).group(1)
        return {"step": "send", "text": f"I said no. {form_id}", "form_id": form_id}

    def come_back(self, number: str) -> str:
        """The page that the number opens."""
        return self._get(json.loads(self._post("/yours/", {"receipt": number}))["location"])

    def send(self, form: dict[str, str]) -> str:
        """The number on the page that follows; empty where the page says that the post was withdrawn."""
        page = self._get(json.loads(self._post("/share/", form))["location"])
        found = RECEIPT.search(page)
        if found:
            self.receipts.setdefault(form["form_id"], found.group(1))
        elif "This post was withdrawn" not in page:
            raise ValueError(page)
        return found.group(1) if found else ""

    def _post(self, path: str, form: dict[str, str]) -> str:
        kind = "application/x-www-form-urlencoded"
        headers = {"Content-Type": kind, "Accept": "application/json"}
        return self._ask("POST", path, urlencode(form), headers)

    def _get(self, path: str) -> str:
        return self._ask("GET", path, None, {})

    def _ask(self, verb: str, path: str, body: str | None, headers: dict[str, str]) -> str:
        with closing(HTTPConnection("localhost", self.port, timeout=30)) as connection:
            connection.request(verb, path, body, headers | {"Sec-Fetch-Site": "same-origin"})
            answer = connection.getresponse()
            text = answer.read().decode()
            if answer.status != 200:
                raise ValueError(f"{answer.status} {text}")
            return text


@pytest.fixture(params=["sqlite", "postgresql"])
def server(request, tmp_path, monkeypatch) -> Iterator[OwnServer]:
    if request.param == "postgresql":
        _skip_without(POSTGRES)
    monkeypatch.setenv("DATABASE_URL", POSTGRES if request.param == "postgresql" else "")
    with scratch_database() as database:
        own = OwnServer(tmp_path, DATABASE_URL=database, FORM_MIN_SECONDS="0")
        yield own
        own.end()


def _skip_without(url: str) -> None:
    import psycopg

    try:
        psycopg.connect(url, connect_timeout=5).close()
    except psycopg.OperationalError:
        pytest.skip("No PostgreSQL answers at PROOF_POSTGRES.")


def test_each_post_is_there_once_or_not_at_all(server, report):
    authors = []
    for _kill in range(KILLS):
        server.start()
        authors += _post_until_killed(server)
    server.start()
    before = _counting(server)("SELECT count(*) FROM stories_submission")
    published = _counting(server)("SELECT count(*) FROM stories_decision WHERE verb = 'publish'")
    _judge_halves(server)
    for author in authors:
        _come_back(author)

    again = [_send_again(author) for author in authors]

    _judge_halves(server)
    kept = _counting(server)("SELECT count(*) FROM stories_submission")
    gone = _counting(server)("SELECT count(*) FROM stories_tombstone")
    sent = sum(len(author.forms) for author in authors)
    shown = sum(len(numbers) for numbers in again)
    report.append(
        f"{KILLS} kills, {sent} posts begun, {shown} numbers shown, {before} there after the last kill, "
        f"{published} letters published, {gone} posts withdrawn; all sent again: {kept} there"
    )
    assert shown > KILLS
    assert kept + gone == sent


def _post_until_killed(server: OwnServer) -> list[Author]:
    killed = threading.Event()
    authors = [Author(server.port) for _client in range(CLIENTS)]
    threads = [threading.Thread(target=author.post_until, args=[killed]) for author in authors]
    with _moderator(server) as moderator:
        for thread in threads:
            thread.start()
        _wait_for(random.randrange(3, 30), authors)
        moderator.kill()
        server.end()
    killed.set()
    for thread in threads:
        thread.join()
    return authors


@contextmanager
def _moderator(server: OwnServer) -> Iterator[subprocess.Popen]:
    command = [sys.executable, "manage.py", "shell", "-v0", "-c", PUBLISH_WHAT_WAITS]
    with subprocess.Popen(
        command, cwd=ROOT, env=server.environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        assert process.stdout.readline() == b"ready\n"
        yield process


def _wait_for(numbers: int, authors: list[Author]) -> None:
    end = time.monotonic() + SECONDS_OF_LOAD
    while time.monotonic() < end and sum(len(author.receipts) for author in authors) < numbers:
        time.sleep(random.uniform(0.001, 0.05))


def _come_back(author: Author) -> None:
    for form_id, number in author.receipts.items():
        if form_id not in author.taking_back:
            page = author.come_back(number)
            assert "It is on the wall" in page or "It waits to be read" in page


def _send_again(author: Author) -> dict[str, str]:
    """What was shown before the kill; the same number comes again, unless its author took the post back."""
    shown = dict(author.receipts)
    for form in author.forms:
        number = author.send(form)
        before = shown.get(form["form_id"])
        assert number == before or not before or form["form_id"] in author.taking_back
    return shown


def _judge_halves(server: OwnServer) -> None:
    count = _counting(server)
    assert {half: count(query) for half, query in HALVES.items()} == dict.fromkeys(HALVES, 0)


def _counting(server: OwnServer) -> Callable[[str], int]:
    url = server.environment["DATABASE_URL"]

    def count(query: str) -> int:
        with closing(_connect(url) if url else sqlite3.connect(_file(server))) as connection:
            return connection.execute(query).fetchone()[0]

    return count


def _connect(url: str):
    import psycopg

    return psycopg.connect(url)


def _file(server: OwnServer):
    return next(server.folder.glob("*.sqlite3"))
