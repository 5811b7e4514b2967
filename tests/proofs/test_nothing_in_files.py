"""What nobody published is in no file of the server: not in the database or its log, nor in anything it says.

A word that is published is looked for first, so that the search is known to find; once its author takes it back
it is in no file either.
"""

import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from secrets import token_hex

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.walking import press, take_time, words
from tests.proofs.own_server import OwnServer
from tests.proofs.planting import Planted, plant
from tests.proofs.searching import size, traces

ADDRESS = "203.0.113.217"
AGENT = f"PlantedAgent{token_hex(6)}"
HEADERS = {"X-Forwarded-For": ADDRESS, "X-Real-IP": ADDRESS, "Forwarded": f"for={ADDRESS}"}
A_MINUTE = 60


@pytest.fixture
def server(tmp_path) -> Iterator[OwnServer]:
    with OwnServer(tmp_path) as server:
        yield server


@pytest.fixture(params=[True, False], ids=["script", "no-script"])
def context(request, browser, server) -> Iterator[BrowserContext]:
    context = browser.new_context(
        base_url=server.address,
        user_agent=AGENT,
        extra_http_headers=HEADERS,
        java_script_enabled=request.param,
    )
    yield context
    context.close()


def test_a_whole_journey_leaves_nothing_unpublished(context, server, report):
    page = context.new_page()
    tokens = _watch_tokens(page)
    typed = {kind: f"Planted{kind}{token_hex(6)}" for kind in ("text", "name", "draft", "concern")}
    receipt = _post_words(page, typed)
    _come_back(page, receipt)
    letter = server.publish(f"Public{token_hex(6)}.")
    _tell_a_concern(page, letter["address"], typed["concern"])
    wrong = _provoke_errors(page, server)

    marks = [*typed.values(), *_numbers(receipt), *tokens, AGENT, ADDRESS, *wrong]

    assert traces(server.folder, marks) == []
    server.run("manage.py", "sweep")
    server.end()
    assert traces(server.folder, marks) == []
    report.append(f"{len(marks)} marks in {size(server.folder)} files and bytes")


def test_what_is_taken_back_is_in_no_file(server):
    planted = plant(server)
    marks = _planted_marks(planted)
    assert {planted.words["public"], *planted.sealed} <= _found(server, marks)

    server.take_back(planted.receipt)

    assert _found(server, marks) == set()


def test_a_reader_who_holds_the_log_only_delays_it(server, report):
    planted = plant(server)
    marks = _planted_marks(planted)
    with closing(sqlite3.connect(_database(server.folder), isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM stories_story").fetchone()
        server.take_back(planted.receipt)
        assert "later" in server.run("manage.py", "sweep")
        held = _found(server, marks)
        reader.execute("COMMIT")
    began = time.monotonic()

    server.run("manage.py", "sweep")

    assert _found(server, marks) == set()
    took = time.monotonic() - began
    assert took < A_MINUTE
    report.append(
        f"of {len(marks)} marks {len(held)} stood there while the log was held; "
        f"{took:.1f} s after it was let go: none"
    )


def _watch_tokens(page: Page) -> set[str]:
    """Every sealed address that the browser meets."""
    tokens: set[str] = set()
    sealed = re.compile(r"/(?:share|yours)/([\w-]{43})/")
    page.on("request", lambda request: tokens.update(sealed.findall(request.url)))
    return tokens


def _post_words(page: Page, typed: dict[str, str]) -> str:
    page.goto("/share/")
    words(page).fill(f"{typed['draft']} was my first thought.")
    take_time(page)
    press(page, "See it before it goes")
    press(page, "Change something")
    words(page).fill(f"I write {typed['text']}.\n\n{typed['text']}")
    page.get_by_label("A name to show").fill(typed["name"])
    press(page, "See it before it goes")
    press(page, "Send it")
    return page.locator("output[name=receipt]").inner_text()


def _come_back(page: Page, receipt: str) -> None:
    page.goto("/yours/")
    page.get_by_label("Your number").fill(receipt)
    press(page, "Show my post")
    expect(page.get_by_role("heading", level=1)).to_have_text("It waits to be read")


def _tell_a_concern(page: Page, address: str, text: str) -> None:
    page.goto(f"{address}concern/")
    page.get_by_role("radio").first.check()
    page.get_by_role("textbox").fill(text)
    take_time(page)
    press(page, "Send it to the moderators")


def _provoke_errors(page: Page, server: OwnServer) -> list[str]:
    """Everything that a server likes to log: what is not there, too much, unreadable, forged, not allowed in."""
    wrong = [f"Wrong{kind}{token_hex(6)}" for kind in ("path", "host", "body", "origin", "user")]
    path, host, body, origin, user = wrong
    ask = page.context.request
    ask.get(f"/{path}/?{path}={path}")
    ask.get("/", headers={"Host": f"{host}.example"})
    ask.post("/share/", data=body * 20_000, headers={"Origin": server.address})
    ask.post("/share/", data=b"\xff\xfe" + body.encode(), headers={"Origin": server.address})
    ask.post("/share/", form={"text": body}, headers={"Origin": f"https://{origin}.example"})
    ask.post("/share/", multipart={"text": body}, headers={"Origin": server.address})
    page.goto("/admin/")
    page.get_by_label("User name").fill(user)
    page.get_by_label("Password").fill(user)
    page.get_by_label("Code").fill("000000")
    page.get_by_role("button", name="Sign in").click()
    return wrong


def _numbers(receipt: str) -> list[str]:
    return [receipt, receipt.replace(" ", "")]


def _planted_marks(planted: Planted) -> list[str]:
    """Words, number and encrypted values: what may be in no file once its author takes it back."""
    return [*planted.words.values(), *planted.numbers, *planted.sealed]


def _found(server: OwnServer, marks: list[str]) -> set[str]:
    """Those of the marks that stand in any file of the server, its output among them."""
    return {line.rpartition(": ")[2] for line in traces(server.folder, marks)}


def _database(folder: Path) -> Path:
    return next(folder.glob("*.sqlite3"))
