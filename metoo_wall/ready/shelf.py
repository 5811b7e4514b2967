"""Where this process keeps its rendered pages: bounded, in memory alone, and emptied of what is old."""

import threading
import time
from itertools import takewhile
from typing import NamedTuple

from metoo_wall.ready.standing import MINUTE, Says

Key = tuple[str | None, ...]
Headers = list[tuple[str, str]]

LARGEST = 256 * 1024  # bytes of a page
MOST = 8 * 1024 * 1024  # bytes of all pages together
OVERHEAD = 2048  # bytes, about, of headers and address


class Page(NamedTuple):
    status: str
    headers: Headers
    body: list[bytes]
    word: object  # of removals, or what `says` found, as it was before the page was rendered
    moment: int  # the second in which rendering began: it is handed out in that one alone (as metoo_wall/kept.py tells proxies)
    says: Says | None = None  # metoo_wall/ready/standing.py

    @property
    def size(self) -> int:
        return len(self.body[0]) + OVERHEAD


class Shelf:
    """`seconds`: how long a moment is. A page does not outlast the one in which its rendering began."""

    def __init__(self, seconds: int = 1, most: int = MOST) -> None:
        self._seconds = seconds
        self._most = most
        self.pages: dict[Key, Page] = {}
        self.size = 0
        self._changing = threading.Lock()

    def find(self, key: Key, word: object) -> Page | None:
        page = self.pages.get(key)
        if page is not None and page.word == word and page.moment == self._now():
            return page
        return None

    def put(self, key: Key, page: Page) -> None:
        """What is old goes, since nobody is given it any more; then the page that was rendered first makes room."""
        if len(page.body[0]) > LARGEST:
            return
        with self._changing:
            self._drop(key)
            self._drop_older(page.moment)
            self.pages[key] = page
            self.size += page.size
            while self.size > self._most:
                self._drop(next(iter(self.pages)))

    def forget_old(self) -> None:
        now = self._now()
        with self._changing:
            for key in [key for key, page in self.pages.items() if page.moment != now]:
                self._drop(key)

    def _drop_older(self, moment: int) -> None:
        old = takewhile(lambda key: self.pages[key].moment < moment, self.pages)
        for key in list(old):
            self._drop(key)

    def _now(self) -> int:
        return int(time.time()) // self._seconds

    def _drop(self, key: Key) -> None:
        page = self.pages.pop(key, None)
        self.size -= page.size if page else 0


SHELF = Shelf()
STANDING = Shelf(MINUTE, most=4 * 1024 * 1024)  # metoo_wall/ready/standing.py


def forget_old() -> None:
    """A job of the timer: what was taken back is not to stay in memory, either."""
    SHELF.forget_old()
    STANDING.forget_old()
