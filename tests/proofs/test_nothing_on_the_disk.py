"""After reading, writing, sending, coming back and leaving, a browser's profile holds no planted word.

A real profile folder; JavaScript on and off; the browser closed, and the browser killed. What the history file keeps
is counted: addresses and neutral titles.
"""

import os
import signal
import sqlite3
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from secrets import token_hex
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.conftest import FLAGS
from tests.journeys.serving import EXIT_URL
from tests.journeys.walking import follow, press, take_time, words
from tests.proofs import neutral_page
from tests.proofs.own_server import OwnServer
from tests.proofs.searching import size, traces

SECONDS_TO_WRITE = 12  # Chromium writes its history every ten seconds
KINDS = ["Home", "The wall", "A letter", "Share", "Preview", "Sent", "Your number", "Your post"]
QUIET_TITLES = {"", neutral_page.TITLE, *(f"{kind} · The Quilt" for kind in KINDS)}


@pytest.fixture(scope="module")
def exit_port(tmp_path_factory) -> Iterator[int]:
    with neutral_page.serving(tmp_path_factory.mktemp("neutral")) as port:
        yield port


@pytest.fixture(scope="module")
def before_port() -> Iterator[int]:
    with neutral_page.serving() as port:
        yield port


@pytest.fixture(scope="module")
def wall(tmp_path_factory) -> Iterator[OwnServer]:
    with OwnServer(tmp_path_factory.mktemp("wall")) as server:
        yield server


@pytest.fixture(scope="module")
def letters(wall) -> dict[str, str]:
    """Three letters on the wall: the word in each, and its address."""
    planted = {f"Read{token_hex(6)}": [] for _letter in range(2)}
    planted[f"Closed{token_hex(6)}"] = ["stalking"]
    return {
        mark: wall.publish(f"{mark} is what happened. {mark}", warnings=warnings)["address"]
        for mark, warnings in planted.items()
    }


@pytest.mark.parametrize("end", ["closed", "killed"])
@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_the_profile_holds_no_word(
    playwright, wall, letters, exit_port, before_port, tmp_path, script, end, report
):
    profile = tmp_path / "profile"
    typed = {kind: f"{kind}{token_hex(6)}" for kind in ("Draft", "Text", "Name")}
    with _browser(playwright, profile, wall, exit_port, script) as context:
        page = context.pages[0]
        page.goto(f"http://127.0.0.1:{before_port}/")
        _read(page, letters)
        receipt = _write(page, typed)
        _come_back(page, receipt)
        _leave(page)
        if end == "killed":
            time.sleep(SECONDS_TO_WRITE)
            _kill(profile)

    marks = [*letters, *typed.values(), receipt, receipt.replace(" ", "")]
    assert traces(profile, marks) == []
    assert traces(profile, [neutral_page.KEPT])
    report.append(f"{size(profile)} files and bytes; {_history(profile, wall)}")


@contextmanager
def _browser(
    playwright, profile: Path, wall: OwnServer, exit_port: int, script: bool
) -> Iterator[BrowserContext]:
    """With no route of Playwright's: a route would turn off the browser's cache."""
    context = playwright.chromium.launch_persistent_context(
        profile,
        executable_path=os.environ.get("CHROMIUM") or "/usr/bin/chromium",
        base_url=wall.address,
        java_script_enabled=script,
        args=[
            *FLAGS,
            f"--host-resolver-rules=MAP exit.example:443 127.0.0.1:{exit_port}",
            "--ignore-certificate-errors",
        ],
        ignore_default_args=["--disable-back-forward-cache"],
    )
    context.set_default_timeout(15_000)
    yield context
    context.close()


def _read(page: Page, letters: dict[str, str]) -> None:
    page.goto("/")
    follow(page, "The wall")
    for mark, address in letters.items():
        with page.expect_navigation():
            page.locator(f".quilt a[href^='{address}']").click()
        closed = page.get_by_text("Open the letter")
        if closed.is_visible():
            closed.click()
        expect(page.locator(".letter")).to_contain_text(mark)
        follow(page, "Back to the wall")


def _write(page: Page, typed: dict[str, str]) -> str:
    follow(page, "Share")
    words(page).press_sequentially(f"{typed['Draft']} is a first try.")
    page.wait_for_timeout(3000)  # long enough for a browser that would keep drafts
    press(page, "See it before it goes")
    press(page, "Change something")
    words(page).fill("")
    words(page).press_sequentially(f"{typed['Text']} is what I say.")
    page.get_by_label("A name to show").press_sequentially(typed["Name"])
    take_time(page)
    press(page, "See it before it goes")
    press(page, "Send it")
    return page.locator("output[name=receipt]").inner_text()


def _come_back(page: Page, receipt: str) -> None:
    follow(page, "Where to use your number")
    page.get_by_label("Your number").press_sequentially(receipt)
    press(page, "Show my post")
    expect(page.get_by_role("heading", level=1)).to_have_text("It waits to be read")


def _leave(page: Page) -> None:
    page.get_by_role("link", name="Leave now").click()
    expect(page).to_have_url(EXIT_URL)
    expect(page.locator("p")).to_have_text(neutral_page.KEPT)


def _kill(profile: Path) -> None:
    """The browser of this profile, and none other."""
    for place in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if f"--user-data-dir={profile}".encode() in place.read_bytes().split(b"\0"):
                os.kill(int(place.parent.name), signal.SIGKILL)
        except (FileNotFoundError, ProcessLookupError):
            continue


def _history(profile: Path, wall: OwnServer) -> str:
    """What the history file keeps of us; its titles say nothing."""
    with closing(sqlite3.connect(profile / "Default" / "History")) as history:
        rows = history.execute("SELECT id, url, title FROM urls").fetchall()
        ours = [row for row in rows if row[1].startswith(wall.address)]
        visits = history.execute(
            "SELECT count(*) FROM visits JOIN urls ON urls.id = visits.url WHERE urls.url LIKE ?",
            [f"{wall.address}%"],
        ).fetchone()[0]
    titles = Counter(title for _id, _url, title in ours)
    assert set(titles) <= QUIET_TITLES
    kinds = Counter(urlsplit(url).path.split("/")[1] or "home" for _id, url, _title in ours)
    return f"History keeps {len(ours)} addresses of ours {dict(kinds)}, {visits} visits, titles {dict(titles)}"
