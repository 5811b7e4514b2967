"""Home, three letters, writing, sending, coming back, leaving: in one go, with JavaScript on and off.

What the browser's profile holds afterwards is asked in tests/proofs/, where the way is the same.
"""

import pytest

from tests.journeys.hand import ChromiumHand
from tests.journeys.serving import EXIT_URL
from tests.journeys.walking import Post, publish
from tests.journeys.whole_way import LEAVING, Letter, Typed, walk

BEFORE = "https://before.example/"


@pytest.fixture(scope="module")
def shelf() -> list[Letter]:
    """What the first of these tests published stands there for the other."""
    return []


@pytest.fixture
def letters(request, shelf, pen) -> list[Letter]:
    desk = None if shelf else request.getfixturevalue("desk")
    while len(shelf) < 3:
        post = Post()
        pen.write(post)
        shelf.append(Letter(publish(desk, post).address, post.mark, is_closed=True))
    return shelf


def test_leaving_after_the_whole_way_leaves_nothing_behind_back(open_context, letters):
    page = open_context().new_page()
    page.goto(BEFORE)
    hand = ChromiumHand(page)
    walk(hand, letters, Typed())

    asked = _leave(hand, "shift")

    assert asked == [EXIT_URL]
    assert _history(page) == ["about:blank", BEFORE, EXIT_URL]


def test_the_whole_way_without_script_ends_at_the_exit(open_context, letters):
    page = open_context(java_script_enabled=False).new_page()
    hand = ChromiumHand(page)
    walk(hand, letters, Typed())

    asked = _leave(hand, "keyboard")

    assert asked == [EXIT_URL]


def _leave(hand: ChromiumHand, way: str) -> list[str]:
    """What the browser asks for between the press and the neutral page."""
    asked: list[str] = []
    hand.page.wait_for_load_state("networkidle")
    hand.page.on("request", lambda request: asked.append(request.url))
    LEAVING[way](hand)
    assert hand.address() == EXIT_URL
    return asked


def _history(page) -> list[str]:
    """Every entry behind Back and before it, as the browser has them."""
    devtools = page.context.new_cdp_session(page)
    return [entry["url"] for entry in devtools.send("Page.getNavigationHistory")["entries"]]
