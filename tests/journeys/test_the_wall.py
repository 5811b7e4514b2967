"""The wall of a demonstration, as it is drawn: light, whole at every width, ink alone on paper."""

import subprocess
import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.serving import ROOT, running

KIB = 1024
WIDTHS = (320, 360, 1280)  # 320 is 1280 at a zoom of 400 %
CUT_OFF = """() => [...document.querySelectorAll('.piece-speaks, .piece-speaks strong, .phrase')].filter((one) => {
    const piece = one.closest('.piece').getBoundingClientRect(), own = one.getBoundingClientRect();
    const isCut = one.scrollHeight > one.clientHeight + 1 && getComputedStyle(one).overflowY !== 'visible';
    return isCut || own.bottom > piece.bottom + 1 || own.right > piece.right + 1 || own.left < piece.left - 1;
}).map((one) => one.textContent)"""


@pytest.fixture(scope="module")
def address(tmp_path_factory) -> Iterator[str]:
    """A server with the invented examples: `make demo` has a database of its own, whatever DATABASE_URL says."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("DATABASE_URL", raising=False)
        with running(tmp_path_factory.mktemp("demo"), DEMO="1") as server:
            command = [sys.executable, "manage.py", "demo"]
            subprocess.run(command, cwd=ROOT, env=server.environment, check=True)
            yield server.address


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("path", ["/", "/stories/", "/ar/", "/ar/stories/"])
def test_two_requests_beside_the_page_and_45_kib_in_all(address, page, path):
    answers = []
    page.on("response", lambda answer: answers.append(answer))

    page.goto(address + path, wait_until="networkidle")

    assert len(answers) == 3
    assert {answer.status for answer in answers} == {200}
    assert sum(len(answer.body()) for answer in answers) <= 45 * KIB


@pytest.mark.parametrize("path", ["/", "/stories/"])
def test_the_first_14_kib_can_be_read(address, page, path):
    whole = page.request.get(address + path).body()
    page.route(
        address + path,
        lambda route: route.fulfill(body=whole[: 14 * KIB], content_type="text/html"),
    )

    page.goto(address + path)

    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_role("link", name="Leave now")).to_be_visible()
    expect(page.locator(".piece-link").nth(5)).to_be_visible()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("path", ["/", "/stories/", "/es/stories/", "/ar/stories/"])
def test_no_warning_and_no_phrase_is_cut_off_and_nothing_is_wider_than_the_screen(
    address, page, path, width
):
    page.set_viewport_size({"width": width, "height": 800})
    warned = 0

    for choice in ("", "?kind=story"):
        page.goto(address + path + choice)
        warned += page.locator(".piece-speaks").count()
        assert page.evaluate(CUT_OFF) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width

    assert warned > 0


@pytest.mark.parametrize("path", ["/", "/es/", "/fr/", "/ar/"])
def test_every_warning_at_once_stays_within_the_seams_of_its_card_at_320_px(address, page, path):
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto(f"{address}{path}share/")
    names = page.locator("input[name=warnings] + span, label:has(input[name=warnings])")
    every = ", ".join(names.all_inner_texts())
    assert len(every) > 200
    page.goto(f"{address}{path}stories/?kind=story")
    speaks = page.locator(".piece-speaks strong").first

    speaks.evaluate("(strong, every) => { strong.textContent = every; }", every)

    assert speaks.evaluate("(strong) => strong.scrollWidth - strong.clientWidth") <= 0


def test_a_chorus_is_a_band_of_voices_and_each_opens(address, page):
    page.goto(f"{address}/stories/")
    band = page.locator(".chorus").first
    voices = band.get_by_role("link")
    assert voices.count() >= 6
    frame = page.locator(".quilt-frame").bounding_box()
    assert abs(band.bounding_box()["width"] - frame["width"]) < 1

    voices.last.click()

    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_text("One person said this here")).to_be_visible()


def test_on_paper_there_is_ink_and_nothing_to_press(address, page):
    page.goto(f"{address}/stories/?kind=story")
    page.emulate_media(media="print", color_scheme="dark")

    for part in (".bar", ".masthead", ".selvedge", ".quilt-end", ".chosen a"):
        found = page.locator(part).all()
        assert [one.is_visible() for one in found] == [False] * len(found) != [], part
    style = "(one) => [getComputedStyle(one).backgroundImage, getComputedStyle(one).color]"
    assert page.locator(".piece").first.evaluate(style) == ["none", "rgb(0, 0, 0)"]
    assert page.evaluate(CUT_OFF) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phrase_keeps_the_face_of_its_script_on_a_page_in_another(address, page, scheme):
    page.emulate_media(color_scheme=scheme)
    face = "(one) => getComputedStyle(one).fontFamily"
    seen = []
    for path in ("/stories/", "/ar/stories/"):
        page.goto(address + path)
        seen.append(page.locator(".phrase:lang(en)").first.evaluate(face))

    assert seen[0] == seen[1]
