"""On paper: the words, and nothing that can only be pressed."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.everywhere import OPEN_LETTERS
from tests.journeys.walking import is_wider_than_the_screen

A4 = {"width": 794, "height": 1123}
PRESSED = (".bar", ".masthead", ".selvedge", "form", ".ways")


@pytest.fixture
def paper(open_context) -> Page:
    page = open_context(viewport=A4, color_scheme="dark").new_page()
    page.emulate_media(media="print")
    return page


@pytest.mark.parametrize("address", ["/", "/stories/", "/ar/stories/", "/numbers/", "/guidelines/"])
def test_a_page_is_its_words(paper, address):
    paper.goto(address)

    _holds_words_alone(paper)


def test_a_letter_is_dark_on_white(paper, letter):
    paper.goto(letter.address)
    paper.evaluate(OPEN_LETTERS)

    expect(paper.locator(".letter")).to_contain_text(letter.mark)
    _holds_words_alone(paper)
    ink = paper.locator(".letter").evaluate("each => getComputedStyle(each).color")
    assert max(int(part) for part in ink[4:-1].split(",")) < 80


def _holds_words_alone(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    for css in PRESSED:
        for each in page.locator(css).all():
            expect(each).to_be_hidden()
    assert not is_wider_than_the_screen(page)
