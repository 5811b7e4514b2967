"""By keyboard alone, and by thumb: every stop of every kind of public page, on a phone, in English and in Arabic.

The exit is the second stop; whatever has the focus is whole on the screen, with a ring, forwards and backwards; whatever can
be pressed is 44 px wide and high, or a link in running text (WCAG 2.2: 2.4.1, 2.4.7, 2.4.12, 2.5.5).
"""

from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Page

from tests.journeys.everywhere import Tour

PHONE = {"viewport": {"width": 360, "height": 740}}
MOST = 400  # stops of a page
# What has the focus: a word for it, whether it is covered in one of nine places of each of its lines, and whether it has a
# ring. Of a field for many lines a browser shows the line where one writes: what is beyond the screen counts only elsewhere.
STOP = """() => {
  const on = document.activeElement;
  if (!on || on === document.body) return null;
  const seen = (x, y) => {
    const hit = document.elementFromPoint(x, y);
    return hit && (hit === on || hit.contains(on) || on.contains(hit));
  };
  const places = [...on.getClientRects()].flatMap(line =>
    [2, line.width / 2, line.width - 2].flatMap(x =>
      [2, line.height / 2, line.height - 2].map(y => [line.left + x, line.top + y])))
    .filter(([, y]) => on.localName !== "textarea" || (y > 0 && y < innerHeight));
  const rings = [getComputedStyle(on), getComputedStyle(on, "::after")];
  return {
    place: [...document.querySelectorAll("*")].indexOf(on),
    name: `${on.localName}${on.id && "#" + on.id} ${on.textContent.trim().slice(0, 30)}`,
    id: on.id,
    target: on.getAttribute("href") || "",
    isHidden: !places.length || !places.every(([x, y]) => seen(x, y)),
    hasRing: rings.some(ring => ring.outlineStyle !== "none" && parseFloat(ring.outlineWidth) >= 2),
  };
}"""
# A browser goes to the place its address names (#...) with the first frame that it draws; from then on, nothing moves Tab.
A_FRAME_IS_DRAWN = """() => new Promise(done =>
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 50))))"""
FROM_THE_START = """() => {
  const start = Object.assign(document.createElement("a"), {href: "#"});
  document.body.prepend(start);
  start.focus();
  start.remove();
  scrollTo(0, 0);
}"""
SMALL = """() => {
  const inRunningText = each => {
    const around = each.closest("p, li, dd, dt, td, th, figcaption, blockquote, label");
    if (getComputedStyle(each).display !== "inline" || !around) return false;
    const links = [...around.querySelectorAll("a")].map(link => link.textContent).join("");
    return around.textContent.replace(/\\s/g, "").length > links.replace(/\\s/g, "").length;
  };
  const boxes = each => [each, ...(each.labels || [])].map(one => one.getBoundingClientRect());
  const spans = (all, from, to) => Math.max(...all.map(b => b[to])) - Math.min(...all.map(b => b[from]));
  return [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")]
    .filter(each => each.checkVisibility() && each.tabIndex >= 0 && !each.closest("[aria-hidden=true]"))
    .filter(each => !inRunningText(each))
    .map(each => [each, spans(boxes(each), "left", "right"), spans(boxes(each), "top", "bottom")])
    .filter(([each, width, height]) => Math.min(width, height) < 43.95)  // 44, less what binary fractions lose
    .map(([each, ...size]) => `${each.localName} ${each.textContent.trim().slice(0, 30)} ${size.map(Math.round)}`);
}"""


@dataclass
class Fingers:
    """Walks a page as it stands, and keeps what is wrong with it."""

    page: Page
    wrong: list[str] = field(default_factory=list)
    stops: int = 0

    def __call__(self, name: str) -> None:
        self.page.wait_for_load_state("load")
        self.page.evaluate(A_FRAME_IS_DRAWN)
        self.page.evaluate(FROM_THE_START)
        self.wrong += [f"{name}: too small: {each}" for each in self.page.evaluate(SMALL)]
        forwards = self._walk(name, "Tab")
        backwards = self._walk(name, "Shift+Tab")
        if [stop["target"] for stop in forwards[:1]] != ["#content"] or forwards[1]["id"] != "exit":
            self.wrong.append(f"{name}: begins with {[stop['name'] for stop in forwards[:2]]}")
        if len(forwards) != len(backwards):
            self.wrong.append(f"{name}: {len(forwards)} stops, backwards {len(backwards)}")
        self.stops += len(forwards)

    def _walk(self, name: str, key: str) -> list[dict]:
        """To the end of the page, or to where it began."""
        stops = []
        self.page.keyboard.press(key)
        while (stop := self.page.evaluate(STOP)) and len(stops) < MOST:
            if stops and stop["place"] == stops[0]["place"]:
                break
            stops.append(stop)
            if stop["isHidden"]:
                self.wrong.append(f"{name}, {key}: covered: {stop['name']}")
            if not stop["hasRing"]:
                self.wrong.append(f"{name}, {key}: without a ring: {stop['name']}")
            self.page.keyboard.press(key)
        return stops


@pytest.fixture
def fingers(open_context) -> Fingers:
    return Fingers(open_context(**PHONE).new_page())


@pytest.fixture(params=["en", "ar"])
def tour(request, fingers) -> Tour:
    return Tour(fingers.page, fingers, request.param)


def test_pages_that_stand(tour, fingers):
    tour.standing()

    assert fingers.wrong == []
    assert fingers.stops > 400


def test_a_letter_and_a_concern(tour, fingers, letter, pen):
    pen.say()
    tour.letter(letter.address)
    tour.bare_piece()

    assert fingers.wrong == []


def test_writing_and_coming_back(tour, fingers):
    receipt = tour.write()
    tour.come_back(receipt)
    tour.take_back(receipt)

    assert fingers.wrong == []


def test_when_something_is_wrong(tour, fingers):
    tour.refused()
    tour.in_trouble()

    assert fingers.wrong == []


# Each check can fail.


def test_a_small_press_is_found(fingers):
    fingers.page.goto("/safety/")
    fingers.page.evaluate("document.querySelector('.masthead-name').style.minBlockSize = '20px'")
    fingers("planted")

    assert [each for each in fingers.wrong if "too small: a The Quilt" in each]


def test_what_the_bar_covers_is_found(fingers):
    fingers.page.goto("/resources/")
    fingers.page.evaluate("document.querySelector('.bar').style.minBlockSize = '40rem'")
    fingers("planted")

    assert [each for each in fingers.wrong if "covered" in each]


def test_an_exit_that_comes_late_is_found(fingers):
    fingers.page.goto("/safety/")
    fingers.page.evaluate("document.body.prepend(document.querySelector('.masthead'))")
    fingers("planted")

    assert [each for each in fingers.wrong if "begins with" in each]
