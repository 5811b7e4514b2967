"""One letter's whole way in two browsers: form, preview, number, review, wall. What was typed must stay text on all of it."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from playwright.sync_api import BrowserContext, Dialog, Page, expect

from stories.text.normalise import normalise, one_line
from tests.journeys.serving import ROOT, Server
from tests.journeys.walking import (
    is_wider_than_the_screen,
    open_review,
    open_text,
    press,
    take_time,
    words,
)

HOUR_LATER = """
from django.db.models import F
from stories.desk.pairs import DISTANCE
from stories.models import Submission
Submission.objects.exclude(proposed_at=None).update(proposed_at=F("proposed_at") - DISTANCE)
"""
PARAGRAPHS = """letter => [...letter.querySelectorAll(':scope > p[dir=auto]')].map(p => [...p.childNodes].map(
    node => node.nodeName === 'BR' ? '\\n' : node.data).join(''))"""
ELEMENTS = "letter => [...new Set([...letter.querySelectorAll('*')].map(each => each.localName))]"
FOREIGN = "main :is(script, style, link, base, meta, img, svg, math, iframe, noscript, [onclick])"
KNOWN = {"p", "br", "bdi", "span", "wbr"}  # ours: the paragraphs, and who it is from
PHONE = {"width": 320, "height": 640}


class Way:
    def __init__(self, server: Server, page: Page, desk: Page) -> None:
        self.server = server
        self.page = page
        self.desk = desk
        self.dialogs: list[str] = []
        for each in (page, desk):
            each.on("dialog", self._answer)

    def walk(self, text: str, name: str = "") -> None:
        """Ends with the letter on the wall; any difference to what was typed, normalised, fails."""
        page = self.page
        page.goto("/share/")
        words(page).fill(text)
        page.get_by_label("A name to show").fill(name)
        take_time(page)
        press(page, "See it before it goes")
        _is_the_letter(page, text, name)
        press(page, "Send it")
        expect(page.locator("output[name=receipt]")).to_be_visible()

        address = self._publish(text)

        for shown in ("/", "/stories/", address):
            page.goto(shown)
            assert not is_wider_than_the_screen(page), shown
        _is_the_letter(page, text, name)
        assert self.dialogs == []

    def _publish(self, text: str) -> str:
        desk = self.desk
        open_review(desk)
        expect(open_text(desk)).to_have_value(normalise(text))
        assert not is_wider_than_the_screen(desk)
        propose = desk.get_by_role("button", name="Propose this version", exact=True)
        # A number or an address in it asks for a second press: this account's, an hour later.
        if propose.count():
            self._let_hints_stand()
            press(desk, "Propose this version")
            self._let_an_hour_pass()
            open_review(desk)
            expect(open_text(desk)).to_have_value(normalise(text))
        self._let_hints_stand()
        desk.get_by_role("button", name="Publish", exact=True).click()
        expect(desk.get_by_text("It is on the wall now.")).to_be_visible()
        desk.goto("/stories/?kind=story")
        return desk.locator(".quilt a").first.get_attribute("href")

    def _let_hints_stand(self) -> None:
        for field in self.desk.locator("fieldset:has(mark) select").all():
            field.select_option(index=1)

    def _let_an_hour_pass(self) -> None:
        command = [sys.executable, "manage.py", "shell", "-v0", "-c", HOUR_LATER]
        subprocess.run(command, cwd=ROOT, env=self.server.environment, check=True)

    def _answer(self, dialog: Dialog) -> None:
        self.dialogs.append(dialog.message)
        dialog.dismiss()


@contextmanager
def walked(
    server: Server, open_context: Callable[..., BrowserContext], desk: Page
) -> Iterator[Way]:
    """On a phone; what a dialog says that comes after the last step counts as well."""
    way = Way(server, open_context(viewport=PHONE).new_page(), desk)
    yield way
    assert way.dialogs == []


def _is_the_letter(page: Page, text: str, name: str) -> None:
    letter = page.locator("div.letter:not(.in-text)")
    shown = letter.evaluate(PARAGRAPHS)
    written = [part.strip() for part in normalise(text).split("\n\n")]
    if len(written) > len(
        shown
    ):  # a letter has at most 400 paragraphs; the rest is joined, and nothing lost
        shown, written = ["\n".join(shown)], ["\n".join(written)]
    assert shown == [part for part in written if part]
    assert set(letter.evaluate(ELEMENTS)) <= KNOWN
    if name:
        expect(letter.locator(".letter-from bdi")).to_have_text(one_line(name))
    # Once more where a preview shows what could identify somebody; its line ends have no text.
    for marked in page.locator("div.letter.in-text").all():
        assert "".join(marked.text_content().split()) == "".join(normalise(text).split())
    expect(page.locator(FOREIGN)).to_have_count(0)
    assert not is_wider_than_the_screen(page)
