"""How every process of a machine learns that something leaves the wall: one word in memory that they share.

A page is kept beside the word that was read before it was rendered, and is handed out only while the word is the same. Who
removes something changes the word before the commit and after it. Between the two, and where a process dies between them
for `QUIET_NS`, no page is kept at all: so none that was rendered before a commit outlives it.

The words stand in a small file in VAR_DIR, which holds nothing but random numbers and moments. A process without it keeps nothing.
"""

import logging
import os
import secrets
import time
from functools import cache, partial
from pathlib import Path

from django.conf import settings
from django.db import transaction

from metoo_wall.copies import departures
from metoo_wall.throttle.memory import Memory

FILE = "removals"
MARKS = 64  # removals under way at the same moment
SIZE = 8 * (2 + MARKS)
WORD, QUIET_UNTIL, FIRST_MARK = 0, 1, 2  # places of 8 bytes: each is read and written in one step
QUIET_NS = 10 * 10**9

log = logging.getLogger(__name__)


class Removals:
    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self._places = memoryview(memory.map).cast("Q")

    def word(self) -> int:
        return self._places[WORD]

    def are_under_way(self) -> bool:
        """Whether something is about to leave. A moment that is too far ahead was written by a clock that was wrong."""
        return 0 < self._places[QUIET_UNTIL] - time.time_ns() <= QUIET_NS

    def begin(self) -> int:
        """Before the commit. Returns the place of a mark for `end`."""
        now = time.time_ns()
        place = FIRST_MARK
        try:
            with self._memory.held():
                place = min(range(FIRST_MARK, FIRST_MARK + MARKS), key=self._places.__getitem__)
                self._places[place] = self._places[QUIET_UNTIL] = now + QUIET_NS
        except OSError:  # nobody is kept from taking something off
            self._places[QUIET_UNTIL] = now + QUIET_NS
        self._change()
        return place

    def end(self, place: int) -> None:
        """After the commit."""
        self._change()
        try:
            with self._memory.held():
                self._places[place] = 0
                self._places[QUIET_UNTIL] = max(self._places[FIRST_MARK : FIRST_MARK + MARKS])
        except OSError:
            log.warning("Pages are not kept for some seconds: the memory of removals is busy.")

    def _change(self) -> None:
        """Another word than any before: of two at once either will do, and no count can be lost."""
        self._places[WORD] = secrets.randbits(64)


def leaving() -> None:
    """Inside a transaction that takes something off the wall, or takes words out of what stands there."""
    departures.count_one()  # for other machines, and for copies of the database
    removals = here()
    if removals is not None:
        transaction.on_commit(partial(removals.end, removals.begin()))


def here() -> Removals | None:
    """Those of this machine; None where the file cannot be had, said once."""
    return _of(settings.VAR_DIR)


@cache
def _of(folder: Path) -> Removals | None:
    try:
        descriptor = os.open(folder / FILE, os.O_RDWR | os.O_CREAT, 0o600)
        if os.fstat(descriptor).st_size < SIZE:
            os.ftruncate(descriptor, SIZE)
        return Removals(Memory(descriptor, SIZE))
    except OSError:
        log.warning("VAR_DIR cannot hold the word of removals; no page is kept ready.")
        return None
