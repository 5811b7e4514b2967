"""Looks at what a page shows now, with axe-core, and keeps what is wrong.

No violation of WCAG 2.2 A and AA nor of the AAA rules that axe-core has (7:1 contrast and 44 px among them),
nothing wider than the screen, the exit in sight.
"""

import importlib.resources
from collections import Counter
from dataclasses import dataclass, field

from playwright.sync_api import Page, Route

from tests.journeys.walking import is_wider_than_the_screen

AXE = importlib.resources.files("axe_playwright_python").joinpath("axe.min.js").read_text()
TAGS = ["wcag2a", "wcag2aa", "wcag2aaa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
ALL_OF_THEM = {"color-contrast-enhanced": {"enabled": True}, "target-size": {"enabled": True}}
# Forced colours are the reader's own. axe-core compares the author's (-webkit-text-fill-color) with them.
CONTRAST = {"color-contrast": {"enabled": False}, "color-contrast-enhanced": {"enabled": False}}
OPTIONS = {"runOnly": {"type": "tag", "values": TAGS}}
STYLES = "[...document.styleSheets].reduce((rules, sheet) => rules + sheet.cssRules.length, 0)"


@dataclass
class Eye:
    """`twin`: where the page has JavaScript off, a page of a browser that has it on. axe-core is a script: it looks at the
    same HTML there, and none of our scripts reaches it."""

    page: Page
    has_forced_colours: bool = False
    twin: Page | None = None
    wrong: list[str] = field(default_factory=list)
    undecided: Counter[str] = field(default_factory=Counter)
    looked: int = 0

    def __call__(self, name: str, *, has_exit: bool = True) -> None:
        self.looked += 1
        if is_wider_than_the_screen(self.page):
            self.wrong.append(f"{name}: wider than the screen")
        if not self.page.evaluate(STYLES):
            self.wrong.append(f"{name}: no style")
        if has_exit and not self.page.locator("#exit").is_visible():
            self.wrong.append(f"{name}: no exit")
        self._ask_axe(name, self._with_script() if self.twin else self.page)

    def _with_script(self) -> Page:
        here, body = self.page.url, self.page.content()

        def answer(route: Route) -> None:
            if route.request.is_navigation_request():
                route.fulfill(body=body, content_type="text/html")
            elif route.request.resource_type == "script":
                route.abort()
            else:
                route.continue_()

        self.twin.unroute_all()
        self.twin.route("**/*", answer)
        self.twin.goto("about:blank")  # an address that differs behind # alone would not load
        self.twin.goto(here)
        return self.twin

    def _ask_axe(self, name: str, page: Page) -> None:
        page.evaluate(f"{AXE}; scrollTo(0, 0)")  # else the bar may stand on half a link
        rules = ALL_OF_THEM | (CONTRAST if self.has_forced_colours else {})
        found = page.evaluate("options => axe.run(document, options)", OPTIONS | {"rules": rules})
        assert len(found["passes"]) > 10, f"{name}: axe-core saw too little"
        for violation in found["violations"]:
            nodes = [" ".join(map(str, node["target"])) for node in violation["nodes"]]
            self.wrong.append(f"{name}: {violation['id']}: {nodes[:3]} and {len(nodes)} in all")
        self.undecided.update({each["id"]: len(each["nodes"]) for each in found["incomplete"]})
