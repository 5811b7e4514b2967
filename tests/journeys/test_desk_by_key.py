"""A review by keyboard alone: with the keys that the page lists, and without any of them."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.walking import QUEUE, open_review, path_of

MOST = 200  # stops of a page
ALT = 1
HAS_RING = """() => {
  const on = document.activeElement;
  const rings = [getComputedStyle(on), getComputedStyle(on, "::after")];
  return rings.some(ring => ring.outlineStyle !== "none" && parseFloat(ring.outlineWidth) >= 2);
}"""


def tab_to(page: Page, css: str) -> None:
    """Tab after Tab, each stop with a ring, until such an element has the focus."""
    page.wait_for_load_state()  # its style sheets draw the ring
    for _stop in range(MOST):
        page.keyboard.press("Tab")
        assert page.evaluate(HAS_RING), page.evaluate("document.activeElement.outerHTML")
        if page.evaluate("css => document.activeElement.matches(css)", css):
            return
    raise AssertionError(f"no stop at {css}")


def enter(page: Page) -> None:
    with page.expect_navigation():
        page.keyboard.press("Enter")


def by_access_key(page: Page, key: str) -> None:
    """As the browser gets it from a keyboard; Playwright's own press leaves out which letter it would have been."""
    pressed = {
        "modifiers": ALT,
        "key": key,
        "code": f"Key{key.upper()}",
        "windowsVirtualKeyCode": ord(key.upper()),
        "text": key,
        "unmodifiedText": key,
    }
    browser = page.context.new_cdp_session(page)
    browser.send("Input.dispatchKeyEvent", {"type": "keyDown", **pressed})
    browser.send("Input.dispatchKeyEvent", {"type": "keyUp", **pressed})


def test_tab_space_and_enter_are_enough(desk, waiting):
    open_review(desk)

    tab_to(desk, "button[value=open]")
    enter(desk)
    tab_to(desk, "textarea[name=text]")
    desk.keyboard.press("ControlOrMeta+a")
    desk.keyboard.insert_text(waiting.redacted)
    tab_to(desk, "button[value=publish]")
    enter(desk)

    expect(desk.get_by_text("It is on the wall now.")).to_be_visible()
    assert path_of(desk) == QUEUE


def test_a_reason_is_chosen_and_a_line_written_without_a_mouse(desk, waiting):
    open_review(desk)

    tab_to(desk, "input[name=decline-reason]")
    desk.keyboard.press("ArrowDown")
    desk.keyboard.press("Space")
    tab_to(desk, "textarea[name=decline-note]")
    desk.keyboard.type("A line.")
    tab_to(desk, "button[value=decline]")
    enter(desk)

    expect(desk.get_by_text("The author will read the reason.")).to_be_visible()


def test_the_keys_that_the_page_lists_do_what_it_says(desk, waiting):
    open_review(desk)
    listed = desk.locator("details", has_text="Keys, for those who like them").locator("kbd")
    assert listed.all_text_contents() == ["N", "O", "S", "P", "A", "D"]

    by_access_key(desk, "o")
    expect(desk.get_by_label("The text as it will be published")).to_have_value(waiting.text)
    by_access_key(desk, "p")

    expect(desk.get_by_text("It is on the wall now.")).to_be_visible()


@pytest.mark.parametrize(
    ("key", "verb", "said"),
    [("a", "ask", "Your question waits"), ("d", "decline", "The author will read the reason.")],
)
def test_a_key_without_a_reason_leads_to_the_reasons_first(desk, waiting, key, verb, said):
    open_review(desk)
    by_access_key(desk, "o")
    expect(desk.get_by_label("The text as it will be published")).to_have_value(waiting.text)

    by_access_key(desk, key)
    expect(desk.locator(f"input[name={verb}-reason]").first).to_be_focused()
    desk.keyboard.press("Space")
    by_access_key(desk, key)

    expect(desk.get_by_text(said)).to_be_visible()


def test_next_and_not_this_one_by_key(desk, waiting):
    desk.goto(QUEUE)
    with desk.expect_navigation():
        by_access_key(desk, "n")
    if "/care/" in path_of(desk):  # a pause was offered: go on
        tab_to(desk, "button[value=carry-on]")
        enter(desk)
    expect(desk.get_by_role("button", name="Open the text")).to_be_visible()

    by_access_key(desk, "s")

    expect(desk.get_by_role("button", name="Next one for me")).to_be_visible()
