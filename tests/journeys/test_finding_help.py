"""From any page to a number in two presses, on a phone, with and without JavaScript; and to the paper in a pocket."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.walking import follow, is_wider_than_the_screen, path_of, press

PHONE = {"width": 360, "height": 740}


@pytest.fixture
def phone(open_context, script) -> Page:
    return open_context(java_script_enabled=script, viewport=PHONE).new_page()


def lines(page: Page):
    return page.locator(".helpline")


def test_two_presses_lead_from_any_page_to_a_number(phone):
    phone.goto("/")

    follow(phone, "Find help")
    follow(phone, "Spain")

    number = phone.get_by_role("link", name="Call 0 1 6, Spain only", exact=True)
    expect(number).to_have_attribute("href", "tel:016")
    expect(number).to_contain_text("016")
    expect(phone.get_by_role("link", name="1 1 2", exact=True)).to_have_attribute("href", "tel:112")
    assert not is_wider_than_the_screen(phone)


def test_a_message_stands_beside_the_call_and_is_as_large(phone):
    phone.goto("/resources/?country=ES")

    call, message = (
        phone.get_by_role("link", name=re.compile(name)).first for name in ("^Call", "^WhatsApp")
    )

    expect(message).to_have_attribute("href", "https://wa.me/34600000016")
    sizes = [
        link.locator("b").evaluate("b => getComputedStyle(b).fontSize") for link in (call, message)
    ]
    assert sizes[0] == sizes[1]


def test_the_choice_is_in_the_address_and_goes_with_the_reader(phone):
    phone.goto("/resources/?country=DE")
    everything = lines(phone).count()

    follow(phone, "Without speaking")

    assert "way=without-speaking" in phone.url
    assert 0 < lines(phone).count() < everything
    follow(phone, "One page to print")
    assert path_of(phone) == "/resources/pocket/"
    assert "way=without-speaking" in phone.url
    expect(phone.get_by_text(re.compile("^As of "))).to_be_visible()
    assert not is_wider_than_the_screen(phone)


def test_the_form_narrows_the_list_without_a_script(phone):
    phone.goto("/resources/?country=GB")
    phone.get_by_text("Choose another country").click()
    phone.get_by_label("For", exact=True).select_option("men")
    phone.get_by_label("Country", exact=True).select_option("DE")

    press(phone, "Show")

    assert "country=DE" in phone.url
    assert "who=men" in phone.url
    expect(lines(phone).first).to_contain_text("men")


def test_one_press_says_that_a_number_did_not_work(phone):
    phone.goto("/resources/?country=FR")

    with phone.expect_navigation():
        phone.get_by_role("button", name=re.compile("^This did not work: ")).first.click()

    expect(
        phone.get_by_role("status").filter(has_text="nothing about you was kept")
    ).to_be_visible()
    assert "country=FR" in phone.url


def test_the_paper_holds_the_numbers_and_nothing_else(phone):
    phone.goto("/resources/pocket/?country=GB")
    phone.emulate_media(media="print")

    expect(phone.get_by_text(re.compile("^As of "))).to_be_visible()
    expect(phone.get_by_role("link", name="Call 0 8 0 8, 5 0 0, 2 2 2 2")).to_be_visible()
    for hidden in (".bar", ".masthead", ".selvedge", ".pocket-hint"):
        expect(phone.locator(hidden)).to_be_hidden()


def test_the_paper_is_light_where_the_screen_is_dark(open_context):
    page = open_context(viewport=PHONE, color_scheme="dark").new_page()
    page.goto("/resources/pocket/?country=GB")
    page.emulate_media(media="print")

    ground, ink, least = page.evaluate(
        """() => {
            const line = document.querySelector(".pocket-checked");
            const bright = color => Math.min(...color.match(/\\d+/g).slice(0, 3).map(Number));
            const grounds = [document.body, document.documentElement]
                .map(each => getComputedStyle(each).backgroundColor)
                .filter(color => color !== "rgba(0, 0, 0, 0)");  // without a ground it is the paper
            return [
                bright(grounds[0] ?? "rgb(255, 255, 255)"),
                bright(getComputedStyle(line).color),
                parseFloat(getComputedStyle(line).fontSize)
                    - parseFloat(getComputedStyle(line.previousElementSibling).fontSize),
            ];
        }"""
    )

    assert ground > 200
    assert ink < 60
    assert least <= 0, "the date is no larger than the number"


def test_the_text_is_plain_and_dated(phone):
    phone.goto("/resources/text/?country=GB")

    expect(phone.locator("body")).to_contain_text("As of")
    expect(phone.locator("body")).to_contain_text("0808 500 2222")


def test_options_lead_to_help_and_back(phone):
    phone.goto("/resources/")
    follow(phone, "What happened to me, what can I do now?")

    expect(phone.get_by_text("No doctor, lawyer or counsellor has reviewed")).to_be_visible()
    follow(phone, "Find it by country")
    assert path_of(phone) == "/resources/"


def test_an_editor_works_through_the_list(desk):
    desk.goto("/admin/resources/helpline/worklist/")
    desk.get_by_role("row", name=re.compile("Costa Rica")).get_by_role(
        "link", name="Decide"
    ).click()
    desk.get_by_label("by calling it").check()

    press(desk, "Confirm it")

    expect(desk.get_by_text("Done, and written down.")).to_be_visible()
    desk.goto("/resources/?country=CR")
    expect(desk.get_by_role("link", name="Call 1 1 2 5, Costa Rica only")).to_be_visible()
