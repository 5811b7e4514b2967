"""Leaving in one move, and what stands behind Back afterwards."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.serving import EXIT_URL
from tests.journeys.walking import follow, press, take_time, words

BEFORE = "https://before.example/"
# Chromium answers no question about a page that is being left, but the page can speak.
TELLS_WHAT_IS_LEFT = """addEventListener("DOMContentLoaded", () =>
  new MutationObserver(() => console.log(`${document.title}: ${document.body.childNodes.length} left`))
    .observe(document.body, {childList: true}))"""


@pytest.fixture
def reader(scripted) -> Page:
    """Somebody who came from another site."""
    scripted.goto(BEFORE)
    scripted.goto("/")
    return scripted


def test_the_exit_leads_to_a_neutral_page_that_learns_nothing(page):
    page.goto("/")

    with page.expect_request(EXIT_URL) as left:
        page.get_by_role("link", name="Leave now").click()

    expect(page).to_have_url(EXIT_URL)
    assert "referer" not in left.value.all_headers()


def test_back_after_leaving_shows_what_was_before_us(reader, letter, pen):
    pen.say()
    follow(reader, "The wall")
    with reader.expect_navigation():
        reader.locator(".quilt a").first.click()
    follow(reader, "The next piece")

    reader.get_by_role("link", name="Leave now").click()

    expect(reader).to_have_url(EXIT_URL)
    assert _history(reader) == ["about:blank", BEFORE, EXIT_URL]
    reader.go_back(wait_until="commit")
    expect(reader).to_have_url(BEFORE)


def test_the_page_is_empty_while_the_other_is_on_its_way(scripted):
    scripted.route(EXIT_URL, lambda route: None)  # never arrives
    scripted.add_init_script(TELLS_WHAT_IS_LEFT)
    scripted.goto("/")

    with scripted.expect_console_message(lambda said: said.text == "exit.example: 0 left"):
        scripted.locator("#exit").dispatch_event("click")

    assert scripted.url != EXIT_URL


@pytest.mark.parametrize("way", ["press", "shift"])
def test_leaving_asks_our_server_for_nothing(reader, way):
    asked = []
    reader.wait_for_load_state("networkidle")  # the icon of the tab comes late
    reader.on("request", lambda request: asked.append(request.url))

    _shift(reader, 3) if way == "shift" else reader.locator("#exit").click()

    expect(reader).to_have_url(EXIT_URL)
    assert asked == [EXIT_URL]


def test_shift_three_times_leaves_and_says_so_before(reader):
    _shift(reader, 2)
    expect(_announcement(reader)).to_have_text("Press Shift once more to leave this page.")

    _shift(reader, 1)

    expect(reader).to_have_url(EXIT_URL)


def test_left_and_right_shift_count_the_same(reader):
    for key in ("ShiftLeft", "ShiftRight", "ShiftLeft"):
        reader.keyboard.press(key)

    expect(reader).to_have_url(EXIT_URL)


def test_shift_with_another_key_between_starts_anew(reader):
    _shift(reader, 2)
    reader.keyboard.press("a")
    expect(_announcement(reader)).to_have_text("")

    _shift(reader, 2)

    expect(_announcement(reader)).to_have_text("Press Shift once more to leave this page.")


def test_writing_capital_letters_does_not_leave(reader):
    reader.goto("/share/")
    words(reader).press_sequentially("NO Means NO")
    for letter in "NOO":
        reader.keyboard.press(f"Shift+{letter}")

    expect(words(reader)).to_have_value("NO Means NONOO")
    expect(_announcement(reader)).to_have_text("")


def test_shift_while_composing_does_not_leave(reader):
    reader.goto("/share/")
    words(reader).focus()
    keyboard = reader.context.new_cdp_session(reader)
    composed = {"text": "に", "selectionStart": 1, "selectionEnd": 1}
    keyboard.send("Input.imeSetComposition", composed)

    _shift(reader, 3)

    expect(_announcement(reader)).to_have_text("")
    keyboard.send("Input.insertText", {"text": "日"})
    _shift(reader, 2)
    expect(_announcement(reader)).to_have_text("Press Shift once more to leave this page.")


def test_the_skip_link_is_the_first_stop_and_the_exit_the_second(page):
    page.goto("/")

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Leave now")).to_be_focused()
    page.keyboard.press("Enter")

    expect(page).to_have_url(EXIT_URL)


def test_the_skip_link_leads_to_the_content(page):
    page.goto("/stories/")

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.locator("main")).to_be_focused()


def test_links_leave_nothing_behind_back(reader):
    before = _history(reader)

    for link in ("The wall", "Share", "Find help", "What is published", "Its history", "The Quilt"):
        follow(reader, link)

    assert _history(reader) == before


@pytest.mark.usefixtures("letter")
def test_choosing_on_the_wall_leaves_nothing_behind_back(reader):
    follow(reader, "The wall")
    before = len(_history(reader))

    follow(reader, "Choose what to see, and what to leave out")
    press(reader, "Show these")

    assert len(_history(reader)) == before


def test_posting_leaves_nothing_behind_back(reader):
    before = len(_history(reader))
    follow(reader, "Share")
    words(reader).fill("I said no.")
    take_time(reader)

    for button in ("See it before it goes", "Change something", "See it before it goes", "Send it"):
        press(reader, button)
        assert len(_history(reader)) == before
    reader.get_by_role("link", name="Leave now").click()

    expect(reader).to_have_url(EXIT_URL)
    reader.go_back(wait_until="commit")
    expect(reader).to_have_url(BEFORE)


def _shift(page: Page, times: int) -> None:
    for _press in range(times):
        page.keyboard.press("Shift")


def _announcement(page: Page):
    return page.locator(".leave-status")


def _history(page: Page) -> list[str]:
    """Every entry behind Back and before it, as the browser has them."""
    devtools = page.context.new_cdp_session(page)
    entries = devtools.send("Page.getNavigationHistory")["entries"]
    devtools.detach()
    return [entry["url"] for entry in entries]
