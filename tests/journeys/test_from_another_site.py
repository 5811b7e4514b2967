"""A page of another site that posts in a visitor's name: two origins, a real browser, nothing is kept."""

import re
import time

import pytest
from playwright.sync_api import Page, Route, expect

from tests.journeys.walking import Pen

ELSEWHERE = "https://before.example/"
FORM = """<!doctype html><title>You have won</title>
<form method="post" action="{address}/share/">
  <input type="hidden" name="phrase" value="metoo"><input type="hidden" name="step" value="send">
  <input type="hidden" name="form_id" value="0123456789abcdef0123456789abcdef"><button>Open your prize</button>
</form>"""


@pytest.fixture
def victim(scripted, server) -> Page:
    """Somebody who was led to a page that means no good."""
    form = FORM.format(address=server.address)

    def answer(route: Route) -> None:
        route.fulfill(body=form, content_type="text/html")

    scripted.route(ELSEWHERE, answer)
    scripted.goto(ELSEWHERE)
    return scripted


def said(page: Page) -> int:
    """How often it has been said here, once the page of this second is gone."""
    time.sleep(1.1)
    told = page.request.get("/").text()
    return int(re.search(r"It has been said here ([\d,]+) time", told)[1].replace(",", ""))


def test_its_form_posts_nothing(victim, pen: Pen):
    pen.say()
    before = said(victim)

    victim.get_by_role("button", name="Open your prize").click()

    expect(victim.get_by_role("heading", level=1)).to_have_text(
        "We could not tell where this came from"
    )
    assert said(victim) == before
    pen.say()
    assert said(victim) == before + 1  # what is meant does count
