"""From the queue to the wall, and off it again."""

import pytest
from playwright.sync_api import expect

from tests.journeys.walking import (
    QUEUE,
    WARNING,
    WARNING_ON_A_CARD,
    Post,
    decide,
    follow,
    is_wider_than_the_screen,
    open_review,
    open_text,
    pieces,
    press,
    publish,
    take_time,
    words,
)


def test_a_story_goes_from_its_author_to_its_readers(page, desk):
    post = Post()
    _write(page, post)

    post = publish(desk, post)

    page.goto("/stories/")
    expect(pieces(page, post.address)).to_contain_text(WARNING_ON_A_CARD)
    expect(page.locator("body")).not_to_contain_text(post.mark)
    pieces(page, post.address).click()
    _read(page, post)


def test_words_taken_out_are_on_no_page(page, letter):
    for address in ("/", "/stories/", "/stories/?kind=story", letter.address):
        page.goto(address)
        assert letter.place not in page.content()


def test_the_queue_shows_no_text(desk, waiting):
    desk.goto(QUEUE)

    expect(desk.get_by_role("link", name="Review").last).to_be_visible()
    assert waiting.mark not in desk.content()


def test_a_text_opens_on_a_press(desk, waiting):
    open_review(desk)

    assert waiting.mark not in desk.content()
    expect(open_text(desk)).to_have_value(waiting.text)


def test_words_that_are_not_the_authors_are_refused(desk, waiting):
    open_review(desk)
    open_text(desk).fill(waiting.text.replace("I said no", "I said yes"))

    answer = press(desk, "Publish")

    assert answer.status == 422
    expect(desk.get_by_text("These are not the author's words")).to_be_visible()


def test_a_declined_story_is_not_on_the_wall(page, desk, waiting):
    open_review(desk)
    decide(desk, "Decline", "Somebody stays recognisable")

    expect(desk.get_by_text("The author will read the reason.")).to_be_visible()
    for address in ("/", "/stories/"):
        page.goto(address)
        assert waiting.mark not in page.content()
    open_review(desk, state="declined")
    expect(desk.get_by_text("decline-identifying")).to_be_visible()


def test_what_is_taken_down_is_gone_for_the_next_reader(page, desk, letter):
    assert page.goto(letter.address).status == 200
    open_review(desk, state="published")
    decide(desk, "Take down", "Somebody can be recognised")
    expect(desk.get_by_text("Taken down. It is off the wall")).to_be_visible()

    answer = page.goto(letter.address)

    assert answer.status == 410
    assert letter.mark not in page.content()
    expect(page.get_by_role("link", name="Leave now")).to_be_visible()
    follow(page, "To the wall")
    expect(pieces(page, letter.address)).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_desk_fits_a_phone(open_context, staff_state, waiting, scheme):
    phone = {"width": 360, "height": 740}
    context = open_context(storage_state=staff_state, viewport=phone, color_scheme=scheme)
    desk = context.new_page()

    for address in ("/admin/", QUEUE, f"{QUEUE}?state=published"):
        desk.goto(address)
        assert not is_wider_than_the_screen(desk), address
    open_review(desk)
    assert not is_wider_than_the_screen(desk)
    open_text(desk)
    assert not is_wider_than_the_screen(desk)


def _write(page, post):
    page.goto("/share/")
    words(page).fill(post.text)
    page.get_by_label(WARNING).check()
    page.get_by_label("in some detail").check()
    take_time(page)
    press(page, "See it before it goes")
    press(page, "Send it")
    expect(page.locator("output[name=receipt]")).to_be_visible()


def _read(page, post):
    """Warnings first; the letter is closed until it is opened, and shows where words were taken out."""
    expect(page.get_by_role("heading", level=1)).to_have_text("Before you read")
    expect(page.locator(".facts")).to_contain_text(WARNING_ON_A_CARD)
    expect(page.locator(".letter")).not_to_be_visible()
    page.get_by_text("Open the letter").click()
    expect(page.locator(".letter")).to_contain_text(f"{post.mark}: it was in […], and I said no.")
    expect(page.get_by_text("stands where words were left out")).to_be_visible()
    assert post.place not in page.content()
