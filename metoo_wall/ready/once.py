"""Many who ask for the same page at the turn of a second: one makes it, and the others wait for that one."""

import threading
from collections.abc import Hashable, Iterator
from contextlib import contextmanager

PATIENCE = 1.0  # seconds; after that each makes it alone
MOST = 32  # who wait in a worker at the same time: whoever comes then finds room in a lane, or none


class Together:
    def __init__(self) -> None:
        self._making: dict[Hashable, threading.Event] = {}
        self._waiting = 0
        self._changing = threading.Lock()

    @contextmanager
    def first(self, key: Hashable) -> Iterator[bool]:
        """True for whoever comes first; False for the others, once that one has left, or took too long."""
        with self._changing:
            made = self._making.get(key)
            waits = made is not None and self._waiting < MOST
            self._waiting += waits
            own = None if made else self._making.setdefault(key, threading.Event())
        try:
            if waits:
                made.wait(PATIENCE)
        finally:
            with self._changing:
                self._waiting -= waits
        try:
            yield own is not None
        finally:
            if own:
                with self._changing:
                    del self._making[key]
                own.set()
