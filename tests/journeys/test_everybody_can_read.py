"""axe-core over every kind of public page, in English by day and in Arabic on a small screen at night.

tests/proofs/test_every_page_in_every_mode.py does the same in every mode, and at the desk.
"""

import pytest

from tests.journeys.everywhere import Tour
from tests.journeys.eye import Eye

MODES = {
    "en": {"color_scheme": "light"},
    "ar": {"color_scheme": "dark", "viewport": {"width": 320, "height": 640}},
}


@pytest.fixture(params=MODES)
def tour(request, open_context) -> Tour:
    eye = Eye(open_context(bypass_csp=True, **MODES[request.param]).new_page())
    return Tour(eye.page, eye, request.param)


def test_pages_that_stand(tour):
    tour.standing()

    assert tour.look.wrong == []


def test_a_letter_and_a_concern(tour, letter, pen):
    pen.say()
    tour.letter(letter.address)
    tour.bare_piece()

    assert tour.look.wrong == []


def test_writing_and_coming_back(tour):
    receipt = tour.write()
    tour.come_back(receipt)
    tour.take_back(receipt)

    assert tour.look.wrong == []


def test_when_something_is_wrong(tour):
    tour.refused()
    tour.in_trouble()

    assert tour.look.wrong == []


# Each check can fail.


@pytest.mark.parametrize(
    ("planted", "found"),
    [
        ("<p style='color: #777; background: #888'>Words</p>", "color-contrast"),
        ("<img src=/icon.svg>", "image-alt"),
        ("<p style='inline-size: 200vw'>Wide</p>", "wider than the screen"),
    ],
)
def test_what_is_wrong_is_found(tour, planted, found):
    tour.page.goto("/safety/")
    tour.page.evaluate("html => document.querySelector('main').innerHTML += html", planted)
    tour.look("planted")

    assert any(found in each for each in tour.look.wrong)
