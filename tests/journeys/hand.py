"""What a person can do with a browser, in words that any browser's driver can follow: no script runs in the page."""

import time
from typing import Protocol

from playwright.sync_api import Page, expect

PATIENCE = 15  # seconds until a page that was asked for must be there


class Hand(Protocol):
    def open(self, address: str) -> None:
        """Types an address and waits for its page."""

    def press(self, css: str) -> None:
        """Clicks the first such element that is there, once it is."""

    def type(self, css: str, text: str) -> None:
        """Key by key."""

    def key(self, name: str) -> None:
        """Shift, Tab or Enter."""

    def text(self, css: str) -> str:
        """What a person reads there, once it is there."""

    def address(self) -> str: ...

    def settle(self) -> None:
        """Waits until the page has loaded."""


def follow(hand: Hand, css: str) -> None:
    """Presses what leads to another page, and waits for that page."""
    before = hand.address()
    hand.press(css)
    wait_for_another(hand, before)


def wait_for_another(hand: Hand, before: str) -> None:
    end = time.monotonic() + PATIENCE
    while hand.address() == before:
        assert time.monotonic() < end, f"still at {before}"
        time.sleep(0.02)
    hand.settle()


class ChromiumHand:
    """By Playwright."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def open(self, address: str) -> None:
        self.page.goto(address)

    def press(self, css: str) -> None:
        self.page.locator(css).first.click(no_wait_after=True)

    def type(self, css: str, text: str) -> None:
        self.page.locator(css).first.press_sequentially(text)

    def key(self, name: str) -> None:
        self.page.keyboard.press(name)

    def text(self, css: str) -> str:
        found = self.page.locator(css).first
        expect(found).to_be_visible()
        return found.inner_text()

    def address(self) -> str:
        self.page.wait_for_timeout(0)  # lets news of the browser in
        return self.page.url

    def settle(self) -> None:
        self.page.wait_for_load_state()
