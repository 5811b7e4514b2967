"""Without JavaScript nothing is replaced: what stands behind Back then, two minutes after leaving.

Our server opens nothing any more. Chromium shows its last pages from memory all the same, without asking anybody,
until the tab is closed: /safety/ says so.
"""

import time

from tests.journeys.whole_way import LEAVING, NAME, WORDS, Typed, walk
from tests.proofs.browsers import Home
from tests.proofs.street import Street

FIELDS = (WORDS, NAME, "input[name=receipt]")
PAGES = 16  # of the walk


def test_two_minutes_later_only_memory_shows_what_was_written(own_browser, street, folder, report):
    typed = Typed()
    with own_browser.open(Home(folder, street.authority, script=False), street.base) as hand:
        receipt = walk(hand, street.letters, typed)
        LEAVING["press"](hand)
        street.server.age_sealed_pages()
        marks = [typed.draft, typed.text, typed.name, receipt]
        steps = [_step_back(hand, street, marks) for _page in range(PAGES)]

    from_memory = [page for page, was_asked, words in steps if words and not was_asked]
    report.append(f"words or number shown from memory: {len(from_memory)} pages {from_memory}")
    assert [page for page, was_asked, words in steps if words and was_asked] == []
    assert from_memory == [] or own_browser.name == "Chromium"


def _step_back(hand, street: Street, marks: list[str]) -> tuple[str, bool, list[str]]:
    """The page behind, whether our server was asked for it, and which of the marks it shows."""
    moment = time.monotonic()
    hand.back()
    page = hand.address().removeprefix(street.base)
    seen = hand.text("html") + " ".join(hand.values(FIELDS))
    was_asked = any(asked.path == page for asked in street.front.since(moment))
    return page[:8], was_asked, [mark for mark in marks if mark in seen]
