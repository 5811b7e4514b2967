"""At the turn of a second a page is made once, however many ask for it."""

import threading
import time

import pytest

from metoo_wall.ready import once
from metoo_wall.ready.once import Together

PATIENCE = 20


class Page:
    def __init__(self) -> None:
        self.together, self.made, self.handed_out = Together(), 0, []
        self.begun, self.may_end = threading.Event(), threading.Event()

    def ask(self, key: str = "/") -> None:
        with self.together.first(key) as is_first:
            if is_first:
                self.made += 1
                self.begun.set()
                self.may_end.wait(PATIENCE)
            self.handed_out.append(is_first)


@pytest.fixture
def page():
    return Page()


def visitors(number: int, act) -> list[threading.Thread]:
    came = [threading.Thread(target=act) for _n in range(number)]
    for each in came:
        each.start()
    return came


def wait_for(happened) -> None:
    end = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < end
        time.sleep(0.005)


def test_one_makes_it_and_the_others_wait_for_it(page):
    came = visitors(1, page.ask)
    page.begun.wait(PATIENCE)
    came += visitors(9, page.ask)
    wait_for(lambda: page.together._waiting == 9)
    assert page.handed_out == []

    page.may_end.set()
    for each in came:
        each.join(PATIENCE)

    assert page.made == 1
    assert sorted(page.handed_out) == [False] * 9 + [True]
    assert page.together._making == {}
    assert page.together._waiting == 0


def test_another_page_waits_for_nobody(page):
    visitors(1, page.ask)
    page.begun.wait(PATIENCE)
    page.may_end.set()

    page.ask("/stories/")

    assert page.handed_out[-1] is True


def test_nobody_waits_longer_than_a_second_or_in_too_large_a_crowd(page, monkeypatch):
    monkeypatch.setattr(once, "PATIENCE", 0.05)
    [first] = visitors(1, page.ask)
    page.begun.wait(PATIENCE)

    page.ask()
    monkeypatch.setattr(once, "MOST", 0)
    page.ask()

    assert page.handed_out == [False, False]
    page.may_end.set()
    first.join(PATIENCE)


def test_who_comes_first_and_fails_leaves_the_place_to_the_next():
    together = Together()

    with pytest.raises(ValueError, match="planted"), together.first("/"):
        raise ValueError("planted")

    with together.first("/") as is_first:
        assert is_first
