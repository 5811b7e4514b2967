"""The page is empty within a tenth of a second after the press, while our server is stopped and the neutral page is slow.

Measured in the browser: from the time that it gives the press to the moment at which the body has no child, and to
the next frame. What the browser asks us for meanwhile is counted in front of the server.
"""

import json
import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.journeys.hand import follow
from tests.journeys.whole_way import LEAVING
from tests.proofs.browsers import Home
from tests.proofs.own_server import OwnServer

TIMES = int(os.environ.get("PROOF_LEAVINGS", "5"))
A_TENTH = 100  # milliseconds
LONG = "This is an example of a long letter. " * 270  # some 10,000 characters
WATCH = """
const seen = {};
const tell = () => localStorage.setItem("seen", JSON.stringify(seen));
for (const kind of ["keydown", "pointerup"])
  addEventListener(kind, (event) => { seen.pressed = event.timeStamp; tell(); }, true);
new MutationObserver(() => {
  if (document.body.childNodes.length) return;
  seen.emptied = performance.now();
  tell();
  requestAnimationFrame(() => { seen.frame = performance.now(); tell(); });
}).observe(document.body, {childList: true});"""
SEEN = "return localStorage.getItem('seen')"


@pytest.mark.parametrize("way", LEAVING)
def test_the_page_is_empty_within_a_tenth_of_a_second(own_browser, street, folder, way, report):
    address = street.server.publish(LONG)["address"]
    street.neighbours.is_slow = True
    with own_browser.open(Home(folder, street.authority), street.base) as hand:
        hand.open("/")
        seen = [_leave(hand, street, address, way) for _time in range(TIMES)]
    street.neighbours.is_slow = False

    empty = [each["emptied"] - each["pressed"] for each in seen]
    frame = [each["frame"] - each["pressed"] for each in seen if "frame" in each]
    report.append(f"ms until empty {_round(empty)}, until the next frame {_round(frame)}")
    assert max(empty) < A_TENTH


def _leave(hand, street, address: str, way: str) -> dict[str, float]:
    hand.open("/stories/")
    follow(hand, f'.quilt a[href^="{address}"]')
    time.sleep(0.5)  # the icon of the tab comes late
    hand.in_page(WATCH)
    with _stopped(street.server):
        moment = time.monotonic()
        LEAVING[way](hand)
        assert hand.address() == street.neighbours.exit
        assert street.front.since(moment) == []
    hand.open("/guidelines/")
    return json.loads(hand.in_page(SEEN))


@contextmanager
def _stopped(server: OwnServer) -> Iterator[None]:
    """It accepts connections and answers none: worse than away."""
    os.killpg(server.process.pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.killpg(server.process.pid, signal.SIGCONT)


def _round(times: list[float]) -> list[float]:
    return sorted(round(each, 1) for each in times)
