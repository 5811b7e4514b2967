"""After reading, writing, sending, coming back and leaving, a browser's home holds no planted word.

Two real browsers with homes of their own, TLS, JavaScript on and off; left in each way, and killed with a draft on
the screen. The search is shown to find what another site was told, however the browser packed it. Then somebody
else opens the same browser: what the history shows, and what its addresses open.
"""

import time
from secrets import token_hex

import pytest

from tests.journeys.whole_way import LEAVING, WORDS, Typed, begin, change, walk
from tests.proofs import neighbours, remembered
from tests.proofs.browsers import Home
from tests.proofs.searching import size, traces
from tests.proofs.street import Street

SECONDS_TO_WRITE = 17  # Firefox writes its session every 15 s, Chromium its history every 10
ENDS = {"killed": begin, "killed while changing": change}  # with words on the screen
WITH_SCRIPT = [(way, True) for way in (*LEAVING, *ENDS)]
WITHOUT = [(way, False) for way in ("press", "killed")]  # Shift needs a script; Enter is a press
KINDS = ["Home", "The wall", "A letter", "Share", "Preview", "Sent", "Your number", "Your post"]
QUIET_TITLES = {neighbours.TITLE, "exit.example", *(f"{kind} · The Quilt" for kind in KINDS)}


@pytest.mark.parametrize(("end", "script"), [*WITH_SCRIPT, *WITHOUT])
def test_the_home_holds_no_word(own_browser, street, folder, end, script, report):
    home = Home(folder, street.authority, script)
    typed, second = Typed(), token_hex(8)
    with own_browser.open(home, street.base) as hand:
        _visit_the_neighbour(hand, street.neighbours)
        receipt = walk(hand, street.letters, typed)
        if end in ENDS:
            ENDS[end](hand, second)
            time.sleep(SECONDS_TO_WRITE)
            own_browser.kill(home)
        else:
            LEAVING[end](hand)
            _is_away(hand, street, script, report)

    marks = [*_marks(street, typed, receipt), second]
    assert traces(folder, marks) == []
    _search_finds_what_may_be_kept(folder, street.neighbours, report)
    _history_keeps_quiet_titles(home, street, report)
    if own_browser.name == "Chromium":
        listed = _listed(own_browser, home, street)
        report.append(f"the History page lists {len(listed)} of ours: {listed}")
        assert listed == [] or end in ENDS or not script


def test_no_address_that_was_kept_opens_a_word(own_browser, street, folder, report):
    home, typed = Home(folder, street.authority), Typed()
    with own_browser.open(home, street.base) as hand:
        receipt = walk(hand, street.letters, typed)
        LEAVING["press"](hand)
    marks = _marks(street, typed, receipt)[len(street.letters) :]  # letters are for everybody
    kept = [row.address for row in remembered.in_the_file(home.profile, street.base)]
    own = next(address for address in kept if "/yours/" in address and len(address) > 60)

    with own_browser.open(home, street.base) as hand:
        hand.open(own)
        assert hand.status() == 200  # within its two minutes it opens, to whoever reloads it
        street.server.age_sealed_pages()
        answers = {address: _opened(hand, address, marks) for address in kept}

    tokens = [address.rstrip("/").rpartition("/")[2] for address in kept if _is_sealed(address)]
    assert traces(street.server.folder, tokens) == []
    statuses = [answers[address] for address in kept if _is_sealed(address)]
    report.append(f"{len(kept)} addresses, {len(statuses)} of them sealed: {statuses}")
    assert set(statuses) == {410}
    assert len(statuses) >= 5


def test_a_browser_that_restores_its_tabs_restores_no_draft(street, folder, firefox, report):
    """After a crash Firefox opens its tabs again, with what was typed in them where a page allows that."""
    home, draft = Home(folder, street.authority), token_hex(8)
    with firefox.open(home, street.base) as hand:
        hand.elsewhere(street.neighbours.before, "textarea", street.neighbours.typed)
        hand.open("/")
        begin(hand, draft)
        time.sleep(SECONDS_TO_WRITE)
        firefox.kill(home)

    with firefox.open(home, street.base) as hand:
        values = hand.typed_in_tabs(WORDS.partition("[")[0])

    report.append(f"restored {values}")
    assert values[street.neighbours.before] == street.neighbours.typed
    assert values[f"{street.base}/share/"] == ""


def _visit_the_neighbour(hand, neighbours) -> None:
    """Where words may be kept, and a form that does not ask for silence."""
    for coding in neighbours.kept:
        hand.open(f"{neighbours.before}{coding}")
    hand.elsewhere(neighbours.before, "textarea", neighbours.typed)


def _is_away(hand, street: Street, script: bool, report) -> None:
    assert hand.address() == street.neighbours.exit
    behind = [entry for entry in hand.entries() if entry.startswith(street.base)]
    report.append(f"{len(behind)} pages of ours behind Back")
    assert behind == [] or not script


def _marks(street: Street, typed: Typed, receipt: str) -> list[str]:
    letters = [letter.mark for letter in street.letters]
    return [*letters, typed.draft, typed.text, typed.name, receipt, receipt.replace(" ", "")]


def _search_finds_what_may_be_kept(folder, neighbours, report) -> None:
    found = traces(folder, [*neighbours.kept.values(), neighbours.typed])
    kinds = {mark: coding for coding, mark in neighbours.kept.items()} | {neighbours.typed: "typed"}
    told = {kinds[mark]: file for file, mark in (line.split(": ") for line in found)}
    report.append(f"{size(folder)} files and bytes; found of the neighbour: {told}")
    assert set(told) == set(kinds.values())


def _history_keeps_quiet_titles(home: Home, street: Street, report) -> None:
    rows = remembered.in_the_file(home.profile, street.base)
    report.append(f"the history file: {remembered.summary(rows)}")
    assert {row.title for row in rows} <= QUIET_TITLES


def _listed(own_browser, home: Home, street: Street) -> list[str]:
    """Somebody opens the browser again, with JavaScript on as Chromium's own pages need it."""
    with own_browser.open(Home(home.folder, home.authority), street.base) as hand:
        listed = remembered.on_the_history_page(hand.page.context)
    assert any(address.startswith(street.neighbours.before) for address in listed)
    return [address for address in listed if address.startswith(street.base)]


def _opened(hand, address: str, marks: list[str]) -> int:
    hand.open(address)
    seen = hand.text("body")
    assert [mark for mark in marks if mark in seen] == []
    return hand.status()


def _is_sealed(address: str) -> bool:
    return len(address.rstrip("/").rpartition("/")[2]) == 43
