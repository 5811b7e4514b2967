"""Every kind of public page, in every language: whoever has to look at all of them is led there.

Knows addresses and the names of fields and buttons, and no sentence, so that it goes the same way in Arabic.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation
from playwright.sync_api import APIResponse, Page
from stdnum.iso7064 import mod_97_10

from tests.journeys.walking import take_time

STANDING = [
    "/",
    "/stories/",
    "/stories/?kind=story&without=stalking",
    "/stories/?language=cy",  # none
    "/stories/choose/",
    "/stories/choose/?kind=story&without=stalking&without=suicide&language=fr&country=DE",
    "/share/",
    "/share/?country=DE",
    "/yours/",
    "/numbers/",
    "/resources/",
    "/resources/?country=DE",
    "/resources/?country=JP",
    "/resources/?country=US",
    "/resources/pocket/?country=DE",
    "/resources/options/",
    "/resources/purposes/",
    "/resources/movement/",
    "/resources/allies/",
    "/safety/",
    "/what-we-hold/",
    "/guidelines/",
    "/nothing/",  # 404
    f"/share/{'a' * 43}/",  # 410
]
# What a server in trouble shows: its templates, and what they are given.
IN_TROUBLE = {
    "400.html": {},
    "403.html": {},
    "410.html": {},
    "413.html": {},
    "500.html": {},
    "503.html": {},
    "503_no_room.html": {},
    "stories/share_kept.html": {
        "action": "/share/",
        "step": "send",
        "field": "text",
        "text": "No.",
    },
}
NEVER_GIVEN = "1" * 22
NEVER_GIVEN += mod_97_10.calc_check_digits(NEVER_GIVEN)
OPEN_LETTERS = "document.querySelectorAll('details').forEach(each => each.open = true)"
WORDS = "textarea[name=text]"
RECEIPT = "main input[name=receipt]:not([type=hidden])"


@dataclass
class Tour:
    """`look` is called with a name for each page, while the page shows it."""

    page: Page
    look: Callable[[str], None]
    language: str = "en"

    def at(self, address: str) -> str:
        return address if self.language == "en" else f"/{self.language}{address}"

    def open(self, address: str, name: str = "") -> None:
        self.page.goto(self.at(address))
        self.look(f"{self.language}: {name or address}")

    def press(self, css: str, name: str) -> None:
        with self.page.expect_navigation():
            self.page.locator(css).last.click()  # of several, the one beside the words
        self.look(f"{self.language}: {name}")

    def standing(self) -> None:
        for address in STANDING:
            self.open(address)

    def letter(self, address: str) -> None:
        """A letter: closed, opened, answered; the place to rest after it; a concern about it, up to its form's errors."""
        self.open(address, "a letter")
        self.page.evaluate(OPEN_LETTERS)
        self.look(f"{self.language}: a letter, opened")
        self.press("main button[name=word][value=believe]", "a letter, answered")
        self.open(f"{address}rest/", "a place to rest")
        self.open(f"{address}concern/", "a concern")
        self.press("main form .press", "a concern, with errors")

    def concern(self, address: str) -> None:
        """One that is sent."""
        self.page.goto(self.at(f"{address}concern/"))
        self.page.locator("input[name=reason][value=other]").check()
        take_time(self.page)
        self.press("main form .press", "a concern, sent")

    def bare_piece(self) -> None:
        self.page.goto("/stories/?kind=bare")
        self.open(
            re.search(r'href="(/stories/\w{12}/)', self.page.content()).group(1), "a bare piece"
        )

    def write(self) -> str:
        """The form with errors, preview, number, and the page that says that it was kept. The number."""
        self.page.goto(self.at("/share/"))
        self.page.locator(WORDS).fill("x" * 10_001)
        self.press("main .press[value=send]", "share, with errors")
        self.page.locator(WORDS).fill("I said no. My number is 030 123456.")
        take_time(self.page)
        self.press("main .press[value=preview]", "preview, with a hint")
        self.press("main .press[value=send]", "number")
        receipt = self.page.locator("output[name=receipt]").inner_text()
        self.press("main .press[value=kept]", "number, kept")
        return receipt

    def come_back(self, receipt: str, kind: str = "what waits") -> None:
        """To one's own page, and from there to a change of the words, up to its preview."""
        self._show(receipt, f"own page of {kind}")
        self.press("main .press[value=edit]", f"a change of {kind}")
        self.press("main .press[name=step][value=preview]", "its preview")

    def take_back(self, receipt: str) -> None:
        self._show(receipt, "own page")
        self.press("main .press[value=withdraw]", "sure?")
        self.press("main .press[value=withdraw-now]", "taken back")

    def mistype(self) -> None:
        """Numbers that open nothing; after ten in an hour, a page that says to come back later."""
        self._show("1234", "a mistyped number")
        self._show(NEVER_GIVEN, "a number of nothing")
        ours = {"Sec-Fetch-Site": "same-origin"}
        for _try in range(10):
            self.page.request.post("/yours/", form={"receipt": NEVER_GIVEN}, headers=ours)
        self._show(NEVER_GIVEN, "too many numbers")

    def refused(self) -> None:
        """What a page of ours answers to a form of another site, and to a method that it does not have."""
        ask = self.page.request
        cross = ask.post(self.at("/share/"), headers={"Sec-Fetch-Site": "cross-site"})
        self._told("from another site", cross, 403)
        self._told("a method that is not there", ask.post(self.at("/safety/")), 405)

    def in_trouble(self) -> None:
        with translation.override(self.language):
            for template, context in IN_TROUBLE.items():
                request = RequestFactory().get(self.at("/share/"))
                self._shown(template, render_to_string(template, context, request))

    def _show(self, receipt: str, name: str) -> None:
        self.page.goto(self.at("/yours/"))
        self.page.locator(RECEIPT).fill(receipt)
        self.press("main form .press", name)

    def _told(self, name: str, answer: APIResponse, status: int) -> None:
        assert answer.status == status, name
        self._shown(name, answer.text())

    def _shown(self, name: str, body: str) -> None:
        """A page that is no answer to a GET, shown as the browser would show it."""
        here = re.compile(re.escape(self.at("/told/")) + "$")
        self.page.route(here, lambda route: route.fulfill(body=body, content_type="text/html"))
        self.open("/told/", name)
        self.page.unroute(here)
