"""The database, the disk, the cache and the clock break under the running server: it says so, keeps the words, and is
well again by itself."""

import html
import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from secrets import token_hex
from urllib.parse import urlencode

import pytest

from tests.proofs.authors import FORM_ID, RECEIPT, Author
from tests.proofs.own_server import OwnServer
from tests.proofs.stores import Clock, own_postgres, own_redis, small_disk

SECONDS_TO_RECOVER = 60
MOST_UNTIL_FULL = 1000  # posts
FIELD = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')
TEXT = re.compile(r'<textarea id="text"[^>]*>\n(.*?)</textarea>', re.S)
A_STEP = {"step": "send"}


class Browser:
    """One without JavaScript: a form is sent as fields, and an answer is a page."""

    def __init__(self, server: OwnServer) -> None:
        self.port = server.port

    def get(self, path: str) -> tuple[int, str]:
        return self._ask("GET", path, None)

    def post(self, path: str, form: dict[str, str]) -> tuple[int, str]:
        """The page that a redirect leads to."""
        return self._ask("POST", path, urlencode(form))

    def new_form(self) -> dict[str, str]:
        words = f"I said no. {token_hex(8)}"
        return A_STEP | {"text": words, "form_id": FORM_ID.search(self.get("/share/")[1])[1]}

    def _ask(self, verb: str, path: str, body: str | None) -> tuple[int, str]:
        headers = {"Sec-Fetch-Site": "same-origin"}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        with closing(HTTPConnection("localhost", self.port, timeout=60)) as connection:
            connection.request(verb, path, body, headers)
            answer = connection.getresponse()
            page = answer.read().decode()
        return (
            self.get(answer.headers["Location"]) if answer.status == 303 else (answer.status, page)
        )


def sent_again_from(page: str) -> dict[str, str]:
    """The form that stands in a page that kept the words, as pressing its button sends it."""
    fields = {name: html.unescape(value) for name, value in FIELD.findall(page)}
    return A_STEP | fields | {"text": html.unescape(TEXT.search(page)[1])}


def is_ready(browser: Browser) -> bool:
    return browser.get("/readyz")[0] == 200


def wait_until_ready(browser: Browser) -> float:
    began = time.monotonic()
    while not is_ready(browser):
        assert time.monotonic() < began + SECONDS_TO_RECOVER
        time.sleep(0.2)
    return time.monotonic() - began


@contextmanager
def serving(folder: Path, **settings: str) -> Iterator[tuple[OwnServer, Browser]]:
    with OwnServer(folder, **({"FORM_MIN_SECONDS": "0"} | settings)) as server:
        yield server, Browser(server)


@pytest.mark.parametrize("mode", ["fast", "immediate"])
def test_postgresql_goes_and_comes_back(tmp_path, report, mode):
    with (
        own_postgres() as cluster,
        serving(tmp_path, DATABASE_URL=cluster.url) as (server, browser),
    ):
        form = browser.new_form()
        process = server.process.pid
        cluster.stop(mode)

        status, page = browser.post("/share/", form)
        reading, away = browser.get("/stories/")
        alive = browser.get("/healthz")[0]
        ready = is_ready(browser)
        cluster.start()
        seconds = wait_until_ready(browser)
        again, receipt = browser.post("/share/", sent_again_from(page))

        assert (status, reading, alive, ready) == (503, 503, 200, False)
        assert form["text"] in page
        assert 'id="exit"' in away
        assert sent_again_from(page)["form_id"] == form["form_id"]
        assert (again, process, server.process.poll()) == (200, server.process.pid, None)
        assert RECEIPT.search(receipt)
        assert cluster.ask("SELECT count(*) FROM stories_submission") == 1
        report.append(f"{mode}: 503 with the words; ready {seconds:.1f} s after PostgreSQL was")


def test_a_full_disk_takes_nothing_and_breaks_nothing(tmp_path, report):
    with (
        small_disk(tmp_path / "disk", "48m") as disk,
        serving(disk.folder) as (server, browser),
    ):
        author = Author(server.port)
        shown = [author.send(browser.new_form()) for _each in range(5)]
        disk.fill()

        refused = []
        for _post in range(MOST_UNTIL_FULL):  # its log may have room that it was given before
            form = browser.new_form()
            status, page = browser.post("/share/", form)
            if status == 200:
                shown.append(RECEIPT.search(page)[1])
                continue
            refused.append((status, form["text"] in page, page))
            if len(refused) == 5:
                break
        reading = browser.get("/stories/")[0]
        disk.empty()
        again, receipt = browser.post("/share/", sent_again_from(refused[0][2]))

        assert [answer[:2] for answer in refused] == [(503, True)] * 5
        assert (reading, again) == (200, 200)
        assert RECEIPT.search(receipt)
        assert all("It waits to be read" in author.come_back(number) for number in shown)
        with closing(sqlite3.connect(next(disk.folder.glob("*.sqlite3")))) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            count = connection.execute("SELECT count(*) FROM stories_submission").fetchone()[0]
        assert count == len(shown) + 1
        report.append(
            f"a full disk: {len(shown) - 5} more fitted into the log, then 503 with the words, reading goes on, nothing lost"
        )


@pytest.mark.parametrize("how", ["stop", "hang"])
def test_a_cache_that_is_away_slows_and_never_breaks(tmp_path, report, how):
    with own_redis() as cache, serving(tmp_path, CACHE_URL=cache.url) as (server, browser):
        author = Author(server.port)
        getattr(cache, how)()
        began = time.monotonic()

        pages = [browser.get(path)[0] for path in ("/", "/stories/", "/share/", "/resources/")]
        slowest = time.monotonic() - began
        shown = [author.send(browser.new_form()) for _each in range(3)]
        bare = author.send(A_STEP | {"phrase": "metoo", "form_id": token_hex(16)})
        status, ready = browser.get("/readyz")
        cache.wake() if how == "hang" else cache.start()
        wait_until_ready(browser)

        assert pages == [200] * 4
        assert all(shown)
        assert bare
        assert status == 503
        assert '"cache": "not ready"' in ready
        report.append(f"{how}: four pages in {slowest:.1f} s, four posts kept, none refused")


@pytest.mark.parametrize("hours", [-2, 2, 13], ids=["back", "on", "on past the form's age"])
def test_a_clock_that_is_set_loses_no_words(tmp_path, hours):
    """The author sends what they had open; where the form's stamp no longer fits, it comes again with every word."""
    clock = Clock(tmp_path)
    with serving(tmp_path, **clock.settings) as (server, browser):
        form = browser.new_form()
        bare = A_STEP | {"phrase": "metoo", "form_id": token_hex(16)}
        clock.set(hours)

        status, page = browser.post("/share/", form)
        again = page
        if status != 200:
            assert form["text"] in page
            new_id = FORM_ID.search(page)[1]
            again = browser.post("/share/", form | {"form_id": new_id})[1]

        assert status == (200 if hours == 2 else 422)
        assert RECEIPT.search(again)
        assert RECEIPT.search(browser.post("/share/", bare)[1])
        number = RECEIPT.search(again)[1]
        assert "It waits to be read" in Author(server.port).come_back(number)
        assert is_ready(browser)
