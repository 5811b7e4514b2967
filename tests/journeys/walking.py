"""Steps that journeys share, and the witness that watches every one of them."""

import re
import time
from dataclasses import dataclass, field, replace
from secrets import token_hex
from urllib.parse import urlsplit

from playwright.sync_api import (
    APIRequestContext,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Response,
    expect,
)

QUEUE = "/admin/stories/submission/"
FORM_MINIMUM = 3  # seconds, as FORM_MIN_SECONDS of the server
PUBLISHED_WITHIN = 5  # seconds: one, and what a busy machine takes
WARNING = "Sexual harassment"
WARNING_ON_A_CARD = "harassment"
NUMBER = re.compile(r"\d{4}( \d{4}){5}")


@dataclass(frozen=True)
class Post:
    """Words that no other test writes. `place` is what a moderator takes out of them."""

    mark: str = field(default_factory=lambda: f"Quiet{token_hex(4)}")
    place: str = field(default_factory=lambda: f"Hollow{token_hex(4)}")
    address: str = ""  # on the wall

    @property
    def text(self) -> str:
        return f"{self.mark}: it was in {self.place}, and I said no.\n\nI can say it now."

    @property
    def redacted(self) -> str:
        return self.text.replace(self.place, "[…]")


@dataclass
class Pen:
    """Posts without a browser, where a journey begins with something that is there already."""

    request: APIRequestContext
    form_id: str
    since: float  # on time.monotonic(): when the form was made

    def write(self, post: Post) -> None:
        time.sleep(max(0, self.since + FORM_MINIMUM - time.monotonic()))
        self._send(text=post.text, warnings="sexual-harassment", detail="some", language="en")

    def say(self) -> str:
        """A bare post; the address of its piece."""
        receipt = self._send(phrase="metoo", form_id=token_hex(16))
        return re.search(r'href="(/stories/\w{12}/)"', receipt).group(1)

    def _send(self, **form: str) -> str:
        answer = self.request.post("/share/", form={"form_id": self.form_id, "step": "send"} | form)
        assert "Your number" in answer.text()
        return answer.text()


class Witness:
    """Sees every request and every complaint of a browser's console."""

    def __init__(self, context: BrowserContext) -> None:
        self.context = context
        self.complaints: list[str] = []
        self.requests: list[str] = []
        context.on("console", self._heard)
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        context.on("request", lambda request: self.requests.append(request.url))

    def _heard(self, message: ConsoleMessage) -> None:
        # Chromium also reports each page that was meant to answer 404, 410, 422 or 429.
        is_page = not urlsplit(message.location["url"]).path.startswith("/static/")
        expected = is_page and message.text.startswith("Failed to load resource")
        if message.type in ("error", "warning") and not expected:
            self.complaints.append(f"{message.text} ({message.location['url']})")

    @property
    def hosts(self) -> set[str]:
        return {urlsplit(address).netloc for address in self.requests}

    @property
    def kept(self) -> list:
        """What pages left in the browser: cookies and storage."""
        state = self.context.storage_state(indexed_db=True)
        return state["cookies"] + state["origins"]


def press(page: Page, name: str) -> Response:
    """Presses a button that leads to another page; the answer of that page."""
    with page.expect_navigation() as arrival:
        page.get_by_role("button", name=name, exact=True).click()
    return arrival.value


def follow(page: Page, name: str) -> Response:
    with page.expect_navigation() as arrival:
        page.get_by_role("link", name=name, exact=True).first.click()
    return arrival.value


def take_time(page: Page) -> None:
    """Waits until this form is old enough to be a person's."""
    began = "performance.getEntriesByType('navigation')[0].responseStart"
    age = page.evaluate(f"performance.now() - {began}")
    page.wait_for_timeout(max(0, FORM_MINIMUM * 1000 - age + 50))


def words(page: Page) -> Locator:
    return page.get_by_role("textbox", name="Your words", exact=True)


def pieces(page: Page, address: str) -> Locator:
    return page.locator(f".quilt a[href^='{address}']")


def path_of(page: Page) -> str:
    return urlsplit(page.url).path


def is_wider_than_the_screen(page: Page) -> bool:
    page.wait_for_load_state("load")  # its style sheets are part of its width
    return page.evaluate("document.documentElement.scrollWidth > innerWidth")


def open_review(desk: Page, *, state: str = "waiting") -> None:
    """The review of the newest post in this state: the wall's list begins with it, the others end with it."""
    desk.goto(f"{QUEUE}?state={state}")
    reviews = desk.get_by_role("link", name=re.compile(r"^Review \d+$"))
    (reviews.first if state == "published" else reviews.last).click()
    expect(desk.get_by_text("Speaks of", exact=True)).to_be_visible()


def open_text(desk: Page) -> Locator:
    desk.get_by_role("button", name="Open the text").click()
    return desk.get_by_label("The text as it will be published")


def publish(desk: Page, post: Post) -> Post:
    """Publishes the post that has just arrived, without its place."""
    open_review(desk)
    text = open_text(desk)
    expect(text).to_have_value(post.text)
    text.fill(post.redacted)
    desk.get_by_role("button", name="Publish", exact=True).click()
    expect(desk.get_by_text("It is on the wall now.")).to_be_visible()
    return replace(post, address=_shown(desk, _newest_address(desk)))


def decide(desk: Page, verb: str, reason: str) -> None:
    """Declines or takes down from a review that is open."""
    form = desk.locator("form.review-verb").filter(has=desk.get_by_role("heading", name=verb))
    form.get_by_label(reason).check()
    form.get_by_role("button", name=verb).click()


def _newest_address(desk: Page) -> str:
    """From the desk's own list, which no page kept ready can be behind of."""
    stories = desk.context.request.get("/admin/stories/story/").text()
    public_id = re.search(r"/admin/stories/story/\d+/change/[^>]*>(\w{12})<", stories).group(1)
    return f"/stories/{public_id}/"


def _shown(desk: Page, address: str) -> str:
    """The same address, once readers see it: what is published may show a second late."""
    until = time.monotonic() + PUBLISHED_WITHIN
    while address not in desk.context.request.get("/stories/").text():
        assert time.monotonic() < until, f"{address} is not on the wall"
        time.sleep(0.1)
    return address
