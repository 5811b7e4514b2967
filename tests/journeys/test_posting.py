"""From the first press to the number that gives the author control."""

import pytest
from playwright.sync_api import expect

from tests.journeys.walking import (
    NUMBER,
    Post,
    follow,
    path_of,
    pieces,
    press,
    take_time,
    words,
)

TOO_LONG = ("I said no. 😀 لا\n\n" * 1000)[:10_000] + "!"


def test_one_press_is_a_piece_on_the_wall(page):
    page.goto("/")
    press(page, "Me too")

    expect(page.locator("output[name=receipt]")).to_have_text(NUMBER)
    follow(page, "See your piece")
    address = path_of(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("#MeToo")
    follow(page, "Back to the wall")
    expect(pieces(page, address)).to_be_visible()


def test_another_phrase_can_be_said_from_the_form(page):
    page.goto("/share/")
    page.locator("#only-phrase").select_option("#YoTambién")
    press(page, "Say it")

    follow(page, "See your piece")

    expect(page.get_by_role("heading", level=1)).to_have_text("#YoTambién")


def test_words_can_be_changed_after_they_were_seen(page):
    first, second = Post(), Post()
    page.goto("/")
    follow(page, "Or say it in your own words")
    words(page).fill(first.text)
    take_time(page)
    press(page, "See it before it goes")
    expect(page.locator(".letter")).to_contain_text(first.mark)

    press(page, "Change something")
    expect(words(page)).to_have_value(first.text)
    words(page).fill(second.text)
    press(page, "See it before it goes")
    expect(page.locator(".letter")).to_contain_text(second.mark)
    press(page, "Send it")

    expect(page.locator("output[name=receipt]")).to_have_text(NUMBER)
    expect(page.get_by_text("A person reads it before")).to_be_visible()


def test_too_many_characters_lose_none_of_them(page):
    page.goto("/share/")
    words(page).fill(TOO_LONG)

    answer = press(page, "See it before it goes")

    assert answer.status == 422
    expect(words(page)).to_have_value(TOO_LONG)
    expect(page.get_by_role("alert")).to_contain_text("1 character more than fits")
    page.get_by_role("alert").get_by_role("link").click()
    expect(words(page)).to_be_focused()


def test_the_summary_of_errors_is_where_a_keyboard_starts(scripted):
    scripted.goto("/share/")
    words(scripted).fill(TOO_LONG)
    press(scripted, "See it before it goes")

    expect(scripted.get_by_role("alert")).to_be_focused()
    scripted.keyboard.press("Tab")
    scripted.keyboard.press("Enter")

    expect(words(scripted)).to_be_focused()


def test_too_fast_keeps_the_words_and_takes_them_on_the_next_press(page):
    post = Post()
    page.goto("/share/")
    words(page).fill(post.text)
    answer = press(page, "Send it as it is")

    assert answer.status == 429
    assert int(answer.headers["retry-after"]) in (1, 2, 3)
    expect(page.get_by_role("alert")).to_contain_text("That was very quick")
    expect(words(page)).to_have_value(post.text)
    take_time(page)
    press(page, "Send it as it is")
    expect(page.locator("output[name=receipt]")).to_have_text(NUMBER)


def test_the_number_can_be_reloaded_at_once(page):
    page.goto("/")
    press(page, "Me too")
    number = page.locator("output[name=receipt]").inner_text()

    page.reload()

    expect(page.locator("output[name=receipt]")).to_have_text(number)


@pytest.mark.parametrize("place", [0, 20, -1], ids=["first", "middle", "last"])
def test_a_sealed_address_with_one_other_character_is_closed(scripted, place):
    scripted.goto("/")
    press(scripted, "Me too")
    token = list(path_of(scripted).removeprefix("/share/").strip("/"))
    token[place] = "A" if token[place] != "A" else "B"

    answer = scripted.goto(f"/share/{''.join(token)}/")

    assert answer.status == 410
    expect(scripted.get_by_role("link", name="Leave now")).to_be_visible()
    expect(scripted.get_by_role("link", name="Find help")).to_be_visible()
    expect(scripted.locator("output")).to_have_count(0)
