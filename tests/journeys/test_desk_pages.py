"""The rooms of the desk on a phone, by day and by night: nothing wider than 360 px, and nothing that axe-core finds."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.desk_planting import Planted, plant
from tests.journeys.eye import Eye
from tests.journeys.walking import QUEUE

PHONE = {"width": 360, "height": 740}
FLOODS = "/admin/stories/flood/"
CONCERNS = "/admin/stories/concern/"
ROOMS = (
    FLOODS,
    CONCERNS,
    "/admin/stories/concernpolicy/",
    "/admin/stories/care/",
    "/admin/stories/care/readers/",
    "/admin/stories/decision/",
    "/admin/stories/intakeswitch/",
    "/admin/stories/redactionrole/",
    "/admin/staff/changes/",
    f"{QUEUE}handbook/",
)


@pytest.fixture(scope="module")
def planted(server) -> Planted:
    return plant(server)


@pytest.fixture(params=["light", "dark"])
def eye(open_context, staff_state, request) -> Eye:
    options = {"viewport": PHONE, "color_scheme": request.param, "bypass_csp": True}
    return Eye(open_context(storage_state=staff_state, **options).new_page())


def look(eye: Eye, name: str) -> None:
    eye(name, has_exit=False)


def test_the_rooms_of_the_desk(eye, planted):
    for address in ROOMS:
        assert eye.page.goto(address).ok, address
        look(eye, address)

    assert eye.wrong == []


def test_a_flood_and_its_specimen(eye, planted):
    eye.page.goto(FLOODS)
    eye.page.get_by_role("link", name="Open one").first.click()
    look(eye, "a flood")
    eye.page.get_by_role("link", name="Open one of them").click()
    expect(eye.page.get_by_text("Get rid of your debts")).to_be_visible()
    look(eye, "a specimen")
    eye.page.goto(FLOODS)
    eye.page.get_by_role("button", name="Decline what is ticked, unread").click()
    expect(eye.page.get_by_text("Please tick at least one row.")).to_be_visible()
    look(eye, "floods, with an error")

    assert eye.wrong == []


def test_concerns_about_a_story(eye, planted):
    eye.page.goto(f"{CONCERNS}{planted.story}/settle/")
    look(eye, "settle")
    eye.page.get_by_role("link", name="Open what they wrote").click()
    expect(eye.page.get_by_text("What a reader wrote.").first).to_be_visible()
    look(eye, "settle, opened")
    eye.page.goto(f"{QUEUE}{planted.story}/review/?open=1")
    look(eye, "review of what stands")

    assert eye.wrong == []


def test_many_phrases_are_taken_down(eye, planted):
    _choose(eye.page, planted)
    look(eye, "take down many")

    assert eye.wrong == []


def _choose(page: Page, planted: Planted) -> None:
    page.goto(f"{QUEUE}?state=published&kind__exact=bare")
    page.locator(f"input[name=_selected_action][value='{planted.bare}']").check()
    page.locator("select[name=action]").select_option("take_down_chosen")
    page.get_by_role("button", name="Go", exact=True).click()
    expect(page.get_by_text("1 post goes off the wall at once.")).to_be_visible()
