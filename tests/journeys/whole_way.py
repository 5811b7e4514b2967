"""The way of an author from the home page to leaving. It knows addresses and names of fields, and no sentence."""

import time
from dataclasses import dataclass, field
from secrets import token_hex

from tests.journeys.hand import Hand, follow, wait_for_another
from tests.journeys.walking import FORM_MINIMUM

WORDS = "textarea[name=text]"
NAME = "input[name=name]"
PLACES = ("/", "/stories/", "/share/", "/yours/")
HOME, WALL, SHARE, YOURS = (f'a[href="{place}"]' for place in PLACES)
EXIT = "#exit"


@dataclass(frozen=True)
class Letter:
    address: str
    mark: str
    is_closed: bool = False  # behind its warnings, until it is opened


@dataclass(frozen=True)
class Typed:
    """What nobody but the author may find again: random to the last character, so that no packer shortens it."""

    draft: str = field(default_factory=lambda: token_hex(8))
    text: str = field(default_factory=lambda: token_hex(8))
    name: str = field(default_factory=lambda: token_hex(8))


def walk(hand: Hand, letters: list[Letter], typed: Typed) -> str:
    """Home, the letters, a draft, preview, sent, own page. Ends on the own page; returns the receipt, in groups."""
    hand.open("/")
    for letter in letters:
        read(hand, letter)
    begin(hand, typed.draft)
    receipt = write(hand, typed)
    come_back(hand, receipt)
    return receipt


def read(hand: Hand, letter: Letter) -> None:
    follow(hand, WALL)
    follow(hand, f'.quilt a[href^="{letter.address}"]')
    if letter.is_closed:
        hand.press("details.closed summary")
    assert letter.mark in hand.text(".letter")


def begin(hand: Hand, draft: str) -> None:
    """Words that are typed and never sent."""
    follow(hand, SHARE)
    hand.type(WORDS, f"{draft} is a first try.")
    hand.type(NAME, draft)


def write(hand: Hand, typed: Typed) -> str:
    follow(hand, HOME)
    follow(hand, SHARE)
    since = time.monotonic()
    hand.type(WORDS, f"{typed.text} is what I say.")
    hand.type(NAME, typed.name)
    time.sleep(max(0, since + FORM_MINIMUM + 0.1 - time.monotonic()))
    follow(hand, "main .press[value=preview]")
    assert typed.text in hand.text(".letter")
    follow(hand, "main .press[value=edit]")
    follow(hand, "main .press[value=preview]")
    follow(hand, "main .press[value=send]")
    return hand.text("output[name=receipt]")


def come_back(hand: Hand, receipt: str) -> None:
    follow(hand, YOURS)
    hand.type("input[name=receipt]", receipt)
    follow(hand, "main form .press")
    assert hand.text("main .press[value=withdraw]")


def change(hand: Hand, draft: str) -> None:
    """From the own page: the form for changing one's words, which holds them; and words that are never sent."""
    follow(hand, "main .press[value=edit]")
    hand.type(WORDS, draft)


def leave_by_press(hand: Hand) -> None:
    follow(hand, EXIT)


def leave_by_shift(hand: Hand) -> None:
    before = hand.address()
    for _time in range(3):
        hand.key("Shift")
    wait_for_another(hand, before)


def leave_by_keyboard(hand: Hand) -> None:
    """The exit is the second stop of Tab, after the skip link."""
    before = hand.address()
    for name in ("Tab", "Tab", "Enter"):
        hand.key(name)
    wait_for_another(hand, before)


LEAVING = {"press": leave_by_press, "shift": leave_by_shift, "keyboard": leave_by_keyboard}
