"""Every page in every mode: no violation of WCAG 2.2 A and AA nor of the AAA rules that axe-core has
(7:1 contrast among them), nothing wider than the screen, the exit on every page.

Right-to-left is set by hand on each page until a language that needs it is shipped.
"""

import importlib.resources
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page

from tests.journeys.conftest import PATIENCE
from tests.journeys.walking import (
    QUEUE,
    Post,
    is_wider_than_the_screen,
    open_review,
    open_text,
    press,
    take_time,
    words,
)
from tests.proofs.own_server import OwnServer

AXE = importlib.resources.files("axe_playwright_python").joinpath("axe.min.js").read_text()
TAGS = ["wcag2a", "wcag2aa", "wcag2aaa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
ALL_OF_THEM = {"color-contrast-enhanced": {"enabled": True}, "target-size": {"enabled": True}}
# Forced colours are the reader's own. axe-core compares the author's (-webkit-text-fill-color) with them.
CONTRAST = {"color-contrast": {"enabled": False}, "color-contrast-enhanced": {"enabled": False}}
OPTIONS = {"runOnly": {"type": "tag", "values": TAGS}}
NARROW = {"viewport": {"width": 320, "height": 640}}
MODES = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "320px": NARROW,
    "forced-colours": {"forced_colors": "active"},
    "right-to-left": NARROW,
    "no-script": NARROW | {"java_script_enabled": False},
}
ADDRESSES = [
    "/",
    "/stories/",
    "/stories/?kind=story&without=stalking",
    "/stories/?language=cy",  # none
    "/share/",
    "/yours/",
    "/resources/",
    "/resources/?country=DE",
    "/resources/?country=US",
    "/resources/purposes/",
    "/resources/movement/",
    "/resources/allies/",
    "/safety/",
    "/guidelines/",
    "/nothing/",  # 404
    f"/share/{'a' * 43}/",  # 410
]
OPEN_LETTERS = "document.querySelectorAll('details').forEach(each => each.open = true)"


@dataclass
class Eye:
    """Looks at what a page shows now, and keeps what is wrong."""

    page: Page
    mode: str

    def __post_init__(self) -> None:
        self.wrong: list[str] = []
        self.undecided: Counter[str] = Counter()
        self.looked = 0

    def look(self, name: str, *, has_exit: bool = True) -> None:
        self.looked += 1
        self.page.wait_for_load_state()
        if self.mode == "right-to-left":
            self.page.evaluate("document.documentElement.dir = 'rtl'")
        if is_wider_than_the_screen(self.page):
            self.wrong.append(f"{name}: wider than the screen")
        if has_exit and not self.page.locator("#exit").is_visible():
            self.wrong.append(f"{name}: no exit")
        if self.mode != "no-script":
            self._ask_axe(name)

    def _ask_axe(self, name: str) -> None:
        self.page.evaluate(AXE)
        rules = ALL_OF_THEM | (CONTRAST if self.mode == "forced-colours" else {})
        options = OPTIONS | {"rules": rules}
        found = self.page.evaluate("options => axe.run(document, options)", options)
        for violation in found["violations"]:
            nodes = [" ".join(map(str, node["target"])) for node in violation["nodes"]]
            self.wrong.append(f"{name}: {violation['id']}: {nodes[:3]} and {len(nodes)} in all")
        self.undecided.update({each["id"]: len(each["nodes"]) for each in found["incomplete"]})


@pytest.fixture(params=MODES)
def mode(request) -> str:
    return request.param


@pytest.fixture(scope="module")
def crowded(tmp_path_factory) -> Iterator[OwnServer]:
    """A wall with a letter under a warning, one without, and pieces in several scripts."""
    with OwnServer(tmp_path_factory.mktemp("crowded"), DEMO="1") as server:
        server.run("manage.py", "demo")
        yield server


@pytest.fixture(scope="module")
def empty(tmp_path_factory) -> Iterator[OwnServer]:
    with OwnServer(tmp_path_factory.mktemp("empty")) as server:
        yield server


@pytest.fixture
def eye(browser, mode, crowded) -> Iterator[Eye]:
    context = browser.new_context(base_url=crowded.address, bypass_csp=True, **MODES[mode])
    context.set_default_timeout(PATIENCE)
    yield Eye(context.new_page(), mode)
    context.close()


def test_public_pages(eye, mode, report):
    for address in ADDRESSES:
        eye.page.goto(address)
        eye.look(address)
    _judge(eye, report)


def test_reading_and_telling(eye, crowded, report):
    page = eye.page
    letters = (
        crowded.publish("A plain letter."),
        crowded.publish("A letter under a warning.", warnings=["stalking"], name="K."),
    )
    for letter in letters:
        page.goto(letter["address"])
        eye.look("a letter")
        page.evaluate(OPEN_LETTERS)
        eye.look("a letter, opened")
    page.goto(f"{letter['address']}concern/")
    eye.look("concern")
    page.goto(_bare_piece(page))
    eye.look("a bare piece")
    _judge(eye, report)


def test_posting_and_coming_back(eye, report):
    page = eye.page
    page.goto("/share/")
    words(page).fill("x" * 10_001)
    press(page, "Send it as it is")
    eye.look("share, with errors")
    words(page).fill("I said no.")
    take_time(page)
    for button, name in {"See it before it goes": "preview", "Send it": "receipt"}.items():
        press(page, button)
        eye.look(name)
    receipt = page.locator("output[name=receipt]").inner_text()
    for number, name in {"1234": "yours, with errors", receipt: "own page"}.items():
        page.goto("/yours/")
        page.get_by_label("Your number").fill(number)
        press(page, "Show my post")
        eye.look(name)
    for button, name in {"Take it back": "sure?", "Take it back ": "taken back"}.items():
        press(page, button.strip())
        eye.look(name)
    _judge(eye, report)


def test_an_empty_wall(eye, empty, report):
    for address in ("/", "/stories/"):
        eye.page.goto(f"{empty.address}{address}")
        eye.look(f"{address} without a piece")
    _judge(eye, report)


def test_what_staff_see(open_context, mode, server, staff_state, pen, report):
    stranger = Eye(open_context(bypass_csp=True, **MODES[mode]).new_page(), mode)
    stranger.page.goto("/admin/")
    stranger.look("sign in", has_exit=False)
    pen.write(Post())
    context = open_context(bypass_csp=True, storage_state=staff_state, **MODES[mode])
    eye = Eye(context.new_page(), mode)
    for address in ("/admin/", QUEUE, f"{QUEUE}?state=published"):
        eye.page.goto(address)
        eye.look(address, has_exit=False)
    open_review(eye.page)
    eye.look("review", has_exit=False)
    open_text(eye.page)
    eye.look("review, opened", has_exit=False)
    eye.wrong += stranger.wrong
    _judge(eye, report)


def _bare_piece(page: Page) -> str:
    page.goto("/stories/?kind=bare")
    return page.locator(".quilt a").first.get_attribute("href")


def _judge(eye: Eye, report: list[str]) -> None:
    report.append(f"{eye.looked} pages looked at; undecided by axe: {dict(eye.undecided)}")
    assert eye.wrong == [], "\n".join(eye.wrong)
