"""`kill -9` of the whole server, and of a moderator's process beside it, while many people post and take back.

Afterwards every number that was shown opens its post. Then everybody sends their form again, as a browser would:
each shows the same number, there is exactly one row for each form, and no half of anything.
"""

import random
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass

from tests.journeys.serving import ROOT
from tests.proofs.authors import Author
from tests.proofs.own_server import OwnServer

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
    for waiting in Submission.objects.filter(state="waiting"):
        try:
            moderation.publish(waiting, by=by)
        except moderation.SubmissionChangedMeanwhile:
            continue
    time.sleep(0.05)
"""
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
        SELECT CASE WHEN gone > taken_back THEN gone - taken_back ELSE 0 END FROM (SELECT
        (SELECT count(*) FROM stories_gonestory) AS gone,
        (SELECT count(*) FROM stories_tombstone) AS taken_back) counted""",  # what waits leaves a tombstone alone
    "words that wait without words": """
        SELECT count(*) FROM stories_submission WHERE kind = 'story' AND sealed_words IS NULL""",
}


@dataclass(frozen=True)
class Outcome:
    sent: int  # posts begun
    shown: int  # numbers that a page showed
    before: int  # there after the last kill, before anything was sent again
    published: int  # letters, by the moderator's process
    gone: int  # taken back
    kept: int  # there at the end

    def __str__(self) -> str:
        return (
            f"{self.sent} posts begun, {self.shown} numbers shown, {self.before} there after the last kill, "
            f"{self.published} letters published, {self.gone} posts withdrawn; all sent again: {self.kept} there"
        )


def kill_in_the_middle(server: OwnServer, kills: int) -> Outcome:
    """Judges on the way; what it returns is for the reader, and for `kept + gone == sent`."""
    authors = []
    for _kill in range(kills):
        server.start()
        authors += _post_until_killed(server)
    server.start()
    count = _counting(server)
    before = count("SELECT count(*) FROM stories_submission")
    published = count("SELECT count(*) FROM stories_decision WHERE verb = 'publish'")
    _judge_halves(server)
    for author in authors:
        _come_back(author)

    again = [_send_again(author) for author in authors]

    _judge_halves(server)
    return Outcome(
        sent=sum(len(author.forms) for author in authors),
        shown=sum(len(numbers) for numbers in again),
        before=before,
        published=published,
        gone=count("SELECT count(*) FROM stories_tombstone"),
        kept=count("SELECT count(*) FROM stories_submission"),
    )


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
    found = {half: number for half, query in HALVES.items() if (number := count(query))}
    assert not found, found


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
