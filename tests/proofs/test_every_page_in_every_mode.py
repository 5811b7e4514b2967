"""Every page, in English and in Arabic, in every mode: what tests/journeys/eye.py looks for is not there."""

from collections.abc import Iterator
from itertools import count

import pytest

from tests.journeys.conftest import PATIENCE
from tests.journeys.desk_planting import Planted, plant
from tests.journeys.everywhere import Tour
from tests.journeys.eye import Eye
from tests.journeys.walking import QUEUE, Post
from tests.proofs.own_server import OwnServer

NARROW = {"viewport": {"width": 320, "height": 640}}
MODES = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "320px": NARROW,
    "forced-colours": {"forced_colors": "active"},
    "no-script": NARROW | {"java_script_enabled": False},
}
LANGUAGES = ("en", "ar")
CONCERNS = "/admin/stories/concern/"
LISTS = {
    "auth": ["group"],
    "metoo_wall": ["staffaccount"],
    "stories": [
        "concern", "concernpolicy", "contentwarning", "decision", "flood", "guideline", "intakeswitch", "legalhold",
        "phrase", "reason", "redactionrole", "story",
    ],
    "resources": [
        "allyadvice", "change", "criticism", "document", "edit", "emergencynumber", "helpline", "milestone", "option",
        "purpose",
    ],
}  # fmt: skip
FORMS = ["metoo_wall/staffaccount", "stories/contentwarning", "stories/phrase", "resources/helpline", "resources/milestone"]  # fmt: skip
DESK = [
    "/admin/stories/submission/handbook/",
    "/admin/stories/submission/?state=published&kind__exact=bare",
    "/admin/stories/care/",
    "/admin/stories/care/readers/",
    "/admin/resources/helpline/worklist/",
    "/admin/staff/changes/",
    "/admin/staff/factors/",
    "/admin/password_change/",
    *(f"/admin/{app}/{name}/" for app, names in LISTS.items() for name in names),
    *(f"/admin/{place}/add/" for place in FORMS),
]
PLACES = (
    f"192.0.2.{number}" for number in count(1)
)  # each test's own: wrong numbers are counted by place
COUNTED = """
from stories.models import Cell, Phrase, tallies
from stories.wall import numbers
for n, phrase in enumerate(Phrase.objects.all()):
    Cell.objects.create(month=202501 + n % 12, phrase_number=phrase.pk, language="", country="", kind="bare", count=9 + 7 * n)
for n, country in enumerate(("EG", "FR", "JP", "US", "CI")):
    Cell.objects.create(month=202511, phrase_number=0, language="ar fr ja en es".split()[n], country=country, kind="story", count=11 + 40 * n)
tallies.count_new()
tallies.count_new()
numbers.publish()
"""


@pytest.fixture(params=MODES)
def mode(request) -> str:
    return request.param


@pytest.fixture(params=LANGUAGES)
def language(request) -> str:
    return request.param


@pytest.fixture(scope="module")
def crowded(tmp_path_factory) -> Iterator[OwnServer]:
    """A wall with a letter under a warning, one without, and pieces in several scripts."""
    with OwnServer(tmp_path_factory.mktemp("crowded"), DEMO="1", TRUSTED_PROXIES="1") as server:
        server.run("manage.py", "demo")
        server.run("manage.py", "shell", "-v0", "-c", COUNTED)
        yield server


@pytest.fixture(scope="module")
def empty(tmp_path_factory) -> Iterator[OwnServer]:
    with OwnServer(tmp_path_factory.mktemp("empty")) as server:
        yield server


@pytest.fixture
def eye(browser, mode, language, crowded) -> Iterator[Eye]:
    place = {"extra_http_headers": {"X-Forwarded-For": next(PLACES)}}
    options = {"base_url": crowded.address, "bypass_csp": True, **MODES[mode], **place}
    context = browser.new_context(**options)
    context.set_default_timeout(PATIENCE)
    twin = _twin(browser.new_context, mode)
    yield Eye(context.new_page(), mode == "forced-colours", twin)
    context.close()
    if twin:
        twin.context.close()


@pytest.fixture
def tour(eye, language) -> Tour:
    return Tour(eye.page, eye, language)


def test_pages_that_stand(tour, eye, report):
    tour.standing()
    _judge(eye, report)


def test_reading_and_telling(tour, eye, crowded, report):
    plain = crowded.publish("A plain letter.")
    warned = crowded.publish("A letter under a warning.", warnings=["stalking"], name="K.")
    tour.letter(plain["address"])
    tour.letter(warned["address"])
    tour.bare_piece()
    tour.come_back(warned["receipt"], "a letter that stands")
    tour.concern(plain["address"])
    crowded.take_back(plain["receipt"])
    tour.open(plain["address"], "a letter that is gone")
    _judge(eye, report)


def test_posting_and_coming_back(tour, eye, report):
    receipt = tour.write()
    tour.come_back(receipt)
    tour.take_back(receipt)
    _judge(eye, report)


def test_when_something_is_wrong(tour, eye, report):
    tour.mistype()
    tour.refused()
    tour.in_trouble()
    _judge(eye, report)


def test_an_empty_wall(tour, eye, empty, report):
    for address in ("/", "/stories/", "/numbers/", "/stories/?kind=story"):
        eye.page.goto(f"{empty.address}{tour.at(address)}")
        eye(f"{address} without a piece")
    _judge(eye, report)


@pytest.fixture(scope="module")
def planted(server) -> Planted:
    return plant(server)


@pytest.fixture
def desk_eye(browser, open_context, mode, language, staff_state) -> Iterator[Eye]:
    in_mode = MODES[mode] | {"locale": language, "bypass_csp": True}
    twin = _twin(browser.new_context, mode)
    page = open_context(storage_state=staff_state, **in_mode).new_page()
    yield Eye(page, mode == "forced-colours", twin)
    if twin:
        twin.context.close()


def test_the_door_of_the_desk(open_context, browser, mode, language, report):
    twin = _twin(browser.new_context, mode)
    in_mode = MODES[mode] | {"locale": language, "bypass_csp": True}
    stranger = Eye(open_context(**in_mode).new_page(), mode == "forced-colours", twin)
    stranger.page.goto("/admin/")
    stranger("sign in", has_exit=False)
    _judge(stranger, report)


def test_the_rooms_of_the_desk(desk_eye, planted, report):
    for address in ("/admin/", QUEUE, f"{QUEUE}?state=published", *DESK):
        assert desk_eye.page.goto(address).ok, address
        desk_eye(address, has_exit=False)
    _judge(desk_eye, report)


def test_what_moderators_open(desk_eye, planted, pen, report):
    page = desk_eye.page
    pen.write(Post())
    page.goto(f"{QUEUE}?state=waiting")
    page.locator("#result_list a[href$='/review/']").last.click()
    desk_eye("review", has_exit=False)
    page.locator("button[value=open]").click()
    desk_eye("review, opened", has_exit=False)
    page.goto(f"{CONCERNS}{planted.story}/settle/")
    desk_eye("settle", has_exit=False)
    page.goto("/admin/stories/flood/")
    page.locator("a[href*='/stories/flood/'][href$='/change/']").first.click()
    desk_eye("a flood", has_exit=False)
    _judge(desk_eye, report)


def _twin(open_context, mode: str):
    if mode != "no-script":
        return None
    return open_context(bypass_csp=True, **NARROW).new_page()


def _judge(eye: Eye, report: list[str]) -> None:
    report.append(f"{eye.looked} pages looked at; undecided by axe: {dict(eye.undecided)}")
    assert eye.wrong == [], "\n".join(eye.wrong)
