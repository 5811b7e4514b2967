"""Every public page: no cookie, no other host, no complaint of the browser (the witness in conftest.py judges that)."""

import pytest
from playwright.sync_api import expect

from tests.journeys.walking import is_wider_than_the_screen, press, take_time, words

PHONE = {"width": 360, "height": 740}
LOOKS = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "phone": {"viewport": PHONE},
}
PAGES = [
    "/",
    "/share/",
    "/stories/",
    "/stories/?kind=story&without=stalking",
    "/resources/",
    "/resources/?country=DE",
    "/resources/pocket/?country=DE",
    "/resources/options/",
    "/resources/purposes/",
    "/resources/movement/",
    "/resources/allies/",
    "/safety/",
    "/guidelines/",
]


@pytest.fixture(params=LOOKS.values(), ids=LOOKS)
def page(request, open_context):
    return open_context(**request.param).new_page()


def test_every_page_offers_the_exit_and_help(page):
    for address in PAGES:
        answer = page.goto(address)

        assert answer.status == 200, address
        _offers_the_exit_and_help(page)


def test_every_kind_of_piece_offers_the_exit_and_help(page, letter, pen):
    bare = pen.say()

    for address in (bare, letter.address, f"{letter.address}concern/"):
        page.goto(address)

        _offers_the_exit_and_help(page)


def test_pages_that_are_not_there_offer_the_exit_and_help(page):
    for address, status in {"/nothing/": 404, f"/share/{'a' * 43}/": 410}.items():
        answer = page.goto(address)

        assert answer.status == status
        _offers_the_exit_and_help(page)


def test_every_page_of_posting_offers_the_exit_and_help(page):
    page.goto("/share/")
    words(page).fill("x" * 10_001)
    press(page, "Send it as it is")
    _offers_the_exit_and_help(page)
    words(page).fill("I said no.")
    take_time(page)
    for button in ("See it before it goes", "Send it"):
        press(page, button)
        _offers_the_exit_and_help(page)


def _offers_the_exit_and_help(page):
    expect(page.get_by_role("link", name="Leave now")).to_be_in_viewport()
    expect(page.get_by_role("link", name="Find help").first).to_be_visible()
    assert not is_wider_than_the_screen(page), page.url
